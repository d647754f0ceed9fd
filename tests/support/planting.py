"""Plants defects in the tests' good translations."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from functools import cache
from random import Random

from babelwright.catalog.load import load_catalog
from babelwright.catalog.locate import bundled_root
from babelwright.catalog.model import Catalog
from babelwright.catalog.planted import PlantedWords
from babelwright.catalog.selftest import load_selftest
from babelwright.checks.planted.base import Kind, Others, Pair, words_of
from babelwright.checks.planted.kinds import KINDS
from support.parallel import pairs, texts

# A language that is wrong for each, and one in another script.
WRONG_LANGUAGE = {"vi": "fr", "ar": "fr", "sv": "fr", "fr": "sv"}
WRONG_SCRIPT = {"vi": "ar", "ar": "vi", "sv": "ar", "fr": "ar"}


def kind_of(name: str) -> Kind:
    """Return a kind by its id."""
    return next(kind for kind in KINDS if kind.id == name)


@cache
def bundled() -> tuple[Catalog, Mapping[str, PlantedWords]]:
    """Return the bundled catalog, and its words to plant."""
    catalog = load_catalog(bundled_root())
    return catalog, load_selftest(catalog.rooms).planted


def others_of(code: str, rows: Sequence[tuple[str, str]], row: int = 0) -> Others:
    """Return what defects in translations from English are made from."""
    catalog, words = bundled()
    return Others(
        languages=(catalog.languages["en"], catalog.languages[code]),
        source_words=words_of(words, "en"),
        words=words_of(words, code),
        pairs=tuple(Pair(*each) for each in rows),
        row=row,
    )


def plant(name: str, code: str, source: str, target: str, *, seed: int = 0) -> str | None:
    """Plant a defect in one pair, as it is; the batch has one more."""
    around = others_of(code, [(source, target), ("Another one.", "x y z")])
    return kind_of(name).plant(Pair(source, target), around, Random(seed))  # noqa: S311


def planted(name: str, code: str, seed: int = 0) -> list[tuple[str, str]]:
    """Plant a defect in all of the tests' translations that it can be planted in."""
    kind, good = kind_of(name), pairs(code)
    found = []
    for row, each in enumerate(good):
        rng = Random(f"{seed}/{name}/{row}")  # noqa: S311
        around = _with_texts(code, others_of(code, good, row))
        pair: Pair | None = Pair(*each)
        if kind.prepare:
            pair = kind.prepare(Pair(*each), around, rng)
        spoilt = kind.plant(pair, around, rng) if pair else None
        if pair and spoilt is not None:
            found.append((pair.source, spoilt))
    return found


def _with_texts(code: str, others: Others) -> Others:
    if code not in WRONG_LANGUAGE:
        return others
    return replace(
        others,
        neighbour=texts(WRONG_LANGUAGE[code])[others.row],
        stranger=texts(WRONG_SCRIPT[code])[others.row],
    )
