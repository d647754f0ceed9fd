"""Pair classification: two sentences, and whether they belong together."""

from typing import Any

import duckdb
import pyarrow as pa

from babelwright.tasks.base import (
    Column,
    Strata,
    Table,
    TaskType,
    label_parameters,
    same_language_fields,
)
from babelwright.tasks.equality import contradiction, duplicates, equal_pairs
from babelwright.tasks.rules import blank, lost_labels, short
from babelwright.tasks.statistics import by_split, label_statistics, pair_statistics


def _statistics(connection: duckdb.DuckDBPyConnection) -> dict[str, Any]:
    def of(split: str) -> dict[str, Any]:
        labels = "SELECT [labels] AS labels FROM rows WHERE _split = ?"
        return {
            **pair_statistics(connection, split),
            "labels_statistics": label_statistics(connection, labels, [split]),
        }

    return by_split(connection, of)


TASK_TYPE = TaskType(
    name="pair_classification",
    mteb_type="PairClassification",
    mteb_class="mteb.abstasks.AbsTaskPairClassification",
    main_score="max_ap",
    category="t2t",
    hub_category="text-classification",
    tables=(
        Table(
            "rows",
            (
                Column("id", pa.string()),
                Column("sentence1", pa.string()),
                Column("sentence2", pa.string()),
                # mteb scores 0 and 1: the second of the two labels is the one that is looked for.
                Column("labels", pa.int64(), labels=True),
            ),
        ),
    ),
    fields=same_language_fields((("rows", "sentence1"), ("rows", "sentence2"))),
    rules=(
        blank("rows", "sentence1"),
        blank("rows", "sentence2"),
        short("rows", "sentence1"),
        short("rows", "sentence2"),
        *equal_pairs("rows", "labels", "t.labels = 0", "t.labels = 1"),
        *contradiction("rows", ("sentence1", "sentence2"), "labels", reason="pair"),
        *duplicates("rows", ("sentence1", "sentence2")),
        lost_labels("rows", "labels"),
    ),
    statistics=_statistics,
    parameters=label_parameters,
    strata=Strata("labels"),
)
