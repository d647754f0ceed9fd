"""The last stage: tables put together, closed and validated, and the facts about them."""

import json
from dataclasses import replace
from pathlib import Path
from typing import Any

import pyarrow.parquet as pq
import pytest

from babelwright.build.finishing import Stages, finish
from babelwright.build.plan import Planned
from babelwright.build.progress import Silent
from babelwright.build.workdir import read_json, write_json
from babelwright.catalog.model import Catalog, Severity
from babelwright.errors import ValidationFailed
from babelwright.ledger import Ledger
from support.closure import Tables
from support.decided import Decided, Decision, failed, flag, rejected
from support.projects import PAIRS, STS, Project
from support.tasks import make_source, make_task

RETRIEVAL: Tables = {
    "corpus/corpus": [
        {"id": "d1", "title": "Tea", "text": "A drink."},
        {"id": "d2", "title": "", "text": "A boat."},
        {"id": "d3", "title": "", "text": "A dog."},
    ],
    "queries/queries": [{"id": "q1", "text": "Tea?"}, {"id": "q2", "text": "Boat?"}],
    "qrels/test": [
        {"query-id": "q2", "corpus-id": "d2", "score": 1},
        {"query-id": "q1", "corpus-id": "d1", "score": 2},
        {"query-id": "q1", "corpus-id": "d2", "score": 1},
    ],
}


class Finished:
    """Finishes small tables with the bundled catalog."""

    def __init__(
        self,
        root: Path,
        catalog: Catalog,
        kind: str,
        tables: Tables,
        decisions: dict[str, Decision] | None = None,
        *,
        labels: tuple[str, ...] = (),
    ) -> None:
        splits = {name.split("/")[-1]: "x" for name in tables}
        for shared in ("corpus", "queries"):
            splits.pop(shared, None)
        task = replace(make_task(kind, labels=labels), source=make_source(splits=splits))
        self.decided = Decided(root, catalog.gates, kind, tables, decisions, task=task)
        self.folder = root / "finished"
        self.folder.mkdir()
        write_json(root / "bench/source.json", {"labels": list(labels), "reads": []})
        finish(
            Planned(catalog.builders[0], task, catalog.languages["vi"]),
            self.decided.kind,
            catalog,
            stages=Stages(root / "bench", root, root),
            found={"gates_version": 1, "translation": {"engines": []}},
            folder=self.folder,
        )

    def rows(self, name: str) -> list[dict[str, Any]]:
        table: list[dict[str, Any]] = pq.read_table(
            self.folder / "tables" / f"{name}.parquet"
        ).to_pylist()
        return table

    @property
    def facts(self) -> dict[str, Any]:
        content: dict[str, Any] = read_json(self.folder / "facts.json")
        return content

    def rejected(self) -> dict[str, tuple[str, str]]:
        rows = pq.read_table(self.folder / "rejected.parquet").to_pylist()
        return {f"{row['table']} {row['id']}": (row["state"], row["reason"]) for row in rows}


def test_a_finished_folder_has_its_files_and_nothing_of_the_work(
    tmp_path: Path, catalog: Catalog
) -> None:
    done = Finished(tmp_path, catalog, "retrieval", RETRIEVAL)
    names = sorted(
        path.relative_to(done.folder).as_posix()
        for path in done.folder.rglob("*")
        if path.is_file()
    )
    assert [name for name in names if not name.startswith("ledger/")] == [
        "facts.json",
        "pairs.parquet",
        "provenance.parquet",
        "rejected.parquet",
        "tables/corpus.corpus.parquet",
        "tables/qrels.test.parquet",
        "tables/queries.queries.parquet",
    ]
    assert sorted(path.name for path in done.folder.iterdir() if path.is_dir()) == [
        "ledger",
        "tables",
    ]
    assert not (tmp_path / "validation-failures.json").exists()


def test_released_tables_have_their_columns_and_types_in_the_order_of_the_source(
    tmp_path: Path, catalog: Catalog
) -> None:
    done = Finished(tmp_path, catalog, "retrieval", RETRIEVAL)
    for table in done.decided.kind.tables:
        split = "test" if table.name == "qrels" else table.name
        schema = pq.read_schema(done.folder / "tables" / f"{table.name}.{split}.parquet")
        assert schema.equals(table.schema)
    assert done.rows("corpus.corpus")[0] == {"id": "d1", "title": "«Tea»", "text": "«A drink.»"}
    assert [(row["query-id"], row["corpus-id"]) for row in done.rows("qrels.test")] == [
        ("q2", "d2"),
        ("q1", "d1"),
        ("q1", "d2"),
    ]


