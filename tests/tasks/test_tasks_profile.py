"""What mteb's statistics lack: lengths, languages, scripts, near-duplicates, judgements."""

import json
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from babelwright.catalog.model import Language
from babelwright.hashes import row_content_hash
from babelwright.tasks.profile import (
    PERCENTILES,
    Identification,
    _percentiles,
    identification,
)
from babelwright.tasks.registry import task_types
from babelwright.tasks.released import describe
from support.described import described, write_released
from support.parallel import texts as sentences

VIETNAMESE = "Thư viện mở cửa lúc chín giờ sáng và đóng cửa rất muộn vào buổi tối."
SWEDISH = "Biblioteket öppnar klockan nio på morgonen och stänger sent på kvällen."

RETRIEVAL: dict[str, list[dict[str, Any]]] = {
    "corpus/corpus": [
        {"id": "d1", "title": "", "text": VIETNAMESE},
        {"id": "d2", "title": "Tea", "text": "A drink."},
        {"id": "d3", "title": "", "text": "A boat."},
    ],
    "queries/queries": [{"id": "q1", "text": "Tea?"}, {"id": "q2", "text": "Boat?"}],
    "qrels/test": [
        {"query-id": "q1", "corpus-id": "d2", "score": 2},
        {"query-id": "q1", "corpus-id": "d1", "score": 0},
        {"query-id": "q2", "corpus-id": "d1", "score": 1},
    ],
    "top_ranked/test": [
        {"query-id": "q1", "corpus-ids": ["d2", "d3"]},
        {"query-id": "q2", "corpus-ids": ["d3", "d2"]},
    ],
}


def rows(*texts: str) -> dict[str, list[dict[str, Any]]]:
    return {"test": [{"id": str(n), "text": text, "label": n % 2} for n, text in enumerate(texts)]}


def column(tmp_path: Path, *texts: str) -> dict[str, Any]:
    """Return the profile of a column of texts."""
    (table,) = described(tmp_path, "classification", rows(*texts))["profile"]["tables"]
    (found,) = table["columns"]
    profile: dict[str, Any] = found
    return profile


def judgements(tmp_path: Path, kind: str = "reranking", **changes: Any) -> dict[str, Any]:
    tables = {
        **RETRIEVAL,
        **{name.replace("_test", "/test"): rows for name, rows in changes.items()},
    }
    if kind == "retrieval":
        tables.pop("top_ranked/test")
    (found,) = described(tmp_path, kind, tables)["profile"]["judgements"]
    judged: dict[str, Any] = found
    return judged


def test_blank_texts_are_counted_and_have_no_language(tmp_path: Path) -> None:
    found = column(tmp_path, "", " \u3000\n", VIETNAMESE, SWEDISH)
    assert (found["texts"], found["empties"]) == (4, 2)
    assert found["languages"] == {"undetermined": 0.5, "sv": 0.25, "vi": 0.25}


def test_what_is_too_short_to_tell_is_undetermined(tmp_path: Path) -> None:
    assert column(tmp_path, "Thư viện mở cửa.", VIETNAMESE)["languages"] == {
        "undetermined": 0.5,
        "vi": 0.5,
    }


def test_addresses_and_code_do_not_count_as_language(tmp_path: Path) -> None:
    address = "https://example.org/thu/vien/mo/cua/luc/chin/gio/sang/va/dong/cua/rat/muon"
    assert column(tmp_path, address)["languages"] == {"undetermined": 1.0}


@pytest.mark.parametrize("code", ["vi", "sv", "en"])
def test_sentences_are_told_in_their_language(tmp_path: Path, code: str) -> None:
    whole = " ".join(sentences(code)[:9])
    assert column(tmp_path, whole)["languages"] == {code: 1.0}


def test_scripts_are_shares_of_the_letters(tmp_path: Path) -> None:
    assert column(tmp_path, "abc 12", "тест?", "d")["scripts"] == {"Cyrl": 0.5, "Latn": 0.5}


def test_near_duplicates_are_looked_for_in_one_column_of_one_split(tmp_path: Path) -> None:
    pair = {"sentence1": VIETNAMESE, "sentence2": VIETNAMESE, "score": 1.0}
    other = {"sentence1": SWEDISH, "sentence2": VIETNAMESE + " Hết.", "score": 0.0}
    tables = {"test": [{"id": "1", **pair}, {"id": "2", **other}], "dev": [{"id": "1", **pair}]}
    found = described(tmp_path, "sts", tables)["profile"]["tables"]
    assert {
        (each["split"], text["column"]): text["near_duplicates"]
        for each in found
        for text in each["columns"]
    } == {
        ("test", "sentence1"): 0,
        ("test", "sentence2"): 2,
        ("dev", "sentence1"): 0,
        ("dev", "sentence2"): 0,
    }


