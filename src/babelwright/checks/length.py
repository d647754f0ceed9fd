"""Is the text too short, too long, or cut off?"""

from collections.abc import Iterable

import numpy as np
import numpy.typing as npt
import regex

from babelwright.checks.base import Check, Finding, Pairs, Thresholds
from babelwright.text.patterns import rows_like
from babelwright.text.segment import sentence_count

_ENDS = r"[.!?…؟۔:;؛。][\"'“”’»)\]`*_\s\x{a0}\x{202f}]*$"
_LINES = regex.compile(r"\n+")
# What can end a sentence that another follows: its mark, a line, a cell.
_BETWEEN = r"[.!?…؟۔|\t\n\r\v\f\x1c-\x1e\x85\u2028\u2029]"
_FEWEST = 3


def _ratios(pairs: Pairs) -> npt.NDArray[np.float64]:
    """Return target characters for one source character, relative to the languages' means."""
    source, target = pairs.languages
    lengths = np.maximum(pairs.source_characters.lengths, 1)
    expected = lengths * target.length.mean / source.length.mean
    ratios: npt.NDArray[np.float64] = pairs.target_characters.lengths / expected
    return ratios


def _length_ratio(pairs: Pairs, thresholds: Thresholds) -> Iterable[Finding]:
    _, language = pairs.languages
    mean = language.length.mean
    relative = pairs.once("ratios", lambda: _ratios(pairs))
    lengths = pairs.source_characters.lengths
    passage = lengths > thresholds["passage"]
    low = np.where(passage, language.length.passage[0], language.length.sentence[0]) / mean
    high = np.where(passage, language.length.passage[1], language.length.sentence[1]) / mean
    # A word more or less moves the ratio of a short text far: its band is wider by so many letters.
    slack = thresholds["slack"] / np.maximum(lengths, 1)
    full = pairs.target_characters.lengths > 0
    outside = full & (lengths > 0) & ((relative < low - slack) | (relative > high + slack))
    for row in np.flatnonzero(outside):
        yield Finding(int(row), f"{relative[row] * mean:.2f} characters for one of the source's")


def _truncation(pairs: Pairs, thresholds: Thresholds) -> Iterable[Finding]:
    for row, relative in _unended(pairs, thresholds["characters"], 0):
        yield Finding(row, f"{relative:.0%} of the expected length, no final mark")


def _ending(pairs: Pairs, thresholds: Thresholds) -> Iterable[Finding]:
    for row, _ in _unended(pairs, thresholds["characters"], 1):
        yield Finding(row, f"ends with {pairs.targets[row].rstrip()[-12:]!r}")


def _unended(pairs: Pairs, characters: float, bound: int) -> Iterable[tuple[int, float]]:
    """Yield the rows that lack their source's final mark and are as short as the language says."""
    relative = pairs.once("ratios", lambda: _ratios(pairs))
    short = relative < pairs.target_language.length.cut_off[bound]
    for row in np.flatnonzero(short & (pairs.source_characters.lengths >= characters)).tolist():
        if row in pairs.once("unended", lambda: _without_final_mark(pairs)):
            yield row, float(relative[row])


def _without_final_mark(pairs: Pairs) -> frozenset[int]:
    ended = set(rows_like(pairs.targets, _ENDS))
    return frozenset(
        row
        for row in rows_like(pairs.sources, _ENDS)
        if row not in ended and pairs.targets[row].strip()
    )


def _sentences(pairs: Pairs, thresholds: Thresholds) -> Iterable[Finding]:
    ours, theirs = pairs.languages
    long = pairs.source_characters.lengths >= thresholds["characters"]
    # Two sentences fewer are noticed at the earliest, and three have two ends between them.
    several = pairs.source_characters.count(_BETWEEN) >= _FEWEST - 1
    for row in np.flatnonzero(long & several).tolist():
        wanted = sentence_count(pairs.sources[row], ours.structure)
        found = sentence_count(pairs.targets[row], theirs.structure)
        if found < wanted - max(1, wanted * thresholds["share"]):
            yield Finding(int(row), f"{found} sentences for {wanted}")


def _paragraphs(pairs: Pairs, thresholds: Thresholds) -> Iterable[Finding]:
    del thresholds
    breaks = pairs.source_characters.count(r"\n") + pairs.target_characters.count(r"\n")
    for row in np.flatnonzero(breaks):
        wanted = len(_LINES.split(pairs.sources[row].strip()))
        found = len(_LINES.split(pairs.targets[row].strip()))
        if wanted != found:
            yield Finding(int(row), f"{found} paragraphs for {wanted}")


CHECKS = (
    Check(
        "length-ratio",
        "The text is much shorter or longer than a translation is.",
        "languages/*.toml: beyond the 0.5th and 99.5th percentile of professional translations",
        _length_ratio,
    ),
    Check(
        "truncation",
        "The text breaks off: shorter than expected and without the final mark of its source.",
        "languages/*.toml: 0 to 3 of 1,132 professionally translated sentences of any language",
        _truncation,
    ),
    Check(
        "ending",
        "The final mark of its source is missing.",
        "languages/*.toml: 1 to 10 of 1,132 professionally translated sentences of any language",
        _ending,
    ),
    Check(
        "sentences-missing",
        "There are fewer sentences than in the source.",
        "a fifth, and at least two: translators join sentences",
        _sentences,
    ),
    Check(
        "paragraphs",
        "There are more or fewer paragraphs than in the source.",
        "definition: layout is kept",
        _paragraphs,
    ),
)
