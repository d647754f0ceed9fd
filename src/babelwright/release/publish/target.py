"""Where releases go, and how a TARGET on the command line is read."""

import re
from pathlib import Path
from typing import NamedTuple, Protocol

from babelwright.errors import UsageError
from babelwright.release.bundle import Release
from babelwright.release.version import Previous

HUB = "hf://"

_VERSIONED = re.compile(r"(?P<where>.+)@v(?P<version>\d+\.\d+\.\d+)")
_NAMESPACE = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]*")


class Published(NamedTuple):
    """What publishing did: where the release is, and whether anything was written."""

    where: str
    version: str
    created: bool
    commit: str | None = None


class Target(Protocol):
    """A namespace of releases."""

    def latest(self, name: str, scratch: Path) -> Previous | None:
        """Return the last release of a name, its files under `scratch`; None when there is none."""
        ...

    def publish(self, release: Release) -> Published:
        """Make the release there: whole, or not at all."""
        ...


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
        from babelwright.release.publish.hub import HubTarget

        return HubTarget(namespace, private=private)
    if "://" in where:
        raise UsageError(f"{where!r} is no target", hint="Write hf://ORGANISATION or a folder")
    if private:
        raise UsageError("--private is for the Hub; a folder is as private as its permissions")
    from babelwright.release.publish.folder import FolderTarget

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
