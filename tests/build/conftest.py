"""What several tests of the build share."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from babelwright.catalog.model import Gates, Language
from babelwright.translation.store import Store
from support.repairing import Workshop
from support.shelf import Shelf


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    opened = Store(tmp_path / "store.sqlite")
    yield opened
    opened.close()


@pytest.fixture
def workshop(
    tmp_path: Path, languages: dict[str, Language], gates: Gates, store: Store
) -> Workshop:
    return Workshop(tmp_path, languages, gates, store)


@pytest.fixture
def shelf(tmp_path: Path, languages: dict[str, Language], store: Store) -> Shelf:
    root = tmp_path / "catalog"
    root.mkdir()
    return Shelf(root, languages, store)
