"""Headings, references and numbered lines: where a document says itself where its parts begin.

What is looked for is words of the language (`[structure]` of its file) beside a number, and marks
that all languages have: paragraph signs, bullets, letters and numbers in brackets.
"""

from collections.abc import Iterator, Sequence
from functools import lru_cache
from typing import NamedTuple

import regex

from babelwright.catalog.model import PLAIN, Structure
from babelwright.text.letters import whole_number

# A line that is longer is no heading, whatever it begins with.
MAX_HEADING = 200

_SPACE = r"[ \t\u00a0\u202f]"
# 12, 4.2, 3a, L. 121-1, III, B
_NUMBER = (
    rf"(?:(?:\p{{Lu}}\.?{_SPACE}?)?\p{{Nd}}+(?:[.:/–-]\p{{Nd}}+)*\p{{Ll}}?|[IVXLCDM]+|\p{{Lu}})"
    r"(?![\p{L}\p{M}\p{Nd}])"
)
# (3)(b)
_DEEPER = rf"(?:{_SPACE}?\((?:\p{{Nd}}{{1,3}}|\p{{L}}{{1,4}})\))*"
_SIGN = rf"§§?{_SPACE}?{_NUMBER}{_DEEPER}|\p{{Nd}}+{_SPACE}?(?:\p{{Ll}}{_SPACE}?)?§"

_ROMAN = (
    r"(?=[ivxlcdm])m{0,3}(?:cm|cd|d?c{0,3})(?:xc|xl|l?x{0,3})(?:ix|iv|v?i{0,3})"
    r"|(?=[IVXLCDM])M{0,3}(?:CM|CD|D?C{0,3})(?:XC|XL|L?X{0,3})(?:IX|IV|V?I{0,3})"
)
_SHORT = rf"(?:\p{{Nd}}{{1,3}}|\p{{L}}|{_ROMAN})"
_BULLET = r"[-–—*+>•◦▪▫‣●○■□·►]|#{1,6}"
_MARKER = regex.compile(rf"(?:(?:{_BULLET}|\({_SHORT}\)|{_SHORT}\)){_SPACE}+)+(?=\S)")

# What numbers a line only where its neighbours are numbered too: 1. and 1.2.1 and A. and IV.
_COUNTED = regex.compile(
    rf"(?:(?P<digits>\p{{Nd}}{{1,3}}(?:\.\p{{Nd}}{{1,3}})+)\.?|(?P<digits>\p{{Nd}}{{1,3}})\.|"
    rf"(?P<letter>\p{{L}})\.|(?P<roman>{_ROMAN})\.){_SPACE}+(?=\S)"
)
_LINE_START = regex.compile(rf"(?:^|(?<=[\n\r\v\f\x85\u2028\u2029])){_SPACE}*")
_BEGINS = regex.compile(r"[\"'“”„‘’«»(\[¿¡]*[\p{Lu}\p{Lt}\p{Lo}\p{N}]")

_MARKUP = regex.compile(rf"(?:[#>*_]|{_SPACE})*")
_MARKED = regex.compile(rf"{_SPACE}{{0,3}}#{{1,6}}{_SPACE}+\S")
_SEPARATED = regex.compile(r"[\s*_#]*(?:$|[.:–—-])")
_TITLE = regex.compile(rf"{_SPACE}+[\"'“”„‘’«»(]*[\p{{Lu}}\p{{Lt}}\p{{Lo}}\p{{N}}]")
_LEVELLED = regex.compile(rf"\p{{Nd}}{{1,3}}(?:\.\p{{Nd}}{{1,3}})+\.?(?={_SPACE})")
_FINAL = regex.compile(r"[.!?…؟۔;؛,،:]$")

_VALUES = {"i": 1, "v": 5, "x": 10, "l": 50, "c": 100, "d": 500, "m": 1000}


class Span(NamedTuple):
    """A stretch of a text, from its first character to the one after its last."""

    start: int
    end: int


def references(text: str, structure: Structure = PLAIN) -> list[Span]:
    """Return where parts are named, heading or not: "Art. 12(3)(b)", "§ 5", "3. gr."."""
    return [Span(*match.span()) for match in _label(structure).finditer(text)]


