"""Verdicts: all checks, then fidelity; scores beside them."""

from dataclasses import replace

import numpy as np
import pytest

from babelwright.catalog.model import Calibration, Severity
from babelwright.checks.gate import Flag, Verdict
from babelwright.judging import Judged
from support.parallel import pairs
from support.repairing import NO_POOL, Workshop

SOURCE = "The shop sold 250 bicycles in May."
GOOD = "Cửa hàng đã bán 250 chiếc xe đạp vào tháng Năm."
WRONG = GOOD.replace("250", "260")
CALIBRATION = Calibration(
    embedder="-", cosine=2.0, margin=5.0, false_alarm=0, detection=1, date="-", data="-"
)
PAIRS = pairs("vi")
KEYS = list(range(len(PAIRS)))
SOURCES, TARGETS = [each[0] for each in PAIRS], [each[1] for each in PAIRS]


@pytest.mark.parametrize(
    ("severities", "verdict"),
    [
        ([], Verdict.PASS),
        ([Severity.INFO], Verdict.PASS),
        ([Severity.INFO, Severity.SOFT], Verdict.SOFT),
        ([Severity.SOFT, Severity.HARD, Severity.INFO], Verdict.HARD),
    ],
)
def test_the_worst_flag_is_the_verdict(severities: list[Severity], verdict: Verdict) -> None:
    flags = tuple(Flag("check", severity, "") for severity in severities)
    assert Judged(flags, None, None).verdict is verdict


def test_each_candidate_of_a_batch_has_its_own_flags(workshop: Workshop) -> None:
    found = workshop.judge().judge([0, 1, 2], [SOURCE] * 3, [GOOD, WRONG, SOURCE], NO_POOL)
    assert [each.verdict for each in found] == [Verdict.PASS, Verdict.HARD, Verdict.HARD]
    assert [flag.check for flag in found[1].flags] == ["number-changed"]
    assert "copied" in {flag.check for flag in found[2].flags}


def test_scores_have_four_decimals_and_a_margin_needs_a_pool(workshop: Workshop) -> None:
    judge = workshop.judge()
    alone = judge.judge(KEYS, SOURCES, TARGETS, NO_POOL)
    assert [each.margin for each in alone] == [None] * len(KEYS)
    among = judge.judge(KEYS, SOURCES, TARGETS, judge.pool(KEYS, SOURCES, TARGETS))
    for one, other in zip(alone, among, strict=True):
        assert one.cosine == other.cosine == round(other.cosine or 0, 4)
        assert other.margin == round(other.margin or 0, 4)
        assert 0 < (other.margin or 0) < 2


def test_a_pair_is_scored_alike_whatever_else_is_in_its_batch(workshop: Workshop) -> None:
    judge = workshop.judge()
    pool = judge.pool(KEYS, SOURCES, TARGETS)
    together = judge.judge(KEYS, SOURCES, TARGETS, pool)
    alone = [judge.judge([n], [SOURCES[n]], [TARGETS[n]], pool)[0] for n in KEYS]
    assert alone == together


def test_a_pool_has_both_sides_of_every_text(workshop: Workshop) -> None:
    pool = workshop.judge().pool([4, 9], ["a", "b"], ["c", "d"])
    assert pool.keys.tolist() == [4, 9]
    assert pool.sources.shape == pool.targets.shape == (2, 32)
    assert np.allclose(np.linalg.norm(pool.sources, axis=1), 1)


def test_fidelitys_flags_stand_after_those_of_the_checks(workshop: Workshop) -> None:
    judge = workshop.judge(calibration=CALIBRATION)
    (found,) = judge.judge([0], [SOURCE], [WRONG], NO_POOL)
    assert [flag.check for flag in found.flags] == ["number-changed", "fidelity"]
    assert found.flags[1].detail == f"cosine {found.cosine:.2f}"


def test_without_a_calibration_fidelity_is_measured_and_flags_nothing(workshop: Workshop) -> None:
    (found,) = workshop.judge().judge([0], [SOURCE], [GOOD], NO_POOL)
    assert found.flags == ()
    assert found.cosine is not None


def test_text_without_a_source_has_no_scores_and_its_own_severities(workshop: Workshop) -> None:
    looped = "Vui quá vui quá vui quá vui quá vui quá vui quá vui quá, ai cũng cười."
    collected, translated = workshop.judge(source=None), workshop.judge()
    (found,) = collected.judge([0], [""], [looped], None)
    assert (found.cosine, found.margin, found.verdict) == (None, None, Verdict.SOFT)
    assert [flag.check for flag in found.flags] == ["repetition"]
    (pair,) = translated.judge([0], ["How funny it was, and all laughed."], [looped], NO_POOL)
    repetition = [flag for flag in pair.flags if flag.check == "repetition"]
    assert [flag.severity for flag in repetition] == [Severity.HARD]


@pytest.mark.parametrize("source", ["en", None])
def test_nothing_to_judge_is_nothing_found(workshop: Workshop, source: str | None) -> None:
    assert workshop.judge(source=source).judge([], [], [], NO_POOL) == []


def test_severities_are_those_of_the_gates(workshop: Workshop) -> None:
    checks = dict(workshop.gates.checks)
    checks["number-changed"] = replace(checks["number-changed"], severity=Severity.INFO)
    workshop.gates = replace(workshop.gates, checks=checks)
    (found,) = workshop.judge().judge([0], [SOURCE], [WRONG], NO_POOL)
    assert (found.verdict, found.flags[0].severity) == (Verdict.PASS, Severity.INFO)
