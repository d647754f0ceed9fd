"""Reads measures, numbers with their unit, and currencies."""

from collections import Counter
from collections.abc import Mapping, Sequence
from typing import NamedTuple

import regex

from babelwright.catalog.model import Language
from babelwright.text.known import per_language
from babelwright.text.numbers import Mention

# Dimension, and how many of its base unit one is: of a speed, the length in an hour. Degrees are
# converted apart.
_UNITS = {
    "mile": ("length", 1609.344),
    "yard": ("length", 0.9144),
    "foot": ("length", 0.3048),
    "inch": ("length", 0.0254),
    "mil": ("length", 10000.0),
    "kilometre": ("length", 1000.0),
    "metre": ("length", 1.0),
    "centimetre": ("length", 0.01),
    "millimetre": ("length", 0.001),
    "stone": ("mass", 6.35),
    "pound": ("mass", 0.4536),
    "ounce": ("mass", 0.02835),
    "tonne": ("mass", 1000.0),
    "kilogram": ("mass", 1.0),
    "gram": ("mass", 0.001),
    "gallon": ("volume", 3.785),
    "pint": ("volume", 0.4732),
    "litre": ("volume", 1.0),
    "millilitre": ("volume", 0.001),
    "square_mile": ("area", 2589988.0),
    "square_kilometre": ("area", 1e6),
    "square_metre": ("area", 1.0),
    "square_foot": ("area", 0.0929),
    "acre": ("area", 4046.9),
    "hectare": ("area", 10000.0),
    "mph": ("length", 1609.344),
    "kmh": ("length", 1000.0),
    "mps": ("length", 3600.0),
    "fahrenheit": ("degree", 1.0),
    "celsius": ("degree", 1.0),
    "degree": ("degree", 1.0),
    "percent": ("share", 0.01),
    "point": ("share", 0.01),
    "basis_point": ("share", 0.0001),
    "second": ("time", 1.0),
    "minute": ("time", 60.0),
    "hour": ("time", 3600.0),
    "day": ("time", 86400.0),
    "week": ("time", 604800.0),
    "month": ("time", 2629746.0),
    "year": ("time", 31556952.0),
}
_UNIT_OF_SIGN = {"%": "percent", "٪": "percent", "°": "degree"}
# A speed is often said by its length, an area by its unit with a word after it, degrees bare.
_KINDS = {
    "mph": "mile",
    "kmh": "kilometre",
    "square_mile": "mile",
    "square_kilometre": "kilometre",
    "square_metre": "metre",
    "square_foot": "foot",
    "point": "percent",
    "celsius": "degree",
    "fahrenheit": "degree",
}
# What texts convert from imperial units.
_CONVERTED = frozenset({"length", "mass", "volume", "area", "degree"})
# Symbols are the same in all languages.
_SYMBOLS = {
    "m/s": "mps",
    "km/h": "kmh",
    "km/t": "kmh",
    "kmph": "kmh",
    "mph": "mph",
    "km": "kilometre",
    "cm": "centimetre",
    "mm": "millimetre",
    "m": "metre",
    "kg": "kilogram",
    "g": "gram",
    "lbs": "pound",
    "lb": "pound",
    "oz": "ounce",
    "ft": "foot",
    "ml": "millilitre",
    "l": "litre",
    "ha": "hectare",
    "°C": "celsius",
    "°F": "fahrenheit",
    "°": "degree",
    "%": "percent",
    "٪": "percent",
    "′": "foot",
    "'": "foot",
    "’": "foot",
    "″": "inch",
    '"': "inch",
    "”": "inch",
}
# One of these with a number is one of those with another, where it is converted within so much.
TOLERANCE = 0.09
_DEGREES = 2.0
_ROUNDED = 0.7
_WORD = regex.compile(r"[\p{L}\p{M}]+")
_RANGE = regex.compile(r"\s?(?:[-–—/]|[\p{L}\p{M}]{1,8})\s?")


class Measure(NamedTuple):
    """A number with its unit."""

    mention: Mention
    unit: str
    written: str

    @property
    def is_sure(self) -> bool:
        """Whether it can be nothing else: "m" may be minutes or millions, an apostrophe no foot."""
        return len(self.written) > 1 or self.written in "%٪"

    @property
    def amount(self) -> float:
        """The number, as the separators of its language say it."""
        digits, exponent = self.mention.values[0]
        return float(f"{digits or 0}e{exponent}")


class _Words(NamedTuple):
    pattern: regex.Pattern[str]
    unit: Mapping[str, str]


