"""Small sources of every task type, to be spoilt one defect at a time."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from support.projects import PAIRS, Project

Rows = list[dict[str, Any]]
# Rows of a file; a table by split has one a split, `rows.test`.
Files = dict[str, Rows]

NAME = "SpoiltTask-VN"
_TASK = """
name        = "SpoiltTask-VN"
type        = "{kind}"
method      = "translate"
languages   = ["vi"]
domains     = ["Written"]
description = "A few rows of which one is going to be spoilt."
{more}
[source]
language = "en"
licence  = "cc0-1.0"
splits   = {{ {splits} }}

[source.inputs]
{inputs}

[map]
{maps}
"""

TEXTS = list(PAIRS)
_TRAINS = ("classification", "multilabel_classification")
JUDGED = ("retrieval", "reranking", "instruction_retrieval", "instruction_reranking")


@dataclass
class Case:
    """A source of one task type.

    Attributes:
        kind: The type.
        files: Its rows, by file.
        text: File and column of a text.
        labels: The declared labels.
        number: File and column of a number, where there is one.
        label: File and column of labels, where there are any.
    """

    kind: str
    files: Files
    text: tuple[str, str]
    labels: tuple[str, ...] = ()
    number: tuple[str, str] | None = None
    label: tuple[str, str] | None = None

    @property
    def tables(self) -> list[str]:
        """Names of the tables."""
        return list(dict.fromkeys(name.split(".")[0] for name in self.files))

    def row(self, file: str, place: int) -> str:
        """Return what identifies a row."""
        row = self.files[file][place]
        if "id" in row:
            return str(row["id"])
        names = ["query-id", "corpus-id"] if "corpus-id" in row else ["query-id"]
        return "\t".join(row[name] for name in names)

    def write(self, project: Project) -> None:
        """Write the task and its rows in place of the project's own."""
        (project.root / "builders/pocket/sts.toml").unlink(missing_ok=True)
        splits = ["train", "test"] if self.kind in _TRAINS else ["test"]
        shared = [table for table in self.tables if table in self.files]
        inputs = (
            f'{table} = {{ file = "{table}{"" if table in shared else ".{split}"}.jsonl" }}'
            for table in self.tables
        )
        maps = (f'{"sql" if table == "rows" else table} = "FROM {table}"' for table in self.tables)
        labels = f"labels = {list(self.labels)}" if self.labels else ""
        text = _TASK.format(
            kind=self.kind,
            more=labels,
            splits=", ".join(f'{name} = "{name}"' for name in splits),
            inputs="\n".join(inputs),
            maps="\n".join(maps),
        )
        project.write("builders/pocket/spoilt.toml", text)
        for name, rows in self.files.items():
            project.write_rows(f"{name}.jsonl", rows)


def _texts(column: str, **others: Any) -> Rows:
    return [
        {"id": f"r{n}", column: text, **{name: values[n] for name, values in others.items()}}
        for n, text in enumerate(TEXTS[:4])
    ]


def _pairs(**others: Any) -> Rows:
    return [
        {
            "id": f"r{n}",
            "sentence1": TEXTS[2 * n],
            "sentence2": TEXTS[2 * n + 1],
            **{name: values[n] for name, values in others.items()},
        }
        for n in range(4)
    ]


def _judged(*, candidates: bool, instructed: bool) -> Files:
    queries: Rows = [{"id": "q0", "text": TEXTS[0]}, {"id": "q1", "text": TEXTS[2]}]
    if instructed:
        queries = [{**query, "instruction": TEXTS[7]} for query in queries]
    files: Files = {
        "corpus": [{"id": f"d{n}", "text": TEXTS[2 * n + 1]} for n in range(3)],
        "queries": queries,
        "qrels.test": [
            {"query-id": "q0", "corpus-id": "d0", "score": 1},
            {"query-id": "q1", "corpus-id": "d1", "score": 1},
            {"query-id": "q1", "corpus-id": "d2", "score": 0},
        ],
    }
    if candidates:
        files["top_ranked.test"] = [
            {"query-id": "q0", "corpus-ids": ["d0", "d1"]},
            {"query-id": "q1", "corpus-ids": ["d1", "d2"]},
        ]
    return files


def make_case(kind: str) -> Case:
    """Return a sound source of a type."""
    rows = "rows.test"
    if kind in JUDGED:
        files = _judged(candidates="reranking" in kind, instructed="instruction" in kind)
        return Case(kind, files, ("corpus", "text"), number=("qrels.test", "score"))
    if kind == "sts":
        files = {rows: _pairs(score=[4.5, 5.0, 1.0, 0.0])}
        return Case(kind, files, (rows, "sentence1"), number=(rows, "score"))
    if kind == "pair_classification":
        files = {rows: _pairs(labels=["no", "yes", "no", "yes"])}
        return Case(kind, files, (rows, "sentence1"), ("no", "yes"), label=(rows, "labels"))
    if kind == "bitext_mining":
        return Case(kind, {rows: _texts("sentence1")}, (rows, "sentence1"))
    if kind == "summarization":
        summaries = {
            "human_summaries": [[text] for text in TEXTS[4:]],
            "machine_summaries": [[TEXTS[0], TEXTS[1]]] * 4,
            "relevance": [[1.0, 4.0]] * 4,
        }
        files = {rows: _texts("text", **summaries)}
        return Case(kind, files, (rows, "text"), number=(rows, "relevance"))
    return _labelled(kind)


def _labelled(kind: str) -> Case:
    many = kind in ("multilabel_classification", "hierarchical_clustering")
    text = "sentences" if kind.endswith("clustering") else "text"
    column = "labels" if kind.endswith("clustering") else "label"
    names: list[Any] = ["even", "odd", "even", "odd"]
    values = [[name] for name in names] if many else names
    files = {"rows.test": _texts(text, **{column: values})}
    if kind in _TRAINS:
        train = [{**row, text: TEXTS[4 + n]} for n, row in enumerate(files["rows.test"])]
        files = {"rows.train": train, **files}
    rows = "rows.test"
    return Case(kind, files, (rows, text), ("even", "odd"), label=(rows, column))


def with_value(files: Mapping[str, Rows], file: str, row: int, **values: Any) -> Files:
    """Return the files with other values in one row."""
    rows = [dict(each) for each in files[file]]
    rows[row].update(values)
    return {**files, file: rows}
