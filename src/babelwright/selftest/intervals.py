"""How far a share of few can be from the share of all."""

import math
from typing import NamedTuple

# The 97.5th percentile of the normal distribution: intervals at 95 %.
_Z = 1.959963984540054


class Interval(NamedTuple):
    """Where a share lies, from the least to the greatest."""

    low: float
    high: float


def wilson(hits: int, of: int) -> Interval:
    """Return the 95 % score interval of a share (Wilson 1927, JASA 22:209), of 1 at least."""
    share, square = hits / of, _Z * _Z
    middle = (share + square / (2 * of)) / (1 + square / of)
    reach = _Z * math.sqrt(share * (1 - share) / of + square / (4 * of * of)) / (1 + square / of)
    return Interval(max(0.0, middle - reach), min(1.0, middle + reach))
