"""Samples in signatures, and the shares that a release of a sample may lose."""

from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from babelwright.catalog.model import Gates
from babelwright.errors import ReleaseError
from babelwright.release.limits import check_limits
from babelwright.release.sampling import sampling_problems
from babelwright.release.signature import signature
from support.projects import Project
from support.released import part_with

COUNT = {"table": "rows", "split": "test", "failed": 0}
NOTHING: dict[str, Any] = {
    "seed": 42,
    "sizes": {},
    "queries": None,
    "hard_negatives": None,
    "distractors": None,
    "embedder": None,
    "tables": [],
    "pool": None,
    "notes": [],
}


def table(left: int, drawn: int, split: str = "test") -> dict[str, Any]:
    return {"table": "rows", "split": split, "left": left, "drawn": drawn}


@pytest.mark.parametrize(
    ("sampling", "said"),
    [
        (None, "all"),
        ({"sizes": {"test": 2048}, "tables": [table(9, 9)]}, "2048@42"),
        (
            {
                "sizes": {"test": 2048, "train": 2048},
                "tables": [table(9, 9), table(9, 9, "train")],
            },
            "2048@42",
        ),
        ({"sizes": {"test": 7}, "tables": [table(9, 7), table(9, 9, "train")]}, "7test@42"),
        ({"queries": 300, "hard_negatives": 10, "distractors": 0}, "300q+10h+0d@42"),
        ({"distractors": 5, "seed": 7}, "5d@7"),
    ],
)
def test_the_signature_has_what_was_asked_for(
    built: Project, tmp_path: Path, sampling: dict[str, Any] | None, said: str
) -> None:
    facts = {"sampling": sampling and NOTHING | sampling}
    assert f"|n:{said}|" in signature([part_with(built, tmp_path, facts)], "1.0.0")


def test_collected_text_names_the_embedder_of_its_sample(built: Project, tmp_path: Path) -> None:
    sampling = NOTHING | {"embedder": {"name": "org/model", "fingerprint": "0123456789"}}
    part = part_with(built, tmp_path, {"fidelity": None, "sampling": sampling})
    assert "|fid:model@0123456|" in signature([part], "1.0.0")


@pytest.mark.parametrize(
    ("count", "refused"),
    [
        # 1,000 of 10,000 left before, 20 of 100 drawn after.
        (
            {
                "source": 10_000,
                "filtered": 1_020,
                "released": 80,
                "unsampled": 8_900,
                "left": 9_000,
            },
            None,
        ),
        (
            {
                "source": 10_000,
                "filtered": 1_030,
                "released": 70,
                "unsampled": 8_900,
                "left": 9_000,
            },
            "30.0%",
        ),
        (
            {
                "source": 10_000,
                "filtered": 4_000,
                "released": 99,
                "unsampled": 5_901,
                "left": 6_000,
            },
            "40.0%",
        ),
        (
            {"source": 9_000, "filtered": 0, "failed": 6, "released": 94, "unsampled": 8_900}
            | {"left": 9_000},
            "6.0%",
        ),
    ],
)
def test_shares_are_of_the_drawn_rows_and_of_the_source_before(
    built: Project,
    tmp_path: Path,
    gates: Gates,
    count: dict[str, int],
    refused: str | None,
) -> None:
    left = count["left"]
    facts = {
        "ledger": {"counts": [COUNT | count], "reasons": []},
        "sampling": NOTHING | {"tables": [table(left, left - count["unsampled"])]},
    }
    part = part_with(built, tmp_path, facts)
    held = replace(gates, max_filtered=0.25, max_failed=0.05)
    if refused is None:
        check_limits([part], held)
        return
    with pytest.raises(ReleaseError) as caught:
        check_limits([part], held)
    assert caught.value.message.startswith(f"{refused} of the rows of rows test ")


@pytest.mark.parametrize(
    ("count", "sampling", "problem"),
    [
        ({"unsampled": 0}, None, []),
        ({"unsampled": 5}, None, ["rows test: 5 not sampled, and there is no sample"]),
        ({"unsampled": 5}, [table(10, 5)], []),
        ({"unsampled": 5}, [table(10, 6)], ["rows test: 5 not sampled, but 6 of 10 drawn"]),
        (
            {"unsampled": 5},
            [table(12, 7)],
            ["rows test: the sample is of 12 rows, which the ledger does not give"],
        ),
        (
            {"unsampled": 5},
            [table(8, 3)],
            ["rows test: the sample is of 8 rows, which the ledger does not give"],
        ),
    ],
)
def test_samples_and_ledger_say_the_same(
    tmp_path: Path,
    count: dict[str, int],
    sampling: list[dict[str, Any]] | None,
    problem: list[str],
) -> None:
    counts = COUNT | {"source": 10, "filtered": 1, "released": 4} | count
    part = {
        "ledger": {"counts": [counts]},
        "sampling": None if sampling is None else NOTHING | {"tables": sampling},
    }
    assert list(sampling_problems({"parts": [part]}, tmp_path)) == problem
