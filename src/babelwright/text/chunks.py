"""Splits text into what an engine or a model can take at once, on the highest level that fits.

Sections, paragraphs, lines and sentences are packed together as long as they fit; a sentence that
does not fit is divided near its middle, after a mark where there is one, else between two words.
Nothing is cut off, and a reference ("Art. 12(3)(b)") or a protected span is never divided.
"""

from collections.abc import Callable, Iterator, Sequence
from enum import IntEnum
from itertools import pairwise
from typing import NamedTuple

import regex

from babelwright.catalog.model import PLAIN, Structure
from babelwright.text.headings import Span, is_heading, references
from babelwright.text.segment import CLAUSE_END, MIN_CLAUSE, Piece, pieces
from babelwright.text.spans import span_places, without_spans

_LINE_START = regex.compile(r"(?<=\n)(?=[^\n])")
_BLANK = regex.compile(r"\n\s*\n")
_WORD_END = regex.compile(r"\s+")
_HAS_LETTER = regex.compile(r"\p{L}")


class Limit(NamedTuple):
    """The longest text that something takes, and how length is measured (characters, tokens)."""

    most: int
    size: Callable[[str], int] = len

    def fits(self, text: str) -> bool:
        """Whether a text is short enough."""
        return self.size(text) <= self.most


class Level(IntEnum):
    """The levels of a text's structure, from the highest."""

    SECTION = 0
    PARAGRAPH = 1
    LINE = 2
    SENTENCE = 3


def chunks(text: str, limit: Limit, structure: Structure = PLAIN) -> list[Piece]:
    """Split a text into chunks that fit, and what stands between them.

    The same text and limit give the same chunks.

    Returns:
        Pieces whose texts, joined, are exactly `text`; a chunk longer than the limit is a word or
        a reference that cannot be divided.
    """
    return [
        piece
        for part in _packed(text, Level.SECTION, limit, structure)
        for piece in _without_edges(part, limit)
    ]


def fit(piece: Piece, limit: Limit | None, structure: Structure = PLAIN) -> list[Piece]:
    """Divide a sentence until its parts fit; its text stays the same.

    A part that cannot be divided and does not fit is not translatable where it is all address,
    placeholder or code.
    """
    if limit is None or not piece.translatable or limit.fits(piece.text):
        return [piece]
    return list(_halved(piece.text, limit, structure))


def cuts(text: str, level: Level, structure: Structure) -> list[int]:
    """Return the places within a text where a part of the level begins, in order."""
    if level is Level.PARAGRAPH:
        return [match.end() for match in _BLANK.finditer(text) if match.end() < len(text)]
    if level is Level.SENTENCE:
        return _sentence_ends(text, structure)
    starts = [match.start() for match in _LINE_START.finditer(text)]
    if level is Level.LINE:
        return starts
    return [
        start
        for start, end in pairwise([*starts, len(text)])
        if is_heading(text[start:end], structure)
    ]


def _packed(text: str, level: Level, limit: Limit, structure: Structure) -> Iterator[str]:
    if limit.fits(text.strip()):
        yield text
        return
    places = [0, *cuts(text, level, structure), len(text)]
    start, last = 0, len(places) - 1
    while start < last:
        taken = _most_that_fit(text, places[start:], limit) if last > 1 else 0
        if taken:
            yield text[places[start] : places[start + taken]]
            start += taken
            continue
        part = text[places[start] : places[start + 1]]
        start += 1
        if level is Level.SENTENCE:
            yield from (piece.text for piece in fit(Piece(part, True), limit, structure))
        else:
            yield from _packed(part, Level(level + 1), limit, structure)


def _most_that_fit(text: str, places: Sequence[int], limit: Limit) -> int:
    """Return how many of the parts between the places fit together: doubled, then halved."""

    def fits(count: int) -> bool:
        return limit.fits(text[places[0] : places[count]].strip())

    low, high = 0, 1
    while high < len(places) and fits(high):
        low, high = high, high * 2
    high = min(high, len(places))
    while high - low > 1:
        middle = (low + high) // 2
        low, high = (middle, high) if fits(middle) else (low, middle)
    return low


def _sentence_ends(text: str, structure: Structure) -> list[int]:
    ends: list[int] = []
    position = 0
    for piece in pieces(text, structure):
        position += len(piece.text)
        if piece.translatable:
            ends.append(position)
    return [end for end in ends if end < len(text)]


def _halved(text: str, limit: Limit, structure: Structure) -> Iterator[Piece]:
    if limit.fits(text):
        yield Piece(text, bool(_HAS_LETTER.search(text)))
        return
    cut = _middle_cut(text, structure)
    if cut is None:
        yield Piece(text, bool(_HAS_LETTER.search(without_spans(text))))
        return
    yield from _halved(text[: cut.start], limit, structure)
    yield Piece(text[cut.start : cut.end], False)
    yield from _halved(text[cut.end :], limit, structure)


def _middle_cut(text: str, structure: Structure) -> Span | None:
    """Return the white space nearest to the middle: after a mark, else between two words."""
    whole = sorted([*references(text, structure), *(Span(*each) for each in span_places(text))])
    for ends, least in ((CLAUSE_END, MIN_CLAUSE), (_WORD_END, 1)):
        places = [Span(*match.span()) for match in ends.finditer(text)]
        allowed = [
            place
            for place in _outside(places, whole)
            if place.start >= least and len(text) - place.end >= least
        ]
        if allowed:
            return min(allowed, key=lambda place: abs(place.start + place.end - len(text)))
    return None


def _outside(places: Sequence[Span], whole: Sequence[Span]) -> Iterator[Span]:
    """Yield the places that lie in none of the spans; both are in order."""
    reached, following = 0, 0
    for place in places:
        while following < len(whole) and whole[following].start < place.start:
            reached = max(reached, whole[following].end)
            following += 1
        if place.start >= reached:
            yield place


def _without_edges(part: str, limit: Limit) -> Iterator[Piece]:
    body = part.strip()
    start = len(part) - len(part.lstrip())
    for text, is_body in (
        (part[:start], False),
        (body, True),
        (part[start + len(body) :], False),
    ):
        if text:
            told = text if limit.fits(text) else without_spans(text)
            yield Piece(text, is_body and bool(_HAS_LETTER.search(told)))
