"""Is what a translation must carry over still there: spans, brackets?"""

from collections import Counter
from collections.abc import Iterable

from babelwright.checks.base import (
    Check,
    Finding,
    Pairs,
    Thresholds,
    listed,
)
from babelwright.text.patterns import rows_like
from babelwright.text.spans import HINT, SpanDifference, span_difference

_BRACKETS = ("()", "[]", "{}")


def _spans(pairs: Pairs) -> list[tuple[int, SpanDifference]]:
    """Return the rows whose protected spans differ."""

    def compute() -> list[tuple[int, SpanDifference]]:
        rows = {*rows_like(pairs.sources, HINT), *rows_like(pairs.targets, HINT)}
        compared = (
            (row, span_difference(pairs.sources[row], pairs.targets[row])) for row in sorted(rows)
        )
        return [(row, found) for row, found in compared if any(found)]

    return pairs.once("spans", compute)


def _span_lost(pairs: Pairs, thresholds: Thresholds) -> Iterable[Finding]:
    del thresholds
    for row, found in _spans(pairs):
        if found.lost:
            yield Finding(row, f"lost: {listed(found.lost, ' ')}")


def _span_invented(pairs: Pairs, thresholds: Thresholds) -> Iterable[Finding]:
    del thresholds
    for row, found in _spans(pairs):
        if found.invented:
            yield Finding(row, f"not in the source: {listed(found.invented, ' ')}")


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


CHECKS = (
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
