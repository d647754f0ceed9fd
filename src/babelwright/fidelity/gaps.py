"""Does a word seem to be missing between two words? Judged by the text alone.

A small network (three tokens on either side of a gap between words, one hidden layer) that was
trained to tell gaps where a word was taken out from those where nothing was. It knows no source,
and finds what coverage cannot: that "he went the" lacks a word that any translation has.
"""

from dataclasses import dataclass
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from babelwright.fidelity.embedder import Integers, Tokens, Vectors
from babelwright.fidelity.words import Grouping, Numbers

# Tokens on either side of a gap.
AROUND = 3


class Gaps(NamedTuple):
    """Of every text: the mean log-odds that a word is missing, and the mean of log(1 + odds)."""

    odds: Numbers
    doubt: Numbers


@dataclass(frozen=True)
class GapModel:
    """The network.

    Attributes:
        table: A vector a token, and a last one for what is outside the text; int8.
        scale: Of each of these vectors.
        hidden: Weights of the hidden layer, shape (2 * AROUND * dimensions, units).
        bias: Of the hidden layer.
        out: Weights of the units, and after them the bias of the result.
    """

    table: npt.NDArray[np.int8]
    scale: Vectors
    hidden: Vectors
    bias: Vectors
    out: Vectors

    def gaps(self, tokens: Tokens, grouping: Grouping) -> Gaps:
        """Return what is found of every text; 0 of one without tokens."""
        odds, doubt = np.zeros(len(tokens.lengths)), np.zeros(len(tokens.lengths))
        starts = grouping.starts_word(tokens)
        ends = np.cumsum(tokens.lengths)
        for row in np.flatnonzero(tokens.lengths).tolist():
            text = slice(ends[row] - tokens.lengths[row], ends[row])
            found = self._odds(windows(tokens.ids[text], starts[text], len(self.table) - 1))
            odds[row], doubt[row] = found.mean(), np.logaddexp(0, found).mean()
        return Gaps(odds, doubt)

    def _odds(self, around: Integers) -> Numbers:
        vectors = self.table[around].astype(np.float32) * self.scale[around][..., None]
        units = np.maximum(vectors.reshape(len(around), -1) @ self.hidden + self.bias, 0)
        odds: Numbers = (units @ self.out[:-1] + self.out[-1]).astype(np.float64)
        return odds


def windows(ids: Integers, starts: npt.NDArray[np.bool_], outside: int) -> Integers:
    """Return the tokens around every gap of a text, shape (words, 2 * AROUND).

    Args:
        ids: The text's tokens.
        starts: Which of them begin a word.
        outside: What stands for tokens before and after the text.
    """
    padding = np.full(AROUND, outside, dtype=np.int64)
    padded = np.concatenate((padding, ids, padding))
    found: Integers = padded[np.flatnonzero(starts)[:, None] + np.arange(2 * AROUND)]
    return found
