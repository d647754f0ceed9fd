"""How a build tells what it is doing. Only the command line prints."""

from typing import Protocol


class Progress(Protocol):
    """Hears of the stages of one task's build."""

    def stage(self, name: str, total: int | None = None) -> None:
        """A stage begins; `total` is how many items it has, where that is known."""
        ...

    def advance(self, items: int) -> None:
        """So many items of the stage are done."""
        ...

    def say(self, message: str) -> None:
        """Something that the user should read."""
        ...


class Silent:
    """Hears and says nothing."""

    def stage(self, name: str, total: int | None = None) -> None:
        """Ignore a stage."""

    def advance(self, items: int) -> None:
        """Ignore items."""

    def say(self, message: str) -> None:
        """Ignore a message."""
