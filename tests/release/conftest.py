"""A release to look at, built once."""

from pathlib import Path

import pytest

from support.projects import PAIRS, Project, make_project


@pytest.fixture(scope="session")
def built(tmp_path_factory: pytest.TempPathFactory) -> Project:
    """The pocket project with one row filtered, built. Tests must not change it."""
    project = make_project(tmp_path_factory.mktemp("built"))
    pairs = dict(PAIRS)
    pairs["The train to the coast was late again."] = "Chuyến tàu ra bờ biển trễ 99 phút, số 1234."
    del pairs["The contract does not mention a deposit."]
    project.write_pairs({**pairs, "The contract does not mention a deposit.": "Hợp đồng ((("})
    assert project.build() == 0
    return project


@pytest.fixture
def release(built: Project, tmp_path: Path) -> Path:
    """A copy of the release that a test may break."""
    import shutil

    copy = tmp_path / "release"
    shutil.copytree(built.release(), copy)
    return copy
