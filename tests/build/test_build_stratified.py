"""Sampling of types with one table: sizes, proportions, labels, and which rows."""

from collections import Counter
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from babelwright.catalog.model import Gates, Sample
from babelwright.ledger import Count
from support.closure import Rows
from support.drawing import Drawn

LAWS = settings(max_examples=25, deadline=None, derandomize=True, database=None)
LABELS = st.lists(st.integers(0, 4), min_size=1, max_size=60)
LABEL_SETS = st.lists(st.lists(st.integers(0, 4), max_size=3, unique=True), min_size=1, max_size=60)


def labelled(labels: Sequence[Any], prefix: str = "") -> list[dict[str, Any]]:
    return [
        {"id": f"{prefix}{n}", "text": f"{prefix}text {n}", "label": label}
        for n, label in enumerate(labels)
    ]


def drawn(
    tmp: pytest.TempPathFactory, gates: Gates, kind: str, source: dict[str, Rows], **sizes: int
) -> Drawn:
    return Drawn(tmp.mktemp("drawn") / "x", kind, gates, source, Sample(sizes=sizes))


@LAWS
@given(labels=LABELS, size=st.integers(1, 50))
def test_a_test_split_has_its_size_and_every_label(
    tmp_path_factory: pytest.TempPathFactory, gates: Gates, labels: list[int], size: int
) -> None:
    source: dict[str, Rows] = {"test": labelled(labels), "train": labelled([0], "t")}
    found = drawn(tmp_path_factory, gates, "classification", source, test=size)
    kept = [row["label"] for row in found.rows("rows.test")]
    assert set(kept) == set(labels)
    assert len(kept) == min(len(labels), max(size, len(set(labels))))
    assert found.counts["rows/test"] == Count(
        "rows", "test", len(labels), len(kept), 0, 0, len(labels) - len(kept)
    )
    assert found.counts["rows/train"].unsampled == 0


@LAWS
@given(labels=LABELS, size=st.integers(1, 50))
def test_a_training_split_keeps_eight_of_each_label_where_there_are_eight(
    tmp_path_factory: pytest.TempPathFactory, gates: Gates, labels: list[int], size: int
) -> None:
    source: dict[str, Rows] = {"train": labelled(labels), "test": labelled([0], "t")}
    found = drawn(tmp_path_factory, gates, "classification", source, train=size)
    kept = Counter(row["label"] for row in found.rows("rows.train"))
    least = {label: min(8, rows) for label, rows in Counter(labels).items()}
    assert all(kept[label] >= rows for label, rows in least.items())
    assert kept.total() == min(len(labels), max(size, sum(least.values())))
    exceeded = sum(least.values()) > size
    assert bool(found.facts["notes"]) == exceeded


@LAWS
@given(labels=LABEL_SETS, size=st.integers(1, 50))
def test_of_label_sets_every_single_label_keeps_rows(
    tmp_path_factory: pytest.TempPathFactory, gates: Gates, labels: list[list[int]], size: int
) -> None:
    source: dict[str, Rows] = {"train": labelled(labels), "test": labelled([[0]], "t")}
    found = drawn(tmp_path_factory, gates, "multilabel_classification", source, train=size)
    rows = found.rows("rows.train")
    every = Counter(label for each in labels for label in each)
    kept = Counter(label for row in rows for label in row["label"])
    assert all(kept[label] >= min(8, count) for label, count in every.items())
    assert min(size, len(labels)) <= len(rows) <= len(labels)
    assert len(rows) == min(size, len(labels)) or found.facts["notes"]


@LAWS
@given(labels=LABELS, size=st.integers(1, 50), order=st.randoms(use_true_random=False))
def test_the_order_of_the_source_has_no_say(
    tmp_path_factory: pytest.TempPathFactory, gates: Gates, labels: list[int], size: int, order: Any
) -> None:
    rows = labelled(labels)
    mixed = list(rows)
    order.shuffle(mixed)
    one, other = (
        drawn(tmp_path_factory, gates, "clustering", {"test": clusters(each)}, test=size)
        for each in (rows, mixed)
    )
    assert set(one.ids("rows.test")) == set(other.ids("rows.test"))
    assert other.ids("rows.test") == [
        row["id"] for row in mixed if row["id"] in set(one.ids("rows.test"))
    ]


def clusters(rows: list[dict[str, Any]]) -> list[dict[str, Any]]:
    return [{"id": row["id"], "sentences": row["text"], "labels": row["label"]} for row in rows]