def is_heading(line: str, structure: Structure = PLAIN) -> bool:
    """Whether a line opens a part of the document.

    It does where it begins with a word for a part and its number and then ends, goes on after a
    full stop, colon or dash, or has a title without a final mark: "Section 4 was closed." is a
    sentence.
    """
    line = line.strip()
    if len(line) > MAX_HEADING:
        return False
    if _MARKED.match(line):
        return True
    start = _MARKUP.match(line).end()
    if label := _label(structure).match(line, start):
        return bool(_SEPARATED.match(line, label.end())) or _is_titled(line, label.end())
    if label := _LEVELLED.match(line, start):
        return _is_titled(line, label.end())
    return False


def _is_titled(line: str, start: int) -> bool:
    return bool(_TITLE.match(line, start)) and not _FINAL.search(line.rstrip("*_# "))


def marker(line: str, start: int = 0) -> int:
    """Return where the text after a bullet, "(a)", "iv)" or several of them begins."""
    found = _MARKER.match(line, start)
    return int(found.end()) if found else start


def numbered(text: str, structure: Structure = PLAIN) -> dict[int, int]:
    """Return where lines that are numbered begin, and where the text after each number does.

    A number with a full stop, a letter or a Roman one counts where another line has the one before
    or after it, and a capital, a digit or a letter of a script without case follows: so neither a
    date nor an initial is taken for one.
    """
    starts: list[tuple[int, int, list[_Place]]] = []
    for line in _LINE_START.finditer(text):
        found = _COUNTED.match(text, line.end())
        if found and _BEGINS.match(text, found.end()) and not _names_part(text, found, structure):
            starts.append((line.end(), found.end(), list(_places(found))))
    places = {place for _, _, ours in starts for place in ours}
    return {
        start: end
        for start, end, ours in starts
        if any(near in places for place in ours for near in _neighbours(place))
    }


def _names_part(text: str, found: regex.Match[str], structure: Structure) -> bool:
    label = _label(structure).match(text, found.start())
    return label is not None and label.end() > found.end()


class _Place(NamedTuple):
    kind: str
    numbers: tuple[int, ...]


def _places(found: regex.Match[str]) -> Iterator[_Place]:
    """Yield what a number can mean: C is a letter and a hundred."""
    if digits := found["digits"]:
        yield _Place("digits", tuple(whole_number(part) for part in digits.split(".")))
        return
    text = found["letter"] or found["roman"]
    case = "upper" if text.isupper() else "lower"
    if len(text) == 1:
        yield _Place(f"{case} letter", (ord(text),))
    if set(text.lower()) <= set(_VALUES):
        yield _Place(f"{case} roman", (_roman(text.lower()),))


def _roman(text: str) -> int:
    values = [_VALUES[letter] for letter in text]
    after: Sequence[int] = [*values[1:], 0]
    return sum(
        -value if value < following else value
        for value, following in zip(values, after, strict=True)
    )


def _neighbours(place: _Place) -> Iterator[_Place]:
    *above, last = place.numbers
    yield _Place(place.kind, (*above, last + 1))
    yield _Place(place.kind, (*above, last - 1))
    yield _Place(place.kind, (*place.numbers, 1))
    if above and last == 1:
        yield _Place(place.kind, tuple(above))


@lru_cache(maxsize=64)
def _label(structure: Structure) -> regex.Pattern[str]:
    """Return the pattern of a part's name: word and number, in the order of the language."""
    before, after = _words(structure.headings), _words(structure.trailing)
    numerals = _words(structure.numerals)
    return regex.compile(
        rf"(?<![\p{{L}}\p{{M}}\p{{Nd}}])(?:{before}{_SPACE}{{0,3}}"
        rf"(?:\({_SPACE}?{_NUMBER}{_SPACE}?\)|{_NUMBER}{_DEEPER}|{numerals}(?![\p{{L}}\p{{M}}]))"
        rf"|(?:\p{{Nd}}{{1,4}}(?:{_SPACE}?\p{{Ll}})?|[IVXLCDM]+)\.?{_SPACE}{{1,3}}{after}(?![\p{{L}}\p{{M}}])"
        rf"|{_SIGN})"
    )


def _words(words: Sequence[str]) -> str:
    if not words:
        return "(?!)"
    longest_first = sorted(words, key=lambda word: (-len(word), word))
    return f"(?i:{'|'.join(regex.escape(word) for word in longest_first)})"
