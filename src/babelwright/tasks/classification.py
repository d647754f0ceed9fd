"""Classification: a text and its label."""

from typing import Any

import duckdb
import pyarrow as pa

from babelwright.catalog.model import Task
from babelwright.tasks.base import Column, Table, TaskType, same_language_fields
from babelwright.tasks.rules import Rule, blank, duplicates, leakage
from babelwright.tasks.statistics import text_lengths, value_counts

_CONTRADICTION = """
    WITH keyed AS (
        SELECT t._split, t._id, t._position, t.label, matching_key(t.text) AS key,
               matching_key(o.text) AS was
        FROM rows t JOIN original_rows o USING (_split, _id)
    ),
    mixed AS (
        SELECT _split, key FROM keyed GROUP BY _split, key
        HAVING count(DISTINCT label) > 1 AND count(DISTINCT was) > 1
    )
    SELECT _split, _id, 'label ' || label || ' and others for the same text' AS detail
    FROM keyed JOIN mixed USING (_split, key) ORDER BY _split, _position
"""

_LOST_LABEL = """
    SELECT _split, NULL AS _id, 'label ' || label || ' has no rows left' AS detail
    FROM (SELECT DISTINCT _split, label FROM original_rows
          EXCEPT SELECT DISTINCT _split, label FROM rows)
    ORDER BY _split, label
"""


def _statistics(connection: duckdb.DuckDBPyConnection) -> dict[str, Any]:
    return {
        "text": text_lengths(connection, "rows", "text"),
        "label": value_counts(connection, "rows", "label"),
    }


def _parameters(task: Task, labels: tuple[str, ...]) -> dict[str, Any]:
    del task
    return {"label_max": len(labels) - 1}


TASK_TYPE = TaskType(
    name="classification",
    mteb_type="Classification",
    mteb_class="mteb.abstasks.AbsTaskClassification",
    main_score="accuracy",
    category="t2c",
    hub_category="text-classification",
    tables=(
        Table(
            "rows",
            (
                Column("id", pa.string()),
                Column("text", pa.string()),
                Column("label", pa.int64(), labels=True),
            ),
        ),
    ),
    fields=same_language_fields((("rows", "text"),)),
    rules=(
        blank("rows", "text"),
        Rule(
            "label-contradiction",
            "Translation made texts with different labels equal.",
            "rows",
            _CONTRADICTION,
        ),
        *duplicates("rows", ("text",)),
        *leakage("rows", ("text",)),
        Rule("label-lost", "A label has no rows left in a split.", "rows", _LOST_LABEL),
    ),
    statistics=_statistics,
    parameters=_parameters,
)
