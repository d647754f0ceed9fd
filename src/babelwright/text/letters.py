"""Counts characters by class over a whole column at once."""

from collections.abc import Sequence
from functools import lru_cache

import numpy as np
import numpy.typing as npt
import regex

LETTER = r"\p{L}"
DIGIT = r"\p{Nd}"

_CODE_POINTS = 0x110000
SURROGATES = range(0xD800, 0xE000)


class Characters:
    """The characters of a column of texts as one array of code points.

    Counting a class is one table look-up over all characters, some hundred times faster than a
    loop over the texts.
    """

    def __init__(self, texts: Sequence[str]) -> None:
        joined = "".join(texts).encode("utf-32-le", "surrogatepass")
        self._codes = np.frombuffer(joined, dtype=np.uint32)
        lengths = np.fromiter((len(text) for text in texts), dtype=np.int64, count=len(texts))
        self.lengths = lengths
        self._ends = np.cumsum(lengths)

    def count(self, character_class: str) -> npt.NDArray[np.int64]:
        """Return how many characters of a class (a one-character pattern) each text has."""
        places = np.flatnonzero(_table(character_class)[self._codes])
        before = np.searchsorted(places, np.concatenate(([0], self._ends)))
        found: npt.NDArray[np.int64] = np.diff(before)
        return found

    def runs(self, times: int) -> npt.NDArray[np.int64]:
        """Return the texts in which a letter or mark (no space or digit) stands so often in a row.

        Args:
            times: How often, two at least.
        """
        same = self._codes[1:] == self._codes[:-1]
        same &= _table(r"[^\s\p{Nd}]")[self._codes[1:]]
        starts = self._ends[:-1]
        same[starts[(starts > 0) & (starts <= len(same))] - 1] = False
        steps = np.concatenate(([0], np.cumsum(same)))
        full = np.flatnonzero(steps[times - 1 :] - steps[: 1 - times] == times - 1)
        return np.unique(np.searchsorted(self._ends, full, side="right"))


@lru_cache(maxsize=64)
def _table(character_class: str) -> npt.NDArray[np.bool_]:
    """Return for every code point whether the class has it."""
    every = "".join(" " if code in SURROGATES else chr(code) for code in range(_CODE_POINTS))
    table = np.zeros(_CODE_POINTS, dtype=np.bool_)
    for match in regex.finditer(rf"(?:{character_class})+", every):
        table[match.start() : match.end()] = True
    return table


def whole_number(digits: str) -> int:
    """Return the value of decimal digits of any script; 0 where there is none that Python knows.

    `regex` follows Unicode faster than Python does: a digit to one may be none to the other.
    """
    known = "".join(str(int(char)) for char in digits if char.isdecimal())
    return int(known) if known else 0


def script_class(script: str) -> str:
    """Return the class of a script's letters (ISO 15924 code)."""
    return rf"(?=\p{{L}})\p{{Script={script}}}"
