"""What is said of parallel tables: bound to the one table, pair by pair."""

import json
import shutil
from copy import deepcopy
from pathlib import Path
from typing import Any

import pytest

from babelwright.catalog.locate import bundled_root
from babelwright.catalog.model import Catalog
from babelwright.catalog.schema import Schemas
from babelwright.release.described import false_descriptions
from babelwright.release.verify import verify
from support.north import make_north, rows
from support.projects import Project


@pytest.fixture
def project(tmp_path: Path) -> Project:
    return make_north(tmp_path)


def problems(project: Project, manifest: dict[str, Any]) -> list[str]:
    return list(false_descriptions(manifest, project.release("North")))


def lenient() -> str:
    """Return the gates, with only mteb's checks hard."""
    gates = (bundled_root() / "validation/gates.toml").read_text(encoding="utf-8")
    lines = (
        line if line.startswith("mteb-") else line.replace('"hard"', '"info"')
        for line in gates.splitlines()
    )
    return "\n".join(lines) + "\n"


def test_languages_in_another_order_are_described_as_they_are_released(
    project: Project, schemas: Schemas, catalog: Catalog
) -> None:
    project.write_rows("swe.jsonl", rows("sv", "swe")[::-1])
    assert project.build() == 0
    manifest = project.manifest("North")
    assert problems(project, manifest) == []
    hashes = {part["profile"]["tables"][0]["row_hash"] for part in manifest["parts"]}
    assert len(hashes) == 2
    held = verify(project.release("North"), schemas, catalog.rooms.cards)
    assert [each.problems for each in held if not each.holds] == []


def test_forged_numbers_of_a_language_and_of_a_pair_are_found(project: Project) -> None:
    assert project.build() == 0
    forged = deepcopy(project.manifest("North"))
    forged["parts"][1]["profile"]["tables"][0]["row_hash"] = "0" * 64
    forged["pair_statistics"]["dan_Latn-swe_Latn"]["test"]["unique_pairs"] = 3
    found = problems(project, forged)
    assert len(found) == 2
    assert found[0].startswith("sv profile.tables.0.row_hash is ")
    assert found[1] == (
        "pair_statistics.dan_Latn-swe_Latn.test.unique_pairs is 4, the manifest says 3"
    )


def test_a_split_of_a_parallel_table_that_is_not_described_is_found(project: Project) -> None:
    assert project.build() == 0
    manifest = project.manifest("North")
    manifest["parts"][0]["profile"]["tables"][0]["split"] = "dev"
    found = problems(project, manifest)
    assert found[:2] == [
        "da rows dev: its statistics are those of other rows",
        "da rows test: its statistics are those of other rows",
    ]


def test_pairs_that_no_build_has_are_held_to_mtebs_checks(
    project: Project, capsys: pytest.CaptureFixture[str]
) -> None:
    # Two different English sentences, each with the same translations.
    for file, code, column in (("da.jsonl", "da", "da"), ("swe.jsonl", "sv", "swe")):
        made = rows(code, column)
        project.write_rows(file, [*made, {**made[0], "id": "again", "en": "Fresh bread again!"}])
    shutil.copytree(bundled_root() / "validation", project.root / "validation")
    project.write("validation/gates.toml", lenient())
    assert project.build() == 1
    error = json.loads(capsys.readouterr().out)["tasks"][0]["error"]
    assert (
        "mteb-duplicate-pairs: dan_Latn-swe_Latn, test, unique_pairs: 4 different pairs of 5"
        in error
    )
    assert not project.release("North").exists()
