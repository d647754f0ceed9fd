"""How many rows of each stratum a sample takes: proportional, with a minimum for each."""

import numpy as np
import numpy.typing as npt

Counts = npt.NDArray[np.int64]


def allocate(rows: Counts, least: Counts, ties: Counts, size: int) -> Counts:
    """Return the rows to draw of every stratum, shape (strata,): `size` in all.

    Quotas are proportional to the strata and rounded by largest remainder. A stratum whose quota
    is below its minimum gets the minimum, and the others share what is left; each then gets its
    quota of that, rounded down or up. Where the minimums alone exceed the size, they win; where
    the size exceeds the rows, all are drawn.

    Args:
        rows: Rows of every stratum, at least 1.
        least: The minimum of every stratum, at most its rows.
        ties: An order of the strata, for equal remainders.
        size: Rows wanted in all.
    """
    if size >= rows.sum():
        return rows.copy()
    if size <= least.sum():
        return least.copy()
    drawn = least.copy()
    free = np.ones(len(rows), dtype=bool)
    while True:
        left, total = size - int(least[~free].sum()), int(rows[free].sum())
        # In whole numbers: rows and sizes of billions still fit.
        quotas, remainders = np.divmod(left * rows, total)
        bound = free & (left * rows < least * total)
        if not bound.any():
            break
        free &= ~bound
    drawn[free] = quotas[free]
    order = np.lexsort((ties, -remainders))
    more = [index for index in order if free[index]][: size - int(drawn.sum())]
    drawn[more] += 1
    return drawn
