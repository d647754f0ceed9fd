"""Loads what the selftest needs of a catalog, and says everything that is wrong with it at once."""

from collections.abc import Mapping
from typing import NamedTuple

from babelwright.catalog.floors import Floors, load_floors
from babelwright.catalog.model import Rooms
from babelwright.catalog.planted import PlantedWords, load_planted
from babelwright.catalog.schema import Schemas
from babelwright.errors import CatalogError


class Selftest(NamedTuple):
    """Words to plant, by language, and the floors; None where none are recorded."""

    planted: Mapping[str, PlantedWords]
    floors: Floors | None


def load_selftest(rooms: Rooms) -> Selftest:
    """Read `planted/` and `floors.toml` of the catalog's `validation/`.

    Raises:
        CatalogError: With every problem of every file.
    """
    schemas = Schemas(rooms.schemas)
    planted, problems = load_planted(rooms.validation, schemas)
    floors, others = load_floors(rooms.validation, schemas)
    if problems or others:
        raise CatalogError((*problems, *others))
    return Selftest(planted, floors)
