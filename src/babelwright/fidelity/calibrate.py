"""Chooses fidelity thresholds on known-good pairs and measures them on shuffled ones."""

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np

from babelwright.fidelity.embedder import Embedder
from babelwright.fidelity.similarity import Pool, Scores, cosine, margin


class Thresholds(NamedTuple):
    """Chosen thresholds: good pairs lie above them, shuffled pairs below."""

    cosine: float
    margin: float


class Measured(NamedTuple):
    """Shares of pairs that are below the cosine threshold, and below both."""

    cosine: float
    both: float


class Scored(NamedTuple):
    """Cosine and margin of every pair."""

    cosines: Scores
    margins: Scores


def score(embedder: Embedder, sources: Sequence[str], targets: Sequence[str]) -> Scored:
    """Return cosine and margin of every pair, with all the pairs as the pool."""
    ours, theirs = embedder.embed(sources), embedder.embed(targets)
    keys = np.arange(len(sources))
    return Scored(cosine(ours, theirs), margin(keys, ours, theirs, Pool(keys, ours, theirs)))


def shuffled(count: int) -> list[int]:
    """Return an order of `count` in which nothing stands where it stood (a seeded cycle)."""
    order = np.random.default_rng(0).permutation(count)
    partner = np.empty(count, dtype=np.int64)
    partner[order] = np.roll(order, 1)
    return [int(each) for each in partner]


def choose(good: Scored, wrong: Scored, share: float) -> Thresholds:
    """Return the thresholds: at most `share` of the good pairs lie below each.

    Where kinds of pairs lie so far apart that a lower threshold still finds all shuffled pairs but
    that share of them, it is the lower one: good translations of another kind of text score lower.
    """
    return Thresholds(
        _threshold(good.cosines, wrong.cosines, share),
        _threshold(good.margins, wrong.margins, share),
    )


def _threshold(good: Scores, wrong: Scores, share: float) -> float:
    lowest = min(np.quantile(good, share), np.quantile(wrong, 1 - share))
    return float(np.round(lowest, 4))


def measure(scored: Scored, thresholds: Thresholds) -> Measured:
    """Return the share of pairs below the cosine threshold, and below both thresholds."""
    far = scored.cosines < thresholds.cosine
    crowded = scored.margins < thresholds.margin
    return Measured(float(np.mean(far)), float(np.mean(far & crowded)))
