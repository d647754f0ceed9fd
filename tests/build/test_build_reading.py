"""The first stage: what was reviewed, mapped, canonical, and every row in the ledger."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

import pyarrow.parquet as pq
import pytest

from babelwright.build.plan import Planned
from babelwright.build.reading import read_source
from babelwright.build.workdir import read_json
from babelwright.catalog.model import Catalog, Input, Task
from babelwright.errors import RowError, SourceError
from babelwright.ledger import Count, Ledger
from babelwright.tasks.registry import task_types
from support.tasks import make_source, make_task

FILES = Input("source", file="{split}.jsonl")
SPLITS = {"train": "learn", "test": "exam"}


class Room:
    """A catalog's folder, and the folder of the stage."""

    def __init__(self, folder: Path, catalog: Catalog) -> None:
        self.root, self.stage = folder / "catalog", folder / "stage"
        self.root.mkdir()
        self.stage.mkdir()
        self._catalog = catalog

    def write(self, name: str, rows: Sequence[Mapping[str, Any]]) -> None:
        lines = "".join(json.dumps(row) + "\n" for row in rows)
        (self.root / name).write_text(lines, encoding="utf-8")

    def read(self, task: Task, limit: int | None = None) -> Ledger:
        """Read a task's source; return the ledger."""
        language = self._catalog.languages["vi"]
        planned = Planned(self._catalog.builders[0], replace(task, root=self.root), language)
        read_source(planned, task_types()[task.type], self.stage, limit)
        return Ledger(self.stage / "ledger")

    def refused(self, task: Task, error: type[SourceError] = RowError) -> str:
        with pytest.raises(error) as caught:
            self.read(task)
        return str(caught.value).replace(f"{self.root}/", "")

    def table(self, name: str) -> list[dict[str, Any]]:
        found: list[dict[str, Any]] = pq.read_table(
            self.stage / "canonical" / f"{name}.parquet"
        ).to_pylist()
        return found


@pytest.fixture
def room(tmp_path: Path, catalog: Catalog) -> Room:
    return Room(tmp_path, catalog)


def labelled(*rows: tuple[Any, str, Any]) -> list[dict[str, Any]]:
    return [{"id": row, "text": text, "label": label} for row, text, label in rows]


def classification(**source: Any) -> Task:
    return make_task("classification", source=make_source(FILES, splits=SPLITS, **source))


TRAIN = labelled(("a", "One.", "even"), ("b", "Two.", "odd"), ("c", "Three.", "even"))
# An id may stand in two splits.
TEST = labelled(("a", "Four.", "odd"), ("2", "Five.", "even"))


@pytest.fixture(scope="module")
def whole(tmp_path_factory: pytest.TempPathFactory, catalog: Catalog) -> Room:
    """A stage that read two splits of the reviewed size."""
    room = Room(tmp_path_factory.mktemp("whole"), catalog)
    room.write("learn.jsonl", TRAIN)
    room.write("exam.jsonl", TEST)
    room.read(classification(expect={("source", "train"): 3, ("source", "test"): 2}))
    return room


def test_every_row_of_every_split_is_in_the_ledger(whole: Room) -> None:
    assert Ledger(whole.stage / "ledger").counts() == [
        Count("rows", "test", 2, 2, 0, 0),
        Count("rows", "train", 3, 3, 0, 0),
    ]


def test_rows_have_their_place_and_labels_their_codes(whole: Room) -> None:
    train, test = whole.table("rows.train"), whole.table("rows.test")
    assert [(row["_id"], row["_split"], row["_position"]) for row in train] == [
        ("a", "train", 0),
        ("b", "train", 1),
        ("c", "train", 2),
    ]
    assert [(row["id"], row["label"]) for row in test] == [("a", 1), ("2", 0)]


def test_what_was_read_is_told(whole: Room) -> None:
    source = read_json(whole.stage / "source.json")
    assert source["labels"] == ["even", "odd"]
    assert source["rows"] == {"rows/train": 3, "rows/test": 2}
    assert [(each["split"], each["origin"], each["rows"]) for each in source["reads"]] == [
        ("train", "learn.jsonl", 3),
        ("test", "exam.jsonl", 2),
    ]
    assert all(each["revision"].startswith("sha256:") for each in source["reads"])


