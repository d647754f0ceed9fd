"""Multilabel classification: a text and all labels that fit it."""

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
from babelwright.tasks.equality import contradiction, duplicates, leakage
from babelwright.tasks.rules import blank, lost_labels, short
from babelwright.tasks.statistics import by_split, labelled_statistics


def _statistics(connection: duckdb.DuckDBPyConnection) -> dict[str, Any]:
    return by_split(connection, lambda split: labelled_statistics(connection, split, many=True))


TASK_TYPE = TaskType(
    name="multilabel_classification",
    mteb_type="MultilabelClassification",
    mteb_class="mteb.abstasks.AbsTaskMultilabelClassification",
    main_score="accuracy",
    category="t2c",
    hub_category="text-classification",
    tables=(
        Table(
            "rows",
            (
                Column("id", pa.string()),
                Column("text", pa.string()),
                Column("label", pa.list_(pa.int64()), labels=True),
            ),
        ),
    ),
    fields=same_language_fields((("rows", "text"),)),
    rules=(
        blank("rows", "text"),
        short("rows", "text"),
        *contradiction("rows", ("text",), "label", reason="label", unordered=True),
        *duplicates("rows", ("text",)),
        *leakage("rows", ("text",)),
        lost_labels("rows", "label", many=True),
    ),
    statistics=_statistics,
    parameters=label_parameters,
    trains=True,
    strata=Strata("list_sort(label)", labels="label"),
)
