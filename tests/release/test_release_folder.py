"""A folder of releases whose last one is damaged: nothing is counted from it."""

import json
from collections.abc import Callable
from pathlib import Path

import pytest

from support.projects import Project


@pytest.fixture
def last(project: Project) -> Path:
    assert project.build(push=True, to=str(project.root / "namespace")) == 0
    return project.root / "namespace/PocketSTS-VN/v1.0.0"


def _other_version(folder: Path) -> None:
    file = folder / "manifest.json"
    file.write_text(json.dumps(json.loads(file.read_text()) | {"version": "1.2.3"}))


DAMAGE: dict[str, tuple[Callable[[Path], object], str]] = {
    "gone": (lambda folder: (folder / "manifest.json").unlink(), "No such file or directory"),
    "no json": (lambda folder: (folder / "manifest.json").write_text("{"), "Expecting property"),
    "empty": (lambda folder: (folder / "manifest.json").write_text("{}"), "its manifest is none"),
    "a list": (lambda folder: (folder / "manifest.json").write_text("[]"), "its manifest is none"),
    "another": (_other_version, "its manifest is that of version 1.2.3"),
    "half": (lambda folder: (folder / "CHANGELOG.md").unlink(), "CHANGELOG.md is missing"),
}


@pytest.mark.parametrize("damage", DAMAGE)
def test_no_version_is_counted_from_a_damaged_release(
    project: Project, last: Path, damage: str, capsys: pytest.CaptureFixture[str]
) -> None:
    do, reason = DAMAGE[damage]
    do(last)
    assert project.build(push=True, to=str(project.root / "namespace")) == 1
    said = capsys.readouterr().err
    assert f"{last}/manifest.json: the last release there cannot be read: {reason}" in said
    assert "Restore it or move it away" in said
    assert "unforeseen" not in said
    assert [path.name for path in last.parent.iterdir()] == ["v1.0.0"]
