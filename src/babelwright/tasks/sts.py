"""Semantic textual similarity: two sentences and a gold score."""

from typing import Any

import duckdb
import pyarrow as pa

from babelwright.catalog.model import Task
from babelwright.tasks.base import (
    Column,
    Strata,
    Table,
    TaskType,
    same_language_fields,
    score_range,
)
from babelwright.tasks.equality import contradiction, duplicates, equal_pairs
from babelwright.tasks.rules import blank, short
from babelwright.tasks.statistics import by_split, pair_statistics, score_statistics

_HIGHEST = "(SELECT max(score) FROM original_rows)"
# Ten bins of equal width, and the highest score by itself: pairs of that score may be equal.
_BINS = 10
_LEAST, _MOST = (f"{end}(score) OVER (PARTITION BY _split)" for end in ("min", "max"))
_SCORES = Strata(
    f"CASE WHEN score = {_MOST} THEN {_BINS} "
    f"ELSE floor({_BINS} * (score - {_LEAST}) / ({_MOST} - {_LEAST})) END"
)


def _statistics(connection: duckdb.DuckDBPyConnection) -> dict[str, Any]:
    def of(split: str) -> dict[str, Any]:
        scores = "SELECT score FROM rows WHERE _split = ?"
        return {
            **pair_statistics(connection, split, symmetric=True),
            "label_statistics": score_statistics(connection, scores, [split]),
        }

    return by_split(connection, of)


def score_parameters(task: Task, labels: tuple[str, ...]) -> dict[str, Any]:
    """Return what the suites of types with a score ask for: its range."""
    del labels
    low, high = score_range(task)
    return {"score_min": low, "score_max": high}


def score_attributes(task: Task) -> dict[str, Any]:
    """Return what mteb's classes want to know of a score: its range."""
    low, high = score_range(task)
    return {"min_score": low, "max_score": high}


TASK_TYPE = TaskType(
    name="sts",
    mteb_type="STS",
    mteb_class="mteb.abstasks.AbsTaskSTS",
    main_score="cosine_spearman",
    category="t2t",
    hub_category="sentence-similarity",
    tables=(
        Table(
            "rows",
            (
                Column("id", pa.string()),
                Column("sentence1", pa.string()),
                Column("sentence2", pa.string()),
                Column("score", pa.float64(), scored=True),
            ),
        ),
    ),
    fields=same_language_fields((("rows", "sentence1"), ("rows", "sentence2"))),
    rules=(
        blank("rows", "sentence1"),
        blank("rows", "sentence2"),
        short("rows", "sentence1"),
        short("rows", "sentence2"),
        *equal_pairs("rows", "score", f"t.score < {_HIGHEST}", f"t.score >= {_HIGHEST}"),
        *contradiction("rows", ("sentence1", "sentence2"), "score", reason="pair"),
        *duplicates("rows", ("sentence1", "sentence2")),
    ),
    statistics=_statistics,
    parameters=score_parameters,
    mteb_attributes=score_attributes,
    strata=_SCORES,
)
