"""Reads measures, numbers with their unit, and currencies."""

import re
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from functools import lru_cache
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
_WORDS_KEPT = 4096
_WORD = regex.compile(r"[\p{L}\p{M}]+")
_WRITTEN = r"[\p{L}\p{M}]{1,30}+"
_AFTER = regex.compile(
    r"[\s\u00a0-]{0,2}(?:(?P<sign>km/h|km/t|m/s|°C|°F|[°%٪′″'’\"”])|"
    rf"(?P<first>{_WRITTEN})(?:[\s\u00a0-](?P<second>{_WRITTEN})(?:[\s\u00a0-](?P<third>{_WRITTEN}))?)?)",
    regex.IGNORECASE,
)
_BESIDE = re.compile(r"\d[\s-]{0,2}(?:(km/h|km/t|m/s|°C|°F|[°%٪′″])|([^\W\d_]{1,30}))")
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
    """A language's words for units: whole words, beginnings of words, and words of several.

    `beginnings` are the first of several words, with the kinds that they may be.
    """

    unit_of: Callable[[str], str | None]
    phrases: Mapping[str, str]
    beginnings: Mapping[str, frozenset[str]]


@per_language
def _words(language: Language) -> _Words:
    """Return a language's units by their words; a word of two units is no unit."""
    listed = [(form.casefold(), unit) for unit, forms in language.units.items() for form in forms]
    units: dict[str, str] = {}
    for form, unit in [*((form.casefold(), unit) for form, unit in _SYMBOLS.items()), *listed]:
        units[form] = unit if units.get(form, unit) == unit else ""
    phrases = {form: unit for form, unit in units.items() if " " in form}
    beginnings: dict[str, frozenset[str]] = {}
    for form, unit in phrases.items():
        first = form.split()[0]
        beginnings[first] = beginnings.get(first, frozenset()) | {kind(unit)}
    words = {form: unit for form, unit in units.items() if form[-1] != "*" and " " not in form}
    stems = tuple((form[:-1], unit) for form, unit in units.items() if form[-1] == "*")

    @lru_cache(maxsize=_WORDS_KEPT)
    def unit_of(word: str) -> str | None:
        """Return the unit of a word or sign, "" for a word of two, None for a word of none."""
        word = word.casefold()
        found = words.get(word)
        if found is None:
            found = next((unit for stem, unit in stems if word.startswith(stem)), None)
        return found

    return _Words(unit_of, phrases, beginnings)


def measures(text: str, numbers: Sequence[Mention], language: Language) -> list[Measure]:
    """Return the numbers with a unit; of a range ("10 to 15 km") the first number too."""
    words = _words(language)
    found: list[Measure] = []
    following: Measure | None = None
    for mention in reversed(numbers):
        written, unit = _unit_after(text, mention.end, words)
        if written:
            following = Measure(mention, unit, written)
        elif following and not _RANGE.fullmatch(text, mention.end, following.mention.start):
            following = None
        elif following:
            following = following._replace(mention=mention)
        if following and following.unit:
            found.append(following)
    return found[::-1]


def _unit_after(text: str, end: int, words: _Words) -> tuple[str, str]:
    """Return the unit after a number as written, and the unit: one word may stand between."""
    match = _AFTER.match(text, end)
    if match is None:
        return "", ""
    if match["sign"]:
        return match["sign"], words.unit_of(match["sign"]) or ""
    first, second, third = match["first"], match["second"] or "", match["third"] or ""
    for phrase in (f"{first} {second} {third}", f"{first} {second}"):
        if unit := words.phrases.get(phrase.casefold()):
            return phrase, unit
    for word in (first, second):
        if word and (unit := words.unit_of(word)) is not None:
            return word, unit
    return "", ""


def kinds_beside_digits(text: str, language: Language) -> set[str]:
    """Return the kinds of the units right after a digit: a quick look, before reading numbers."""
    words = _words(language)
    found: set[str] = set()
    for sign, word in _BESIDE.findall(text):
        unit = words.unit_of(sign or word)
        if unit:
            found.add(kind(unit))
        elif word:
            found |= words.beginnings.get(word.casefold(), frozenset())
    return found


def dimension(unit: str) -> str:
    """Return what a unit measures: length, mass, time ..."""
    return _UNITS[unit][0]


def kinds(text: str, language: Language) -> set[str]:
    """Return the kinds of all units of a text, beside a number or not; "" for words of two."""
    words = _words(language)
    found = {_UNIT_OF_SIGN[char] for char in text if char in _UNIT_OF_SIGN}
    units = (words.unit_of(each) for each in _WORD.findall(text))
    found.update(unit for unit in units if unit is not None)
    folded = text.casefold()
    found.update(unit for phrase, unit in words.phrases.items() if phrase in folded)
    return {_KINDS.get(unit, unit) for unit in found}


def kind(unit: str) -> str:
    """Return what a unit is one of, together with those it may stand for."""
    return _KINDS.get(unit, unit)


def convertible(text: str, language: Language) -> Counter[str]:
    """Count what the units of a text measure, beside a number or not, that are converted."""
    words = _words(language)
    units = (words.unit_of(word) for word in _WORD.findall(text))
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
