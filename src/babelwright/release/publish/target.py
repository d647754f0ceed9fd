"""What every place that releases go to is."""

from pathlib import Path
from typing import NamedTuple, Protocol

from babelwright.release.bundle import Release
from babelwright.release.version import Standing


class FileChange(NamedTuple):
    """A file that publishing adds, changes or removes.

    Attributes:
        path: Its path in the release.
        before: Its size in bytes; None for a file that is added.
        after: Its size in bytes; None for one that is removed.
    """

    path: str
    before: int | None
    after: int | None

    @property
    def kind(self) -> str:
        """`added`, `changed` or `removed`."""
        if self.before is None:
            return "added"
        return "removed" if self.after is None else "changed"


class Published(NamedTuple):
    """What publishing did.

    Attributes:
        where: Where the release is.
        version: Its version.
        created: Whether anything was written.
        commit: The Hub's commit.
        notes: What else was done on the way, for people.
    """

    where: str
    version: str
    created: bool
    commit: str | None = None
    notes: tuple[str, ...] = ()


class Target(Protocol):
    """A namespace of releases."""

    def latest(self, name: str, scratch: Path) -> Standing:
        """Return what is there of a name, its last release's files under `scratch`."""
        ...

    def changes(self, release: Release, standing: Standing) -> tuple[FileChange, ...]:
        """Return what publishing would do to the files; nothing is written."""
        ...

    def publish(self, release: Release, standing: Standing) -> Published:
        """Make the release there: whole, or not at all.

        Args:
            release: The release.
            standing: What was there when it was made.
        """
        ...