def test_texts_of_lists_are_texts_of_their_own(tmp_path: Path) -> None:
    row = {"id": "1", "text": "abcd", "human_summaries": ["ab", "abcdef"], "relevance": [1.0, 2.0]}
    tables = {"test": [{**row, "machine_summaries": ["x", ""]}]}
    (table,) = described(tmp_path, "summarization", tables)["profile"]["tables"]
    found = {each["column"]: each for each in table["columns"]}
    assert {name: each["texts"] for name, each in found.items()} == {
        "text": 1,
        "human_summaries": 2,
        "machine_summaries": 2,
    }
    assert found["human_summaries"]["percentiles"]["p99"] == 6
    assert found["machine_summaries"]["empties"] == 1


def test_ids_and_labels_are_no_texts(tmp_path: Path) -> None:
    tables = described(tmp_path, "reranking", RETRIEVAL)["profile"]["tables"]
    assert {each["table"]: [text["column"] for text in each["columns"]] for each in tables} == {
        "corpus": ["title", "text"],
        "queries": ["text"],
        "qrels": [],
        "top_ranked": [],
    }


def test_every_table_has_the_hash_of_its_rows(tmp_path: Path) -> None:
    found = described(tmp_path, "reranking", RETRIEVAL)["profile"]["tables"]
    data = write_released(tmp_path, "reranking", RETRIEVAL)
    assert [(each["rows"], each["row_hash"]) for each in found] == [
        (len(RETRIEVAL[f"{each.table.name}/{each.split}"]), row_content_hash(each.files))
        for each in data
    ]


def test_judgements_are_counted_against_corpus_queries_and_candidates(tmp_path: Path) -> None:
    assert judgements(tmp_path) == {
        "split": "test",
        "judgements": 3,
        "dangling": 0,
        "documents_never_judged": 1,
        "queries_by_relevant": {"1": 2},
        "judged_among_candidates": 1,
    }
    assert judgements(tmp_path, "retrieval")["judged_among_candidates"] is None


def test_judgements_of_what_is_not_there_dangle(tmp_path: Path) -> None:
    lost = [
        {"query-id": "q1", "corpus-id": "gone", "score": 1},
        {"query-id": "gone", "corpus-id": "d1", "score": 1},
        {"query-id": "q1", "corpus-id": "d1", "score": 1},
    ]
    assert judgements(tmp_path, qrels_test=lost)["dangling"] == 2


def test_types_without_judgements_have_none(tmp_path: Path) -> None:
    assert described(tmp_path, "classification", rows("abcd"))["profile"]["judgements"] == []


def test_shards_change_nothing(tmp_path: Path) -> None:
    tables = rows(VIETNAMESE, SWEDISH, VIETNAMESE + " Hết.", "", "abc")
    (tmp_path / "three").mkdir()
    whole = described(tmp_path, "classification", tables)
    assert described(tmp_path / "three", "classification", tables, shards=3) == whole


def test_a_tasks_own_languages_win_where_two_have_one_label(
    languages: dict[str, Language],
) -> None:
    told = identification(languages["en"], languages["nb"], tuple(languages.values()))
    assert told.codes["no"] == "nb"
    assert told.codes["en"] == "en"
    assert told.min_letters == languages["nb"].detection.min_letters


@given(st.lists(st.integers(0, 5000), min_size=1, max_size=200))
def test_percentiles_are_nearest_ranks(lengths: list[int]) -> None:
    counted = {length: lengths.count(length) for length in lengths}
    wanted = np.percentile(lengths, PERCENTILES, method="inverted_cdf")
    assert list(_percentiles(counted).values()) == wanted.tolist()
    assert list(_percentiles(counted)) == [f"p{per}" for per in PERCENTILES]


def test_texts_that_differ_in_spelling_alone_are_near_duplicates_in_their_language(
    tmp_path: Path, languages: dict[str, Language]
) -> None:
    one = "Hoà bình ở thung lũng, thuỷ điện ở trên núi, và hoá chất ở khu công nghiệp."
    other = "Hòa bình ở thung lũng, thủy điện ở trên núi, và hóa chất ở khu công nghiệp."
    data = write_released(tmp_path, "classification", rows(one, other, "Một câu khác hẳn."))
    known = tuple(languages.values())
    for texts, near in (({("rows", "text"): languages["vi"]}, 2), ({}, 0)):
        told = identification(languages["en"], languages["vi"], known, texts)
        # As a manifest has it.
        told = Identification(**json.loads(json.dumps(told._asdict())))
        found = describe(task_types()["classification"], data, told, tmp_path)["profile"]
        assert found["identification"] == json.loads(json.dumps(told._asdict()))
        assert found["tables"][0]["columns"][0]["near_duplicates"] == near
