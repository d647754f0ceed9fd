"""The one place that prints: rich on a terminal, plain lines elsewhere, JSON for machines."""

import codecs
import io
import json
import os
import sys
from collections.abc import Iterable, Mapping, Sequence
from enum import StrEnum
from typing import Any

from rich.console import Console
from rich.markup import escape
from rich.table import Table

_LOG_WIDTH = 160


class Mode(StrEnum):
    """How to speak: to people at a terminal, to people reading a log, to machines."""

    RICH = "rich"
    PLAIN = "plain"
    JSON = "json"


class Output:
    """Results go to stdout, everything else to stderr; in JSON mode stdout has one document."""

    def __init__(self, *, as_json: bool) -> None:
        for stream in (sys.stdout, sys.stderr):
            if isinstance(stream, io.TextIOWrapper):
                # A terminal that lacks a letter gets its number, not an error.
                stream.reconfigure(errors="backslashreplace")
        # A log has no width: lines stay whole, and tables are as wide as they need.
        width = None if sys.stdout.isatty() else _LOG_WIDTH
        self.stdout = Console(highlight=False, soft_wrap=width is not None, width=width)
        self.stderr = Console(stderr=True, highlight=False, soft_wrap=not sys.stderr.isatty())
        if as_json:
            self.mode = Mode.JSON
        else:
            self.mode = Mode.RICH if self.stderr.is_terminal else Mode.PLAIN

    @property
    def speaks(self) -> bool:
        """Whether people read the result."""
        return self.mode is not Mode.JSON

    def say(self, text: str = "") -> None:
        """Tell people something about the result."""
        if self.mode is not Mode.JSON:
            self.stdout.print(escape(text))

    def note(self, text: str) -> None:
        """Tell people something about the way to the result."""
        self.stderr.print(escape(text), style="dim" if self.mode is Mode.RICH else None)

    def warn(self, text: str) -> None:
        """Tell people what they should look at."""
        self.stderr.print(f"[yellow]note[/yellow] {escape(text)}")

    def error(self, text: str) -> None:
        """Tell people what went wrong."""
        self.stderr.print(f"[bold red]error[/bold red] {escape(text)}")

    def table(self, columns: Sequence[tuple[str, str]], rows: Sequence[Sequence[str]]) -> None:
        """Show a table; columns are names with `left` or `right`."""
        if self.mode is Mode.JSON:
            return
        table = Table(box=None, pad_edge=False, header_style="bold")
        for name, side in columns:
            table.add_column(name, justify="right" if side == "right" else "left", overflow="fold")
        for row in rows:
            table.add_row(*(escape(cell) for cell in row))
        self.stdout.print(table)

    def document(self, content: Any) -> None:
        """Print the JSON document of the command, in JSON mode alone."""
        if self.mode is Mode.JSON:
            # JSON is UTF-8; to a stream that is not, every letter beyond ASCII goes as an escape.
            plain = codecs.lookup(sys.stdout.encoding or "ascii").name != "utf-8"
            sys.stdout.write(json.dumps(content, ensure_ascii=plain, indent=2) + "\n")
            sys.stdout.flush()

    def listing(self, content: Mapping[str, Any], name: str, items: Iterable[Any]) -> None:
        """Print the JSON document of the command with a list as its last value.

        The items are printed as they come, so that a list of any length needs no memory.
        """
        if self.mode is not Mode.JSON:
            return
        plain = codecs.lookup(sys.stdout.encoding or "ascii").name != "utf-8"
        head = json.dumps(content, ensure_ascii=plain, indent=2).removesuffix("\n}")
        sys.stdout.write(f"{head},\n  {json.dumps(name)}: [")
        first = True
        for item in items:
            sys.stdout.write(f"{'' if first else ','}\n    {json.dumps(item, ensure_ascii=plain)}")
            first = False
        sys.stdout.write("]\n}\n" if first else "\n  ]\n}\n")
        sys.stdout.flush()

    def mute(self) -> None:
        """Print nothing to stdout from here on: it cannot be written."""
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
