"""Splits text into sentences without losing a character."""

from collections.abc import Iterator
from typing import NamedTuple

import regex

from babelwright.catalog.model import PLAIN, Structure
from babelwright.text.headings import marker, numbered

MIN_SENTENCE = 2
# A clause of fewer characters says too little to be translated alone.
MIN_CLAUSE = 20

# A run of sentence-final marks, what may close a quotation after it (French has a space before its
# mark, Danish quotes »so«), and white space.
_END = regex.compile(r"(?:[.!?…؟۔]+)(?:[\"'“”’«»)\]]|[ \u00a0\u202f]»)*(?=\s)")
# The white space after a mark within a sentence.
CLAUSE_END = regex.compile(r"(?<=[,;:،؛])\s+|(?<!\s)\s+[–—-]\s+")
_BREAKS = r"\n\r\v\f\x1c-\x1e\x85\u2028\u2029"
_LINE = regex.compile(rf"[^{_BREAKS}]+|\n+|[{_BREAKS}]+?(?=\n|[^{_BREAKS}]|$)")
# What stands between the cells of a table row.
_TAB = regex.compile(r"(?<!\s)\s*\t\s*")
_BAR = regex.compile(r"(?<!\s)\s*[|\t]\s*")
_ROW = regex.compile(r"\s*\|.*\|\s*")
_SPACE = regex.compile(r"\s*")
_LAST_WORD = regex.compile(r"([^\s(\[\"'“”„‘’«»]+?)\.+$")
_STARTS = regex.compile(r"(?:[\"'“”„‘’«»(\[¿¡\-–—]|«[ \u00a0\u202f])*[\p{Lu}\p{Lt}\p{Lo}\p{N}]")
_ENUMERATION = regex.compile(r"\s*(?:\p{N}+|\p{L})\.")
_HAS_LETTER = regex.compile(r"\p{L}")
# No abbreviation is longer.
_TAIL = 64


class Piece(NamedTuple):
    """A stretch of text; what is not `translatable` (space, bullets, no letters) stays as it is."""

    text: str
    translatable: bool


def pieces(text: str, structure: Structure = PLAIN) -> list[Piece]:
    """Split into sentences and what stands between them.

    Lines are kept apart, and the cells of a table's row. A full stop ends a sentence where white
    space and a capital, a digit or a letter of a script without case follow, and it belongs to no
    abbreviation, initial or number of an enumeration. Bullets and the numbers of a list are no part
    of a sentence.

    Returns:
        Pieces whose texts, joined, are exactly `text`.
    """
    numbers = numbered(text, structure)
    found: list[Piece] = []
    for line in _LINE.finditer(text):
        content, start = line.group(), line.start()
        if content.isspace():
            found.append(Piece(content, False))
            continue
        begin = len(content) - len(content.lstrip())
        first = numbers.get(start + begin, start) - start
        if first:
            found.append(Piece(content[:first], False))
        found.extend(_cells(content[first:], structure))
    return found


def _cells(line: str, structure: Structure) -> Iterator[Piece]:
    between = _BAR if _ROW.fullmatch(line) else _TAB
    # A tab may stand behind a bullet too.
    start = _body(line, 0) if between is _TAB else 0
    if start:
        yield Piece(line[:start], False)
    for match in between.finditer(line, start):
        yield from _sentences(line[start : match.start()], structure)
        yield Piece(match.group(), False)
        start = match.end()
    yield from _sentences(line[start:], structure)


def _sentences(line: str, structure: Structure) -> Iterator[Piece]:
    """Yield the sentences of a line, white space and bullets apart from them."""
    end = 0
    for boundary in (*_boundaries(line, structure), len(line)):
        start = _body(line, end)
        last = len(line[start:boundary].rstrip()) + start
        for begin, stop, is_body in ((end, start, False), (start, last, True)):
            if begin < stop:
                part = line[begin:stop]
                yield Piece(part, is_body and bool(_HAS_LETTER.search(part)))
        end = last
    if end < len(line):
        yield Piece(line[end:], False)


def _body(line: str, start: int) -> int:
    """Return where a sentence begins, after white space and bullets."""
    return marker(line, int(_SPACE.match(line, start).end()))


def _boundaries(line: str, structure: Structure) -> Iterator[int]:
    start = _body(line, 0)
    for match in _END.finditer(line):
        end = match.end()
        if end - start < MIN_SENTENCE or not _STARTS.match(line, _SPACE.match(line, end).end()):
            continue
        if _is_abbreviated(line, start, end, structure.abbreviations):
            continue
        yield end
        start = _body(line, end)


def _is_abbreviated(line: str, start: int, end: int, abbreviations: frozenset[str]) -> bool:
    if end - start < _TAIL and _ENUMERATION.fullmatch(line, start, end):
        return True
    last = _LAST_WORD.search(line[max(start, end - _TAIL) : end])
    if last is None:
        return False
    word = last.group(1)
    if word in abbreviations or word[0].lower() + word[1:] in abbreviations:
        return True
    return len(word) == 1 and word.isalpha() and word.isupper()


def clauses(piece: Piece) -> list[Piece]:
    """Split a long sentence after commas, semicolons, colons and dashes; its text stays the same.

    Short sentences and what is not translatable come back as they are.
    """
    if not piece.translatable or len(piece.text) < 2 * MIN_CLAUSE:
        return [piece]
    found: list[Piece] = []
    start = 0
    for match in CLAUSE_END.finditer(piece.text):
        long_enough = match.start() - start >= MIN_CLAUSE
        if long_enough and len(piece.text) - match.end() >= MIN_CLAUSE:
            found.append(Piece(piece.text[start : match.start()], True))
            found.append(Piece(match.group(), False))
            start = match.end()
    found.append(Piece(piece.text[start:], True))
    return found


def sentence_count(text: str, structure: Structure = PLAIN) -> int:
    """Return how many sentences with letters a text has."""
    return sum(piece.translatable for piece in pieces(text, structure))
