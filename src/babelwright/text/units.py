"""Finds the units in a text: beside its numbers, and anywhere."""

import re
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from functools import lru_cache
from typing import NamedTuple

import regex

from babelwright.catalog.model import Language
from babelwright.text.known import per_language
from babelwright.text.measures import Measure, convertible_dimension, kind
from babelwright.text.numbers import Mention
from babelwright.text.numerals import fold

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
_UNIT_OF_SIGN = {"%": "percent", "٪": "percent", "°": "degree"}
_WORDS_KEPT = 4096
# Symbols that are words or initials where no number stands before them: "ha" is a verb.
_WORDS_TOO = frozenset({"m", "g", "l", "ha", "M", "G", "L", "Ha", "HA"})
_WORD = regex.compile(r"[\p{L}\p{M}]+")
_WRITTEN = r"[\p{L}\p{M}]{1,30}+"
_AFTER = regex.compile(
    r"[\s\u00a0-]{0,2}(?:(?P<sign>km/h|km/t|m/s|°C|°F|[°%٪′″'’\"”])|"
    rf"(?P<first>{_WRITTEN})(?:[\s\u00a0-](?P<second>{_WRITTEN})(?:[\s\u00a0-](?P<third>{_WRITTEN}))?)?)",
    regex.IGNORECASE,
)
_BESIDE = re.compile(r"\d[\s-]{0,2}(?:(km/h|km/t|m/s|°C|°F|[°%٪′″])|([^\W\d_]{1,30}))")
_RANGE = regex.compile(r"\s?(?:[-–—/]|[\p{L}\p{M}]{1,8})\s?")


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
    listed = [(fold(form), unit) for unit, forms in language.units.items() for form in forms]
    units: dict[str, str] = {}
    for form, unit in [*((fold(form), unit) for form, unit in _SYMBOLS.items()), *listed]:
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
        word = fold(word)
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
        if unit := words.phrases.get(fold(phrase)):
            return phrase, unit
    for word in (first, second):
        if word and (unit := words.unit_of(word)) is not None:
            return word, unit
    return "", ""


def kinds_beside_digits(text: str, language: Language) -> list[str]:
    """Return the kinds of the units right after a digit: a quick look, before reading numbers."""
    words = _words(language)
    found: list[str] = []
    for sign, word in _BESIDE.findall(text):
        unit = words.unit_of(sign or word)
        if unit:
            found.append(kind(unit))
        elif word:
            found.extend(words.beginnings.get(fold(word), ()))
    return found


def kinds(text: str, language: Language) -> Counter[str]:
    """Count the kinds of all units of a text, beside a number or not; none for words of two."""
    words = _words(language)
    units = [
        unit
        for each in _WORD.findall(text)
        if each not in _WORDS_TOO and (unit := words.unit_of(each))
    ]
    for sign, unit in _UNIT_OF_SIGN.items():
        units += [unit] * text.count(sign)
    if words.phrases:
        folded = " ".join(map(fold, text.split()))
        for phrase, unit in words.phrases.items():
            units += [unit] * folded.count(phrase)
    return Counter(map(kind, units))


def convertible(text: str, language: Language) -> Counter[str]:
    """Count what the units of a text measure, beside a number or not, that are converted."""
    words = _words(language)
    units = (words.unit_of(word) for word in _WORD.findall(text))
    return Counter(found for unit in units if unit and (found := convertible_dimension(unit)))
