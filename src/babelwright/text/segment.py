"""Splits text into sentences without losing a character."""

from collections.abc import Iterator
from typing import NamedTuple

import regex

MIN_SENTENCE = 2
# A clause of fewer characters says too little to be translated alone.
MIN_CLAUSE = 20

# A run of sentence-final marks, what may close a quotation after it (French has a space before its
# mark, Danish quotes »so«), and white space.
_END = regex.compile(r"(?:[.!?…؟۔]+)(?:[\"'“”’«»)\]]|[ \u00a0\u202f]»)*(?=\s)")
# The white space after a mark within a sentence.
_CLAUSE_END = regex.compile(r"(?<=[,;:،؛])\s+|\s+[–—-]\s+")
_LINE = regex.compile(r"[^\n]+|\n+")
_EDGES = regex.compile(r"^(\s*)(.*?)(\s*)$", regex.DOTALL)
_LAST_WORD = regex.compile(r"([^\s(\[\"'“”„‘’«»]+?)\.+$")
_STARTS = regex.compile(r"^(?:[\"'“”„‘’«»(\[¿¡\-–—]|«[ \u00a0\u202f])*[\p{Lu}\p{Lt}\p{Lo}\p{N}]")
_ENUMERATION = regex.compile(r"^\s*(?:\p{N}+|\p{L})\.$")
_HAS_LETTER = regex.compile(r"\p{L}")


class Piece(NamedTuple):
    """A stretch of text; what is not `translatable` (space, lines without letters) stays as is."""

    text: str
    translatable: bool


def pieces(text: str, abbreviations: frozenset[str] = frozenset()) -> list[Piece]:
    """Split into sentences and what stands between them.

    Lines are kept apart. A full stop ends a sentence where white space and a capital, a digit or a
    letter of a script without case follow, and it belongs to no abbreviation, initial or number of
    an enumeration.

    Returns:
        Pieces whose texts, joined, are exactly `text`.
    """
    return [
        piece
        for line in _LINE.findall(text)
        for piece in ([Piece(line, False)] if line.isspace() else _line(line, abbreviations))
    ]


def _line(line: str, abbreviations: frozenset[str]) -> Iterator[Piece]:
    start = 0
    for end in _boundaries(line, abbreviations):
        yield from _edges(line[start:end])
        start = end
    yield from _edges(line[start:])


def _boundaries(line: str, abbreviations: frozenset[str]) -> Iterator[int]:
    start = 0
    for match in _END.finditer(line):
        rest = line[match.end() :].lstrip()
        sentence = line[start : match.end()]
        if len(sentence.strip()) < MIN_SENTENCE or not _STARTS.match(rest):
            continue
        if _is_abbreviated(sentence, abbreviations):
            continue
        yield match.end()
        start = match.end()


def _is_abbreviated(sentence: str, abbreviations: frozenset[str]) -> bool:
    if _ENUMERATION.match(sentence):
        return True
    last = _LAST_WORD.search(sentence)
    if last is None:
        return False
    word = last.group(1)
    if word in abbreviations or word[0].lower() + word[1:] in abbreviations:
        return True
    return len(word) == 1 and word.isalpha() and word.isupper()


def _edges(sentence: str) -> Iterator[Piece]:
    """Yield the white space around a sentence apart from it."""
    before, body, after = _EDGES.match(sentence).groups()
    if before:
        yield Piece(before, False)
    if body:
        yield Piece(body, bool(_HAS_LETTER.search(body)))
    if after:
        yield Piece(after, False)


def clauses(piece: Piece) -> list[Piece]:
    """Split a long sentence after commas, semicolons, colons and dashes; its text stays the same.

    Short sentences and what is not translatable come back as they are.
    """
    if not piece.translatable or len(piece.text) < 2 * MIN_CLAUSE:
        return [piece]
    found: list[Piece] = []
    start = 0
    for match in _CLAUSE_END.finditer(piece.text):
        long_enough = match.start() - start >= MIN_CLAUSE
        if long_enough and len(piece.text) - match.end() >= MIN_CLAUSE:
            found.append(Piece(piece.text[start : match.start()], True))
            found.append(Piece(match.group(), False))
            start = match.end()
    found.append(Piece(piece.text[start:], True))
    return found


def sentence_count(text: str, abbreviations: frozenset[str] = frozenset()) -> int:
    """Return how many sentences with letters a text has."""
    return sum(piece.translatable for piece in pieces(text, abbreviations))
