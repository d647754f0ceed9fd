"""Hierarchical clustering: a text and its cluster on every level, the widest first."""

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
from babelwright.tasks.clustering import whole
from babelwright.tasks.equality import contradiction, duplicates
from babelwright.tasks.rules import blank, lost_labels, short
from babelwright.tasks.statistics import by_split, clustered_statistics


def _statistics(connection: duckdb.DuckDBPyConnection) -> dict[str, Any]:
    return by_split(connection, lambda split: clustered_statistics(connection, split, many=True))


TASK_TYPE = TaskType(
    name="hierarchical_clustering",
    mteb_type="Clustering",
    mteb_class="mteb.abstasks.AbsTaskClustering",
    main_score="v_measure",
    category="t2c",
    hub_category="text-classification",
    tables=(
        Table(
            "rows",
            (
                Column("id", pa.string()),
                Column("sentences", pa.string()),
                Column("labels", pa.list_(pa.int64()), labels=True),
            ),
        ),
    ),
    fields=same_language_fields((("rows", "sentences"),)),
    rules=(
        blank("rows", "sentences"),
        short("rows", "sentences"),
        *contradiction("rows", ("sentences",), "labels", reason="label"),
        *duplicates("rows", ("sentences",)),
        lost_labels("rows", "labels", levels=True),
    ),
    statistics=_statistics,
    parameters=label_parameters,
    mteb_attributes=whole,
    strata=Strata("labels"),
)
