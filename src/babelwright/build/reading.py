"""The first stage: source rows, mapped, canonical, and entered in the ledger."""

from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq

from babelwright.build.plan import Planned
from babelwright.build.workdir import write_json
from babelwright.catalog.model import Task
from babelwright.errors import Place, SourceError
from babelwright.ledger import ROWS, Ledger
from babelwright.sources.mapping import Query, run_queries
from babelwright.sources.read import Read, read_split
from babelwright.tasks.base import TaskType
from babelwright.tasks.canonical import Mapped, label_names, to_canonical

# What mteb calls the split that it fits classifiers on.
TRAIN = "train"

# What may stand after a query that is to be part of another.
_ENDS = "; \t\r\n"


def read_source(planned: Planned, task_type: TaskType, folder: Path, limit: int | None) -> None:
    """Write `canonical/<table>.<split>.parquet`, the ledger's rows and `source.json` to `folder`.

    Raises:
        SourceError: The source cannot be read, mapped, or has not the rows that a type needs.
    """
    task = planned.task
    _check_splits(task, task_type)
    raw, mapped_to, canonical = folder / "raw", folder / "mapped", folder / "canonical"
    for empty in (raw, mapped_to, canonical):
        empty.mkdir()
    reads = [
        read
        for split in task.source.splits
        for read in read_split(task, split, planned.language.code, raw)
    ]
    mapped = _map(planned, task_type, reads, mapped_to, limit)
    labels = label_names(task, mapped)
    rows = {}
    for each in mapped:
        out = canonical / f"{each.table.name}.{each.split}.parquet"
        rows[f"{each.table.name}/{each.split}"] = to_canonical(task, each, labels, out)
    _enter(folder, mapped)
    write_json(folder / "source.json", {"reads": _facts(reads), "rows": rows, "labels": labels})


def _check_splits(task: Task, task_type: TaskType) -> None:
    splits = tuple(task.source.splits)
    if task_type.trains and (TRAIN not in splits or len(splits) == 1):
        raise SourceError(
            f"a {task.type} task needs the split {TRAIN!r} and one to be scored on; it has "
            + ", ".join(repr(split) for split in splits),
            place=Place(task.file),
            hint=f'Name them in [source]: splits = {{ {TRAIN} = "...", test = "..." }}',
        )


def _map(
    planned: Planned, task_type: TaskType, reads: Sequence[Read], folder: Path, limit: int | None
) -> list[Mapped]:
    task = planned.task
    first = next(iter(task.source.splits))
    mapped = [
        Mapped(table, split, folder / f"{table.name}.{split}.parquet")
        for table in task_type.tables
        for split in table.splits(task)
    ]
    queries = []
    for each in mapped:
        split = first if each.table.shared else each.split
        views = {read.input: read.file for read in reads if read.split == split}
        sql = task.source.of(task.map[each.table.name], planned.language.code)
        if limit is not None:
            # A last line may be a comment.
            sql = f"SELECT * FROM ({sql.rstrip(_ENDS)}\n) LIMIT {limit}"  # noqa: S608
        queries.append(Query(f"{each.table.name} {each.split}", sql, views, each.file))
    run_queries(queries, task.file)
    return mapped


def _enter(folder: Path, mapped: Sequence[Mapped]) -> None:
    """Enter every row in the ledger."""
    ledger = Ledger(folder / "ledger")
    with pq.ParquetWriter(ledger.rows_file, ROWS) as writer:
        for each in mapped:
            file = folder / "canonical" / f"{each.table.name}.{each.split}.parquet"
            with pq.ParquetFile(file) as opened:
                for batch in opened.iter_batches(columns=["_id", "_position"]):
                    names = pa.array([each.table.name] * batch.num_rows)
                    splits = pa.array([each.split] * batch.num_rows)
                    columns = [names, splits, batch["_id"], batch["_position"]]
                    writer.write_batch(pa.record_batch(columns, schema=ROWS))


def _facts(reads: Sequence[Read]) -> list[dict[str, Any]]:
    return [
        {
            "input": read.input,
            "split": read.split,
            "origin": read.origin,
            "revision": read.revision,
            "rows": read.rows,
        }
        for read in reads
    ]
