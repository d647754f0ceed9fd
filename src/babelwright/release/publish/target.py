"""What every place that releases go to is."""

from pathlib import Path
from typing import NamedTuple, Protocol

from babelwright.release.bundle import Release
from babelwright.release.version import Previous


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
