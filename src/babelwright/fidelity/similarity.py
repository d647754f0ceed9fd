"""Cosine, and the ratio margin over nearest neighbours."""

from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from babelwright.fidelity.embedder import Vectors

# Neighbours a side; Artetxe and Schwenk (ACL 2019, "Margin-based Parallel Corpus Mining") use 4.
NEIGHBOURS = 4
# Rows scored against the pool at once: 1,024 x 20,000 similarities take 82 MB.
_ROWS = 1024

Scores = npt.NDArray[np.float64]


class Pool(NamedTuple):
    """What neighbours are looked for among: unit vectors of both sides, and their keys."""

    keys: npt.NDArray[np.int64]
    sources: Vectors
    targets: Vectors


def cosine(sources: Vectors, targets: Vectors) -> Scores:
    """Return the cosine of every pair of unit vectors, shape (pairs,)."""
    scores: Scores = np.einsum("ij,ij->i", sources, targets, dtype=np.float64)
    return scores


def margin(keys: npt.NDArray[np.int64], sources: Vectors, targets: Vectors, pool: Pool) -> Scores:
    """Return the ratio margin of every pair, shape (pairs,); NaN where the pool is too small.

    The cosine of a pair over the mean cosine of source and target with their nearest neighbours of
    the other side, the pair itself among the candidates (Artetxe and Schwenk, ACL 2019, "ratio").

    Args:
        keys: What identifies each pair in the pool.
        sources: Unit vectors, shape (pairs, dimensions).
        targets: Unit vectors, shape (pairs, dimensions).
        pool: Candidates; a pair that is in it is not counted twice.
    """
    if len(pool.keys) < 2 * NEIGHBOURS:
        return np.full(len(keys), np.nan)
    own = cosine(sources, targets)
    near = np.empty(len(keys))
    for start in range(0, len(keys), _ROWS):
        part = slice(start, start + _ROWS)
        forward = _near(keys[part], sources[part], own[part], pool.keys, pool.targets)
        backward = _near(keys[part], targets[part], own[part], pool.keys, pool.sources)
        near[part] = (forward + backward) / 2
    scores: Scores = own / np.maximum(near, 1e-6)
    return scores


def _near(
    keys: npt.NDArray[np.int64],
    vectors: Vectors,
    own: Scores,
    pool_keys: npt.NDArray[np.int64],
    pool: Vectors,
) -> Scores:
    """Return the mean cosine with the nearest neighbours, the pair's own partner included."""
    similar = vectors @ pool.T
    similar[keys[:, None] == pool_keys[None, :]] = -np.inf
    nearest = np.partition(similar, -NEIGHBOURS, axis=1)[:, -NEIGHBOURS:]
    candidates = np.concatenate((nearest, own[:, None]), axis=1)
    best = np.partition(candidates, 1, axis=1)[:, 1:]
    scores: Scores = best.mean(axis=1, dtype=np.float64)
    return scores
