"""Draws the rows of types with one table: by stratum, in an order that a hash of the id gives."""

from typing import NamedTuple

import duckdb
import numpy as np
import pyarrow as pa

from babelwright.build.allocation import allocate
from babelwright.catalog.model import Sample
from babelwright.tasks.base import TaskType
from babelwright.tasks.statistics import TRAIN

# mteb fits its classifiers on so many rows a label (`samples_per_label`, AbsTaskClassification).
PER_LABEL = 8


class Exceeded(NamedTuple):
    """A split of which more is drawn than was asked for, since its labels need that."""

    split: str
    size: int
    drawn: int


def draw_rows(
    connection: duckdb.DuckDBPyConnection, task_type: TaskType, sample: Sample
) -> list[Exceeded]:
    """Enter the rows that are not drawn in the table `unsampled`.

    Rows come in the order of `md5(seed, tab, id)`: it does not depend on the order of the source,
    and a source that grows keeps most of its sample.

    Args:
        connection: With the rows that are still there, and the table `unsampled`.
        task_type: For its strata; a classifier's training split keeps `PER_LABEL` of each label.
        sample: Sizes by split.
    """
    sizes = pa.table({"split": list(sample.sizes), "size": list(sample.sizes.values())})
    connection.register("sizes", sizes)
    strata = task_type.strata
    labels = strata.labels or f"[{strata.stratum}]"
    least = f"CASE WHEN _split = '{TRAIN}' THEN {PER_LABEL} ELSE 1 END" if task_type.trains else "1"
    connection.execute(
        f"""
        CREATE TEMP TABLE keyed AS
        SELECT _split, _id, _position, md5('{sample.seed}' || chr(9) || _id) AS key,
               ({strata.stratum})::VARCHAR AS stratum, ({labels})::VARCHAR[] AS labels
        FROM rows WHERE _split IN (SELECT split FROM sizes);
        CREATE TEMP TABLE needed AS
        SELECT DISTINCT _split, _id FROM (
            SELECT _split, _id, row_number() OVER (
                PARTITION BY _split, label ORDER BY key, _id
            ) AS place
            FROM (SELECT _split, _id, key, unnest(labels) AS label FROM keyed)
        ) WHERE place <= {least};
        """  # noqa: S608 - SQL of the task types, and a number
    )
    exceeded = _allocate(connection, sample)
    connection.execute(
        """
        INSERT INTO unsampled
        SELECT 'rows', _split, _id, _position, 'not-drawn', '' FROM (
            SELECT k.*, row_number() OVER (
                PARTITION BY k._split, k.stratum ORDER BY n._id IS NULL, k.key, k._id
            ) AS place
            FROM keyed k LEFT JOIN needed n USING (_split, _id)
        ) JOIN quotas USING (_split, stratum) WHERE place > quota;
        DROP TABLE keyed; DROP TABLE needed; DROP TABLE quotas
        """
    )
    connection.unregister("sizes")
    return exceeded


def _allocate(connection: duckdb.DuckDBPyConnection, sample: Sample) -> list[Exceeded]:
    """Make the table `quotas`; return the splits whose minimums are more than their size."""
    found = connection.sql(
        f"""
        SELECT k._split, k.stratum, count(*) AS rows, count(n._id) AS least,
               row_number() OVER (
                   PARTITION BY k._split ORDER BY md5('{sample.seed}' || chr(9) || k.stratum)
               ) AS tie
        FROM keyed k LEFT JOIN needed n USING (_split, _id)
        GROUP BY k._split, k.stratum ORDER BY k._split, tie
        """  # noqa: S608 - a number
    ).to_arrow_table()
    splits = np.array(found["_split"].to_pylist())
    rows, least, ties = (found[name].to_numpy() for name in ("rows", "least", "tie"))
    quotas = np.zeros(len(rows), dtype=np.int64)
    exceeded = []
    for split, size in sample.sizes.items():
        own = splits == split
        quotas[own] = allocate(rows[own], least[own], ties[own], size)
        drawn = int(quotas[own].sum())
        if drawn > size:
            exceeded.append(Exceeded(split, size, drawn))
    connection.register("counted", found.append_column("quota", pa.array(quotas)))
    connection.execute("CREATE TEMP TABLE quotas AS SELECT _split, stratum, quota FROM counted")
    connection.unregister("counted")
    return exceeded
