"""Are the numbers of the source still there, and no others?"""

import re
from collections.abc import Iterable
from functools import cached_property

import numpy as np

from babelwright.catalog.model import Language
from babelwright.checks.base import Check, Finding, Pairs, Thresholds, listed
from babelwright.text.agreement import Difference, Numbers, differences, strict_difference
from babelwright.text.figures import Figures
from babelwright.text.letters import DIGIT

_DIGITS = re.compile(r"\d+")


class Row:
    """A row with digits: its number, and the figures of its two texts, read when asked for.

    Attributes:
        row: The number of the row.
        alike: Whether both sides have the same digits in the same order, as most do.
    """

    def __init__(self, row: int, texts: tuple[str, str], languages: tuple[Language, Language]):
        self.row = row
        self.texts = texts
        self._languages = languages
        self.alike = _DIGITS.findall(texts[0]) == _DIGITS.findall(texts[1])

    @cached_property
    def source(self) -> Figures:
        """The numbers of the source."""
        return Figures(self.texts[0], self._languages[0])

    @cached_property
    def target(self) -> Figures:
        """The numbers of the target."""
        return Figures(self.texts[1], self._languages[1])


def figures(pairs: Pairs) -> list[Row]:
    """Return the rows with a digit on either side, read once for all checks."""

    def compute() -> list[Row]:
        digits = pairs.source_characters.count(DIGIT) + pairs.target_characters.count(DIGIT)
        return [
            Row(row, (pairs.bare_sources[row], pairs.bare_targets[row]), pairs.languages)
            for row in np.flatnonzero(digits).tolist()
        ]

    return pairs.once("figures", compute)


def numbers(pairs: Pairs) -> list[tuple[int, Numbers]]:
    """Return how the numbers of the rows differ whose digits do."""

    def compute() -> list[tuple[int, Numbers]]:
        return [
            (row.row, differences(row.source, row.target))
            for row in figures(pairs)
            if not row.alike
        ]

    return pairs.once("numbers", compute)


def _changed(pairs: Pairs, thresholds: Thresholds) -> Iterable[Finding]:
    del thresholds
    for row, (every, _, _) in numbers(pairs):
        if every.lost and every.invented:
            yield Finding(row, _became(every))


def _lost(pairs: Pairs, thresholds: Thresholds) -> Iterable[Finding]:
    del thresholds
    for row, (every, large, _) in numbers(pairs):
        if large.lost and not every.invented:
            yield Finding(row, _became(every))


def _invented(pairs: Pairs, thresholds: Thresholds) -> Iterable[Finding]:
    del thresholds
    for row, (every, large, _) in numbers(pairs):
        if large.invented and not every.lost:
            yield Finding(row, _became(every))


def _small(pairs: Pairs, thresholds: Thresholds) -> Iterable[Finding]:
    del thresholds
    for row, (every, large, _) in numbers(pairs):
        if every and not large and not (every.lost and every.invented):
            yield Finding(row, _became(every))


def _strict(pairs: Pairs, thresholds: Thresholds) -> Iterable[Finding]:
    """Find what the allowances account for, so that a row has one finding about numbers."""
    del thresholds
    told = {row for row, found in numbers(pairs) if found.every}
    for row in figures(pairs):
        if not row.alike and row.row not in told:
            found = strict_difference(row.source, row.target)
            if found:
                yield Finding(row.row, _became(found))


def _became(found: Difference) -> str:
    if not found.invented:
        return f"lost: {listed(found.lost)}"
    if not found.lost:
        return f"not in the source: {listed(found.invented)}"
    return f"{listed(found.lost)} became {listed(found.invented)}"


_ORIGIN = "after the allowances of babelwright.text.agreement"

CHECKS = (
    Check(
        "number-changed",
        "Numbers of the source are missing, and others stand in the text.",
        _ORIGIN,
        _changed,
    ),
    Check("number-lost", "Numbers of the source are missing.", _ORIGIN, _lost),
    Check(
        "number-invented",
        "Numbers stand in the text that the source does not have.",
        _ORIGIN,
        _invented,
    ),
    Check(
        "number-small",
        "A number up to twelve is missing, or one is new, in digits and in words.",
        _ORIGIN,
        _small,
    ),
    Check(
        "number-strict",
        "Numbers are written otherwise than by other separators: in words, converted, rounded.",
        "what the allowances account for: for engines that are told to convert nothing",
        _strict,
    ),
)
