"""What a check is, and the columns that checks share."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any, NamedTuple, TypeVar

import pyarrow as pa

from babelwright.catalog.model import Language
from babelwright.text.letters import Characters
from babelwright.text.patterns import Texts, rows_like
from babelwright.text.spans import HINT, without_spans

T = TypeVar("T")
_SHOWN = 10


class Finding(NamedTuple):
    """A row of the batch that fails a check, and what was seen."""

    row: int
    detail: str


class Pairs:
    """A batch of targets, with their sources where there are any.

    What several checks need is derived once and kept. Without sources (text collected in its own
    language) `sources` is empty and only the checks that need none run.

    Args:
        table: Columns `target` and, for pairs, `source` (strings without nulls).
        source: The sources' language; None without sources.
        target: The targets' language.
        others: The languages that a text could be in instead of the target's.
    """

    def __init__(
        self,
        table: pa.Table,
        source: Language | None,
        target: Language,
        others: Sequence[Language] = (),
    ) -> None:
        self.source_language = source
        self.target_language = target
        self.others = tuple(each for each in others if each.code != target.code)
        self.targets: list[str] = Texts(table["target"].to_pylist())
        self.sources: list[str] = Texts(table["source"].to_pylist() if source else [])
        self._kept: dict[str, Any] = {}

    def once(self, name: str, compute: Callable[[], T]) -> T:
        """Return what `compute` returned the first time it was asked for under this name."""
        if name not in self._kept:
            self._kept[name] = compute()
        kept: T = self._kept[name]
        return kept

    @cached_property
    def languages(self) -> tuple[Language, Language]:
        """The languages of source and target."""
        assert self.source_language is not None  # noqa: S101 - only checks of pairs ask
        return self.source_language, self.target_language

    @cached_property
    def source_characters(self) -> Characters:
        """The sources' characters."""
        return Characters(self.sources)

    @cached_property
    def target_characters(self) -> Characters:
        """The targets' characters."""
        return Characters(self.targets)

    @cached_property
    def bare_sources(self) -> list[str]:
        """The sources without their protected spans."""
        return _without_spans(self.sources)

    @cached_property
    def bare_targets(self) -> list[str]:
        """The targets without their protected spans."""
        return _without_spans(self.targets)

    @cached_property
    def bare_characters(self) -> Characters:
        """The characters of the targets without their protected spans."""
        return Characters(self.bare_targets)


def listed(found: Sequence[str], separator: str = ", ") -> str:
    """Return what was found as one line, the first of many and how many more there are."""
    more = f" and {len(found) - _SHOWN} more" if len(found) > _SHOWN else ""
    return separator.join(found[:_SHOWN]) + more


def _without_spans(texts: Sequence[str]) -> list[str]:
    bare = list(texts)
    for row in rows_like(texts, HINT):
        bare[row] = without_spans(bare[row])
    return Texts(bare)


Thresholds = Mapping[str, float]
Find = Callable[[Pairs, Thresholds], Iterable[Finding]]


@dataclass(frozen=True)
class Check:
    """One thing that can be wrong.

    Attributes:
        id: Reason code in ledger, manifest and card; severity and thresholds stand under it in
            `validation/gates.toml`.
        about: What a failing row has wrong, in words.
        origin: Where the thresholds come from.
        find: Returns the failing rows of a batch.
        of_pairs: Whether it needs sources.
        foreign: Whether what fails it is no text of the target language, though only the source
            tells: else a pair that fails is no faithful translation, and a sound text.
    """

    id: str
    about: str
    origin: str
    find: Find
    of_pairs: bool = True
    foreign: bool = False