def test_what_leaves_takes_along_what_hung_on_it(tmp_path: Path, catalog: Catalog) -> None:
    decisions = {"A boat.": failed(), "A dog.": rejected("copied")}
    done = Finished(tmp_path, catalog, "retrieval", RETRIEVAL, decisions)
    assert done.rejected() == {
        "corpus d2": ("failed", "no-translation"),
        "corpus d3": ("filtered", "copied"),
        "queries q2": ("filtered", "query-without-relevant"),
        "qrels q2\td2": ("filtered", "qrel-dangling"),
        "qrels q1\td2": ("filtered", "qrel-dangling"),
    }
    assert [row["id"] for row in done.rows("queries.queries")] == ["q1"]
    counts = {each["table"]: each for each in done.facts["ledger"]["counts"]}
    assert {name: (each["source"], each["released"]) for name, each in counts.items()} == {
        "corpus": (3, 1),
        "queries": (2, 1),
        "qrels": (3, 1),
    }
    provenance = pq.read_table(done.folder / "provenance.parquet").to_pylist()
    assert {(row["table"], row["id"]) for row in provenance} == {
        ("corpus", "d1"),
        ("queries", "q1"),
        ("qrels", "q1\td1"),
    }


def test_the_ledger_of_the_source_stays_as_it_was(tmp_path: Path, catalog: Catalog) -> None:
    done = Finished(tmp_path, catalog, "retrieval", RETRIEVAL, {"A dog.": rejected("copied")})
    before = {path.name for path in (tmp_path / "bench/ledger").iterdir()}
    after = {path.name for path in (done.folder / "ledger").iterdir()}
    assert "3-closure.events.parquet" in after - before
    assert Ledger(tmp_path / "bench/ledger").reasons() == []
    assert [each.reason for each in Ledger(done.folder / "ledger").reasons()] == ["copied"]


def labelled(*rows: tuple[str, str, int]) -> list[dict[str, Any]]:
    return [{"id": row, "text": text, "label": label} for row, text, label in rows]


def test_the_facts_tell_of_reasons_flags_and_statistics(tmp_path: Path, catalog: Catalog) -> None:
    test = labelled(("c", "Three.", 0), ("d", "Four.", 1), ("e", "Five.", 2), ("f", "Six.", 2))
    train = labelled(("a", "One.", 0), ("b", "Two.", 1), ("g", "Seven.", 1))
    # Translation makes a text of the training equal to one of the test.
    decisions: dict[str, Decision] = {
        "Two.": {"target": "«Five.»"},
        "One.": {"flags": [flag("ending")]},
    }
    tables: Tables = {"train": train, "test": test}
    done = Finished(tmp_path, catalog, "classification", tables, decisions, labels=("x", "y", "z"))
    assert done.rejected() == {"rows b": ("filtered", "leakage-created")}
    labels = {
        split: {label: each["count"] for label, each in found["label_statistics"]["labels"].items()}
        for split, found in done.facts["statistics"].items()
    }
    assert labels == {"test": {"0": 1, "1": 1, "2": 2}, "train": {"0": 1, "1": 1}}
    assert done.facts["statistics"]["test"]["samples_in_train"] == 0
    assert {(each["reason"], each["state"]) for each in done.facts["ledger"]["reasons"]} == {
        ("leakage-created", "filtered"),
        ("ending", "flagged"),
    }
    assert done.facts["closure"] == []
    assert done.facts["gates_version"] == 1


def test_the_facts_name_the_label_that_died_and_its_split(tmp_path: Path, catalog: Catalog) -> None:
    rows = labelled(("a", "One.", 0), ("b", "Two.", 1), ("c", "Three.", 2))
    tables: Tables = {"train": [*rows, *labelled(("d", "Four.", 1))], "test": rows}
    again = [{**row, "text": f"{row['text']} Again."} for row in rows]
    done = Finished(
        tmp_path,
        catalog,
        "classification",
        {**tables, "test": again},
        {"Two. Again.": failed()},
        labels=("joy", "fear", "anger"),
    )
    (note,) = done.facts["closure"]
    assert (note["split"], note["reason"]) == ("test", "label-lost")
    assert note["detail"] == "label 1 (fear) has no rows left"


