"""Are magnitudes, units, currencies, signs and dates those of the source?"""

from collections import Counter
from collections.abc import Iterable

from babelwright.catalog.model import Language
from babelwright.checks.base import (
    Check,
    Finding,
    Pairs,
    Thresholds,
    listed,
)
from babelwright.checks.numbers import Row, figures, numbers
from babelwright.text.currencies import currencies, currency_hint
from babelwright.text.dates import Date, Day, dates, month_hint
from babelwright.text.figures import Figures
from babelwright.text.measures import Measure, convertible_dimension, dimension, kind
from babelwright.text.numerals import Value
from babelwright.text.patterns import rows_like
from babelwright.text.scales import rescaled, scale_hint
from babelwright.text.signs import MAY_BE_NEGATIVE, sign_changes
from babelwright.text.units import kinds, kinds_beside_digits


def _scale(pairs: Pairs, thresholds: Thresholds) -> Iterable[Finding]:
    """Find other magnitudes where the source has a scale word, or same digits for more."""
    del thresholds
    ours, theirs = pairs.languages
    read = {row.row: row for row in figures(pairs)}
    rows = {row for row, found in numbers(pairs) if found.scaled or found.every}
    for row in sorted(rows.union(rows_like(pairs.bare_sources, scale_hint(ours)))):
        known = read.get(row)
        source = known.source if known else Figures(pairs.bare_sources[row], ours)
        target = known.target if known else Figures(pairs.bare_targets[row], theirs)
        if found := rescaled(source, target):
            yield Finding(row, listed(found))


def _unit(pairs: Pairs, thresholds: Thresholds) -> Iterable[Finding]:
    del thresholds
    for row in figures(pairs):
        if found := _other_units(row, pairs.languages):
            yield Finding(row.row, listed(sorted(found)))


def _other_units(row: Row, languages: tuple[Language, Language]) -> list[str]:
    """Return what changed its unit; numbers are read only where a unit is new beside a digit."""
    beside = [kinds_beside_digits(*each) for each in zip(row.texts, languages, strict=True)]
    if sorted(beside[0]) == sorted(beside[1]):
        return []
    ours, theirs = map(Counter, beside)
    if not theirs - ours:
        return []
    if ours - theirs and (found := _unit_changes(row)):
        return found
    if not kinds(row.texts[0], languages[0]) - kinds(row.texts[1], languages[1]):
        return []
    return _spelled_changes(row)


def _unit_changes(row: Row) -> list[str]:
    """Return the numbers that have another unit in the target, and their own nowhere in it."""
    ours, theirs = _by_value(row.source), _by_value(row.target)
    return [
        f"{source.mention.written} {source.unit} became {target.mention.written} {target.unit}"
        for value in ours.keys() & theirs.keys()
        for name, source in ours[value].items()
        for other, target in theirs[value].items()
        if name not in theirs[value]
        and other not in ours[value]
        and source.is_sure
        and target.is_sure
    ]


def _by_value(side: Figures) -> dict[Value, dict[str, Measure]]:
    """Return the measures of a text by number and kind of unit."""
    found: dict[Value, dict[str, Measure]] = {}
    for measure in side.measures:
        for value in measure.mention.values:
            found.setdefault(value, {}).setdefault(kind(measure.unit), measure)
    return found


def _spelled_changes(row: Row) -> list[str]:
    """Return the measures whose number is a word in the source, and whose unit is not there.

    Where the source measures the same in digits, a number may come of a conversion.
    """
    lost = row.source.kinds - row.target.kinds
    converted = {convertible_dimension(each.unit) for each in row.source.measures} - {""}
    return [
        f"{sorted(lost)[0]} became {target.mention.written} {target.unit}"
        for target in row.target.measures
        if lost
        and target.is_sure
        and dimension(target.unit) not in converted
        and kind(target.unit) not in row.source.kinds
        and row.source.values.isdisjoint(target.mention.values)
        and not row.source.spelled.isdisjoint(target.mention.values)
    ]


def _currency(pairs: Pairs, thresholds: Thresholds) -> Iterable[Finding]:
    del thresholds
    ours, theirs = pairs.languages
    for row in rows_like(pairs.bare_sources, currency_hint(ours)):
        source = currencies(pairs.bare_sources[row], ours)
        if not source.sure:
            continue
        target = currencies(pairs.bare_targets[row], theirs)
        for lost, invented in (
            (source.sure - target.possible, target.sure - source.possible),
            (source.codes - target.codes, target.codes - source.codes),
        ):
            if lost and invented:
                yield Finding(row, f"{listed(sorted(lost))} became {listed(sorted(invented))}")
                break


def _sign(pairs: Pairs, thresholds: Thresholds) -> Iterable[Finding]:
    del thresholds
    for row in figures(pairs):
        if MAY_BE_NEGATIVE.search(row.texts[0]) and (found := sign_changes(row.source, row.target)):
            yield Finding(row.row, listed(sorted(found)))


def _date(pairs: Pairs, thresholds: Thresholds) -> Iterable[Finding]:
    del thresholds
    ours, theirs = pairs.languages
    for row in rows_like(pairs.bare_sources, month_hint(ours)):
        source = dates(pairs.bare_sources[row], ours)
        if source and (found := _date_changes(source, dates(pairs.bare_targets[row], theirs))):
            yield Finding(row, found)


def _date_changes(ours: list[Date], theirs: list[Date]) -> str:
    """Return the dates that became others: a lost one, and a new one, neither of a known month."""
    months = [{day.month for each in side for day in each.days} for side in (ours, theirs)]
    known = [{day for each in side for day in each.days} for side in (ours, theirs)]
    lost = [each for each in ours if _is_new(each, months[1], known[1])]
    new = [each for each in theirs if _is_new(each, months[0], known[0])]
    if not lost or not new:
        return ""
    return f"{listed(_written(lost))} became {listed(_written(new))}"


def _is_new(date: Date, months: set[int], known: set[Day]) -> bool:
    """Whether the other side has neither the day nor, where none is named, the month."""
    if months.isdisjoint(day.month for day in date.days):
        return True
    exchanged = {Day(day.month, day.day) for day in date.days}
    return known.isdisjoint(date.days) and not known.isdisjoint(exchanged)


def _written(found: list[Date]) -> list[str]:
    return [each.written for each in found]


CHECKS = (
    Check(
        "scale-changed",
        "A number has another magnitude: a billion of English is a milliard elsewhere.",
        "definition: the same digits at another power of a thousand",
        _scale,
    ),
    Check(
        "unit-changed",
        "A number has another unit than in the source, and was not converted.",
        "definition",
        _unit,
    ),
    Check(
        "currency-changed",
        "The source speaks of one currency, the text of another.",
        "definition",
        _currency,
    ),
    Check(
        "number-sign",
        "A negative number has lost its sign.",
        "definition: a minus, brackets, or a word for either",
        _sign,
    ),
    Check(
        "date-changed",
        "A date became another one: its month, or day and month exchanged.",
        "definition",
        _date,
    ),
)
