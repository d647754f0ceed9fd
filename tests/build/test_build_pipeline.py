"""One task in one language, from source to finished tables: what is released and what is told."""

from pathlib import Path

import pytest

from support.projects import PAIRS, sts_rows
from support.sites import Result, site_of

TEXTS_OF = list(PAIRS)


def fateful(root: Path) -> Result:
    site = site_of(root)
    pairs = dict(PAIRS)
    del pairs[TEXTS_OF[5]]  # p2 fails
    pairs[TEXTS_OF[2]] = pairs[TEXTS_OF[2]].replace("250", "260")  # p1 is filtered
    pairs[TEXTS_OF[6]] = "Hôm qua không ai nghe điện thoại cả ((."  # p3 is filtered
    collapsed = {"A big boat.": "Con tàu lớn.", "A large ship.": "Con tàu lớn."}
    rows = sts_rows()
    first, second = collapsed
    rows.insert(1, {"id": "q", "sentence1": first, "sentence2": second, "score": 3.0})
    rows.append({"id": "n", "sentence1": "7 + 5", "sentence2": TEXTS_OF[0], "score": 0.0})
    site.project.write_pairs({**pairs, **collapsed})
    site.project.write_rows("sts.jsonl", rows)
    built = site.build()
    site.store.close()
    return Result(built, site.heard.stages)


@pytest.fixture(scope="module")
def result(tmp_path_factory: pytest.TempPathFactory) -> Result:
    return fateful(tmp_path_factory.mktemp("one"))


def test_every_row_is_released_or_has_a_reason_and_the_sums_add_up(result: Result) -> None:
    (count,) = result.facts["ledger"]["counts"]
    assert count == {
        "table": "rows",
        "split": "test",
        "source": 6,
        "released": 2,
        "filtered": 3,
        "failed": 1,
        "unsampled": 0,
    }
    assert count["released"] == len(result.rows("tables/rows.test.parquet"))
    assert count["filtered"] + count["failed"] == len(result.rows("rejected.parquet"))
    reasons = result.facts["ledger"]["reasons"]
    assert sum(each["rows"] for each in reasons if each["state"] != "flagged") == 4


def test_the_rows_that_left_say_why_and_have_no_text(result: Result) -> None:
    rejected = result.rows("rejected.parquet")
    assert [(row["id"], row["state"], row["reason"]) for row in rejected] == [
        ("q", "filtered", "pair-collapsed"),
        ("p1", "filtered", "number-changed"),
        ("p2", "failed", "no-translation"),
        ("p3", "filtered", "brackets"),
    ]
    details = {row["id"]: row["detail"] for row in rejected}
    assert details["p1"].startswith("sentence1: ")
    assert details["p2"] == "sentence2: memory: no memory has it"
    assert list(rejected[0]) == ["table", "split", "id", "state", "reason", "detail"]


def test_the_released_rows_are_translated_whole_in_the_order_of_the_source(result: Result) -> None:
    assert result.rows("tables/rows.test.parquet") == [
        {
            "id": "p0",
            "sentence1": PAIRS[TEXTS_OF[0]],
            "sentence2": PAIRS[TEXTS_OF[1]],
            "score": 4.5,
        },
        {"id": "n", "sentence1": "7 + 5", "sentence2": PAIRS[TEXTS_OF[0]], "score": 0.0},
    ]


def test_one_text_is_one_wherever_it_stands(result: Result) -> None:
    pairs = result.rows("pairs.parquet")
    assert len({pair["source"] for pair in pairs}) == len(pairs) == 11
    assert result.stages == [
        "reading",
        "translating 11",
        "checking and repairing 11",
        "closing and validating",
    ]


def test_provenance_has_the_released_rows_alone(result: Result) -> None:
    told = result.rows("provenance.parquet")
    assert [row["id"] for row in told] == ["p0", "n"]
    assert [[text["engine"] for text in row["texts"]] for row in told] == [
        ["memory", "memory"],
        ["copy", "memory"],
    ]


def test_the_facts_tell_what_the_texts_came_from(result: Result) -> None:
    translation = result.facts["translation"]
    assert translation["texts"] == {"accepted": 8, "failed": 1, "rejected": 2}
    assert [(each["name"], each["used"]) for each in translation["engines"]] == [("memory", True)]
    assert result.facts["fidelity"]["judged"] == 9
    assert result.facts["specification"]["limit"] is None
    assert all(
        each["success"] for one in result.facts["expectations"] for each in one["expectations"]
    )


def test_the_same_inputs_give_the_same_bytes_in_another_folder(
    result: Result, tmp_path: Path
) -> None:
    again = fateful(tmp_path / "another folder")
    assert again.built.key == result.built.key
    assert again.files.keys() == result.files.keys()
    assert [name for name in again.files if again.files[name] != result.files[name]] == []


def test_nothing_of_the_folder_or_the_machine_is_in_what_is_finished(result: Result) -> None:
    root = result.built.folder.parents[3]
    traces = [str(root), str(Path.home()), str(Path(__file__).parent)]
    for name, content in result.files.items():
        assert not [trace for trace in traces if trace.encode() in content], name
