"""Do the longest texts end at the same length, where those of the source go on?

An engine that takes or gives so many characters at most leaves that mark on a corpus: its longest
texts are equally long, whatever their sources were.
"""

from collections.abc import Mapping
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

Lengths = npt.NDArray[np.int64]


class Ceiling(NamedTuple):
    """A length that texts end at.

    Attributes:
        least: Characters of the shortest of the texts that lie together at the top.
        most: Characters of the longest text.
        texts: How many lie there.
        beyond: Texts of the source that would be longer.
        of: Texts of the source.
    """

    least: int
    most: int
    texts: int
    beyond: int
    of: int


def ceiling(
    sources: Lengths, targets: Lengths, ratio: float, thresholds: Mapping[str, float]
) -> Ceiling | None:
    """Return the length at which a column's texts end; None where they do not.

    Args:
        sources: Lengths of the source's texts in characters, in any order.
        targets: Lengths of the translation's.
        ratio: Characters of the target's language for one of the source's.
        thresholds: `longest` texts are looked at; those `within` a share of the longest lie
            together: `least` more of them than in the source, where short texts may well lie so;
            and as many sources are expected to be longer, by `beyond`.
    """
    if not len(targets) or not len(sources):
        return None
    together, before = _top(targets, thresholds), _top(sources, thresholds)
    most, least = int(together.max()), thresholds["least"]
    beyond = int(np.count_nonzero(sources * ratio > most * thresholds["beyond"]))
    if len(together) - len(before) < least or beyond < least:
        return None
    return Ceiling(int(together.min()), most, len(together), beyond, len(sources))


def _top(lengths: Lengths, thresholds: Mapping[str, float]) -> Lengths:
    """Return those of the longest texts that lie together with the longest one."""
    number = min(int(thresholds["longest"]), len(lengths))
    top: Lengths = np.partition(lengths, -number)[-number:]
    together: Lengths = top[top >= top.max() * (1 - thresholds["within"])]
    return together
