"""Statistics, profile and quality of a release: a forged number is found."""

import json
from collections.abc import Callable
from copy import deepcopy
from pathlib import Path
from typing import Any

import pyarrow.parquet as pq
import pytest

from babelwright.release.described import false_descriptions

DATA = "data/default/test-00000-of-00001.parquet"


@pytest.fixture
def manifest(release: Path) -> dict[str, Any]:
    content: dict[str, Any] = json.loads((release / "manifest.json").read_text())
    return content


@pytest.fixture
def problems(release: Path) -> Callable[[dict[str, Any]], list[str]]:
    return lambda manifest: list(false_descriptions(manifest, release))


def forged(manifest: dict[str, Any], *path: str | int, value: Any) -> dict[str, Any]:
    """Return a manifest whose only part says something else at a path."""
    copy = deepcopy(manifest)
    at = copy["parts"][0]
    for key in path[:-1]:
        at = at[key]
    assert at[path[-1]] != value
    at[path[-1]] = value
    return copy


def test_an_honest_release_says_what_its_rows_are(
    manifest: dict[str, Any], problems: Callable[[dict[str, Any]], list[str]]
) -> None:
    assert problems(manifest) == []


COLUMN = ("profile", "tables", 0, "columns", 0)
FORGERIES: list[tuple[tuple[str | int, ...], Any]] = [
    (("statistics", "test", "num_samples"), 4),
    (("statistics", "test", "text1_statistics", "average_text_length"), 34.0),
    (("statistics", "test", "label_statistics", "max_score"), 4.5),
    ((*COLUMN, "near_duplicates"), 1),
    ((*COLUMN, "languages"), {"en": 1.0}),
    ((*COLUMN, "scripts"), {"Arab": 1.0}),
    ((*COLUMN, "percentiles", "p50"), 1),
    ((*COLUMN, "empties"), 1),
    (("profile", "tables", 0, "rows"), 4),
    (("quality", 0, "failed"), [{"split": "test", "field": "num_samples", "problem": "0"}]),
    (("quality",), []),
]


@pytest.mark.parametrize(("path", "value"), FORGERIES, ids=lambda each: str(each)[:60])
def test_a_forged_value_is_found(
    manifest: dict[str, Any],
    problems: Callable[[dict[str, Any]], list[str]],
    path: tuple[str | int, ...],
    value: Any,
) -> None:
    found = problems(forged(manifest, *path, value=value))
    assert len(found) >= 1
    name = ".".join(str(key) for key in path)
    assert all(problem.startswith(name) for problem in found)
    assert all(" the manifest says " in problem for problem in found)


def test_statistics_of_other_rows_are_found_by_their_hash(
    manifest: dict[str, Any], problems: Callable[[dict[str, Any]], list[str]]
) -> None:
    found = problems(forged(manifest, "profile", "tables", 0, "row_hash", value="0" * 64))
    assert "rows test: its statistics are those of other rows" in found


def test_a_split_without_a_profile_is_found(
    manifest: dict[str, Any], problems: Callable[[dict[str, Any]], list[str]]
) -> None:
    found = problems(forged(manifest, "profile", "tables", value=[]))
    assert found[0] == "rows test: its statistics are those of other rows"


def test_many_differences_are_told_shortly(
    release: Path, manifest: dict[str, Any], problems: Callable[[dict[str, Any]], list[str]]
) -> None:
    table = pq.read_table(release / DATA)
    pq.write_table(table.slice(0, 1), release / DATA)
    found = problems(manifest)
    assert len(found) == 6
    assert found[-1].startswith("and ")
    assert found[-1].endswith(" more differences")


def test_a_sum_of_floats_in_another_order_is_no_forgery(
    manifest: dict[str, Any], problems: Callable[[dict[str, Any]], list[str]]
) -> None:
    mean = manifest["parts"][0]["statistics"]["test"]["label_statistics"]["avg_score"]
    path = ("statistics", "test", "label_statistics", "avg_score")
    assert problems(forged(manifest, *path, value=mean * (1 + 1e-14))) == []
    assert problems(forged(manifest, *path, value=mean * (1 + 1e-6))) != []
