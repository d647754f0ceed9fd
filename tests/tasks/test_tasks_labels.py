"""Labels: names and codes, declared and undeclared."""

from decimal import Decimal
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from babelwright.errors import RowError
from babelwright.tasks.canonical import MAX_LABELS, Mapped, label_names, to_canonical
from babelwright.tasks.registry import task_types
from support.tasks import make_task

TABLE = task_types()["classification"].table("rows")


def mapped(folder: Path, labels: list[Any] | pa.Array, split: str = "test") -> Mapped:
    """Write a mapped table with these labels."""
    file = folder / f"{split}.parquet"
    ids = list(range(len(labels)))
    pq.write_table(pa.table({"id": ids, "text": [f"t{n}" for n in ids], "label": labels}), file)
    return Mapped(TABLE, split, file)


def codes(folder: Path, labels: list[Any] | pa.Array, declared: tuple[str, ...] = ()) -> list[int]:
    """Return the codes of labels."""
    task, table = make_task("classification", labels=declared), mapped(folder, labels)
    to_canonical(task, table, label_names(task, [table]), folder / "out.parquet")
    found: list[int] = pq.read_table(folder / "out.parquet")["label"].to_pylist()
    return found


def names(folder: Path, labels: list[Any] | pa.Array) -> tuple[str, ...]:
    """Return the names of undeclared labels."""
    return label_names(make_task("classification"), [mapped(folder, labels)])


def test_names_become_codes_in_the_declared_order(tmp_path: Path) -> None:
    assert codes(tmp_path, ["pos", "neg", "pos"], ("neg", "pos")) == [1, 0, 1]


@pytest.mark.parametrize(
    "kind", [pa.int8(), pa.int64(), pa.uint16(), pa.float64(), pa.decimal128(20, 1)]
)
def test_codes_stay_whatever_their_type(tmp_path: Path, kind: pa.DataType) -> None:
    labels = pa.array([1, 0, 2], pa.int64()).cast(kind)
    assert codes(tmp_path, labels, ("a", "b", "c")) == [1, 0, 2]
    assert codes(tmp_path, labels) == [1, 0, 2]
    assert names(tmp_path, labels) == ("0", "1", "2")


def test_a_number_is_a_code_even_if_a_label_is_named_like_it(tmp_path: Path) -> None:
    stars = ("1", "2", "3", "4", "5")
    assert codes(tmp_path, [0, 1, 4], stars) == [0, 1, 4]
    assert codes(tmp_path, ["1", "2", "5"], stars) == [0, 1, 4]


def test_truth_values_are_codes(tmp_path: Path) -> None:
    assert codes(tmp_path, [True, False], ("no", "yes")) == [1, 0]


@pytest.mark.parametrize(
    ("labels", "row", "value"),
    [
        (["pos", "neutral"], "1", "neutral"),
        (["pos", "Neg"], "1", "Neg"),
        (["neg", ""], "1", ""),
        (["neg", "0"], "1", "0"),
        ([0, 2], "1", "2"),
        ([0, -1], "1", "-1"),
        ([0.0, 0.5], "1", "0.5"),
        ([1.0, float("nan")], "1", "nan"),
        ([Decimal("0.0"), Decimal("1.5")], "1", "1.5"),
    ],
)
def test_what_is_no_label_is_said_with_its_row(
    tmp_path: Path, labels: list[Any], row: str, value: str
) -> None:
    with pytest.raises(RowError) as caught:
        codes(tmp_path, labels, ("neg", "pos"))
    assert str(caught.value) == (
        f"task.toml row {row!r}: rows, split 'test': 'label' is none of the labels neg, pos, "
        "nor the whole number of one\n"
        f"  Mend the source or select other rows in [map]; first: {row!r} ({value!r})"
    )


def test_a_null_label_is_refused(tmp_path: Path) -> None:
    with pytest.raises(RowError, match="'label' is null"):
        codes(tmp_path, ["neg", None], ("neg", "pos"))
    with pytest.raises(RowError, match="'label' is null"):
        codes(tmp_path, ["neg", None])


def test_undeclared_names_have_codes_in_their_order_over_all_splits(tmp_path: Path) -> None:
    task = make_task("classification")
    train, test = mapped(tmp_path, ["b", "c"], "train"), mapped(tmp_path, ["a", "c"])
    found = label_names(task, [train, test])
    assert found == ("a", "b", "c")
    to_canonical(task, test, found, tmp_path / "out.parquet")
    assert pq.read_table(tmp_path / "out.parquet")["label"].to_pylist() == [0, 2]


def test_undeclared_codes_name_themselves_up_to_the_greatest(tmp_path: Path) -> None:
    assert names(tmp_path, [3, 1]) == ("0", "1", "2", "3")
    assert codes(tmp_path, [3, 1]) == [3, 1]


def test_undeclared_codes_are_not_negative(tmp_path: Path) -> None:
    with pytest.raises(RowError, match="is none of the labels 0, 1, nor"):
        codes(tmp_path, [-1, 1])


def test_declared_labels_are_taken_as_they_are(tmp_path: Path) -> None:
    task = make_task("classification", labels=("z", "a"))
    assert label_names(task, [mapped(tmp_path, ["q"])]) == ("z", "a")


def test_a_type_without_labels_has_none(tmp_path: Path) -> None:
    table = Mapped(task_types()["sts"].table("rows"), "test", tmp_path / "none.parquet")
    assert label_names(make_task("sts"), [table]) == ()


@pytest.mark.parametrize("labels", [[10**12], [f"text {n}" for n in range(MAX_LABELS + 1)]])
def test_more_labels_than_a_label_set_can_have_are_refused(
    tmp_path: Path, labels: list[Any]
) -> None:
    with pytest.raises(RowError, match=rf"labels, more than {MAX_LABELS}\n  Name them in the task"):
        names(tmp_path, labels)


def test_a_message_does_not_list_very_many_labels(tmp_path: Path) -> None:
    declared = tuple(f"label-{n}" for n in range(500))
    with pytest.raises(RowError) as caught:
        codes(tmp_path, ["none"], declared)
    assert "label-11, ..., nor" in str(caught.value)
    assert "label-12" not in str(caught.value)
