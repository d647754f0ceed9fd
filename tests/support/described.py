"""Tables of a task type as released files, and what is said of them."""

from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq

from babelwright.tasks.profile import Data, Identification
from babelwright.tasks.registry import task_types
from babelwright.tasks.released import describe
from support.closure import Tables

TOLD = Identification({"da": "da", "en": "en", "no": "nb", "sv": "sv", "vi": "vi"}, 40)


def write_released(folder: Path, kind: str, tables: Tables, *, shards: int = 1) -> list[Data]:
    """Write tables (rows by `table/split`, or by split) as released files."""
    found = []
    for name, rows in tables.items():
        table = task_types()[kind].table(name.split("/")[0] if "/" in name else "rows")
        split = name.rsplit("/", maxsplit=1)[-1]
        whole = pa.Table.from_pylist([dict(row) for row in rows], schema=table.schema)
        each = -(-max(len(whole), 1) // shards)
        files = [folder / f"{table.name}.{split}-{shard}.parquet" for shard in range(shards)]
        for shard, file in enumerate(files):
            pq.write_table(whole.slice(shard * each, each), file)
        found.append(Data(table, split, tuple(files)))
    return found


def described(folder: Path, kind: str, tables: Tables, *, shards: int = 1) -> dict[str, Any]:
    """Return all that is said of the rows of a type's tables."""
    data = write_released(folder, kind, tables, shards=shards)
    return describe(task_types()[kind], data, TOLD, folder)
