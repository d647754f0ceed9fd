"""Fixtures that all tests share: the bundled catalog and its parts."""

from pathlib import Path

import pytest

from babelwright.catalog.load import load_catalog
from babelwright.catalog.locate import bundled_root
from babelwright.catalog.model import Catalog, Gates, Language
from babelwright.catalog.schema import Schemas
from support.projects import Project, make_project


@pytest.fixture(scope="session")
def catalog() -> Catalog:
    return load_catalog(bundled_root())


@pytest.fixture(scope="session")
def languages(catalog: Catalog) -> dict[str, Language]:
    return dict(catalog.languages)


@pytest.fixture(scope="session")
def gates(catalog: Catalog) -> Gates:
    return catalog.gates


@pytest.fixture(scope="session")
def schemas(catalog: Catalog) -> Schemas:
    return Schemas(catalog.rooms.schemas)


@pytest.fixture
def project(tmp_path: Path) -> Project:
    return make_project(tmp_path)
