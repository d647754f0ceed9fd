"""The difference of two texts, word by word."""

import difflib
import re
from collections.abc import Iterator
from typing import NamedTuple

# Words, spaces, and each other character for itself.
_TOKENS = re.compile(r"\w+|\s+|[^\w\s]")
# SequenceMatcher takes quadratic time: longer middles are told as one replaced piece.
_MOST_TOKENS = 4_000
_CONTEXT = 40


class Piece(NamedTuple):
    """A piece of text: `equal`, `removed` or `added`."""

    kind: str
    text: str


def word_diff(before: str, after: str) -> list[Piece]:
    """Return the pieces that make both texts, in their order."""
    old, new = _TOKENS.findall(before), _TOKENS.findall(after)
    start = _common(old, new)
    stop = _common(old[start:][::-1], new[start:][::-1])
    pieces = [Piece("equal", "".join(old[:start]))]
    pieces += _middle(old[start : len(old) - stop], new[start : len(new) - stop])
    pieces.append(Piece("equal", "".join(old[len(old) - stop :])))
    return list(_joined(pieces))


def shown(pieces: list[Piece]) -> str:
    """Return a difference for people: `[-removed-]{+added+}`, long equal text shortened."""
    marks = {"removed": ("[-", "-]"), "added": ("{+", "+}")}
    parts = []
    for index, piece in enumerate(pieces):
        if piece.kind == "equal":
            parts.append(_shortened(piece.text, index > 0, index + 1 < len(pieces)))
        else:
            begin, end = marks[piece.kind]
            parts.append(f"{begin}{visible(piece.text)}{end}")
    return "".join(parts)


def visible(text: str) -> str:
    """Return text on one line, with what a terminal would act on or hide as escapes."""
    return "".join(
        char if char.isprintable() else char.encode("unicode_escape").decode("ascii")
        for char in text
    )


def _shortened(text: str, after_change: bool, before_change: bool) -> str:
    head, tail = _CONTEXT if after_change else 0, _CONTEXT if before_change else 0
    if len(text) <= head + tail + 1:
        return visible(text)
    end = visible(text[len(text) - tail :]) if tail else ""
    return f"{visible(text[:head])}…{end}"


def _common(old: list[str], new: list[str]) -> int:
    """Return the number of tokens that both begin with."""
    for index, (one, other) in enumerate(zip(old, new, strict=False)):
        if one != other:
            return index
    return min(len(old), len(new))


def _middle(old: list[str], new: list[str]) -> Iterator[Piece]:
    if max(len(old), len(new)) > _MOST_TOKENS:
        yield Piece("removed", "".join(old))
        yield Piece("added", "".join(new))
        return
    matcher = difflib.SequenceMatcher(None, old, new, autojunk=False)
    for tag, i1, i2, j1, j2 in matcher.get_opcodes():
        if tag == "equal":
            yield Piece("equal", "".join(old[i1:i2]))
        else:
            yield Piece("removed", "".join(old[i1:i2]))
            yield Piece("added", "".join(new[j1:j2]))


def _joined(pieces: list[Piece]) -> Iterator[Piece]:
    """Yield the pieces that have text, neighbours of one kind as one."""
    last: Piece | None = None
    for piece in pieces:
        if not piece.text:
            continue
        if last and last.kind == piece.kind:
            last = Piece(last.kind, last.text + piece.text)
            continue
        if last:
            yield last
        last = piece
    if last:
        yield last
