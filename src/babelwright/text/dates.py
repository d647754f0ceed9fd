"""Reads dates: with the name of a month, or all in digits in the orders that a language writes."""

from collections.abc import Iterator, Mapping
from typing import NamedTuple

import regex

from babelwright.catalog.model import Language
from babelwright.text.known import per_language
from babelwright.text.letters import whole_number
from babelwright.text.numerals import fold

_MONTHS, _DAYS = 12, 31
_SHORT_YEAR, _YEAR_DIGITS = 2, 4
_NUMERIC = regex.compile(
    r"(?<![\p{Nd}./-])(\p{Nd}{1,4})([./-])(\p{Nd}{1,2})\2(\p{Nd}{1,4})(?![./-]?\p{Nd})"
)


class Day(NamedTuple):
    """A day of a year; the day is 0 where a month stands alone."""

    day: int
    month: int


class Date(NamedTuple):
    """A date: the days that it can mean (5/3 is two where both orders are written)."""

    written: str
    days: tuple[Day, ...]


class _Calendar(NamedTuple):
    named: regex.Pattern[str] | None
    names: Mapping[str, int]
    orders: tuple[str, ...]


@per_language
def _calendar(language: Language) -> _Calendar:
    known = language.dates
    names = {
        fold(form): month for month, forms in enumerate(known.months, start=1) for form in forms
    }
    if not names:
        return _Calendar(None, {}, known.orders)
    forms = sorted((form for forms in known.months for form in forms), key=len, reverse=True)
    before = "|".join(map(regex.escape, language.numbers.prefixes))
    between = "|".join(map(regex.escape, known.between)) or "(?!)"
    # A name with a capital is one only with it: May, March.
    month = rf"(?:{before})?(?P<month>{'|'.join(map(_name, forms))})(?![\p{{L}}\p{{M}}\p{{Nd}}])\.?"
    gap = rf"(?:[\s,\u00a0]|(?:{between})(?![\p{{L}}\p{{M}}])){{0,6}}"
    day = r"(?<!\p{Nd}[.,:/-]?)(?P<day>\p{Nd}{1,2})(?![\p{Nd}:%])"
    pattern = rf"(?:{day}\p{{L}}{{0,2}}\.?{gap})?(?<![\p{{L}}\p{{M}}]){month}"
    if "mdy" in known.orders:
        pattern += r"(?:\s(?P<day>\p{Nd}{1,2})(?!\p{Nd}|[.,:]\p{Nd}))?"
    return _Calendar(regex.compile(pattern), names, known.orders)


def _name(form: str) -> str:
    escaped = r"\s".join(map(regex.escape, form.split()))
    return f"(?:{escaped}|{escaped.upper()})" if form[0].isupper() else f"(?i:{escaped})"


def dates(text: str, language: Language) -> list[Date]:
    """Return the dates of a text, and the months that are named without a day."""
    return [*_named(text, _calendar(language)), *_numeric(text, language.dates.orders)]


def months(text: str, language: Language) -> set[int]:
    """Return the months that a text names or writes in a date of digits."""
    return {day.month for date in dates(text, language) for day in date.days}


def month_hint(language: Language) -> str:
    """Return an RE2 pattern of what every date of the language has: a month's name or digits."""
    forms = sorted({form for forms in language.dates.months for form in forms})
    named = [form for form in forms if form[0].isupper()]
    named += [form.upper() for form in named]
    others = [form for form in forms if not form[0].isupper()]
    hints = [r"\p{Nd}[./-]\p{Nd}{1,2}[./-]\p{Nd}"]
    hints += [rf"\b(?:{'|'.join(named)})"] if named else []
    hints += [f"(?i:{'|'.join(map(_begun, others))})"] if others else []
    return "|".join(hints)


def _begun(form: str) -> str:
    """Return a word's pattern; RE2 knows where words begin for ASCII alone."""
    return (r"\b" if form[0].isascii() else "") + form


def _named(text: str, calendar: _Calendar) -> Iterator[Date]:
    if calendar.named is None:
        return
    for found in calendar.named.finditer(text):
        name = fold(regex.sub(r"\s", " ", found["month"]))
        day = whole_number(found["day"] or "")
        month = calendar.names[name]
        yield Date(found.group().strip(), (Day(day if day <= _DAYS else 0, month),))


def _numeric(text: str, orders: tuple[str, ...]) -> Iterator[Date]:
    for found in _NUMERIC.finditer(text):
        first, _, second, third = found.groups()
        if len(first) == _YEAR_DIGITS:
            days = [Day(whole_number(third), whole_number(second))]
        elif len(first) > _SHORT_YEAR or len(third) not in (_SHORT_YEAR, _YEAR_DIGITS):
            continue
        else:
            days = [
                Day(whole_number(first), whole_number(second))
                if order == "dmy"
                else Day(whole_number(second), whole_number(first))
                for order in orders
                if order != "ymd"
            ]
        valid = tuple(day for day in days if 0 < day.day <= _DAYS and 0 < day.month <= _MONTHS)
        if valid:
            yield Date(found.group(), valid)


@per_language
def clock(language: Language) -> tuple[regex.Pattern[str], regex.Pattern[str]]:
    """Return the patterns of what stands before an hour, and after one."""
    words = sorted(language.dates.clock, key=len, reverse=True)
    either = "|".join(map(regex.escape, words)) or "(?!)"
    return (
        regex.compile(rf"(?<![\p{{L}}\p{{M}}])(?:{either})\.?[\s\u00a0]*$", regex.I),
        regex.compile(
            rf"[\s\u00a0]*(?:{either})(?![\p{{L}}\p{{M}}])|[:.h]\p{{Nd}}\p{{Nd}}", regex.I
        ),
    )
