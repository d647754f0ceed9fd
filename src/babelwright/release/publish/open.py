"""How a target and a release are named on the command line."""

import re
from pathlib import Path
from typing import NamedTuple

from babelwright.errors import UsageError
from babelwright.release.publish.folder import FolderTarget
from babelwright.release.publish.hub import HubTarget
from babelwright.release.publish.target import Target

HUB = "hf://"

_VERSIONED = re.compile(r"(?P<where>.+)@v(?P<version>\d+\.\d+\.\d+)")
_NAMESPACE = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]*")


def open_target(where: str, *, private: bool = False) -> Target:
    """Open `hf://ORGANISATION`, or a folder.

    Raises:
        UsageError: It is neither.
    """
    if where.startswith(HUB):
        namespace = where.removeprefix(HUB).rstrip("/")
        if not _NAMESPACE.fullmatch(namespace):
            raise UsageError(
                f"{where!r} is no namespace", hint="Write hf://ORGANISATION or a folder"
            )
        return HubTarget(namespace, private=private)
    if not where.strip() or "://" in where:
        raise UsageError(f"{where!r} is no target", hint="Write hf://ORGANISATION or a folder")
    if private:
        raise UsageError("--private is for the Hub; a folder is as private as its permissions")
    return FolderTarget(Path(where))


def repository_of(where: str, name: str) -> str:
    """Return what a reader of the card loads: `organisation/name`, or the name in a folder."""
    if where.startswith(HUB):
        return f"{where.removeprefix(HUB).rstrip('/')}/{name}"
    return name


class Reference(NamedTuple):
    """A release by name: `hf://organisation/name@v1.0.0`, `folder/name@v1.0.0`, or a folder."""

    where: str
    version: str | None


def parse_reference(text: str) -> Reference:
    """Read a release's reference."""
    found = _VERSIONED.fullmatch(text)
    return Reference(found["where"], found["version"]) if found else Reference(text, None)
