"""The words of a column of texts as one array, to find what follows itself."""

from collections.abc import Sequence

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.compute as pc

Rows = npt.NDArray[np.int64]
# Odd, with bits all over: neighbouring words' numbers give distant products (Knuth, The Art of
# Computer Programming, 6.4).
_MULTIPLIER = np.uint64(0x9E3779B97F4A7C15)


class Words:
    """The words of a column, between white space, as numbers: equal words have equal ones.

    What is asked of them costs a few passes over one array, whatever the texts.
    """

    def __init__(self, texts: Sequence[str]) -> None:
        trimmed = pc.utf8_trim_whitespace(pa.array(texts, pa.large_string()))
        lists = pc.utf8_split_whitespace(trimmed)
        words = lists.flatten()
        counts = pc.list_value_length(lists).to_numpy(zero_copy_only=False)
        # A blank text comes back as one empty word.
        real = pc.not_equal(words, "").to_numpy(zero_copy_only=False)
        self._rows = np.repeat(np.arange(len(texts)), counts)[real]
        ids = words.dictionary_encode().indices.to_numpy(zero_copy_only=False)
        self._ids = ids[real].astype(np.int64)

    def repeated(self, longest: int, times: int) -> Rows:
        """Return the rows in which an n-gram of up to `longest` words follows itself.

        Args:
            longest: Greatest n.
            times: How often it stands in a row, two at least.
        """
        found = [self._period(size, size * (times - 1)) for size in range(1, longest + 1)]
        return np.unique(np.concatenate(found))

    def _period(self, size: int, needed: int) -> Rows:
        """Return the rows with so many words in a row that equal the word `size` before them."""
        same = self._ids[size:] == self._ids[:-size]
        same &= self._rows[size:] == self._rows[:-size]
        steps = np.concatenate(([0], np.cumsum(same)))
        full = np.flatnonzero(steps[needed:] - steps[:-needed] == needed)
        # Words that all equal an earlier one of their row lie in one row, or a gap would part them.
        rows: Rows = self._rows[full + size]
        return rows

    def with_gram_twice(self, size: int) -> Rows:
        """Return the rows that have an n-gram of so many words at two places, and maybe others.

        Grams are compared by a hash: a row too many is possible, a row too few is not.
        """
        count = len(self._ids) - size + 1
        if count < 2:  # noqa: PLR2004 - nothing to compare
            return np.empty(0, np.int64)
        grams = np.zeros(count, dtype=np.uint64)
        for place in range(size):
            grams = grams * _MULTIPLIER + self._ids[place : place + count].astype(np.uint64)
        rows = self._rows[:count]
        whole = rows == self._rows[size - 1 :]
        # The row is part of the hash: one sort finds what is twice in any row.
        keys = grams[whole] * _MULTIPLIER + rows[whole].astype(np.uint64)
        order = np.argsort(keys)
        again = np.flatnonzero(keys[order][1:] == keys[order][:-1])
        return np.unique(rows[whole][order[again]])