@pytest.mark.parametrize(("split", "found", "expected"), [("train", 3, 4), ("test", 2, 1)])
def test_a_split_of_another_size_than_reviewed_stops_the_build(
    room: Room, split: str, found: int, expected: int
) -> None:
    room.write("learn.jsonl", TRAIN)
    room.write("exam.jsonl", TEST)
    right = {("source", "train"): 3, ("source", "test"): 2}
    task = classification(expect={**right, ("source", split): expected})
    assert room.refused(task, SourceError) == (
        f"task.toml: the source has {found} rows in source for split '{split}', "
        f"expected {expected}\n"
        "  It is not what was reviewed: look at it, then correct [source] expect"
    )


def test_rows_that_are_no_rows_are_told_with_their_id(room: Room) -> None:
    room.write("learn.jsonl", TRAIN)
    room.write("exam.jsonl", [*TEST, TEST[0]])
    told = room.refused(classification())
    assert "task.toml row 'a': rows, split 'test': id is there 2 times" in told


def test_a_split_that_the_mapping_leaves_empty_is_told(room: Room) -> None:
    room.write("learn.jsonl", TRAIN)
    room.write("exam.jsonl", TEST)
    sql = "FROM source WHERE text NOT IN ('Four.', 'Five.')"
    task = replace(classification(), map={"rows": sql})
    assert "rows, split 'test': has no rows" in room.refused(task)


@pytest.mark.parametrize("end", [" ;\r\n;\n", " -- all of it"])
def test_a_limit_takes_the_first_rows_of_every_split_whatever_ends_the_query(
    room: Room, end: str
) -> None:
    room.write("learn.jsonl", TRAIN)
    room.write("exam.jsonl", TEST)
    task = replace(classification(), map={"rows": f"FROM source ORDER BY id DESC{end}"})
    ledger = room.read(task, limit=1)
    assert [count.source for count in ledger.counts()] == [1, 1]
    assert [row["id"] for row in room.table("rows.train")] == ["c"]


def test_tables_of_several_inputs_are_shared_or_by_split(room: Room) -> None:
    room.write("docs.jsonl", [{"id": "d1", "text": "A."}, {"id": "d2", "text": "B."}])
    for split, query in (("learn", "q1"), ("exam", "q2")):
        room.write(f"qrels.{split}.jsonl", [{"query-id": query, "corpus-id": "d1", "score": 1}])
    room.write("asked.jsonl", [{"id": "q1", "text": "C?"}, {"id": "q2", "text": "D?"}])
    inputs = (
        Input("docs", file="docs.jsonl"),
        Input("asked", file="asked.jsonl"),
        Input("judged", file="qrels.{split}.jsonl"),
    )
    task = replace(
        make_task("retrieval", source=make_source(*inputs, splits=SPLITS)),
        map={
            "corpus": "SELECT id, text FROM docs",
            "queries": "SELECT id, text FROM asked",
            "qrels": "SELECT * FROM judged",
        },
    )
    assert [(count.table, count.split, count.source) for count in room.read(task).counts()] == [
        ("corpus", "corpus", 2),
        ("qrels", "test", 1),
        ("qrels", "train", 1),
        ("queries", "queries", 2),
    ]
    assert [row["_id"] for row in room.table("qrels.test")] == ["q2\td1"]
    assert room.table("corpus.corpus")[0]["title"] == ""


@pytest.mark.parametrize("kind", ["classification", "multilabel_classification"])
@pytest.mark.parametrize(
    ("splits", "listed"),
    [
        ({"test": "exam"}, "'test'"),
        ({"train": "learn"}, "'train'"),
        ({"dev": "x", "test": "y"}, "'dev', 'test'"),
    ],
    ids=["test alone", "train alone", "no train"],
)
def test_types_that_fit_a_classifier_need_a_split_for_it_and_one_more(
    room: Room, kind: str, splits: dict[str, str], listed: str
) -> None:
    said = room.refused(make_task(kind, source=make_source(FILES, splits=splits)), SourceError)
    assert said == (
        f"task.toml: a {kind} task needs the split 'train' and one to be scored on; "
        f"it has {listed}\n"
        '  Name them in [source]: splits = { train = "...", test = "..." }'
    )
