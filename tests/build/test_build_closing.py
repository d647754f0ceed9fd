"""Closure: what a rule's severity does to the rows that break it, and to whole splits."""

from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from babelwright.catalog.model import Gates, Severity
from babelwright.errors import ValidationFailed
from babelwright.ledger import Count
from support.closure import Bench, Tables


def with_severity(gates: Gates, check: str, severity: Severity) -> Gates:
    checks = {**gates.checks, check: replace(gates.checks[check], severity=severity)}
    return replace(gates, checks=checks)


def pairs(*rows: tuple[str, str, str, float]) -> list[dict[str, Any]]:
    return [
        {"id": row, "sentence1": one, "sentence2": two, "score": score}
        for row, one, two, score in rows
    ]


def labelled(*rows: tuple[str, str, int]) -> list[dict[str, Any]]:
    return [{"id": row, "text": text, "label": label} for row, text, label in rows]


SOURCE = pairs(
    ("a", "A boat.", "A ship.", 3.0), ("b", "A dog.", "A cat.", 0.0), ("c", "One.", "Another.", 5.0)
)
RESULT = pairs(
    ("a", "Con tàu.", "Con tàu.", 3.0),
    ("b", "Con chó.", "Con mèo.", 0.0),
    ("c", "One.", "Another.", 5.0),
)


@pytest.mark.parametrize(
    ("severity", "reason", "left"),
    [
        (Severity.HARD, "pair-collapsed", ["test b", "test c"]),
        (Severity.SOFT, "pair-collapsed (flagged)", ["test a", "test b", "test c"]),
        (Severity.INFO, "pair-collapsed (flagged)", ["test a", "test b", "test c"]),
    ],
)
def test_a_hard_rule_removes_the_rows_and_another_one_flags_them(
    tmp_path: Path, gates: Gates, severity: Severity, reason: str, left: list[str]
) -> None:
    changed = with_severity(gates, "pair-collapsed", severity)
    bench = Bench(tmp_path / "bench", "sts", changed, {"test": SOURCE})
    found = bench.result({"test": RESULT})
    assert found.reasons == {"test a": [reason]}
    assert found.left == {"rows": left}
    assert found.details == {"test a pair-collapsed": "score 3.0, both: Con tàu."}
    (count,) = bench.ledger.counts()
    assert count.released == len(left)
    assert count.adds_up


def test_a_row_that_two_hard_rules_find_ends_by_the_first(tmp_path: Path, gates: Gates) -> None:
    source = [*SOURCE, *pairs(("d", "Three boats.", "Three ships.", 2.0))]
    result = [*RESULT, *pairs(("d", "Con tàu.", "Con tàu.", 2.0))]
    found = Bench(tmp_path / "bench", "sts", gates, {"test": source}).result({"test": result})
    assert found.reasons == {"test a": ["pair-collapsed"], "test d": ["pair-collapsed"]}


def test_rows_leave_before_the_next_rule_looks(tmp_path: Path, gates: Gates) -> None:
    """The first of two equal rows collapsed and left, so the second contradicts none."""
    soft = with_severity(gates, "pair-collapsed", Severity.SOFT)
    source = pairs(("a", "A boat.", "A ship.", 3.0), ("b", "One boat.", "One ship.", 5.0))
    result = pairs(("a", "Con tàu.", "Con tàu.", 3.0), ("b", "Con tàu.", "Con tàu.", 5.0))
    hard = Bench(tmp_path / "hard", "sts", gates, {"test": source}).result({"test": result})
    assert hard.left == {"rows": ["test b"]}
    stays = Bench(tmp_path / "soft", "sts", soft, {"test": source}).result({"test": result})
    assert "pair-contradiction" in stays.reasons["test b"]
    assert stays.left == {"rows": []}


LABELLED: Tables = {
    "train": labelled(("a", "One.", 0), ("b", "Two.", 1)),
    "test": labelled(("c", "Three.", 0), ("d", "Four.", 1), ("e", "Five.", 0)),
}


# Translation made the test's two texts equal, whose labels differ: both leave.
EQUAL: Tables = {
    "train": labelled(("a", "Một tàu.", 0), ("b", "Hai tàu.", 1)),
    "test": labelled(("c", "Ba tàu.", 0), ("d", "Ba tàu.", 1), ("e", "Năm tàu.", 0)),
}


def test_a_rule_about_a_split_is_noted_and_no_row_is_blamed(tmp_path: Path, gates: Gates) -> None:
    bench = Bench(tmp_path / "bench", "classification", gates, LABELLED)
    found = bench.result(EQUAL)
    assert found.notes == [("test", "label-lost", "label 1 has no rows left")]
    assert found.reasons == {
        "test c": ["label-contradiction"],
        "test d": ["label-contradiction"],
    }
    assert bench.ledger.counts() == [
        Count("rows", "test", 3, 1, 2, 0),
        Count("rows", "train", 2, 2, 0, 0),
    ]


def test_a_hard_rule_about_splits_stops_the_build_and_names_all_of_them(
    tmp_path: Path, gates: Gates
) -> None:
    hard = with_severity(gates, "label-lost", Severity.HARD)
    two = {**LABELLED, "test": LABELLED["test"][:2]}
    bench = Bench(tmp_path / "bench", "classification", hard, two)
    with pytest.raises(ValidationFailed) as caught:
        bench.result({**EQUAL, "test": EQUAL["test"][:2]})
    assert caught.value.message == (
        "label-lost: test: label 0 has no rows left; test: label 1 has no rows left"
    )
    assert caught.value.hint == "Its severity stands in validation/gates.toml"


def test_source_and_result_have_each_their_own_rules(tmp_path: Path, gates: Gates) -> None:
    twins = pairs(("a", "Same.", "Same.", 5.0), ("b", "A dog.", "A cat.", 0.0))
    bench = Bench(tmp_path / "bench", "sts", gates, {"test": twins})
    assert bench.source().reasons == {"test a": ["pair-identical-source (flagged)"]}
    assert bench.result({"test": twins}).reasons == {}


def test_texts_are_compared_by_their_matching_keys(tmp_path: Path, gates: Gates) -> None:
    result = [*pairs(("a", "CON  tàu", "con ta\u0300u.", 3.0)), *RESULT[1:]]
    found = Bench(tmp_path / "bench", "sts", gates, {"test": SOURCE}).result({"test": result})
    assert found.reasons == {"test a": ["pair-collapsed"]}


def test_an_id_is_only_a_text(tmp_path: Path, gates: Gates) -> None:
    name = "a'); DROP TABLE rows; --\N{HOT BEVERAGE}"
    source = pairs((name, "A boat.", "A ship.", 3.0), ("b", "A dog.", "A cat.", 5.0))
    result = pairs((name, "Con tàu.", "Con tàu.", 3.0), ("b", "Con chó.", "Con mèo.", 5.0))
    found = Bench(tmp_path / "it's", "sts", gates, {"test": source}).result({"test": result})
    assert found.reasons == {f"test {name}": ["pair-collapsed"]}
    assert found.left == {"rows": ["test b"]}


def test_nothing_is_left_behind(tmp_path: Path, gates: Gates) -> None:
    Bench(tmp_path / "bench", "sts", gates, {"test": SOURCE}).result({"test": RESULT})
    assert sorted(path.name for path in (tmp_path / "bench").iterdir()) == [
        "canonical",
        "closed",
        "ledger",
        "result",
    ]
