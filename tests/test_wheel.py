"""The wheel carries the catalog, and works where no clone is."""

import os
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent


@pytest.fixture(scope="module")
def unpacked(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The wheel's content in a folder of its own."""
    pytest.importorskip("hatchling")
    folder = tmp_path_factory.mktemp("wheel")
    subprocess.run(
        [sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", str(folder)],
        cwd=ROOT,
        check=True,
        capture_output=True,
    )
    (wheel,) = folder.glob("*.whl")
    with zipfile.ZipFile(wheel) as archive:
        archive.extractall(folder / "site")
    return folder / "site"


def babelwright(site: Path, cwd: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "babelwright", *arguments],
        cwd=cwd,
        env={**os.environ, "PYTHONPATH": str(site)},
        capture_output=True,
        text=True,
        check=False,
    )


def test_it_carries_every_room_of_the_catalog(unpacked: Path) -> None:
    carried = unpacked / "babelwright/_catalog"
    for name in ("builders", "languages", "schemas", "validation", "cards", "samples"):
        ours = {p.relative_to(ROOT / name) for p in (ROOT / name).rglob("*") if p.is_file()}
        theirs = {p.relative_to(carried / name) for p in (carried / name).rglob("*") if p.is_file()}
        assert theirs == ours
    assert (carried / "models/static-1/model.safetensors").is_file()
    assert not list(carried.rglob("*.py")), "no training scripts in the wheel"


def test_it_is_typed(unpacked: Path) -> None:
    assert (unpacked / "babelwright/py.typed").is_file()


def test_the_bundled_catalog_is_used_where_there_is_none(unpacked: Path, tmp_path: Path) -> None:
    done = babelwright(unpacked, tmp_path, "list", "--lang", "vi")
    assert done.returncode == 0, done.stderr
    assert "SampleSTS-VN" in done.stdout


def test_the_samples_build_from_the_wheel(unpacked: Path, tmp_path: Path) -> None:
    done = babelwright(
        unpacked, tmp_path, "build", "--lang", "vi", "--offline", "--task", "SampleSTS-VN"
    )
    assert done.returncode == 0, done.stderr
    assert (tmp_path / "releases/SampleSTS-VN/README.md").is_file()
