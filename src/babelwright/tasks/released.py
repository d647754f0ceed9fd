"""The released files of a task: as tables, and what is computed from them."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import duckdb

from babelwright.tasks.base import TaskType
from babelwright.tasks.profile import Data, Identification, profile
from babelwright.tasks.quality import judge_quality


def describe(
    task_type: TaskType, data: Sequence[Data], told: Identification, scratch: Path
) -> dict[str, Any]:
    """Return all that a release says about its own rows: the same from the same rows.

    Args:
        task_type: The type.
        data: All tables and splits.
        told: How languages are told.
        scratch: Folder for temporary files.

    Returns:
        `statistics`, mteb's, by split; `profile`, with the hashes of the rows; `quality`, what
        mteb's checks find in the statistics.
    """
    with open_released(task_type, data) as connection:
        statistics = task_type.statistics(connection)
        return {
            "statistics": statistics,
            "profile": profile(task_type, data, connection, told, scratch),
            "quality": judge_quality(statistics),
        }


@contextmanager
def open_released(task_type: TaskType, data: Sequence[Data]) -> Iterator[duckdb.DuckDBPyConnection]:
    """Open a view for every table of a type, with the column `_split` beside the released ones."""
    with duckdb.connect() as connection:
        # Sums of floats depend on their order.
        connection.execute("SET threads = 1")
        for table in task_type.tables:
            parts = [_select(each) for each in data if each.table.name == table.name]
            connection.execute(f'CREATE VIEW "{table.name}" AS {" UNION ALL ".join(parts)}')
        yield connection


def _select(data: Data) -> str:
    columns = ", ".join(f'"{column.name}"' for column in data.table.columns)
    files = ", ".join(_quoted(str(file)) for file in data.files)
    return f"SELECT {columns}, {_quoted(data.split)} AS _split FROM read_parquet([{files}])"  # noqa: S608


def _quoted(text: str) -> str:
    return "'" + text.replace("'", "''") + "'"
