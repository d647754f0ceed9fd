"""Pairs the parts of a long text with the parts of its translation."""

from bisect import bisect_left
from collections.abc import Sequence
from itertools import accumulate, pairwise
from typing import NamedTuple

import regex

from babelwright.catalog.model import PLAIN, Structure
from babelwright.text.segment import pieces

# More parts of one line, and they drift apart: of 225 stretches of 7,000 to 71,000 characters of
# NTREX-128 in nine languages, none had a good part below its language's threshold with ten; with
# twenty, 5 had.
_MOST = 10
_LINES = regex.compile(r"(?<=\S)\s*\n\s*(?=\S)")


class Pair(NamedTuple):
    """A part of a text, and the part of the other that stands in its place."""

    source: str
    target: str


def aligned(
    source: str,
    target: str,
    least: tuple[int, int],
    structures: tuple[Structure, Structure] = (PLAIN, PLAIN),
) -> list[Pair]:
    """Return the parts of two texts side by side, in order.

    Lines that both have as many of are paired one by one and packed to parts. A part of one line,
    or of texts with other lines, is divided between sentences, at the same share of both lengths:
    what is said early in a text is said early in its translation.

    Args:
        source: A text.
        target: Its translation.
        least: Characters of a source part that is made of lines, and of one that is made of a
            line's sentences; the last one takes what is left.
        structures: Of their languages, for sentence boundaries.
    """
    ours, theirs = _LINES.split(source.strip()), _LINES.split(target.strip())
    if len(ours) != len(theirs):
        return _by_share(source, target, least[1], structures)
    return [
        pair
        for start, end in pairwise(_ends([len(line) for line in ours], least[0]))
        for pair in _run(ours[start:end], theirs[start:end], least[1], structures)
    ]


def _run(
    ours: Sequence[str],
    theirs: Sequence[str],
    least: int,
    structures: tuple[Structure, Structure],
) -> list[Pair]:
    if len(ours) == 1:
        return _by_share(ours[0], theirs[0], least, structures)
    return [Pair("\n".join(ours), "\n".join(theirs))]


def _ends(lengths: Sequence[int], least: int) -> list[int]:
    """Return the places after which runs of at least so many characters end, from 0."""
    ends, run = [0], 0
    for place, length in enumerate(lengths, start=1):
        run += length
        if run >= least:
            ends.append(place)
            run = 0
    if ends[-1] != len(lengths):
        # The rest is too short alone.
        ends[-1 if len(ends) > 1 else len(ends) :] = [len(lengths)]
    return ends


def _by_share(
    source: str, target: str, least: int, structures: tuple[Structure, Structure]
) -> list[Pair]:
    count = min(len(source) // least, _MOST)
    if count <= 1:
        return [Pair(source, target)]
    ours = _parts(source, count, structures[0])
    theirs = _parts(target, count, structures[1])
    return [Pair(*pair) for pair in zip(ours, theirs, strict=True)]


def _parts(text: str, count: int, structure: Structure) -> list[str]:
    """Return so many parts of a text, divided after the sentences nearest to equal lengths."""
    ends = [0, *accumulate(len(piece.text) for piece in pieces(text, structure))]
    cuts = [_nearest(ends, len(text) * part / count) for part in range(count + 1)]
    return [text[start:end] for start, end in pairwise(cuts)]


def _nearest(ends: Sequence[int], wanted: float) -> int:
    place = bisect_left(ends, wanted)
    near = ends[max(place - 1, 0) : place + 1]
    return min(near, key=lambda end: abs(end - wanted))
