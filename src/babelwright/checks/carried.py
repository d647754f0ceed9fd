"""Is what a translation must carry over still there: numbers, spans, brackets?"""

from collections import Counter
from collections.abc import Iterable

import numpy as np

from babelwright.checks.base import Check, Finding, Pairs, Thresholds, rows_like
from babelwright.text.letters import DIGIT
from babelwright.text.numbers import Difference, compare
from babelwright.text.spans import HINT, missing_spans, without_spans

_BRACKETS = ("()", "[]", "{}")


def _number_changed(pairs: Pairs, thresholds: Thresholds) -> Iterable[Finding]:
    del thresholds
    for row, found in _numbers(pairs).items():
        if found.lost and found.invented:
            yield Finding(row, f"{', '.join(found.lost)} became {', '.join(found.invented)}")


def _number_lost(pairs: Pairs, thresholds: Thresholds) -> Iterable[Finding]:
    del thresholds
    for row, found in _numbers(pairs).items():
        if found.lost and not found.invented:
            yield Finding(row, f"lost: {', '.join(found.lost)}")


def _number_invented(pairs: Pairs, thresholds: Thresholds) -> Iterable[Finding]:
    del thresholds
    for row, found in _numbers(pairs).items():
        if found.invented and not found.lost:
            yield Finding(row, f"not in the source: {', '.join(found.invented)}")


def _numbers(pairs: Pairs) -> dict[int, Difference]:
    """Return the rows whose numbers differ; only rows with a digit are read."""

    def compute() -> dict[int, Difference]:
        digits = pairs.source_characters.count(DIGIT) + pairs.target_characters.count(DIGIT)
        found = {}
        for row in np.flatnonzero(digits).tolist():
            source = without_spans(pairs.sources[row])
            difference = compare(source, pairs.bare_targets[row], pairs.languages)
            if difference.lost or difference.invented:
                found[row] = difference
        return found

    return pairs.once("numbers", compute)


def _span_lost(pairs: Pairs, thresholds: Thresholds) -> Iterable[Finding]:
    del thresholds
    for row in rows_like(pairs.sources, HINT):
        if lost := missing_spans(pairs.sources[row], pairs.targets[row]):
            yield Finding(row, f"lost: {' '.join(lost)}")


def _span_invented(pairs: Pairs, thresholds: Thresholds) -> Iterable[Finding]:
    del thresholds
    for row in rows_like(pairs.targets, HINT):
        if invented := missing_spans(pairs.targets[row], pairs.sources[row]):
            yield Finding(row, f"not in the source: {' '.join(invented)}")


def _brackets(pairs: Pairs, thresholds: Thresholds) -> Iterable[Finding]:
    del thresholds
    for row in rows_like(pairs.targets, r"[(\[{}\])]"):
        broken = _unbalanced(pairs.targets[row])
        if broken and not _unbalanced(pairs.sources[row]):
            yield Finding(row, f"unbalanced {' '.join(broken)}")


def _bracket_count(pairs: Pairs, thresholds: Thresholds) -> Iterable[Finding]:
    del thresholds
    for row in rows_like(pairs.sources, r"[(\[{]"):
        lost = Counter(pairs.sources[row]) - Counter(pairs.targets[row])
        kinds = [pair for pair in _BRACKETS if lost[pair[0]] and lost[pair[1]]]
        if kinds:
            yield Finding(row, f"fewer {' '.join(kinds)} than in the source")


def _unbalanced(text: str) -> list[str]:
    return [pair for pair in _BRACKETS if text.count(pair[0]) != text.count(pair[1])]


_NUMBERS_ORIGIN = "after the allowances of babelwright.text.numbers.compare"

CHECKS = (
    Check(
        "number-changed",
        "Numbers of the source are missing, and others stand in the text.",
        _NUMBERS_ORIGIN,
        _number_changed,
    ),
    Check("number-lost", "Numbers of the source are missing.", _NUMBERS_ORIGIN, _number_lost),
    Check(
        "number-invented",
        "Numbers stand in the text that the source does not have.",
        _NUMBERS_ORIGIN,
        _number_invented,
    ),
    Check(
        "span-lost",
        "An address, placeholder, tag or piece of code of the source is missing or changed.",
        "definition: these are carried over as they are",
        _span_lost,
    ),
    Check(
        "span-invented",
        "An address, placeholder, tag or piece of code stands in the text alone.",
        "definition",
        _span_invented,
    ),
    Check(
        "brackets",
        "Brackets do not pair, and in the source they do.",
        "definition",
        _brackets,
    ),
    Check(
        "bracket-count",
        "A bracketed part of the source has no brackets, or is missing.",
        "definition; translators do dissolve brackets",
        _bracket_count,
    ),
)
