"""Reads the numbers that stand in a text in digits, whatever separators its language writes."""

import re
from collections.abc import Iterator
from typing import NamedTuple

import regex

from babelwright.catalog.model import Language
from babelwright.text.letters import whole_number
from babelwright.text.numerals import Lexicon, Value, lexicon, scale_of, value_from

# Small numbers are written as words, and ordinals turn into them, in good translations too.
LARGEST_SMALL = 12
# More digits are no number that is counted with.
_MOST_DIGITS = 18
_HUNDRED, _THOUSAND = 2, 3

# Groups of three digits follow at most three, and the zero of a telephone number: the year in
# "2024 300" is a number of its own.
_NUMBER = re.compile(
    r"(?:[0٠۰]?\d{1,3}(?:[.,،'’٬٫\u00a0\u202f\u2009 ]\d{3}(?!\d))+|\d+)(?:[.,٫]\d+)?"
)
# A clock, or a number with two decimals: also read as its two parts, since languages write both
# 19:30 and 19.30.
_TWO_PARTS = re.compile(r"(\d{1,2})[.,٫](\d{2})")
_FRACTIONS = {"¼": "25", "½": "5", "¾": "75"}
_VULGAR = re.compile(r"(\d{0,9})([¼½¾])")
_SEPARATOR = re.compile(r"\D")
_GROUPS_ONLY = frozenset("،'’٬\u00a0\u202f\u2009 ")
_SCALE = regex.compile(r"[\s\u00a0-]{0,2}([\p{L}\p{M}]{1,20})(?![\p{L}\p{M}])")
_ATTACHED = regex.compile(r"([A-Za-z])(?![\p{L}\p{M}\p{Nd}])")


class Mention(NamedTuple):
    """A number in digits.

    Attributes:
        written: As the text has it, without its scale word.
        start: Where it begins.
        end: Where it ends, its scale word with it.
        values: What it can mean, what the language's separators say first: "1,500" is 1500 or 1.5.
            More than one also where a letter may be a scale word or a unit ("5m").
        whole: Its value where it is digits and nothing else; else -1.
        parts: Hour and minutes, where it is written like a clock.
        scale: The power of ten that its scale words stand for.
    """

    written: str
    start: int
    end: int
    values: tuple[Value, ...]
    whole: int
    parts: tuple[int, ...]
    scale: int

    @property
    def is_small(self) -> bool:
        """Whether it is a whole number up to twelve that no scale word follows."""
        return 0 <= self.whole <= LARGEST_SMALL and not self.scale


def decimal_fractions(text: str) -> str:
    """Return the text with decimals for the signs of quarters and halves."""
    return _VULGAR.sub(lambda match: f"{match[1] or '0'}.{_FRACTIONS[match[2]]}", text)


def mentions(text: str, language: Language) -> list[Mention]:
    """Return the numbers in digits of a text, in order; time grows with its length alone."""
    return [_mention(text, found, language) for found in _NUMBER.finditer(text)]


def _mention(text: str, found: re.Match[str], language: Language) -> Mention:
    written = found.group()
    digits = western(written)
    scale, end, optional = _scale(text, found.end(), lexicon(language))
    values = tuple(_values(written, digits, language))
    if optional:
        values += tuple(value._replace(exponent=value.exponent + optional) for value in values)
    elif scale:
        values = tuple(value._replace(exponent=value.exponent + scale) for value in values)
    plain = len(digits) == len(written) <= _MOST_DIGITS
    parts = _TWO_PARTS.fullmatch(written)
    return Mention(
        written,
        found.start(),
        end,
        values,
        int(digits) if plain else -1,
        (whole_number(parts[1]), whole_number(parts[2])) if parts else (),
        scale,
    )


def western(written: str) -> str:
    """Return the digits of a number, as 0 to 9."""
    if written.isascii():
        return written if written.isdecimal() else _SEPARATOR.sub("", written)
    return "".join(str(int(char)) for char in written if char.isdecimal())


def _values(written: str, digits: str, language: Language) -> Iterator[Value]:
    """Yield what a number can mean, the reading of its language first."""
    separators = _SEPARATOR.findall(written)
    if not separators:
        yield value_from(digits, 0)
        return
    last = separators[-1]
    decimals = len(written) - written.rindex(last) - 1
    if decimals != _THOUSAND:
        yield value_from(digits, -decimals)
    elif last in _GROUPS_ONLY or (len(separators) > 1 and len(set(separators)) == 1):
        yield value_from(digits, 0)
    elif len(separators) > 1:
        yield value_from(digits, -decimals)
    else:
        readings = (0, -decimals)
        for exponent in readings if last in language.numbers.group else readings[::-1]:
            yield value_from(digits, exponent)


def _scale(text: str, end: int, known: Lexicon) -> tuple[int, int, int]:
    """Return the power of ten of the scale words after a number, their end, and a letter's power.

    A letter that may be a scale word or a unit stands for its power "where it is one".
    """
    following = text[end : end + 1]
    if not following or not (following.isalpha() or following.isspace() or following == "-"):
        return 0, end, 0
    if attached := _ATTACHED.match(text, end):
        return 0, end, scale_of(attached[1], known)
    scale = 0
    while found := _SCALE.match(text, end):
        exponent = scale_of(found[1], known) if len(found[1]) > 1 else 0
        if not exponent or (scale and exponent < scale and exponent != _HUNDRED):
            break
        scale += exponent
        end = found.end()
    return scale, end, 0
