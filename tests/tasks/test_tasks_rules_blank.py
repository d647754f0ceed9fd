"""Source rows without text leave with a reason; they are neither released nor a reason to stop."""

from pathlib import Path
from typing import Any

import pytest

from babelwright.catalog.model import Gates
from support.closure import Bench, Tables

BLANKS = ["", "  ", "\t\n", "\u00a0\u3000"]


PAIR: dict[str, Any] = {"sentence1": "a boat", "sentence2": "a ship", "score": 1.0}
CASES: list[tuple[str, dict[str, Any], str]] = [
    ("sts", PAIR, "sentence1"),
    ("sts", PAIR, "sentence2"),
    ("classification", {"text": "a boat", "label": 0}, "text"),
    ("bitext_mining", {"sentence1": "a boat"}, "sentence1"),
]


@pytest.mark.parametrize("text", BLANKS, ids=repr)
@pytest.mark.parametrize("case", CASES, ids=lambda case: f"{case[0]} {case[2]}")
def test_a_row_without_text_leaves(
    tmp_path: Path, gates: Gates, text: str, case: tuple[str, dict[str, Any], str]
) -> None:
    kind, row, column = case
    rows = [{"id": "0", **row}, {"id": "1", **row, column: text}]
    found = Bench(tmp_path, kind, gates, {"test": rows}).source()
    assert found.reasons["test 1"] == ["empty-source"]
    assert found.details["test 1 empty-source"] == f"{column} empty"
    assert found.left["rows"] == ["test 0"]


def test_a_document_may_be_all_title_and_a_query_is_its_text(tmp_path: Path, gates: Gates) -> None:
    tables: Tables = {
        "corpus/corpus": [
            {"id": "d1", "title": "A title", "text": " "},
            {"id": "d2", "title": "", "text": "\t"},
            {"id": "d3", "title": "", "text": "A text"},
        ],
        "queries/queries": [{"id": "q1", "text": "a question"}, {"id": "q2", "text": " "}],
        "qrels/test": [
            {"query-id": "q1", "corpus-id": "d1", "score": 1},
            {"query-id": "q1", "corpus-id": "d2", "score": 1},
            {"query-id": "q2", "corpus-id": "d3", "score": 1},
        ],
    }
    found = Bench(tmp_path, "retrieval", gates, tables).source()
    assert found.reasons == {
        "corpus d2": ["empty-source"],
        "queries q2": ["empty-source"],
        "test q1\td2": ["qrel-dangling"],
        "test q2\td3": ["qrel-dangling"],
    }
    assert found.details["corpus d2 empty-source"] == "title and text empty"


def test_empty_rows_are_no_duplicates_of_each_other(tmp_path: Path, gates: Gates) -> None:
    rows = [{"id": str(n), "text": "", "label": n} for n in range(2)]
    found = Bench(tmp_path, "classification", gates, {"test": rows}).source()
    assert found.reasons == {"test 0": ["empty-source"], "test 1": ["empty-source"]}
