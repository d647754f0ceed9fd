"""What is built anew and what is not; what stops a build, and what it leaves."""

import json
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from babelwright.build.pipeline import DECIDED, FINISHED, SOURCE, TEXTS
from babelwright.errors import EngineError, SourceError, ValidationFailed
from support.catalogs import replaced
from support.projects import PAIRS, STS, sts_rows
from support.sites import Result, Site, site_of

STAGES = [SOURCE, TEXTS, DECIDED, FINISHED]


@pytest.fixture
def site(tmp_path: Path) -> Iterator[Site]:
    made = site_of(tmp_path)
    yield made
    made.store.close()


def bytes_of(folder: Path) -> dict[str, tuple[bytes, int]]:
    return {
        file.relative_to(folder).as_posix(): (file.read_bytes(), file.stat().st_mtime_ns)
        for file in sorted(folder.rglob("*"))
        if file.is_file() and file.name != "lock"
    }


def test_a_second_build_does_nothing(site: Site) -> None:
    first = site.build()
    before = bytes_of(first.folder.parent)
    again = site.build()
    assert (first.resumed, again.resumed) == (False, True)
    assert (again.folder, again.key) == (first.folder, first.key)
    assert site.heard.stages == []
    assert bytes_of(first.folder.parent) == before


@pytest.mark.parametrize("kept", [1, 2, 3])
def test_what_is_finished_is_not_done_again(site: Site, kept: int) -> None:
    first = site.build()
    before = bytes_of(first.folder.parent)
    for stage in STAGES[kept:]:
        shutil.rmtree(first.folder.parent / stage)
    (first.folder.parent / f"{STAGES[kept]}.part").mkdir()
    (first.folder.parent / f"{STAGES[kept]}.part" / "half").write_text("x", encoding="utf-8")
    again = site.build()
    after = bytes_of(first.folder.parent)
    assert again.resumed is False
    assert {name: content for name, (content, _) in after.items()} == {
        name: content for name, (content, _) in before.items()
    }
    written = {name.split("/")[0] for name in before if before[name] != after[name]}
    assert sorted(written) == STAGES[kept:]


@pytest.mark.parametrize(
    ("change", "rebuilt"), [("task", True), ("memory", True), ("readme", False)]
)
def test_what_decides_is_built_anew_beside_the_old_and_nothing_else(
    site: Site, change: str, rebuilt: bool
) -> None:
    first = site.build()
    if change == "task":
        text = replaced(STS, ("in a pocket.", "in a bag."))
        site.project.write("builders/pocket/sts.toml", text)
    elif change == "memory":
        site.project.write_pairs({**PAIRS, "One more.": "Thêm một."})
    else:
        site.project.write("README.md", "A catalog.\n")
        site.project.write("builders/pocket/sts.toml", f"# A comment.\n{STS}")
    again = site.build()
    assert (again.folder != first.folder) is rebuilt
    assert again.resumed is not rebuilt
    assert first.folder.is_dir()


def test_a_source_that_is_not_what_was_reviewed_leaves_nothing_finished(site: Site) -> None:
    splits = 'splits   = { test = "test" }'
    expect = replaced(STS, (splits, f"{splits}\nexpect   = {{ test = 5 }}"))
    site.project.write("builders/pocket/sts.toml", expect)
    told = site.refused(SourceError)
    assert "builders/pocket/sts.toml: the source has 4 rows" in told
    (folder,) = (site.project.options.work / "builds").iterdir()
    assert not [path for path in folder.iterdir() if path.name in STAGES]


def test_a_row_that_breaks_its_schema_stops_the_build_and_is_listed(site: Site) -> None:
    rows, name = sts_rows(), "p" * 513
    rows[2]["id"] = name
    site.project.write_rows("sts.jsonl", rows)
    told = site.refused(ValidationFailed)
    assert "1 row or table fails validation:" in told
    assert "is longer than 512 characters" in told
    (folder,) = (site.project.options.work / "builds").iterdir()
    assert not (folder / FINISHED).exists()
    (failure,) = json.loads((folder / "validation-failures.json").read_text("utf-8"))
    assert (failure["row"], failure["split"]) == (name, "test")

    site.project.write_rows("sts.jsonl", sts_rows())
    assert site.build().resumed is False


def test_no_engine_is_told_before_anything_is_read(site: Site) -> None:
    (site.project.root / "memory.jsonl").unlink()
    told = site.refused(EngineError)
    assert told.startswith("no engine can translate English to Vietnamese:\n")
    assert "there is no file 'memory.jsonl'" in told
    assert site.heard.stages == []


def test_what_is_collected_needs_no_engine_and_is_told_as_given(site: Site) -> None:
    (site.project.root / "memory.jsonl").unlink()
    collected = replaced(
        STS,
        ('"translate"', '"collect"'),
        ('language = "en"', 'language = "vi"'),
        ("A few sentence pairs that fit in a pocket.", "Pairs that were written in Vietnamese."),
    )
    site.project.write("builders/pocket/sts.toml", collected)
    rows = [
        {**row, "sentence1": PAIRS[row["sentence1"]], "sentence2": PAIRS[row["sentence2"]]}
        for row in sts_rows()
    ]
    site.project.write_rows("sts.jsonl", rows)
    built = Result(site.build(), [])
    assert built.rows("tables/rows.test.parquet") == rows
    assert built.facts["fidelity"] is None
    assert built.facts["translation"]["engines"] == []
    assert [each["engine"] for each in built.facts["translation"]["accepted_from"]] == ["given"]
    assert site.heard.stages == ["reading", "checking 8", "closing and validating"]


def test_a_limit_builds_its_own_rows_beside_the_whole(site: Site) -> None:
    limited = Result(site.build(limit=2), [])
    assert [row["id"] for row in limited.rows("tables/rows.test.parquet")] == ["p0", "p1"]
    assert limited.facts["specification"]["limit"] == 2
    whole = site.build()
    assert whole.folder != limited.built.folder
    assert whole.resumed is False
