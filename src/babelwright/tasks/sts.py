"""Semantic textual similarity: two sentences and a gold score."""

from typing import Any

import duckdb
import pyarrow as pa

from babelwright.catalog.model import Task
from babelwright.tasks.base import Column, Table, TaskType, same_language_fields
from babelwright.tasks.rules import Phase, Rule, blank, duplicates
from babelwright.tasks.statistics import text_lengths

DEFAULT_RANGE = (0.0, 5.0)

_COLLAPSED = """
    SELECT t._split, t._id, 'score ' || t.score || ', both: ' || left(t.sentence1, 80) AS detail
    FROM rows t JOIN original_rows o USING (_split, _id)
    WHERE matching_key(t.sentence1) = matching_key(t.sentence2)
      AND matching_key(o.sentence1) <> matching_key(o.sentence2)
      AND t.score {} (SELECT max(score) FROM original_rows)
    ORDER BY t._split, t._position
"""


def _statistics(connection: duckdb.DuckDBPyConnection) -> dict[str, Any]:
    scores = connection.execute(
        "SELECT _split, min(score), avg(score), max(score) FROM rows GROUP BY _split ORDER BY 1"
    ).fetchall()
    return {
        "sentence1": text_lengths(connection, "rows", "sentence1"),
        "sentence2": text_lengths(connection, "rows", "sentence2"),
        "score": {
            split: {"min": least, "mean": round(mean, 4), "max": most}
            for split, least, mean, most in scores
        },
    }


def _parameters(task: Task, labels: tuple[str, ...]) -> dict[str, Any]:
    del labels
    low, high = task.score or DEFAULT_RANGE
    return {"score_min": low, "score_max": high}


def _attributes(task: Task) -> dict[str, Any]:
    low, high = task.score or DEFAULT_RANGE
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
                Column("score", pa.float64()),
            ),
        ),
    ),
    fields=same_language_fields((("rows", "sentence1"), ("rows", "sentence2"))),
    rules=(
        blank("rows", "sentence1"),
        blank("rows", "sentence2"),
        Rule(
            "pair-collapsed",
            "Translation made the two sentences equal, and the gold score says they differ.",
            "rows",
            _COLLAPSED.format("<"),
        ),
        Rule(
            "pair-identical",
            "Translation made the two sentences equal; the gold score is the highest.",
            "rows",
            _COLLAPSED.format(">="),
        ),
        Rule(
            "pair-identical-source",
            "The two sentences are equal in the source.",
            "rows",
            "SELECT _split, _id, 'score ' || score AS detail FROM rows "
            "WHERE sentence1 = sentence2 ORDER BY _split, _position",
            Phase.SOURCE,
        ),
        *duplicates("rows", ("sentence1", "sentence2")),
    ),
    statistics=_statistics,
    parameters=_parameters,
    mteb_attributes=_attributes,
)
