"""Coverage's scores, their files, and the flags that they raise."""

import json
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from babelwright.catalog.model import Gates, Language, Severity
from babelwright.errors import EmbedderError
from babelwright.fidelity.combination import QUESTIONS, Coverage, load_coverage
from babelwright.fidelity.gate import FidelityGate, coverage_for
from support.embedders import Words
from support.token_embedders import Counting, write_coverage

EMBEDDER = Counting()
SOURCE, GOOD = "one two three four five", "en to tre fire fem"


@pytest.fixture
def coverage(tmp_path: Path) -> Coverage:
    write_coverage(tmp_path, EMBEDDER)
    found = load_coverage(EMBEDDER, tmp_path, ("en", "da"))
    assert found is not None
    return found


def _changed(file: Path, **values: Any) -> None:
    content = json.loads(file.read_text(encoding="utf-8"))
    file.write_text(json.dumps({**content, **values}), encoding="utf-8")


@pytest.mark.parametrize(
    ("target", "check", "detail"),
    [
        (GOOD, None, ""),
        ("en to tre fire", "coverage-doubt", "words are missing: 'five' (0.23, doubted from 0.20)"),
        ("en", "coverage", "words are missing: 'three' 'four' 'five' (0.83, doubted from 0.20)"),
        (f"{GOOD} syv", "coverage-doubt", "more than the source says: 'syv'"),
        (f"{GOOD} syv otte ni ti", "coverage", "more than the source says: 'otte' 'ni' 'ti'"),
        (f"{GOOD}.", "coverage", "another text (1.00, doubted from 0.20)"),
        ("one two tre fire fem", "coverage-doubt", "partly left in the source's language (0.40"),
        (SOURCE, "coverage-source", "partly left in the source's language (1.00"),
    ],
)
def test_the_flag_says_what_is_wrong_and_names_the_words(
    coverage: Coverage, gates: Gates, target: str, check: str | None, detail: str
) -> None:
    (flags,) = FidelityGate(None, gates, coverage).coverage_flags([SOURCE], [target])
    assert [flag.check for flag in flags] == ([check] if check else [])
    assert all(flag.detail.startswith(detail) for flag in flags)
    assert all(flag.severity is gates.checks[flag.check].severity for flag in flags)


def test_the_bundled_severities_are_hard_and_for_a_doubt_soft(gates: Gates) -> None:
    found = [gates.checks[f"coverage{end}"].severity for end in ("", "-source", "-doubt")]
    assert found == [Severity.HARD, Severity.HARD, Severity.SOFT]


@pytest.mark.parametrize("text", ["", ".", "one two", "one " * 121, "one two three " * 100_000])
def test_of_very_few_and_very_many_words_nothing_is_said(
    coverage: Coverage, gates: Gates, text: str
) -> None:
    assert FidelityGate(None, gates, coverage).coverage_flags([text], ["ni"]) == [[]]
    assert np.isnan(coverage.score([text], ["ni"], 3, 120).scores).all()


def test_an_empty_translation_is_left_to_the_check_of_its_own(coverage: Coverage) -> None:
    assert np.isnan(coverage.score([SOURCE], [""], 3, 120).scores).all()


def test_without_coverage_nothing_is_flagged(gates: Gates) -> None:
    assert FidelityGate(None, gates).coverage_flags([SOURCE], ["ni"]) == [[]]


def test_no_pairs_have_no_flags(coverage: Coverage, gates: Gates) -> None:
    assert FidelityGate(None, gates, coverage).coverage_flags([], []) == []


def test_a_pair_is_scored_alike_whatever_else_is_in_its_batch(coverage: Coverage) -> None:
    sources, targets = (
        [SOURCE, "one", "ten nine eight", SOURCE] * 100,
        [GOOD, "en", "ti", "ni"] * 100,
    )
    together = coverage.score(sources, targets, 3, 120).scores
    assert together.shape == (400, len(QUESTIONS))
    for row in (0, 1, 2, 3, 255, 256, 399):
        alone = coverage.score([sources[row]], [targets[row]], 3, 120).scores
        np.testing.assert_array_equal(together[row], alone[0])


@pytest.mark.parametrize("codes", [("da", "sv"), ("en", "sv"), ("sv", "en"), ("en", "en")])
def test_other_pairs_of_languages_have_none(tmp_path: Path, codes: tuple[str, str]) -> None:
    write_coverage(tmp_path, EMBEDDER)
    assert load_coverage(EMBEDDER, tmp_path, codes) is None


def test_the_other_direction_has_its_own(tmp_path: Path) -> None:
    write_coverage(tmp_path, EMBEDDER)
    found = load_coverage(EMBEDDER, tmp_path, ("da", "en"))
    assert found is not None
    assert not found.from_english


def test_another_embedder_of_the_name_has_none(tmp_path: Path) -> None:
    _changed(write_coverage(tmp_path, EMBEDDER), embedder="d" * 64)
    assert load_coverage(EMBEDDER, tmp_path, ("en", "da")) is None


def test_an_embedder_without_files_or_without_tokens_has_none(
    tmp_path: Path, languages: dict[str, Language]
) -> None:
    both = (languages["en"], languages["da"])
    assert coverage_for(EMBEDDER, tmp_path, both) is None
    write_coverage(tmp_path, EMBEDDER)
    assert coverage_for(EMBEDDER, tmp_path, both) is not None
    assert coverage_for(Words(), tmp_path, both) is None


@pytest.mark.parametrize(
    ("values", "message"),
    [
        ({"tables": "0" * 64}, "coverage.safetensors is another file than it was written for"),
        ({"columns": ["cosine"]}, "its columns are not those that are measured"),
        ({"weights": {}}, "cannot be read"),
    ],
)
def test_files_that_do_not_belong_together_are_refused(
    tmp_path: Path, values: dict[str, Any], message: str
) -> None:
    _changed(write_coverage(tmp_path, EMBEDDER), **values)
    with pytest.raises(EmbedderError, match=message):
        load_coverage(EMBEDDER, tmp_path, ("en", "da"))


def test_a_file_that_is_no_json_is_refused_by_its_name(tmp_path: Path) -> None:
    write_coverage(tmp_path, EMBEDDER).write_text("no", encoding="utf-8")
    with pytest.raises(EmbedderError, match=r"coverage\.json"):
        load_coverage(EMBEDDER, tmp_path, ("en", "da"))
