"""What is measured of a pair of texts word by word: the columns that coverage's scores weigh."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np
import numpy.typing as npt
import regex

from babelwright.fidelity.coverage import (
    Covered,
    between,
    covered,
    longest,
    mean,
    total,
    worst,
)
from babelwright.fidelity.embedder import Vectors
from babelwright.fidelity.gaps import GapModel, Gaps
from babelwright.fidelity.words import Grouping, Numbers, Words

_FINAL = regex.compile(r"""[.!?…؟]["'”’»)\]\s]*$""")
_COMMAS = ",،;؛"
_QUOTES = '"“”«»„('
# A word that receives less than this share of what it usually does is not covered.
_UNCOVERED = 0.4
# The first and the last part of a text, where engines cut.
_FIRST, _LAST = (0.0, 0.3), (0.7, 1.01)
# A cosine from which a word stands for the same word.
_SAME = 0.999

_SIDE = (
    "cover",
    "fertility",
    "cover-excess",
    "fertility-excess",
    "worst-cover",
    "worst-fertility",
    "uncovered-run",
    "uncovered-share",
    "first",
    "last",
    "copied",
)
NAMES = (
    "cosine",
    *(f"source-{name}" for name in _SIDE),
    *(f"target-{name}" for name in _SIDE),
    "length",
    "length-by-source",
    "length-by-target",
    "marks",
    "commas",
    "final-mark",
    "quotes",
    "target-gaps",
    "target-gap-doubt",
    "source-gaps",
    "source-gap-doubt",
)
# Columns that are counts: compared as they are, not with what is usual in a language.
COUNTS = frozenset(
    {"source-uncovered-run", "target-uncovered-run", "marks", "commas", "final-mark", "quotes"}
)


@dataclass(frozen=True)
class Tables:
    """What is expected of each token in good translations; one value a token.

    Attributes:
        cover: Mean cover of the words that it is in.
        fertility: Mean fertility of them.
        copied: Share of them that stand in the other text too.
        into: Characters of a translation from English beyond the language's mean, for one token.
        back: The same of a translation into English.
        gaps: Tells where a word seems to be missing.
    """

    cover: Vectors
    fertility: Vectors
    copied: Vectors
    into: Vectors
    back: Vectors
    gaps: GapModel


class Side:
    """One side of a batch of pairs: its texts, their words, and what is expected of them.

    Args:
        texts: The texts.
        grouping: Of the embedder's tokens.
        tables: What is expected of tokens.
        ratio: Characters of the other side for one of this side, in the mean of the languages.
        english: Whether the texts are English.
    """

    def __init__(
        self,
        texts: Sequence[str],
        grouping: Grouping,
        tables: Tables,
        *,
        ratio: float,
        english: bool,
    ) -> None:
        self.texts = texts
        self.words: Words = grouping.words(texts)
        self._grouping, self._tables = grouping, tables
        self._ratio, self._english = ratio, english

    @cached_property
    def characters(self) -> Numbers:
        """Characters of every text, and one."""
        return np.array([len(text) + 1 for text in self.texts], dtype=np.float64)

    @cached_property
    def expected_characters(self) -> Numbers:
        """Characters that the other side has in the mean, by this side's tokens; 3 at least."""
        own = self._tables.into if self._english else self._tables.back
        tokens = self.words.tokens
        each = self._ratio * self._grouping.characters[tokens.ids] + own[tokens.ids]
        starts = np.concatenate(([0], np.cumsum(tokens.lengths)))
        return np.maximum(total(each, starts), 3)

    @cached_property
    def gaps(self) -> Gaps:
        """Where words seem to be missing."""
        return self._tables.gaps.gaps(self.words.tokens, self._grouping)

    @cached_property
    def marks(self) -> Numbers:
        """Marks of every text."""
        return self._grouping.marks(self.words.tokens).astype(np.float64)

    def count(self, characters: str) -> Numbers:
        """Return how many of some characters every text has."""
        return np.array(
            [sum(text.count(each) for each in characters) for text in self.texts], dtype=np.float64
        )

    @cached_property
    def final(self) -> Numbers:
        """1 of texts that end with a final mark, else 0."""
        return np.array([_FINAL.search(text) is not None for text in self.texts], dtype=np.float64)

    def columns(self, found: Covered) -> list[Numbers]:
        """Return the columns of this side, in the order of their names."""
        words, starts, weights = self.words, self.words.starts, self.words.weights
        cover_excess = found.cover - self._expected(self._tables.cover)
        usual = self._expected(self._tables.fertility)
        excess = found.fertility - usual
        uncovered = found.fertility < _UNCOVERED * usual
        same = found.cover > _SAME
        copied = np.where(same, 1 - self._expected(self._tables.copied), 0)
        return [
            mean(found.cover, weights, starts),
            mean(found.fertility, weights, starts),
            mean(cover_excess, weights, starts),
            mean(excess, weights, starts),
            worst(cover_excess, weights, starts),
            worst(excess, weights, starts),
            longest(uncovered, starts),
            mean(uncovered.astype(np.float64), weights, starts),
            between(excess, weights, starts, _FIRST),
            between(excess, weights, starts, _LAST),
            total(copied, starts) / np.maximum(words.counts, 1),
        ]

    def _expected(self, table: Vectors) -> Numbers:
        """Return what is expected of every word: the mean of its tokens, weighted by norm."""
        words = self.words
        norms = self._grouping.norms[words.ids]
        size = len(words.weights)
        sums = np.bincount(words.word, norms * table[words.ids], minlength=size)
        expected: Numbers = sums / np.bincount(words.word, norms, minlength=size)
        return expected

    def usual(self) -> Numbers:
        """Return what every word's fertility usually is."""
        return self._expected(self._tables.fertility)


def features(
    source: Side, target: Side, rows: npt.NDArray[np.int64]
) -> tuple[npt.NDArray[np.float64], tuple[Covered, Covered]]:
    """Return the columns of every pair, shape (pairs, columns), and the words' cover and fertility.

    Args:
        source: The sources.
        target: Their translations.
        rows: The pairs that are compared; what the other rows have means nothing.
    """
    ours, theirs = covered(source.words, target.words, rows)
    columns = [
        np.einsum("ij,ij->i", source.words.text, target.words.text, dtype=np.float64),
        *source.columns(ours),
        *target.columns(theirs),
        np.log(target.characters / source.characters),
        np.log(target.characters / source.expected_characters),
        np.log(target.expected_characters / source.characters),
        target.marks - source.marks,
        target.count(_COMMAS) - source.count(_COMMAS),
        target.final - source.final,
        target.count(_QUOTES) - source.count(_QUOTES),
        *target.gaps,
        *source.gaps,
    ]
    return np.stack(columns, axis=1), (ours, theirs)
