"""Chooses fidelity thresholds on known-good pairs and measures them on shuffled ones."""

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np

from babelwright.fidelity.embedder import Embedder
from babelwright.fidelity.similarity import Pool, Scores, cosine, margin


class Thresholds(NamedTuple):
    """Chosen thresholds: below them lies the allowed share of good pairs."""

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


def choose(good: Scored, false_alarm: float) -> Thresholds:
    """Return the thresholds that leave `false_alarm` of the good pairs below each."""
    return Thresholds(
        float(np.round(np.quantile(good.cosines, false_alarm), 4)),
        float(np.round(np.quantile(good.margins, false_alarm), 4)),
    )


def measure(scored: Scored, thresholds: Thresholds) -> Measured:
    """Return the share of pairs below the cosine threshold, and below both thresholds."""
    far = scored.cosines < thresholds.cosine
    crowded = scored.margins < thresholds.margin
    return Measured(float(np.mean(far)), float(np.mean(far & crowded)))
