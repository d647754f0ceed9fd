"""A release's folder: complete, the same bytes from the same inputs, versioned by its rows."""

import json
import shutil
from pathlib import Path

import pyarrow.parquet as pq
import pytest

from support.projects import PAIRS, Project, make_project, sts_rows


def contents(folder: Path) -> dict[str, bytes]:
    return {
        file.relative_to(folder).as_posix(): file.read_bytes()
        for file in sorted(folder.rglob("*"))
        if file.is_file()
    }


def test_a_release_has_all_its_files(project: Project) -> None:
    assert project.build() == 0
    assert set(contents(project.release())) == {
        "CHANGELOG.md",
        "README.md",
        "SHA256SUMS",
        "data/default/test-00000-of-00001.parquet",
        "manifest.json",
        "mteb_task.py",
        "provenance.parquet",
        "rejected.parquet",
        "report.html",
    }


def test_two_builds_in_two_folders_are_identical(tmp_path: Path) -> None:
    releases = []
    for name in ("one", "another/place"):
        project = make_project(tmp_path / name)
        assert project.build() == 0
        releases.append(contents(project.release()))
    assert releases[0] == releases[1]


def test_nothing_of_the_machine_is_in_a_release(project: Project, tmp_path: Path) -> None:
    assert project.build() == 0
    for name, data in contents(project.release()).items():
        assert str(tmp_path).encode() not in data, name


def test_rows_keep_the_order_of_the_source(project: Project) -> None:
    rows = list(reversed(sts_rows()))
    project.write_rows("sts.jsonl", rows)
    assert project.build() == 0
    data = pq.read_table(project.release() / "data/default/test-00000-of-00001.parquet")
    assert data["id"].to_pylist() == [row["id"] for row in rows]
    assert data["sentence1"].to_pylist() == [PAIRS[row["sentence1"]] for row in rows]


def test_provenance_tells_of_every_released_row(project: Project) -> None:
    pairs = dict(PAIRS)
    pairs["My sister paid 250 euros for the bicycle."] = "Chị tôi đã trả 520 euro cho xe đạp."
    project.write_pairs(pairs)
    assert project.build() == 0
    provenance = pq.read_table(project.release() / "provenance.parquet").to_pylist()
    assert [row["id"] for row in provenance] == ["p0", "p2", "p3"]
    story = provenance[0]["texts"]
    assert [text["column"] for text in story] == ["sentence1", "sentence2"]
    assert {text["engine"] for text in story} == {"memory"}
    assert all(isinstance(text["cosine"], float) for text in story)
    rejected = pq.read_table(project.release() / "rejected.parquet").to_pylist()
    assert [(row["id"], row["state"], row["reason"]) for row in rejected] == [
        ("p1", "filtered", "number-changed")
    ]
    assert "250" not in json.dumps(list(rejected[0])), "no text of the row, only what was seen"


def test_a_second_release_counts_from_the_first(project: Project, tmp_path: Path) -> None:
    target = str(tmp_path / "namespace")
    project.build(push=True, to=target)
    rows = sts_rows()
    project.write_rows("sts.jsonl", rows[:3])
    assert project.build(push=True, to=target) == 0
    assert project.manifest()["version"] == "2.0.0"
    project.write_rows("sts.jsonl", rows)
    assert project.build(push=True, to=target) == 0
    manifest = project.manifest()
    assert (manifest["version"], manifest["previous"]) == ("2.1.0", "2.0.0")
    assert manifest["changes"] == [
        {"config": "default", "split": "test", "added": 1, "removed": 0, "changed": 0}
    ]
    changelog = (project.release() / "CHANGELOG.md").read_text()
    assert changelog.index("## 2.1.0") < changelog.index("## 2.0.0") < changelog.index("## 1.0.0")
    assert "1 rows added" in changelog


def test_a_changed_description_is_a_patch(project: Project, tmp_path: Path) -> None:
    target = str(tmp_path / "namespace")
    project.build(push=True, to=target)
    task = project.root / "builders/pocket/sts.toml"
    task.write_text(task.read_text().replace("fit in a pocket", "fit in two pockets"))
    assert project.build(push=True, to=target) == 0
    assert project.manifest()["version"] == "1.0.1"


def test_nothing_changed_is_no_release(project: Project, tmp_path: Path) -> None:
    target = tmp_path / "namespace"
    project.build(push=True, to=str(target))
    first = contents(project.release())
    shutil.rmtree(project.options.work)
    assert project.build(push=True, to=str(target)) == 0
    assert contents(project.release()) == first
    assert [path.name for path in (target / "PocketSTS-VN").iterdir()] == ["v1.0.0"]


@pytest.mark.parametrize("name", ["manifest.json", "README.md"])
def test_text_files_end_with_a_line_feed_and_have_no_carriage_return(
    project: Project, name: str
) -> None:
    project.build()
    data = (project.release() / name).read_bytes()
    assert data.endswith(b"\n")
    assert b"\r" not in data