@per_language
def _words(language: Language) -> _Words:
    """Return the pattern of a unit after a number; a word of two units is no unit."""
    units: dict[str, str] = {word.casefold(): unit for word, unit in _SYMBOLS.items()}
    listed = [(form.casefold(), unit) for unit, forms in language.units.items() for form in forms]
    for form, unit in listed:
        units[form] = unit if units.get(form, unit) == unit else ""
    stems = [form for form, _ in listed]
    signs = sorted((form for form in _SYMBOLS if not form.isalpha()), key=len, reverse=True)
    words = sorted({*stems, *(form for form in _SYMBOLS if form.isalpha())}, key=len, reverse=True)
    either = "|".join(
        [regex.escape(sign) for sign in signs]
        + [_form(word) + r"(?![\p{L}\p{M}])" for word in words]
    )
    return _Words(
        regex.compile(
            rf"[\s\u00a0\u202f-]{{0,2}}(?:[\p{{L}}\p{{M}}]{{2,12}} )??({either})", regex.I
        ),
        units,
    )


def _form(word: str) -> str:
    return regex.escape(word.rstrip("*")) + (r"[\p{L}\p{M}]{0,6}" if word.endswith("*") else "")


def measures(text: str, numbers: Sequence[Mention], language: Language) -> list[Measure]:
    """Return the numbers with a unit; of a range ("10 to 15 km") the first number too."""
    words = _words(language)
    found: list[Measure] = []
    following: Measure | None = None
    for mention in reversed(numbers):
        match = words.pattern.match(text, mention.end)
        if match:
            following = Measure(mention, _unit(match[1], words), match[1])
        elif following and not _RANGE.fullmatch(text, mention.end, following.mention.start):
            following = None
        elif following:
            following = following._replace(mention=mention)
        if following and following.unit:
            found.append(following)
    return found[::-1]


def _unit(written: str, words: _Words) -> str:
    written = written.casefold()
    if written in words.unit:
        return words.unit[written]
    stems = (form for form in words.unit if form.endswith("*") and written.startswith(form[:-1]))
    return words.unit[next(stems)]


def dimension(unit: str) -> str:
    """Return what a unit measures: length, mass, time ..."""
    return _UNITS[unit][0]


def kinds(text: str, language: Language) -> set[str]:
    """Return the kinds of all units of a text, beside a number or not; "" for words of two."""
    known = _words(language).unit
    found = {_UNIT_OF_SIGN[char] for char in text if char in _UNIT_OF_SIGN}
    found.update(known[each] for each in map(str.casefold, _WORD.findall(text)) if each in known)
    found.update(unit for form, unit in known.items() if " " in form and form in text.casefold())
    return {_KINDS.get(unit, unit) for unit in found}


def kind(unit: str) -> str:
    """Return what a unit is one of, together with those it may stand for."""
    return _KINDS.get(unit, unit)


def convertible(text: str, language: Language) -> Counter[str]:
    """Count what the units of a text measure, beside a number or not, that are converted."""
    known = _words(language).unit
    units = (known.get(word.casefold(), "") for word in _WORD.findall(text))
    return Counter(dimension(unit) for unit in units if unit and dimension(unit) in _CONVERTED)


def is_converted(source: Measure, target: Measure) -> bool:
    """Whether a measure stands for another one in another unit of the same dimension."""
    (ours, one), (theirs, other) = _UNITS[source.unit], _UNITS[target.unit]
    if (ours, theirs) == ("area", "length"):
        # "km vuông": the word for square follows its unit.
        ours, other = theirs, other * other
    if ours != theirs or (source.unit == target.unit and ours != "degree"):
        return False
    if ours == "degree":
        return any(
            abs(convert(source.amount) - target.amount) <= _DEGREES
            for convert in (_celsius, _fahrenheit)
        ) or _is_near(source.amount / 1.8, target.amount)
    wanted = source.amount * one / other
    return _is_near(wanted, target.amount) or abs(wanted - target.amount) <= _ROUNDED


def is_same(one: str, other: str) -> bool:
    """Whether two units may stand for each other with the same number."""
    ours, theirs = _UNITS[one], _UNITS[other]
    if ours[0] == theirs[0] and _is_near(ours[1], theirs[1]):
        # Percent and percentage points, yards and metres.
        return True
    return _KINDS.get(one, one) == _KINDS.get(other, other)


def _is_near(one: float, other: float) -> bool:
    return abs(one - other) <= TOLERANCE * max(abs(one), abs(other))


def _celsius(fahrenheit: float) -> float:
    return (fahrenheit - 32) / 1.8


def _fahrenheit(celsius: float) -> float:
    return celsius * 1.8 + 32