def test_the_facts_tell_where_the_texts_of_distractors_come_from(
    tmp_path: Path, catalog: Catalog
) -> None:
    far = {**rejected("fidelity", target="Một cái gì đó."), "engine": "other", "attempt": 2}
    done = Finished(tmp_path, catalog, "retrieval", RETRIEVAL, {"A dog.": far})
    assert done.facts["translation"]["distractors_from"] == [
        {"engine": "other", "variant": "best", "origin": "machine", "attempt": 2, "texts": 1}
    ]
    assert done.rows("corpus.corpus")[2]["text"] == "Một cái gì đó."
    pairs = pq.read_table(done.folder / "pairs.parquet").to_pylist()
    assert [pair["source"] for pair in pairs if pair["distractor"]] == ["A dog."]
    (flagged,) = done.facts["ledger"]["reasons"]
    assert (flagged["reason"], flagged["state"], flagged["rows"]) == (
        "distractor-only", "flagged", 1,
    )  # fmt: skip


def test_where_distractors_are_not_wanted_they_leave(tmp_path: Path, catalog: Catalog) -> None:
    checks = catalog.gates.checks
    hard = replace(checks["distractor-only"], severity=Severity.HARD)
    gates = replace(catalog.gates, checks={**checks, "distractor-only": hard})
    done = Finished(
        tmp_path,
        replace(catalog, gates=gates),
        "retrieval",
        RETRIEVAL,
        {"A dog.": rejected("fidelity")},
    )
    assert done.rejected() == {"corpus d3": ("filtered", "fidelity")}


def test_facts_are_written_in_one_form(tmp_path: Path, catalog: Catalog) -> None:
    text = (Finished(tmp_path, catalog, "retrieval", RETRIEVAL).folder / "facts.json").read_text(
        "utf-8"
    )
    assert text == json.dumps(json.loads(text), indent=2, sort_keys=True, ensure_ascii=False) + "\n"


def test_a_table_that_breaks_its_suite_is_not_finished(tmp_path: Path, catalog: Catalog) -> None:
    rows = labelled(("a", "One.", 0), ("b", "Two.", 0))
    with pytest.raises(ValidationFailed, match="unique_value_count_to_be_between"):
        Finished(tmp_path, catalog, "classification", {"test": rows}, labels=("x", "y"))
    assert (tmp_path / "validation-failures.json").is_file()
    assert not (tmp_path / "finished/facts.json").exists()


def test_the_same_tables_give_the_same_bytes(tmp_path: Path, catalog: Catalog) -> None:
    found = []
    for name in ("one", "another place"):
        (tmp_path / name).mkdir()
        decisions = {"A boat.": failed(), "Tea?": {"flags": [flag("ending")]}}
        folder = Finished(tmp_path / name, catalog, "retrieval", RETRIEVAL, decisions).folder
        files = (file for file in sorted(folder.rglob("*")) if file.is_file())
        found.append({file.relative_to(folder).as_posix(): file.read_bytes() for file in files})
    assert found[0] == found[1]


CLASSIFICATION = (
    STS.replace('"sts"', '"classification"')
    .replace("PocketSTS-VN", "PocketLabels-VN")
    .replace("sentence1, sentence2, score", "text, label")
    .replace('"sts.jsonl"', '"{split}.jsonl"')
    .replace('{ test = "test" }', '{ train = "learn", test = "exam" }')
)


def test_the_manifest_adds_up_in_every_split(project: Project) -> None:
    project.write("builders/pocket/sts.toml", CLASSIFICATION)
    texts = list(PAIRS)
    pairs = {**PAIRS, texts[2]: PAIRS[texts[2]].replace("250", "260")}
    project.write_pairs(pairs)
    for split, chosen in (("learn", texts[:4]), ("exam", texts[4:])):
        rows = [{"id": f"{n}", "text": text, "label": "xy"[n % 2]} for n, text in enumerate(chosen)]
        project.write_rows(f"{split}.jsonl", rows)
    assert project.build() == 0
    (part,) = project.manifest("PocketLabels-VN")["parts"]
    counts = {each["split"]: each for each in part["ledger"]["counts"]}
    assert {name: (each["source"], each["released"]) for name, each in counts.items()} == {
        "train": (4, 3),
        "test": (4, 4),
    }
    data = project.release("PocketLabels-VN") / "data/default"
    for name, each in counts.items():
        assert each["source"] == each["released"] + each["filtered"] + each["failed"]
        (file,) = data.glob(f"{name}-*.parquet")
        assert pq.read_metadata(file).num_rows == each["released"]


def test_who_hears_nothing_can_be_told_everything() -> None:
    quiet = Silent()
    quiet.stage("reading")
    quiet.stage("translating", 7)
    quiet.advance(7)
