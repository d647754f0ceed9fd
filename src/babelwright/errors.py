"""The errors a user can meet: what is wrong, where, and what to do next."""

from pathlib import Path
from typing import NamedTuple


class Place(NamedTuple):
    """Where something is wrong: a file, and a line or a row id where there is one."""

    file: Path | str
    line: int | None = None
    row: str | None = None

    def __str__(self) -> str:
        place = str(self.file)
        if self.line is not None:
            place += f":{self.line}"
        if self.row is not None:
            place += f" row {self.row!r}"
        return place


class Problem(NamedTuple):
    """One thing that is wrong in a catalog."""

    place: Place
    message: str

    def __str__(self) -> str:
        return f"{self.place}: {self.message}"


class BabelwrightError(Exception):
    """Something the user can do something about.

    Args:
        message: What is wrong, in one sentence.
        hint: What to do next, where that is not plain from the message.
        place: Where it is wrong.
    """

    def __init__(self, message: str, *, hint: str = "", place: Place | None = None) -> None:
        super().__init__(message)
        self.message = message
        self.hint = hint
        self.place = place

    def __str__(self) -> str:
        text = f"{self.place}: {self.message}" if self.place else self.message
        return f"{text}\n  {self.hint}" if self.hint else text


class UsageError(BabelwrightError):
    """The command line asks for something that does not exist or does not go together."""


class CatalogError(BabelwrightError):
    """Files of the catalog are wrong; all problems found are listed."""

    def __init__(self, problems: tuple[Problem, ...]) -> None:
        self.problems = problems
        count = len(problems)
        super().__init__(
            "\n".join(str(problem) for problem in problems),
            hint=f"{count} problem{'s' if count > 1 else ''} in the catalog. "
            "Mend them, then run: babelwright check",
        )


class SourceError(BabelwrightError):
    """A source cannot be read, or is not what was reviewed."""


class UnreachableSource(SourceError):
    """A source's server cannot be reached."""


class MappingError(SourceError):
    """The SQL that maps a source to a table is refused or fails."""


class RowError(SourceError):
    """Mapped rows do not have the columns, types or values that the task type needs."""


class EngineError(BabelwrightError):
    """A translation engine is missing, or has no model for the pair."""


class EmbedderError(BabelwrightError):
    """An embedder is missing or cannot be loaded."""


class MissingExtra(BabelwrightError):
    """A part that is not in the light install is needed.

    Args:
        extra: The extra's name in `pip install 'babelwright[extra]'`.
        purpose: What needs it.
    """

    def __init__(self, extra: str, purpose: str) -> None:
        self.extra = extra
        super().__init__(
            f"{purpose} needs a part that is not installed",
            hint=f"Run: pip install 'babelwright[{extra}]'",
        )


class ValidationFailed(BabelwrightError):
    """Finished tables break their row schema or their expectations: nothing is released."""


class ReleaseError(BabelwrightError):
    """A release cannot be written."""


class PublishError(BabelwrightError):
    """A release cannot be published."""


class VerifyError(BabelwrightError):
    """A release is not what its manifest says."""
