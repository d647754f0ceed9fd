"""Compares the numbers of a text with those of its translation.

What a good translation may do to a number is allowed: other separators, scale words for zeros,
words for digits and back, Roman numerals, 12 and 24 hours, centuries by name or by their years,
short years, and measures that are converted rightly. `docs/checks.md` says what each lets through.
"""

from collections import Counter
from collections.abc import Collection, Iterator, Mapping, Sequence
from typing import NamedTuple

from babelwright.catalog.model import Language
from babelwright.text.figures import NOON, YEARS, Figures
from babelwright.text.measures import Measure, dimension, is_converted
from babelwright.text.numbers import Mention
from babelwright.text.numerals import value_from

_DECADE = 10
_CENTURY = 100
_MINUTES = 2
_FOOT = 6
_MOST_MEASURES = 200


class Difference(NamedTuple):
    """Numbers of the source that the target lacks, and numbers only the target has, as written."""

    lost: tuple[str, ...]
    invented: tuple[str, ...]

    def __bool__(self) -> bool:
        """Whether anything differs."""
        return bool(self.lost or self.invented)


SAME = Difference((), ())


class Numbers(NamedTuple):
    """How the numbers of two texts differ: all of them, and those above twelve.

    `scaled`: a number was only found at another power of ten, which a scale word may account for.
    """

    every: Difference
    large: Difference
    scaled: bool = False


def compare(source: str, target: str, languages: tuple[Language, Language]) -> Difference:
    """Return the numbers that differ after the allowances."""
    return differences(Figures(source, languages[0]), Figures(target, languages[1])).every


def differences(ours: Figures, theirs: Figures) -> Numbers:
    """Return how the numbers of a source and its target differ after the allowances."""
    lost = list(_unmatched(ours, theirs))
    invented = list(_unmatched(theirs, ours))
    found = len(lost)
    lost = [each for each in lost if not _is_scaled(each, ours, theirs)]
    scaled = len(lost) < found
    invented = [each for each in invented if not _is_scaled(each, theirs, ours)]
    if lost or invented:
        lost, invented = _not_converted(lost, invented, ours, theirs)
    if not lost and not invented:
        return Numbers(SAME, SAME, scaled)
    large = ([each for each in side if not each.is_small] for side in (lost, invented))
    return Numbers(
        Difference(_written(lost), _written(invented)), Difference(*map(_written, large))
    )


def strict_difference(ours: Figures, theirs: Figures) -> Difference:
    """Return the numbers that do not stand on both sides as often, with no allowance.

    Separators are read by the language.
    """
    counted = [Counter(_strict(each) for each in side.mentions) for side in (ours, theirs)]
    return Difference(
        tuple(sorted((counted[0] - counted[1]).elements())),
        tuple(sorted((counted[1] - counted[0]).elements())),
    )


def _strict(mention: Mention) -> str:
    digits, exponent = mention.values[0]
    exponent -= mention.scale
    if exponent >= 0:
        return (digits or "0") + "0" * exponent
    padded = digits.rjust(1 - exponent, "0")
    return f"{padded[:exponent]}.{padded[exponent:]}"


def _written(found: Sequence[Mention]) -> tuple[str, ...]:
    return tuple(sorted({each.written for each in found}))


def _unmatched(ours: Figures, theirs: Figures) -> Iterator[Mention]:
    for mention in ours.mentions:
        if theirs.values.isdisjoint(mention.values) and not _said(mention, ours, theirs):
            yield mention


def _said(mention: Mention, ours: Figures, theirs: Figures) -> bool:
    """Whether the other side says a number in another way."""
    # An article, or a noun alone, says one; "15:00" is "15 h".
    if mention.whole == 1 or (mention.whole == 0 and len(mention.written) == _MINUTES):
        return True
    if not theirs.spelled.isdisjoint(mention.values):
        return True
    if mention.parts and all(
        not part or part in theirs.wholes or _said_otherwise(part, ours, theirs)
        for part in mention.parts
    ):
        return True
    if ours.fractions.get(mention.start) in theirs.values | theirs.spelled:
        return True
    return mention.whole > 0 and _said_otherwise(mention.whole, ours, theirs)


