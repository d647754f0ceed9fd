"""What a selftest in a test needs: the shipped embedder, words, and good pairs."""

from collections.abc import Mapping, Sequence
from functools import cache

from babelwright.catalog.locate import bundled_root
from babelwright.catalog.model import Catalog
from babelwright.catalog.planted import PlantedWords
from babelwright.catalog.selftest import load_selftest
from babelwright.checks.planted.base import Pair
from babelwright.fidelity.embedder import Embedder
from babelwright.fidelity.open import open_embedder
from babelwright.selftest.good import Good


@cache
def static() -> Embedder:
    """Return the embedder that the catalog ships."""
    return open_embedder("static-1", bundled_root() / "models")


def words(catalog: Catalog) -> Mapping[str, PlantedWords]:
    """Return the catalog's words to plant."""
    return load_selftest(catalog.rooms).planted


def good_pairs(rows: Sequence[tuple[str, str]]) -> Good:
    """Return pairs with texts in no other language."""
    return Good(tuple(Pair(*row) for row in rows), {}, "a test")
