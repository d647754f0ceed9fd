"""mteb's checks of dataset quality: each on statistics that fail it, and on some that pass."""

from copy import deepcopy
from typing import Any

import pytest

from babelwright.tasks.quality import CHECKS, judge_quality

TEXTS = {
    "total_text_length": 2000,
    "min_text_length": 4,
    "average_text_length": 20.0,
    "max_text_length": 1000,
    "unique_texts": 99,
}
LABELS = {"unique_labels": 2, "labels": {"0": {"count": 50}, "1": {"count": 50}}}
LABELLED: dict[str, Any] = {
    "num_samples": 100,
    "samples_in_train": 0,
    "text_statistics": TEXTS,
    "label_statistics": LABELS,
}
PAIRS: dict[str, Any] = {
    "num_samples": 100,
    "unique_pairs": 99,
    "text1_statistics": {**TEXTS, "unique_texts": 1},
    "text2_statistics": {**TEXTS, "unique_texts": 50},
    "label_statistics": {"min_score": 0.0, "avg_score": 1.0, "max_score": 5.0},
}
JUDGED: dict[str, Any] = {
    "num_samples": 120,
    "num_queries": 20,
    "num_documents": 100,
    "documents_text_statistics": TEXTS,
    "queries_text_statistics": {**TEXTS, "unique_texts": 20},
    "relevant_docs_statistics": {"min_relevant_docs_per_query": 1, "unique_relevant_docs": 100},
    "top_ranked_statistics": {"min_top_ranked_per_query": 1},
}
CLUSTERED: dict[str, Any] = {
    "num_samples": 200,  # two levels of a hundred texts
    "text_statistics": TEXTS,
    "labels_statistics": LABELS,
}
SUMMARIES: dict[str, Any] = {
    "num_samples": 100,
    "text_statistics": TEXTS,
    "human_summaries_statistics": {**TEXTS, "unique_texts": 300},
    "machine_summaries_statistics": {**TEXTS, "unique_texts": 7},
}
ALL = [LABELLED, PAIRS, JUDGED, CLUSTERED, SUMMARIES]


def failed(statistics: dict[str, Any]) -> dict[str, list[tuple[str, str]]]:
    """Return the fields and problems of every check that fails, by mteb's name for it."""
    return {
        each["mteb"]: [(found["field"], found["problem"]) for found in each["failed"]]
        for each in judge_quality({"test": statistics})
        if each["failed"]
    }


def changed(statistics: dict[str, Any], path: str, value: Any) -> dict[str, Any]:
    """Return statistics with one value changed."""
    copy = deepcopy(statistics)
    *fields, last = path.split(".")
    at = copy
    for field in fields:
        at = at[field]
    at[last] = value
    return copy


@pytest.mark.parametrize("statistics", ALL)
def test_statistics_at_the_edge_pass_every_check(statistics: dict[str, Any]) -> None:
    assert failed(statistics) == {}


PLANTED = [
    (LABELLED, "text_statistics.min_text_length", 3, "short_text"),
    (LABELLED, "text_statistics.min_text_length", 0, "short_text"),
    (LABELLED, "text_statistics.max_text_length", 1001, "long_text"),
    (LABELLED, "text_statistics.unique_texts", 98, "duplicate_text"),
    (LABELLED, "text_statistics.unique_texts", 101, "impossible_unique_count"),
    (LABELLED, "label_statistics.unique_labels", 1, "too_few_labels"),
    (LABELLED, "samples_in_train", 1, "train_test_leakage"),
    (PAIRS, "unique_pairs", 98, "duplicate_pairs"),
    (PAIRS, "unique_pairs", 101, "impossible_unique_count"),
    (PAIRS, "label_statistics.max_score", 0.0, "zero_label_variance"),
    (PAIRS, "text2_statistics.min_text_length", 1, "short_text"),
    (JUDGED, "documents_text_statistics.unique_texts", 98, "duplicate_text"),
    (JUDGED, "queries_text_statistics.unique_texts", 19, "duplicate_text"),
    (JUDGED, "queries_text_statistics.unique_texts", 21, "impossible_unique_count"),
    (JUDGED, "relevant_docs_statistics.min_relevant_docs_per_query", 0, "zero_relevant_docs"),
    (JUDGED, "relevant_docs_statistics.unique_relevant_docs", 101, "relevant_docs_exceed_corpus"),
    (JUDGED, "top_ranked_statistics.min_top_ranked_per_query", 0, "zero_top_ranked"),
    (CLUSTERED, "text_statistics.unique_texts", 98, "duplicate_text"),
    (CLUSTERED, "text_statistics.unique_texts", 101, "impossible_unique_count"),
    (CLUSTERED, "labels_statistics.unique_labels", 1, "too_few_labels"),
    (SUMMARIES, "machine_summaries_statistics.min_text_length", 2, "short_text"),
    (SUMMARIES, "text_statistics.unique_texts", 50, "duplicate_text"),
]


@pytest.mark.parametrize(
    ("statistics", "path", "value", "check"),
    PLANTED,
    ids=[f"{path}={value}" for _, path, value, _ in PLANTED],
)
def test_a_planted_value_fails_its_check_alone(
    statistics: dict[str, Any], path: str, value: Any, check: str
) -> None:
    found = failed(changed(statistics, path, value))
    assert list(found) == [check]
    ((field, problem),) = found[check]
    assert path.startswith(field)
    assert str(value) in problem or problem.startswith(("a query has no", "every score"))


def test_a_split_without_samples_is_empty() -> None:
    empty = {**TEXTS, "unique_texts": 0}
    found = failed({**LABELLED, "num_samples": 0, "text_statistics": empty})
    assert found == {"empty_split": [("num_samples", "0 samples")]}


def test_every_check_is_planted_here() -> None:
    planted = {check for *_, check in PLANTED} | {"empty_split"}
    assert planted == {check.mteb for check in CHECKS}
    assert {f"mteb-{name.replace('_', '-')}" for name in planted} == {
        check.reason for check in CHECKS
    }
    assert all(check.hint and check.about.endswith(".") for check in CHECKS)


def test_what_is_null_in_mtebs_statistics_is_not_judged() -> None:
    theirs = {**LABELLED, "samples_in_train": None, "image_statistics": None}
    assert failed(theirs) == {}
    names = {each["mteb"] for each in judge_quality({"train": theirs})}
    assert "train_test_leakage" not in names


def test_every_split_is_judged_and_what_was_judged_is_counted() -> None:
    train = {key: value for key, value in LABELLED.items() if key != "samples_in_train"}
    short = changed(train, "text_statistics.min_text_length", 2)
    found = {each["mteb"]: each for each in judge_quality({"test": LABELLED, "train": short})}
    assert found["short_text"]["judged"] == 2
    assert [each["split"] for each in found["short_text"]["failed"]] == ["train"]
    assert found["train_test_leakage"]["judged"] == 1
    assert "zero_top_ranked" not in found
