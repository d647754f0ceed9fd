"""Renders the templates of `cards/`: Markdown, HTML and Python whose text stays text."""

import html
import re
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from jinja2 import FileSystemLoader, StrictUndefined
from jinja2.sandbox import SandboxedEnvironment

_MARKDOWN = re.compile(r"([\\`*_\[\]|#!~$])")
# What makes a list or an underlined heading where it begins a line.
_BLOCK = re.compile(r"^(\d{0,9})([-+=.)])")


def render(cards: Path, template: str, **values: Any) -> str:
    """Render a template of the `cards/` folder.

    HTML templates escape every value; Markdown templates pass text that is not our own through the
    filter `md`, Python templates through `py`. A value that a template asks for and does not get is
    an error.

    Args:
        cards: The folder.
        template: File name; `.html.j2` is HTML.
        values: What the template may use.
    """
    environment = SandboxedEnvironment(
        loader=FileSystemLoader(cards),
        undefined=StrictUndefined,
        autoescape=template.endswith(".html.j2"),
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
    )
    environment.filters["md"] = markdown_text
    environment.filters["count"] = thousands
    environment.filters["percent"] = percent
    environment.filters["shares"] = listed_shares
    environment.filters["py"] = repr
    return environment.get_template(template).render(**values)


def markdown_text(text: object) -> str:
    """Return text on one line in which nothing is Markdown or HTML."""
    line = " ".join(str(text).split())
    inline = _MARKDOWN.sub(r"\\\1", html.escape(line, quote=False))
    return _BLOCK.sub(r"\1\\\2", inline)


def thousands(number: int) -> str:
    """Return a count with thin separators for people: 12,345."""
    return f"{number:,}"


def listed_shares(shares: Mapping[str, float]) -> str:
    """Return shares by name, the greatest first: vi 0.99, undetermined 0.01; a dash for none."""
    ordered = sorted(shares.items(), key=lambda item: (-item[1], item[0]))
    return ", ".join(f"{name} {share:g}" for name, share in ordered) or "-"


def percent(share: float) -> str:
    """Return a share as a percentage with one decimal."""
    return f"{share:.1%}"
