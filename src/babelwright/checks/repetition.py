"""Does the text repeat itself where its source does not?"""

import zlib
from collections.abc import Iterable

import numpy as np

from babelwright.checks.base import Check, Finding, Pairs, Thresholds
from babelwright.text.words import Words

_LONGEST_GRAM = 6
# So many words that follow themselves even once are no emphasis, in the target and in the source:
# a text doubled as a whole often stays within the band of lengths.
_STRETCH = 4
_SOURCE_STRETCH = 2


def _repetition(pairs: Pairs, thresholds: Thresholds) -> Iterable[Finding]:
    times = int(thresholds["times"])
    column = Words(pairs.targets)
    found = (column.repeated(_LONGEST_GRAM, times), column.with_gram_twice(_STRETCH))
    for row in np.unique(np.concatenate(found)).tolist():
        words = pairs.targets[row].split()
        gram = _repeated(words, times)
        if gram and not _repeated(_source_words(pairs, row), 2):
            yield Finding(row, f"{gram!r} {times} times or more in a row")
        elif (stretch := _twice(words, _STRETCH)) and not _twice(
            _source_words(pairs, row), _SOURCE_STRETCH
        ):
            start = " ".join(stretch[:_LONGEST_GRAM])
            yield Finding(row, f"{len(stretch)} words twice in a row: {start!r}")


def _source_words(pairs: Pairs, row: int) -> list[str]:
    """Return the source's bare words: emphasis in it is rendered with more of it."""
    if not pairs.sources:
        return []
    words = (word.strip(",.;:!?\"'“”") for word in pairs.sources[row].casefold().split())
    return [word for word in words if word]


def _repeated(words: list[str], times: int) -> str:
    """Return an n-gram (n to 6) that follows itself so often, or nothing."""
    for size in range(1, _LONGEST_GRAM + 1):
        needed = size * (times - 1)
        run = 0
        for position in range(size, len(words)):
            run = run + 1 if words[position] == words[position - size] else 0
            if run >= needed:
                return " ".join(words[position - size + 1 : position + 1])
    return ""


def _twice(words: list[str], least: int) -> list[str]:
    """Return a stretch of at least so many words that follows itself, or nothing."""
    seen: dict[tuple[str, ...], int] = {}
    for position in range(len(words) - least + 1):
        gram = tuple(words[position : position + least])
        start = seen.get(gram, position)
        stretch = words[start:position]
        if len(stretch) >= least and stretch == words[position : 2 * position - start]:
            return stretch
        seen[gram] = position
    return []


def _character_run(pairs: Pairs, thresholds: Thresholds) -> Iterable[Finding]:
    times = int(thresholds["times"])
    known = set(pairs.source_characters.runs(times).tolist()) if pairs.sources else set()
    for row in pairs.target_characters.runs(times).tolist():
        if row not in known:
            yield Finding(row, f"one character {times} times or more in a row")


def _compression(pairs: Pairs, thresholds: Thresholds) -> Iterable[Finding]:
    long = np.flatnonzero(pairs.target_characters.lengths > thresholds["characters"])
    for row in long:
        ratio = _zlib_ratio(pairs.targets[row])
        source = _zlib_ratio(pairs.sources[row]) if pairs.sources else 1.0
        if ratio < thresholds["ratio"] and ratio < thresholds["of_source"] * source:
            yield Finding(int(row), f"compresses to {ratio:.2f} of its size")


def _zlib_ratio(text: str) -> float:
    data = text.encode("utf-8", "replace")
    return len(zlib.compress(data)) / max(len(data), 1)


CHECKS = (
    Check(
        "repetition",
        "The same words follow themselves, and not in the source.",
        "three times, or four words twice: 0 to 2 of 1,997 professionally translated sentences a "
        "language",
        _repetition,
        of_pairs=False,
    ),
    Check(
        "character-run",
        "One character runs on, and not in the source.",
        "eight times",
        _character_run,
        of_pairs=False,
    ),
    Check(
        "compression",
        "The text compresses far better than language does.",
        "zlib; professionally translated paragraphs stay above 0.42 (en), 0.33 (ar), 0.39 (vi)",
        _compression,
        of_pairs=False,
    ),
)
