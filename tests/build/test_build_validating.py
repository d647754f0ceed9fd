"""Finished tables are held to schema and suite; what fails is told and released nowhere."""

import json
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from babelwright.build.validating import Finished, validate
from babelwright.catalog.model import Catalog
from babelwright.catalog.schema import Schemas
from babelwright.errors import ValidationFailed
from babelwright.tasks.registry import task_types

STS = {"score_min": 0.0, "score_max": 5.0}
GOOD = [
    {"id": f"p{n}", "sentence1": "Một.", "sentence2": f"Hai {n}.", "score": n} for n in range(3)
]


class Hall:
    """Validates tables against the bundled schemas and suites."""

    def __init__(self, folder: Path, catalog: Catalog) -> None:
        self.folder = folder
        self.failures = folder / "validation-failures.json"
        self._catalog = catalog

    def table(self, kind: str, name: str, split: str, rows: list[dict[str, Any]]) -> Finished:
        table = task_types()[kind].table(name)
        file = self.folder / f"{name}.{split}.parquet"
        pq.write_table(pa.Table.from_pylist(rows, schema=table.schema), file)
        return Finished(table, split, file, len(rows))

    def validate(self, kind: str, *tables: Finished, **parameters: float) -> list[dict[str, Any]]:
        return validate(
            tables,
            kind,
            schemas=Schemas(self._catalog.rooms.schemas),
            suites=self._catalog.rooms.validation / "suites",
            parameters=parameters,
            failures=self.failures,
        )

    def refused(self, kind: str, *tables: Finished, **parameters: float) -> str:
        with pytest.raises(ValidationFailed) as caught:
            self.validate(kind, *tables, **parameters)
        assert caught.value.place is not None
        assert caught.value.place.file == self.failures
        assert caught.value.hint == (
            "All of them are in this file. Mend the source or [map], then build again"
        )
        return caught.value.message

    @property
    def listed(self) -> list[dict[str, str]]:
        found: list[dict[str, str]] = json.loads(self.failures.read_text(encoding="utf-8"))
        return found


@pytest.fixture
def hall(tmp_path: Path, catalog: Catalog) -> Hall:
    return Hall(tmp_path, catalog)


def test_tables_that_hold_give_the_results_of_every_expectation(hall: Hall) -> None:
    splits = [hall.table("sts", "rows", split, GOOD) for split in ("train", "test")]
    found = hall.validate("sts", *splits, **STS)
    assert [(each["table"], each["split"], each["suite"]) for each in found] == [
        ("rows", "train", "sts.rows"),
        ("rows", "test", "sts.rows"),
    ]
    assert all(each["success"] for one in found for each in one["expectations"])
    assert len(found[0]["expectations"]) > 5
    assert not hall.failures.exists()


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"sentence2": ""}, 'sentence2: "" does not match "\\S"'),
        ({"sentence2": " \t\u3000"}, 'does not match "\\S"'),
        ({"id": "x" * 513}, "is longer than 512 characters"),
        ({"score": None}, 'score: null is not of type "number"'),
        ({"score": 5.5}, "expect_column_values_to_be_between (score): 5.5"),
        ({"id": "p0"}, "expect_column_values_to_be_unique (id): 'p0'"),
    ],
    ids=["empty", "blank", "long id", "null", "score", "id twice"],
)
def test_a_row_that_fails_is_told_by_its_id(hall: Hall, change: dict[str, Any], said: str) -> None:
    rows = [*GOOD[:-1], {**GOOD[-1], **change}]
    message = hall.refused("sts", hall.table("sts", "rows", "test", rows), **STS)
    assert said in message
    assert repr(rows[-1]["id"]) in message
    assert {failure["row"] for failure in hall.listed} <= {rows[-1]["id"], "p0"}


def test_a_row_that_breaks_schema_and_suite_is_one_row(hall: Hall) -> None:
    rows = [*GOOD[:-1], {**GOOD[-1], "sentence1": "", "sentence2": ""}]
    message = hall.refused("sts", hall.table("sts", "rows", "test", rows), **STS)
    assert message.startswith("1 row or table fails validation:\n")
    assert len(hall.listed) == 4


def test_five_are_shown_and_all_are_in_the_file(hall: Hall) -> None:
    rows = [{**GOOD[0], "id": f"x{n}", "score": 9.0} for n in range(12)]
    message = hall.refused("sts", hall.table("sts", "rows", "test", rows), **STS)
    assert message.startswith("12 rows or tables fail validation:\n")
    assert len(message.splitlines()) == 6
    assert [failure["row"] for failure in hall.listed] == [f"x{n}" for n in range(12)]
    assert {(failure["table"], failure["split"]) for failure in hall.listed} == {("rows", "test")}


def test_failures_of_all_tables_are_told_together(hall: Hall) -> None:
    tables = [
        hall.table("retrieval", "corpus", "corpus", [{"id": "d", "title": "", "text": ""}]),
        hall.table("retrieval", "queries", "queries", [{"id": "q", "text": "Hỏi?"}]),
        hall.table(
            "retrieval", "qrels", "test", [{"query-id": "q", "corpus-id": "d", "score": -1}]
        ),
    ]
    message = hall.refused("retrieval", *tables)
    # That no judgement is above 0 is told of the whole table.
    assert message.startswith("3 rows or tables fail validation:\n")
    found = {(each["table"], each["split"], each["row"]) for each in hall.listed}
    assert found == {("corpus", "corpus", "d"), ("qrels", "test", "q\td"), ("qrels", "test", "")}


def test_a_title_may_be_empty(hall: Hall) -> None:
    row = {"id": "d", "title": "", "text": "Một tài liệu."}
    assert hall.validate("retrieval", hall.table("retrieval", "corpus", "corpus", [row]))


@pytest.mark.parametrize(
    ("labels", "said"),
    [
        ([0, 1, 2], "expect_column_values_to_be_between (label): 2"),
        ([0, 0, 0], "expect_column_unique_value_count_to_be_between (label): observed 1"),
        ([0, -1, 1], "label: -1 is less than the minimum of 0"),
    ],
    ids=["outside", "one alone", "negative"],
)
def test_labels_are_held_to_the_label_set(hall: Hall, labels: list[int], said: str) -> None:
    rows = [{"id": f"r{n}", "text": "Một.", "label": label} for n, label in enumerate(labels)]
    table = hall.table("classification", "rows", "test", rows)
    assert said in hall.refused("classification", table, label_max=1)


def test_a_file_that_lost_rows_since_it_was_written_is_refused(hall: Hall) -> None:
    table = hall.table("sts", "rows", "test", GOOD)
    short = Finished(table.table, table.split, table.file, table.rows + 1)
    assert "expect_table_row_count_to_equal: observed 3" in hall.refused("sts", short, **STS)
