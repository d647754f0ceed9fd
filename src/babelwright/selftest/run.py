"""Runs the selftest of a language: opens what it needs, plants, and returns what was seen."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from babelwright.catalog.model import Catalog, Language
from babelwright.catalog.planted import PlantedWords
from babelwright.checks.planted.base import Kind
from babelwright.checks.planted.kinds import KINDS
from babelwright.errors import MissingExtra
from babelwright.fidelity.embedder import Embedder
from babelwright.judging import make_judge
from babelwright.selftest.good import Good, NoPairs, sample_pairs
from babelwright.selftest.measure import Measured, measure
from babelwright.selftest.options import collapsed_options
from babelwright.selftest.surroundings import surroundings

SEED = 42
RATE = 0.5
# Pairs of a language that are taken at most.
SAMPLE = 60


@dataclass(frozen=True)
class Settings:
    """How defects are planted: which, how densely, and in how many pairs (0: in all)."""

    seed: int = SEED
    rate: float = RATE
    sample: int = SAMPLE


def selftest(
    catalog: Catalog,
    languages: tuple[Language, Language],
    good: Good,
    planted: Mapping[str, PlantedWords],
    embedder: Embedder,
    *,
    settings: Settings,
    kinds: Sequence[Kind] | None = None,
) -> Measured:
    """Plant defects of every kind in good pairs and return what was seen of them.

    Args:
        catalog: For the checks' thresholds, and the languages that a text could be in.
        languages: Of sources and targets.
        good: The good pairs.
        planted: Words to plant, by language.
        embedder: For fidelity.
        settings: How defects are planted.
        kinds: What is planted; None for every kind, questions with collapsed options included.
    """
    drawn = good.sample(settings.sample, settings.seed)
    around = surroundings(drawn, _spare(catalog, languages), languages, catalog.languages, planted)
    judge = make_judge(catalog, embedder, *languages)
    if kinds is not None:
        return measure(judge, around, kinds, settings.seed, settings.rate)
    found = measure(judge, around, KINDS, settings.seed, settings.rate)
    options = collapsed_options(drawn.pairs, catalog.gates, settings.seed, settings.rate)
    return Measured(found.alarms, (*found.recalls, options))


def _spare(catalog: Catalog, languages: tuple[Language, Language]) -> Good | None:
    """Return the samples' pairs, for texts in languages that the good pairs have none in."""
    try:
        return sample_pairs(catalog, *languages)
    except (NoPairs, MissingExtra):
        return None
