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


class Silent:
    """Hears and says nothing."""

    def stage(self, name: str, total: int | None = None) -> None:
        """Ignore a stage."""

    def advance(self, items: int) -> None:
        """Ignore items."""
