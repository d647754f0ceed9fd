"""Divides texts into the units of an engine: what it takes, and no longer than it takes."""

from collections.abc import Collection, Iterator, Sequence
from typing import NamedTuple

from babelwright.catalog.model import Structure
from babelwright.text.chunks import Level, Limit, chunks, cuts, fit
from babelwright.text.segment import Piece, clauses, pieces
from babelwright.translation.engine import Engine, UnitKind

# Groups that a memory may know as a whole, the largest first.
_GROUPS = (Level.SECTION, Level.PARAGRAPH, Level.LINE)


class Part(NamedTuple):
    """A piece of a text.

    Attributes:
        piece: The piece; what is not translatable stays as it is.
        smaller: Its own parts, where it may be known only by them.
        too_long: Why it cannot be sent, where it is longer than the engine takes.
    """

    piece: Piece
    smaller: tuple["Part", ...] = ()
    too_long: str | None = None


def divide(engine: Engine, text: str, structure: Structure) -> list[Part]:
    """Return the parts of a text for an engine; joined, they are exactly the text.

    An engine of texts is given the whole, or chunks up to its limit. An engine of sentences is
    given sentences. A memory of sentences is asked for sections, paragraphs and lines too: asking
    it costs nothing, and its segments may be any of them.
    """
    limit = engine.limit
    if engine.unit is UnitKind.TEXT:
        whole = limit is None or limit.fits(text)
        found = [Piece(text, True)] if limit is None or whole else chunks(text, limit, structure)
        return [_part(piece, limit) for piece in found]
    if not engine.stored:
        return _grouped(text, structure)
    return [_part(part, limit) for part in _sentences(text, limit, structure)]


def smaller(
    parts: Sequence[Part], known: Collection[str], limit: Limit | None, structure: Structure
) -> list[Part]:
    """Return a text's parts with its sentences divided into clauses.

    Where sentences have no translation, only they are divided, if need be between two words: the
    others of a long document are not made worse.

    Args:
        parts: Its sentences, and what stands between them.
        known: Sentences that have a translation.
        limit: The engine's.
        structure: Of the source language.
    """
    sentences = [part.piece for part in parts if part.piece.translatable]
    some_failed = any(piece.text in known for piece in sentences)
    some_failed = some_failed and any(piece.text not in known for piece in sentences)
    found: list[Part] = []
    for part in parts:
        if some_failed and part.piece.text in known:
            found.append(part)
            continue
        found += (
            _part(each, limit)
            for clause in _clauses(part.piece, part.piece.text in known, structure)
            for each in fit(clause, limit, structure)
        )
    return found


def _clauses(piece: Piece, is_known: bool, structure: Structure) -> list[Piece]:
    found = clauses(piece)
    if is_known or len(found) > 1:
        return found
    return fit(piece, Limit(max(len(piece.text) - 1, 1)), structure)


def _part(piece: Piece, limit: Limit | None) -> Part:
    if limit is None or not piece.translatable or limit.fits(piece.text):
        return Part(piece)
    start = piece.text[:20]
    return Part(piece, too_long=f"{start!r}... is longer than it takes and cannot be divided")


def _sentences(text: str, limit: Limit | None, structure: Structure) -> Iterator[Piece]:
    for piece in pieces(text, structure):
        yield from fit(piece, limit, structure)


class _Placed(NamedTuple):
    start: int
    piece: Piece


def _grouped(text: str, structure: Structure) -> list[Part]:
    """Return the parts of a text, the largest first, each with the smaller ones that it is of."""
    placed: list[_Placed] = []
    start = 0
    for piece in pieces(text, structure):
        placed.append(_Placed(start, piece))
        start += len(piece.text)
    begins = [frozenset(cuts(text, level, structure)) for level in _GROUPS]
    return list(_groups(placed, begins))


def _groups(placed: Sequence[_Placed], begins: Sequence[frozenset[int]]) -> Iterator[Part]:
    if not begins:
        yield from _body(placed)
        return
    run: list[_Placed] = []
    for each in placed:
        if run and each.start in begins[0]:
            yield from _group(run, begins[1:])
            run = []
        run.append(each)
    yield from _group(run, begins[1:])


def _group(run: Sequence[_Placed], begins: Sequence[frozenset[int]]) -> Iterator[Part]:
    shown = [place for place, each in enumerate(run) if not each.piece.text.isspace()]
    first, last = (shown[0], shown[-1] + 1) if shown else (len(run), len(run))
    yield from (Part(each.piece) for each in run[:first])
    if inner := run[first:last]:
        yield _whole(inner, tuple(_groups(inner, begins)))
    yield from (Part(each.piece) for each in run[last:])


def _body(run: Sequence[_Placed]) -> Iterator[Part]:
    """Yield a line without its bullet or number, and these apart from it."""
    sentences = [place for place, each in enumerate(run) if each.piece.translatable]
    first, last = (sentences[0], sentences[-1] + 1) if sentences else (len(run), len(run))
    yield from (Part(each.piece) for each in run[:first])
    if inner := run[first:last]:
        yield _whole(inner, tuple(Part(each.piece) for each in inner))
    yield from (Part(each.piece) for each in run[last:])


def _whole(run: Sequence[_Placed], parts: tuple[Part, ...]) -> Part:
    if len(parts) == 1:
        return parts[0]
    translatable = any(each.piece.translatable for each in run)
    return Part(Piece("".join(each.piece.text for each in run), translatable), parts)
