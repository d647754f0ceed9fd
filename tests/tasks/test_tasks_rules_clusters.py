"""Closure of pairs with labels, clusters and texts with several labels."""

from pathlib import Path
from typing import Any

import pytest

from babelwright.catalog.model import Gates
from support.closure import Bench

Pair = tuple[str, str, int]


def pairs(*rows: Pair) -> list[dict[str, Any]]:
    return [
        {"id": str(n), "sentence1": f"see {first}", "sentence2": f"see {second}", "labels": label}
        for n, (first, second, label) in enumerate(rows)
    ]


def clustered(*rows: tuple[str, Any], text: str = "sentences", label: str = "labels") -> list[Any]:
    return [
        {"id": str(n), text: f"see {words}", label: labels}
        for n, (words, labels) in enumerate(rows)
    ]


def test_a_pair_that_became_equal_leaves_where_its_label_says_that_it_differs(
    tmp_path: Path, gates: Gates
) -> None:
    before = pairs(("a cat", "a kitten", 0), ("a cat", "the cat", 1), ("x", "y", 0))
    after = pairs(("con mèo", "Con mèo.", 0), ("con mèo", "con mèo", 1), ("ích", "ít", 0))
    found = Bench(tmp_path, "pair_classification", gates, {"test": before}).result({"test": after})
    assert found.reasons == {"test 0": ["pair-collapsed"], "test 1": ["pair-identical (flagged)"]}
    assert found.details["test 0 pair-collapsed"] == "labels 0, both: see con mèo"
    assert found.left["rows"] == ["test 1", "test 2"]


def test_a_label_of_pairs_may_be_lost(tmp_path: Path, gates: Gates) -> None:
    before = pairs(("a", "b", 0), ("c", "d", 1))
    after = pairs(("một", "Một", 0), ("hai", "ba", 1))
    found = Bench(tmp_path, "pair_classification", gates, {"test": before}).result({"test": after})
    assert found.notes == [("test", "label-lost", "label 0 has no rows left")]


CASES: list[tuple[str, str, str, Any, Any]] = [
    ("clustering", "sentences", "labels", 0, 1),
    ("hierarchical_clustering", "sentences", "labels", [0, 2], [0, 3]),
    ("multilabel_classification", "text", "label", [0], [0, 1]),
]


@pytest.mark.parametrize("case", CASES, ids=[case[0] for case in CASES])
def test_texts_that_became_equal_leave_where_their_labels_differ(
    tmp_path: Path, gates: Gates, case: tuple[str, str, str, Any, Any]
) -> None:
    kind, text, label, one, other = case
    before = clustered(("big", one), ("large", other), ("huge", one), text=text, label=label)
    after = clustered(("to", one), ("To.", other), ("khổng lồ", one), text=text, label=label)
    found = Bench(tmp_path, kind, gates, {"test": before}).result({"test": after})
    assert found.reasons == {"test 0": ["label-contradiction"], "test 1": ["label-contradiction"]}
    assert found.left["rows"] == ["test 2"]


@pytest.mark.parametrize("case", CASES, ids=[case[0] for case in CASES])
def test_texts_that_became_equal_with_equal_labels_are_duplicates(
    tmp_path: Path, gates: Gates, case: tuple[str, str, str, Any, Any]
) -> None:
    kind, text, label, one, _ = case
    before = clustered(("big", one), ("large", one), text=text, label=label)
    after = clustered(("to", one), ("To.", one), text=text, label=label)
    found = Bench(tmp_path, kind, gates, {"test": before}).result({"test": after})
    assert found.reasons == {"test 1": ["duplicate-created"]}


def test_each_level_and_each_of_several_labels_can_be_lost(tmp_path: Path, gates: Gates) -> None:
    rows = [("one", [0, 2]), ("two", [0, 3]), ("three", [1, 4])]
    bench = Bench(tmp_path, "hierarchical_clustering", gates, {"test": clustered(*rows)})
    bench.end(("rows", "test", "2"))
    found = bench.result({"test": clustered(*rows)})
    assert [detail for _, _, detail in found.notes] == [
        "label 1 of level 1 has no rows left",
        "label 4 of level 2 has no rows left",
    ]


def test_leakage_of_texts_with_several_labels_leaves_the_training_rows(
    tmp_path: Path, gates: Gates
) -> None:
    def split(*texts: str) -> list[Any]:
        return clustered(*((words, [0]) for words in texts), text="text", label="label")

    bench = Bench(
        tmp_path,
        "multilabel_classification",
        gates,
        {"train": split("big", "small"), "test": split("large")},
    )
    found = bench.result({"train": split("to", "nhỏ"), "test": split("To")})
    assert found.reasons == {"train 0": ["leakage-created"]}
