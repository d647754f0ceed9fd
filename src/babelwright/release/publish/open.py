"""How a target and a release are named on the command line."""

import re
from collections.abc import Callable
from pathlib import Path
from typing import NamedTuple

from babelwright.errors import UsageError
from babelwright.release.publish.folder import FolderTarget
from babelwright.release.publish.hub import HubTarget
from babelwright.release.publish.patience import Patience
from babelwright.release.publish.target import Target

HUB = "hf://"

_VERSIONED = re.compile(r"(?P<where>.+)@v(?P<version>\d+\.\d+\.\d+)")
_REVISION = re.compile(r"(?P<where>hf://[^@]+)@(?P<revision>[\w./-]+)")
_NAMESPACE = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]*")


def open_target(
    where: str,
    *,
    private: bool = False,
    proposing: bool = False,
    tell: Callable[[str], None] | None = None,
) -> Target:
    """Open `hf://ORGANISATION`, or a folder.

    Args:
        where: Its name.
        private: Whether repositories of the Hub are made private, and must be.
        proposing: Whether releases become pull requests on the Hub.
        tell: Tells people what is waited for.

    Raises:
        UsageError: It is neither.
    """
    if where.startswith(HUB):
        namespace = where.removeprefix(HUB).rstrip("/")
        if not _NAMESPACE.fullmatch(namespace):
            raise UsageError(
                f"{where!r} is no namespace", hint="Write hf://ORGANISATION or a folder"
            )
        patience = Patience(tell=tell) if tell else Patience()
        return HubTarget(namespace, private=private, proposing=proposing, patience=patience)
    if not where.strip() or "://" in where:
        raise UsageError(f"{where!r} is no target", hint="Write hf://ORGANISATION or a folder")
    if private:
        raise UsageError("--private is for the Hub; a folder is as private as its permissions")
    if proposing:
        raise UsageError("--pr is for the Hub; a folder has no pull requests")
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


def open_compared(text: str, scratch: Path) -> Path:
    """Return the folder of a release or Hub revision, with what a comparison needs of it.

    Args:
        text: `hf://organisation/name@revision`, `folder/name@v1.0.0`, or a folder.
        scratch: Where a revision of the Hub is downloaded to.

    Raises:
        UsageError: It names none.
        PublishError: The Hub has none, or cannot be reached.
    """
    if text.startswith(HUB):
        found = _REVISION.fullmatch(text)
        namespace, _, name = (found["where"] if found else "").removeprefix(HUB).partition("/")
        if not found or not name or "/" in name or not _NAMESPACE.fullmatch(namespace):
            hint = "Write hf://ORGANISATION/NAME@REVISION: a tag, a branch or a commit"
            raise UsageError(f"{text!r} names no revision", hint=hint)
        return HubTarget(namespace).fetch(name, found["revision"], scratch)
    where, version = parse_reference(text)
    return Path(where) / f"v{version}" if version else Path(where)
