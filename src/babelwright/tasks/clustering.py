"""Clustering: a text and the cluster that it belongs to."""

from collections.abc import Mapping
from typing import Any

import duckdb
import pyarrow as pa

from babelwright.catalog.model import Task
from babelwright.tasks.base import (
    Column,
    Strata,
    Table,
    TaskType,
    label_parameters,
    same_language_fields,
)
from babelwright.tasks.equality import contradiction, duplicates
from babelwright.tasks.rules import blank, lost_labels, short
from babelwright.tasks.statistics import by_split, clustered_statistics

# mteb embeds a twenty-fifth of the texts by default, which for a small task is next to none.
_EMBEDDED = 16_384


def whole(task: Task) -> Mapping[str, Any]:
    """Return what has mteb embed all texts, up to as many as it clusters at once."""
    del task
    return {"max_document_to_embed": _EMBEDDED, "max_fraction_of_documents_to_embed": None}


def _statistics(connection: duckdb.DuckDBPyConnection) -> dict[str, Any]:
    return by_split(connection, lambda split: clustered_statistics(connection, split))


TASK_TYPE = TaskType(
    name="clustering",
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
                Column("labels", pa.int64(), labels=True),
            ),
        ),
    ),
    fields=same_language_fields((("rows", "sentences"),)),
    rules=(
        blank("rows", "sentences"),
        short("rows", "sentences"),
        *contradiction("rows", ("sentences",), "labels", reason="label"),
        *duplicates("rows", ("sentences",)),
        lost_labels("rows", "labels"),
    ),
    statistics=_statistics,
    parameters=label_parameters,
    mteb_attributes=whole,
    strata=Strata("labels"),
)
