"""Reads the numbers of a text so that two languages' ways of writing them compare."""

from collections.abc import Iterable, Mapping
from functools import lru_cache
from typing import NamedTuple

import regex

from babelwright.catalog.model import Language

# Small numbers are written as words, and ordinals turn into them, in good translations too.
LARGEST_SMALL = 12
NOON = 12
CENTURY = 100
_YEARS = range(1000, 2100)

# Groups of three digits follow at most three, and the zero of a telephone number: the year in
# "2024 300" is a number of its own.
_NUMBER = regex.compile(
    r"(?:[0٠۰]?\p{Nd}{1,3}(?:[.,'’٬٫\u00a0\u202f\u2009 ]\p{Nd}{3}(?!\p{Nd}))+|\p{Nd}+)"
    r"(?:[.,٫]\p{Nd}+)?"
)
# A clock, or a number with two decimals: read as its two parts, since languages write both 19:30
# and 19.30.
_TWO_PARTS = regex.compile(r"(?<![\p{Nd}.,:])(\p{Nd}{1,2})[.,:h](\p{Nd}{2})(?![\p{Nd}.,:]?\p{Nd})")
_FRACTION = {"¼": "25", "½": "5", "¾": "75"}
_VULGAR = regex.compile(r"(\p{Nd}*)([¼½¾])")
_WORD = regex.compile(r"[\p{L}\p{M}]+")
_SCALED = regex.compile(r"(?<![\p{Nd}.,٫])(\p{Nd}{1,2})[\s-]*([\p{L}\p{M}]+)")
_ROMAN = regex.compile(r"\b(?=[IVXLC]{2,}|[VX]\b)(?:C{0,3})(?:XC|XL|L?X{0,3})(?:IX|IV|V?I{0,3})")
_ROMAN_VALUES = {"I": 1, "V": 5, "X": 10, "L": 50, "C": 100}
_IMPERIAL = regex.compile(
    r"\b(?:degrees|miles?|mph|pounds?|lbs?|feet|foot|ft|inch(?:es)?|yards?|acres?|gallons?|ounces?|oz"
    r"|fahrenheit|stones?|pints?)\b|°\s?F|\d[′″]|\d['’]\s?\d"
    # Inches, unless a quotation ends there.
    r"|\d[\"”](?<![\"“][^\"”]*\d[\"”])",
    regex.IGNORECASE,
)
_SMALL_WORDS = dict(
    zip(
        "one two three four five six seven eight nine ten eleven twelve".split(),
        range(1, LARGEST_SMALL + 1),
        strict=True,
    )
)


class Numbers(NamedTuple):
    """The numbers of a text.

    `keys` maps digit strings without separators, leading or trailing zeros ("19 million" and
    "19,000,000" are both "19"), of the numbers above twelve, to their whole value (0 where it has
    a fraction); `written` maps them to how the text has them; `small` are the whole numbers up to
    twelve; `spelled` are the keys of number words, Roman numerals and small numbers with a scale
    word.
    """

    keys: Mapping[str, int]
    written: Mapping[str, str]
    small: frozenset[int]
    spelled: frozenset[str]


class Difference(NamedTuple):
    """Numbers of the source that the target lacks, and numbers only the target has, as written."""

    lost: tuple[str, ...]
    invented: tuple[str, ...]


def read_numbers(text: str, language: Language) -> Numbers:
    """Return the numbers of a text."""
    text = _VULGAR.sub(lambda match: f"{match[1] or '0'}.{_FRACTION[match[2]]}", text)
    text = _TWO_PARTS.sub(r"\1 - \2", text)
    keys: dict[str, int] = {}
    written: dict[str, str] = {}
    small: set[int] = set()
    for found in _NUMBER.findall(text):
        digits = "".join(str(int(char)) for char in found if char.isdecimal())
        if len(digits) == len(found) and int(digits) <= LARGEST_SMALL:
            small.add(int(digits))
        else:
            keys[_key(digits)] = int(digits) if len(digits) == len(found) else 0
            written.setdefault(_key(digits), found)
    return Numbers(keys, written, frozenset(small), frozenset(_spelled(text, language)))


def compare(source: str, target: str, languages: tuple[Language, Language]) -> Difference:
    """Return the numbers that differ after everything a good translation may do to them.

    Allowed: other separators, scale words for zeros, number words for digits and back, Roman
    numerals, 12 and 24 hours, centuries by name or by their years, short years, and conversion of
    imperial units. See `docs/checks.md` for what each allowance lets through.
    """
    ours = read_numbers(source, languages[0])
    theirs = read_numbers(target, languages[1])
    lost = _unmatched(ours, theirs)
    invented = _unmatched(theirs, ours)
    if (lost or invented) and _IMPERIAL.search(source):
        return Difference((), ())
    return Difference(lost, invented)


def _unmatched(ours: Numbers, theirs: Numbers) -> tuple[str, ...]:
    said = theirs.keys.keys() | theirs.spelled
    return tuple(
        sorted(
            ours.written[key]
            for key, value in ours.keys.items()
            if key not in said and not _said_otherwise(value, theirs)
        )
    )


def _said_otherwise(value: int, other: Numbers) -> bool:
    """Whether the other side has the same hour, century or year in another form."""
    if not value:
        return False
    values = set(other.keys.values())
    if NOON < value <= 2 * NOON and value - NOON in other.small:
        return True
    if value <= 2 * NOON and (value - 1) * CENTURY in values:
        return True
    if value in _YEARS:
        full = value % CENTURY in values | other.small
        return full or (value % CENTURY == 0 and _has_century(value // CENTURY + 1, other))
    return value < CENTURY and any(year in _YEARS and year % CENTURY == value for year in values)


def _has_century(century: int, other: Numbers) -> bool:
    return (
        century in other.small
        or century in other.keys.values()
        or _key(str(century)) in other.spelled
    )


def _key(digits: str) -> str:
    return digits.lstrip("0").rstrip("0") or "0"


def _spelled(text: str, language: Language) -> Iterable[str]:
    lexicon = _lexicon(language.code, tuple(language.numbers.words.items()))
    words = [word.casefold() for word in _WORD.findall(text)]
    scales = {word.casefold() for word in language.numbers.scale}
    for first, second, third in zip(words, [*words[1:], ""], [*words[2:], "", ""], strict=False):
        tens = lexicon.get(first) or lexicon.get(f"{first} {second}")
        units = _SMALL_WORDS.get(second)
        if tens is not None:
            yield _key(str(tens).replace(".", ""))
            if units is not None and tens >= 2 * 10:
                yield _key(str(int(tens) + units))
        if first in _SMALL_WORDS and second in scales:
            yield _key(str(_SMALL_WORDS[first]))
        if first in scales:
            yield "1"
        if first in _SMALL_WORDS and third in scales:
            yield _key(str(_SMALL_WORDS[first]))
    for digits, word in _SCALED.findall(text):
        if word.casefold() in scales:
            yield _key(str(int(digits)))
    for numeral in _ROMAN.findall(text):
        if numeral:
            yield _key(str(_roman(numeral)))


@lru_cache(maxsize=64)
def _lexicon(code: str, words: tuple[tuple[str, float], ...]) -> dict[str, float]:
    del code  # part of the cache key: two languages may share words
    return {word.casefold(): value for word, value in words}


def _roman(numeral: str) -> int:
    values = [_ROMAN_VALUES[letter] for letter in numeral]
    return sum(
        -value if value < max(values[i + 1 :], default=0) else value
        for i, value in enumerate(values)
    )
