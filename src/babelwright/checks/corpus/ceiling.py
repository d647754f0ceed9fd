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
            together, `least` of them; and as many sources are expected to be longer, by `beyond`.
    """
    if not len(targets) or not len(sources):
        return None
    number = min(int(thresholds["longest"]), len(targets))
    top = np.sort(np.partition(targets, -number)[-number:])
    most = int(top[-1])
    together = top[top >= most * (1 - thresholds["within"])]
    beyond = int(np.count_nonzero(sources * ratio > most * thresholds["beyond"]))
    least = thresholds["least"]
    if len(together) < least or beyond < least:
        return None
    return Ceiling(int(together[0]), most, len(together), beyond, len(sources))
