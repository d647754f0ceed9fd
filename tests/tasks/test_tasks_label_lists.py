"""Rows with several labels: all that fit, or one a level."""

from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from babelwright.errors import RowError
from babelwright.tasks.canonical import Mapped, label_names, to_canonical
from babelwright.tasks.registry import task_types
from support.tasks import make_task

KINDS = {
    "multilabel_classification": ("text", "label"),
    "hierarchical_clustering": ("sentences", "labels"),
}
NAMES = ("news", "sport", "law")
Labels = Any
"""A list of lists, or an Arrow array of them."""


def convert(
    folder: Path,
    labels: Labels,
    declared: tuple[str, ...] = NAMES,
    kind: str = "multilabel_classification",
) -> list[list[int]]:
    """Return the codes of every row."""
    text, column = KINDS[kind]
    file = folder / "mapped.parquet"
    table = {"id": list(range(len(labels))), text: ["x"] * len(labels), column: labels}
    pq.write_table(pa.table(table), file)
    task, each = (
        make_task(kind, labels=declared),
        Mapped(task_types()[kind].table("rows"), "test", file),
    )
    to_canonical(task, each, label_names(task, [each]), folder / "out.parquet")
    found: list[list[int]] = pq.read_table(folder / "out.parquet")[column].to_pylist()
    return found


@pytest.mark.parametrize("kind", KINDS)
def test_names_become_codes_in_their_order_in_the_row(tmp_path: Path, kind: str) -> None:
    rows = [["law", "news"], ["sport"], ["news", "sport", "law"]]
    assert convert(tmp_path, rows, kind=kind) == [[2, 0], [1], [0, 1, 2]]


def test_codes_stay(tmp_path: Path) -> None:
    assert convert(tmp_path, [[2, 0], [1]]) == [[2, 0], [1]]
    assert convert(tmp_path, pa.array([[2.0], [0.0, 1.0]])) == [[2], [0, 1]]


def test_undeclared_names_get_codes_in_their_order(tmp_path: Path) -> None:
    assert convert(tmp_path, [["b", "a"], ["c"]], declared=()) == [[1, 0], [2]]


def test_a_text_may_have_no_label(tmp_path: Path) -> None:
    assert convert(tmp_path, [["law"], []]) == [[2], []]


@pytest.mark.parametrize(
    "labels",
    [
        [["news"], ["news", "weather"]],
        [["news"], ["news", None]],
        pa.array([[0], [0, 3]]),
        pa.array([[0], [-1]]),
        pa.array([[0.0], [0.5]]),
    ],
    ids=["unknown name", "null", "code too high", "negative", "fraction"],
)
def test_a_row_with_one_label_that_is_none_is_refused_by_its_id(
    tmp_path: Path, labels: Labels
) -> None:
    with pytest.raises(RowError) as caught:
        convert(tmp_path, labels)
    said = str(caught.value)
    assert "row '1'" in said
    assert "'label' has one that is none of the labels news, sport, law" in said


@pytest.mark.parametrize("kind", KINDS)
def test_one_label_is_no_list(tmp_path: Path, kind: str) -> None:
    column = KINDS[kind][1]
    with pytest.raises(RowError, match=f"column '{column}' is string, not a list a row"):
        convert(tmp_path, ["news", "law"], kind=kind)


def test_a_list_is_not_one_label(tmp_path: Path) -> None:
    file = tmp_path / "mapped.parquet"
    pq.write_table(pa.table({"id": [1], "text": ["x"], "label": [["news"]]}), file)
    task, each = (
        make_task("classification", labels=NAMES),
        Mapped(task_types()["classification"].table("rows"), "test", file),
    )
    with pytest.raises(RowError, match=r"column 'label' is list<.*>, not one value a row"):
        to_canonical(task, each, NAMES, tmp_path / "out.parquet")