def pairs(values: Sequence[Any], name: str) -> list[dict[str, Any]]:
    return [
        {"id": str(n), "sentence1": f"one {n}", "sentence2": f"other {n}", name: value}
        for n, value in enumerate(values)
    ]


def test_proportions_are_those_of_the_source(
    tmp_path_factory: pytest.TempPathFactory, gates: Gates
) -> None:
    source: dict[str, Rows] = {"test": pairs([0] * 300 + [1] * 100, "labels")}
    found = drawn(tmp_path_factory, gates, "pair_classification", source, test=40)
    assert Counter(row["labels"] for row in found.rows("rows.test")) == {0: 30, 1: 10}


def test_scores_are_drawn_from_their_whole_range_and_the_highest_is_there(
    tmp_path_factory: pytest.TempPathFactory, gates: Gates
) -> None:
    scores = [n / 40 for n in range(200)] + [5.0]
    source: dict[str, Rows] = {"test": pairs(scores, "score")}
    found = drawn(tmp_path_factory, gates, "sts", source, test=21)
    kept = [row["score"] for row in found.rows("rows.test")]
    assert Counter(int(score * 2) for score in kept) == {**dict.fromkeys(range(10), 2), 10: 1}


def test_of_a_hierarchy_every_whole_path_keeps_a_row(
    tmp_path_factory: pytest.TempPathFactory, gates: Gates
) -> None:
    paths = [[0, 1]] * 50 + [[0, 2]] * 5 + [[3, 1]] + [[3, 4]]
    rows = [
        {"id": str(n), "sentences": f"text {n}", "labels": path} for n, path in enumerate(paths)
    ]
    found = drawn(tmp_path_factory, gates, "hierarchical_clustering", {"test": rows}, test=8)
    kept = Counter(tuple(row["labels"]) for row in found.rows("rows.test"))
    assert kept == {(0, 1): 5, (0, 2): 1, (3, 1): 1, (3, 4): 1}


def test_without_labels_any_row_may_be_drawn(
    tmp_path_factory: pytest.TempPathFactory, gates: Gates
) -> None:
    rows = [{"id": str(n), "sentence1": f"one {n}", "sentence2": f"un {n}"} for n in range(50)]
    drawn_of = [
        Drawn(
            tmp_path_factory.mktemp("bitext") / "x",
            "bitext_mining",
            gates,
            {"test": rows},
            Sample(seed=seed, sizes={"test": 20}),
        ).ids("rows.test")
        for seed in (42, 42, 43)
    ]
    assert [len(each) for each in drawn_of] == [20, 20, 20]
    assert drawn_of[0] == drawn_of[1] != drawn_of[2]
    assert drawn_of[0] == sorted(drawn_of[0], key=int), "rows stay in the order of the source"


def test_a_source_that_grows_keeps_most_of_its_sample(
    tmp_path_factory: pytest.TempPathFactory, gates: Gates
) -> None:
    labels = [n % 3 for n in range(600)]
    before, after = (
        drawn(tmp_path_factory, gates, "clustering", {"test": clusters(labelled(each))}, test=60)
        for each in (labels, [*labels, *[0, 1, 2] * 4])
    )
    assert len(set(before.ids("rows.test")) & set(after.ids("rows.test"))) >= 55


def test_what_closure_takes_is_filtered_and_is_not_drawn_from(tmp_path: Path, gates: Gates) -> None:
    rows = labelled([0, 1] * 10)
    rows[4]["text"] = " "
    source: dict[str, Rows] = {"test": rows, "train": labelled([0, 1], "t")}
    found = Drawn(tmp_path / "x", "classification", gates, source, Sample(sizes={"test": 6}))
    assert found.counts["rows/test"] == Count("rows", "test", 20, 6, 1, 0, 13)
    assert found.facts["tables"] == [
        {"table": "rows", "split": "test", "left": 19, "drawn": 6},
        {"table": "rows", "split": "train", "left": 2, "drawn": 2},
    ]


def test_minimums_that_exceed_the_size_are_said(tmp_path: Path, gates: Gates) -> None:
    source: dict[str, Rows] = {"train": labelled([0, 1, 2] * 9), "test": labelled([0], "t")}
    found = Drawn(tmp_path / "x", "classification", gates, source, Sample(sizes={"train": 10}))
    assert found.facts["notes"] == [
        {"split": "train", "detail": "24 rows are drawn, not 10: its labels need them"}
    ]
