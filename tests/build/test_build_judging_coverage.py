"""Coverage among the verdicts: its flags count like others; text without a source has none."""

from dataclasses import replace
from pathlib import Path

import pytest

from babelwright.build.distractors import UNFAITHFUL
from babelwright.checks.gate import Verdict
from babelwright.fidelity.combination import load_coverage
from babelwright.fidelity.gate import FidelityGate
from babelwright.judging import Judge
from support.repairing import NO_POOL, Workshop
from support.token_embedders import Counting, write_coverage

SOURCE = "one two three four five"


@pytest.fixture
def judge(workshop: Workshop, tmp_path: Path) -> Judge:
    embedder = Counting()
    write_coverage(tmp_path / "models", embedder)
    coverage = load_coverage(embedder, tmp_path / "models", ("en", "da"))
    return replace(workshop.judge(), fidelity=FidelityGate(None, workshop.gates, coverage))


def test_its_flag_stands_after_the_others_and_counts(judge: Judge) -> None:
    targets = ["en to tre fire fem", "en to tre fire", "en to"]
    found = judge.judge([0, 1, 2], [SOURCE] * 3, targets, NO_POOL)
    assert [[f.check for f in each.flags if "cover" in f.check] for each in found] == [
        [],
        ["coverage-doubt"],
        ["coverage"],
    ]
    assert found[2].flags[-1].check == "coverage"
    assert found[2].verdict is Verdict.HARD


def test_text_without_a_source_has_none(judge: Judge) -> None:
    (found,) = replace(judge, source=None).judge([0], [""], ["en"], None)
    assert [flag.check for flag in found.flags if "cover" in flag.check] == []


def test_what_is_no_faithful_translation_may_still_distract_but_a_mixed_text_may_not() -> None:
    assert "coverage" in UNFAITHFUL
    assert not {"coverage-source", "coverage-doubt"} & UNFAITHFUL
