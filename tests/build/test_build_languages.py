"""Tasks in several languages: texts that stay in the source's, and rows that all of them have."""

import json
from pathlib import Path
from typing import Any

import pyarrow.parquet as pq
import pytest

from babelwright.build.progress import Silent
from babelwright.build.translating import translate_texts
from babelwright.ledger import Ledger
from support.engines import TableEngine
from support.north import ROWS, make_north, rows
from support.projects import Project
from support.repairing import Workshop, write_texts


@pytest.fixture
def project(tmp_path: Path) -> Project:
    return make_north(tmp_path)


def table(project: Project) -> list[dict[str, Any]]:
    file = project.release("North") / "data/default/test-00000-of-00001.parquet"
    found: list[dict[str, Any]] = pq.read_table(file).to_pylist()
    return found


def test_parallel_bitext_is_one_table_with_a_column_a_language(project: Project) -> None:
    assert project.build() == 0
    assert table(project) == [
        {"id": f"r{n}", "eng_Latn": en, "dan_Latn": da, "swe_Latn": sv}
        for n, (en, da, sv) in enumerate(zip(ROWS["en"], ROWS["da"], ROWS["sv"], strict=True))
    ]
    manifest = project.manifest("North")
    assert [(config["config"], config["languages"]) for config in manifest["configs"]] == [
        ("default", ["da", "sv"])
    ]


def test_a_row_that_one_language_loses_leaves_the_others_with_that_reason(
    project: Project,
) -> None:
    broken = rows("sv", "swe")
    broken[1]["swe"] = "Min granne har bott i samma lägenhet i 72 år."
    project.write_rows("swe.jsonl", broken)
    assert project.build() == 0
    assert [row["id"] for row in table(project)] == ["r0", "r2", "r3"]
    parts = {part["language"]: part for part in project.manifest("North")["parts"]}
    reasons = {
        code: [(each["reason"], each["rows"]) for each in part["ledger"]["reasons"]]
        for code, part in parts.items()
    }
    assert reasons == {"da": [("not-parallel", 1)], "sv": [("number-changed", 1)]}
    rejected = pq.read_table(project.release("North") / "rejected.parquet").to_pylist()
    assert [(row["language"], row["id"], row["reason"]) for row in rejected] == [
        ("da", "r1", "not-parallel"),
        ("sv", "r1", "number-changed"),
    ]
    assert rejected[0]["detail"] == "not in sv"
    for part in parts.values():
        (count,) = part["ledger"]["counts"]
        assert (count["source"], count["released"], count["filtered"]) == (4, 3, 1)
        assert part["statistics"]["test"]["num_samples"] == 3


def test_a_build_that_was_aligned_is_not_done_again(project: Project) -> None:
    broken = rows("da", "da")
    broken[0]["da"] = ""
    project.write_rows("da.jsonl", broken)
    assert project.build() == 0
    folders = sorted(project.options.work.glob("builds/North-sv-*/5-aligned-*"))
    assert len(folders) == 1
    before = folders[0].stat().st_mtime_ns
    assert Ledger(folders[0] / "ledger").counts()[0].filtered == 1
    assert project.build() == 0
    assert folders[0].stat().st_mtime_ns == before
    assert project.manifest("North")["version"] == "1.0.0"


def test_one_id_for_two_sentences_is_refused_with_the_row(
    project: Project, capsys: pytest.CaptureFixture[str]
) -> None:
    other = rows("sv", "swe")
    other[2]["en"] = "The court dismissed the appeal because it came too late."
    project.write_rows("swe.jsonl", other)
    assert project.build() == 1
    error = json.loads(capsys.readouterr().out)["tasks"][0]["error"]
    assert "one id stands for different sentences in two languages: 'r2'" in error
    assert not project.release("North").exists()


def test_kept_texts_are_judged_in_their_own_language_and_never_sent(workshop: Workshop) -> None:
    file, out = workshop.folder / "texts.parquet", workshop.folder / "decisions.parquet"
    english = "The library on the square closes at six in the evening on Sundays."
    foreign = "Thư viện trên quảng trường đóng cửa lúc sáu giờ tối vào các ngày Chủ nhật."
    write_texts(
        file,
        [("A question?", None), (None, f" {english}"), (None, foreign)],
        kept=(1, 2),
    )
    engine = TableEngine({"A question?": ("Một câu hỏi?",)})
    loop = workshop.loop(engine, attempts=1)
    translate_texts(file, loop, workshop.own(), Silent(), out)
    made, kept, wrong = pq.read_table(out).to_pylist()
    assert made["target"] == "Một câu hỏi?"
    assert (kept["state"], kept["engine"], kept["target"]) == ("accepted", "given", f" {english}")
    assert wrong["state"] == "rejected"
    assert [unit for units, _ in engine.asked for unit in units] == ["A question?"]
