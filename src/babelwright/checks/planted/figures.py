"""Defects of numbers, units, currencies and dates."""

from collections.abc import Callable
from random import Random
from typing import Any

import regex

from babelwright.checks.planted.base import Group, Kind, Others, Pair
from babelwright.checks.planted.words import has_any, rewritten, swapped
from babelwright.text.spans import span_places

# As in the checks: numbers up to twelve are written as words in good translations too.
_LARGEST_SMALL = 12
_NUMBER = regex.compile(
    r"\p{Nd}+(?:[.,'’٬\u00a0\u202f ]\p{Nd}{3}(?!\p{Nd}))*(?:[.,٫]\p{Nd}+)?(?!\p{L})"
)
_THOUSAND = 3


def number_swapped(pair: Pair, others: Others, rng: Random) -> str | None:
    """A digit of a number above twelve is another one."""
    del others
    found = _numbers(pair.target, lambda value: value > _LARGEST_SMALL)
    if not found:
        return None
    number = rng.choice(found)
    digits = [place for place, char in enumerate(number.group()) if char.isdecimal()]
    place = rng.choice(digits)
    old = int(number.group()[place])
    least = 1 if place == digits[0] else 0
    new = rng.choice([digit for digit in range(least, 10) if digit != old])
    return _with_digit(pair.target, number.start() + place, new - old)


def small_number_swapped(pair: Pair, others: Others, rng: Random) -> str | None:
    """A number of at most nine, in digits, is another one."""
    del others
    found = [number for number in _numbers(pair.target, bool) if len(number.group()) == 1]
    if not found:
        return None
    number = rng.choice(found)
    old = int(number.group())
    new = rng.choice([digit for digit in range(1, 10) if digit != old])
    return _with_digit(pair.target, number.start(), new - old)


def numbers_exchanged(pair: Pair, others: Others, rng: Random) -> str | None:
    """Two numbers stand in each other's place."""
    del others
    found = _numbers(pair.target, lambda value: value > _LARGEST_SMALL)
    if len({number.group() for number in found}) <= 1:
        return None
    first = rng.choice(found)
    second = rng.choice([number for number in found if number.group() != first.group()])
    first, second = sorted((first, second), key=lambda number: number.start())
    text = pair.target
    parts = text[: first.start()], text[first.end() : second.start()], text[second.end() :]
    return f"{parts[0]}{second.group()}{parts[1]}{first.group()}{parts[2]}"


def scale_swapped(pair: Pair, others: Others, rng: Random) -> str | None:
    """A million became a billion, or the like."""
    scale = others.languages[1].numbers.scale
    large = [word for word, power in scale.items() if power >= _THOUSAND]
    there = [word for word in large if has_any(pair.target, [word])]
    rows = [(word, other) for word in there for other in large if scale[word] != scale[other]]
    return rewritten(pair.target, [rng.choice(rows)], rng) if rows else None


def unit_swapped(pair: Pair, others: Others, rng: Random) -> str | None:
    """A unit is another one, and the number the same."""
    return swapped(pair.target, others.words.units, rng, after_number=True)


def currency_swapped(pair: Pair, others: Others, rng: Random) -> str | None:
    """A currency is another one, and the amount the same."""
    if not regex.search(r"\p{Nd}", pair.target):
        return None
    return swapped(pair.target, (*others.words.currencies, _CODES, _SIGNS), rng)


_CODES = ("USD", "EUR", "GBP", "DKK", "SEK", "NOK", "ISK", "VND", "CHF", "JPY")
_SIGNS = ("$", "€", "£", "¥")


def date_changed(pair: Pair, others: Others, rng: Random) -> str | None:
    """A month is another one."""
    return swapped(pair.target, (others.words.months,), rng)


def _numbers(text: str, wanted: Callable[[int], object]) -> list[Any]:
    """Return the numbers outside addresses and code whose digits, read as one, are wanted."""
    spans = span_places(text)
    found = []
    for number in _NUMBER.finditer(text):
        # Of a script that is newer than Python, a digit is none.
        digits = "".join(str(int(char)) for char in number.group() if char.isdecimal())
        if not digits or not wanted(int(digits)):
            continue
        within = any(start <= number.start() < end for start, end in spans)
        if not within and not regex.search(r"[\p{L}\p{Nd}]$", text[: number.start()]):
            found.append(number)
    return found


def _with_digit(text: str, place: int, by: int) -> str:
    """Return the text with another digit of the same script at a place."""
    return text[:place] + chr(ord(text[place]) + by) + text[place + 1 :]


_NUMBERS = ("number-changed", "number-lost", "number-invented")

KINDS = (
    Kind(
        "number-swapped",
        Group.NUMBER,
        "A digit of a number above twelve is another one.",
        _NUMBERS,
        number_swapped,
        "a number above twelve in digits",
    ),
    Kind(
        "small-number-swapped",
        Group.NUMBER,
        "A number of at most nine is another one.",
        (*_NUMBERS, "number-small"),
        small_number_swapped,
        "a number of at most nine in digits",
    ),
    Kind(
        "numbers-exchanged",
        Group.NUMBER,
        "Two numbers stand in each other's place.",
        (),
        numbers_exchanged,
        "two different numbers above twelve",
    ),
    Kind(
        "scale-swapped",
        Group.NUMBER,
        "A million became a billion, or the like.",
        ("scale-changed", *_NUMBERS),
        scale_swapped,
        "a scale word",
    ),
    Kind(
        "unit-swapped",
        Group.NUMBER,
        "A unit is another one.",
        ("unit-changed",),
        unit_swapped,
        "a unit of the list after a number",
    ),
    Kind(
        "currency-swapped",
        Group.NUMBER,
        "A currency is another one.",
        ("currency-changed",),
        currency_swapped,
        "a number and a currency",
    ),
    Kind(
        "date-changed",
        Group.NUMBER,
        "A month is another one.",
        ("date-changed",),
        date_changed,
        "the name of a month",
    ),
)