def _is_scaled(mention: Mention, ours: Figures, theirs: Figures) -> bool:
    """Whether the same digits stand on the other side, a scale word's zeros apart."""
    for value in mention.values:
        for exponent in theirs.exponents.get(value.digits, ()):
            if abs(exponent - value.exponent) in ours.scales | theirs.scales:
                return True
    return False


def _said_otherwise(value: int, ours: Figures, other: Figures) -> bool:
    """Whether the other side has the same hour, century, decade or year in another form."""
    return (
        _is_hour(value, ours, other)
        or _is_century(value, other)
        or _is_decade(value, other)
        or _is_short_year(value, other)
    )


def _is_hour(value: int, ours: Figures, other: Figures) -> bool:
    """Whether one side says an hour by the 12-hour clock and the other by the 24-hour clock."""
    if not 0 <= value <= 2 * NOON:
        return False
    same = {value + NOON, value - NOON} & other.wholes
    return bool(same) and (value in ours.hours or not same.isdisjoint(other.hours))


def _is_century(value: int, other: Figures) -> bool:
    if value <= 2 * NOON:
        return (value - 1) * _CENTURY in other.wholes
    return value in YEARS and not value % _CENTURY and _has(value // _CENTURY + 1, other)


def _is_decade(value: int, other: Figures) -> bool:
    """Whether 1980 is the ninth decade, or the other way round."""
    if value <= _DECADE:
        return value > 1 and (value - 1) * _DECADE in other.short_years
    decade = value % _CENTURY // _DECADE
    return value in YEARS and bool(decade) and not value % _DECADE and _has(decade + 1, other)


def _is_short_year(value: int, other: Figures) -> bool:
    if value in YEARS:
        return _has(value % _CENTURY, other)
    return value < _CENTURY and value in other.short_years


def _has(value: int, other: Figures) -> bool:
    return value in other.wholes or value_from(str(value), 0) in other.spelled


def _not_converted(
    lost: list[Mention], invented: list[Mention], ours: Figures, theirs: Figures
) -> tuple[list[Mention], list[Mention]]:
    """Leave out the measures that stand on the other side in another unit, rightly converted."""
    once = _distinct(theirs)
    converted = {
        value
        for source in _distinct(ours)
        for target in once
        if is_converted(source, target)
        for value in (source.key, target.key)
    }
    gone = {each.mention for each in ours.measures if each.key in converted}
    come = {each.mention for each in theirs.measures if each.key in converted}
    lost = [each for each in lost if each not in gone]
    invented = [each for each in invented if each not in come]
    # "a mile", "two feet": beside no number in digits.
    feet = {each.mention.end for each in ours.measures if each.unit == "foot"}
    # "6-foot-6" is six feet and six inches.
    lost = [each for each in lost if feet.isdisjoint(range(each.start - _FOOT, each.start))]
    sources = {each.mention: dimension(each.unit) for each in ours.measures}
    targets = {each.mention: dimension(each.unit) for each in theirs.measures}
    loose = ours.loose_measures
    return (
        [each for each in lost if not _is_dissolved(each, sources, targets.values(), theirs)],
        [each for each in invented if targets.get(each) not in loose],
    )


def _distinct(side: Figures) -> list[Measure]:
    """Return the measures of a text, each once; a text that has more is a table."""
    return list({each.key: each for each in side.measures}.values())[:_MOST_MEASURES]


def _is_dissolved(
    mention: Mention, ours: Mapping[Mention, str], theirs: Collection[str], other: Figures
) -> bool:
    """Whether the other side has a measure of the dimension, but in words: "two metres"."""
    wanted = ours.get(mention)
    return wanted is not None and wanted not in theirs and wanted in other.loose_measures
