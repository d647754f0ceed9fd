"""Finds the folders of the catalog: those one stands in, else those the package carries."""

from pathlib import Path

from babelwright.catalog.model import Rooms
from babelwright.errors import UsageError

NAMES = ("builders", "languages", "schemas", "validation", "cards", "models")


def bundled_root() -> Path:
    """Return the folder that holds the bundled catalog: in the wheel, or the clone it runs from."""
    package = Path(__file__).resolve().parent.parent
    carried = package / "_catalog"
    return carried if carried.is_dir() else package.parent.parent


def rooms(folder: Path) -> Rooms:
    """Return the rooms for a catalog folder; a room it lacks comes from the bundled catalog.

    `schemas`, `cards` and `models` alone do not make a folder a catalog: without `builders`,
    everything is the bundled catalog's.

    Raises:
        UsageError: `folder` is not a folder.
    """
    if not folder.is_dir():
        raise UsageError(
            f"{folder} is not a folder",
            hint="--catalog takes a folder with builders/ in it, or one catalog file (.toml)",
        )
    bundled = bundled_root()
    own = folder if (folder / "builders").is_dir() else bundled
    found = {name: _room(name, own, bundled) for name in NAMES}
    return Rooms(**found)


def _room(name: str, own: Path, bundled: Path) -> Path:
    return own / name if (own / name).is_dir() else bundled / name
