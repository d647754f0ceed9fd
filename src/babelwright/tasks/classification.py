"""Classification: a text and its label."""

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
    return by_split(connection, lambda split: labelled_statistics(connection, split))


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
        short("rows", "text"),
        *contradiction("rows", ("text",), "label", reason="label"),
        *duplicates("rows", ("text",)),
        *leakage("rows", ("text",)),
        lost_labels("rows", "label"),
    ),
    statistics=_statistics,
    parameters=label_parameters,
    trains=True,
    strata=Strata("label"),
)
