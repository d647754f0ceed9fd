"""Verify: every promise of a release, and which file breaks it."""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from babelwright.catalog.model import Catalog
from babelwright.catalog.schema import Schemas
from babelwright.errors import VerifyError
from babelwright.hashes import sha256
from babelwright.release.bundle import to_json
from babelwright.release.verify import verify

FILES = (
    "CHANGELOG.md",
    "README.md",
    "SHA256SUMS",
    "data/default/test-00000-of-00001.parquet",
    "manifest.json",
    "mteb_task.py",
    "provenance.parquet",
    "rejected.parquet",
    "report.html",
)


@pytest.fixture
def problems(catalog: Catalog, schemas: Schemas) -> Callable[[Path], list[str]]:
    def found(folder: Path) -> list[str]:
        held = verify(folder, schemas, catalog.rooms.cards)
        return [problem for each in held for problem in each.problems]

    return found


def edit(release: Path, change: Callable[[dict[str, Any]], None]) -> None:
    """Change the manifest and make the checksums fit again, as a forger would."""
    file = release / "manifest.json"
    manifest = json.loads(file.read_text())
    change(manifest)
    file.write_text(to_json(manifest))
    sums = release / "SHA256SUMS"
    lines = [line.split("  ") for line in sums.read_text().splitlines()]
    sums.write_text("".join(f"{sha256(release / name)}  {name}\n" for _, name in lines))


def test_a_release_as_it_was_written_holds(
    release: Path, problems: Callable[[Path], list[str]]
) -> None:
    assert problems(release) == []


def test_the_list_of_files_is_complete(release: Path) -> None:
    found = {p.relative_to(release).as_posix() for p in release.rglob("*") if p.is_file()}
    assert found == set(FILES)


@pytest.mark.parametrize("name", FILES)
@pytest.mark.parametrize("place", [0.0, 0.5, 1.0], ids=["first", "middle", "last"])
def test_one_flipped_bit_names_its_file(
    release: Path, problems: Callable[[Path], list[str]], name: str, place: float
) -> None:
    file = release / name
    data = bytearray(file.read_bytes())
    data[round(place * (len(data) - 1))] ^= 1
    file.write_bytes(bytes(data))
    try:
        found = problems(release)
    except VerifyError as error:
        found = [str(error)]
    assert any(name in problem for problem in found), found


@pytest.mark.parametrize("name", FILES)
def test_a_missing_file_is_named(
    release: Path, problems: Callable[[Path], list[str]], name: str
) -> None:
    (release / name).unlink()
    try:
        found = problems(release)
    except VerifyError as error:
        found = [str(error)]
    assert any(name in problem for problem in found), found


def test_a_file_too_many_is_named(release: Path, problems: Callable[[Path], list[str]]) -> None:
    (release / "data/default/extra.parquet").write_bytes(b"")
    found = problems(release)
    assert any("data/default/extra.parquet" in problem for problem in found), found


def test_what_the_hub_adds_is_not_held_against_a_release(
    release: Path, problems: Callable[[Path], list[str]]
) -> None:
    (release / ".gitattributes").write_text("*.parquet filter=lfs\n")
    (release / ".cache/huggingface").mkdir(parents=True)
    (release / ".cache/huggingface/x.metadata").write_text("1")
    assert problems(release) == []


def _more_released(manifest: dict[str, Any]) -> None:
    manifest["parts"][0]["ledger"]["counts"][0]["released"] += 1


def _fewer_source(manifest: dict[str, Any]) -> None:
    manifest["parts"][0]["ledger"]["counts"][0]["source"] -= 1


def _other_licence(manifest: dict[str, Any]) -> None:
    manifest["licence"] = "mit"


def _other_version(manifest: dict[str, Any]) -> None:
    manifest["version"] = "9.0.0"


def _other_rows(manifest: dict[str, Any]) -> None:
    manifest["configs"][0]["splits"][0]["rows"] += 1


def _no_signature(manifest: dict[str, Any]) -> None:
    del manifest["signature"]


def _unknown_key(manifest: dict[str, Any]) -> None:
    manifest["note"] = "hello"


@pytest.mark.parametrize(
    ("change", "broken"),
    [
        (_more_released, "source = released"),
        (_fewer_source, "source = released"),
        (_other_licence, "card"),
        (_other_version, "card"),
        (_other_rows, "rows and their content"),
        (_no_signature, "form that its schema"),
        (_unknown_key, "form that its schema"),
    ],
)
def test_a_forged_manifest_breaks_a_promise(
    release: Path,
    catalog: Catalog,
    schemas: Schemas,
    change: Callable[[dict[str, Any]], None],
    broken: str,
) -> None:
    edit(release, change)
    held = verify(release, schemas, catalog.rooms.cards)
    assert any(broken in each.promise for each in held if not each.holds)


def test_a_row_changed_together_with_all_its_checksums_is_found(
    release: Path, problems: Callable[[Path], list[str]]
) -> None:
    file = release / FILES[3]
    table = pq.read_table(file)
    scores = pa.array([score / 2 for score in table["score"].to_pylist()])
    pq.write_table(table.set_column(3, "score", scores), file)

    def fit(manifest: dict[str, Any]) -> None:
        manifest["files"][FILES[3]] = {"sha256": sha256(file), "bytes": file.stat().st_size}

    edit(release, fit)
    assert any("content differs" in problem for problem in problems(release))


def test_a_folder_without_a_manifest_is_no_release(
    tmp_path: Path, problems: Callable[[Path], list[str]]
) -> None:
    with pytest.raises(VerifyError, match="no readable manifest"):
        problems(tmp_path)
