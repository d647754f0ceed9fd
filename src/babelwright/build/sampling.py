"""Draws a sample of the source, closed as it is, before anything is translated."""

from pathlib import Path
from typing import Any

import duckdb
import pyarrow as pa

from babelwright.build.keeping import CANONICAL, CLOSED, link
from babelwright.build.pooling import draw_pool
from babelwright.build.progress import Progress
from babelwright.build.stratified import Exceeded, draw_rows
from babelwright.build.workdir import read_json, write_json
from babelwright.catalog.model import Sample, Task
from babelwright.fidelity.embedder import Embedder
from babelwright.finished import RELABEL
from babelwright.ledger import EVENTS, Ledger
from babelwright.tasks.base import TaskType

# After the source's closure, before translation: stages are ordered by their names.
STAGE = "1-unsampled"
ABOUT = {
    "not-drawn": "The sample has other rows of the source.",
    "query-not-drawn": "Its query is not in the sample.",
}
_DRAWN, _FACTS = "drawn", "sampling.json"
_BATCH = 65536


def draw(
    connection: duckdb.DuckDBPyConnection,
    task: Task,
    task_type: TaskType,
    *,
    embedder: Embedder,
    progress: Progress,
    folder: Path,
) -> None:
    """Draw what the task's [sample] asks for; without one there is nothing to do.

    Writes `drawn/`, the tables without the rows that are not drawn; the ledger's events,
    `unsampled`; `sampling.json`, what was drawn; and `relabel.parquet`, what looks like an
    unlabelled positive, where there is any.

    Args:
        connection: With the tables of the rows that are still there.
        task: The task.
        task_type: Its type.
        embedder: For documents that look like unlabelled positives.
        progress: Hears of what takes long.
        folder: The stage's folder, with `canonical/`, `closed/` and `ledger/`.
    """
    if task.sample is None:
        return
    connection.execute(
        """
        CREATE TEMP TABLE unsampled (
            "table" VARCHAR, split VARCHAR, id VARCHAR, position BIGINT, reason VARCHAR,
            detail VARCHAR
        )
        """
    )
    left = _left(connection, task_type)
    pool, exceeded = None, []
    if len(task_type.tables) == 1:
        exceeded = draw_rows(connection, task_type, task.sample)
    else:
        pool = draw_pool(
            connection,
            task_type,
            task.sample,
            embedder=embedder,
            progress=progress,
            relabel=folder / RELABEL,
            scratch=folder,
        )
    _record(connection, Ledger(folder / "ledger"))
    _write_drawn(connection, folder)
    tables = _tables(connection, left)
    facts = _facts(task.sample, tables, pool, exceeded)
    if task.sample.hard_negatives:
        facts["embedder"] = {"name": embedder.name, "fingerprint": embedder.fingerprint}
    write_json(folder / _FACTS, facts)


def drawn_tables(source: Path) -> Path:
    """Return the folder of what the stages after the source work on: `canonical/` and `closed/`."""
    drawn = source / _DRAWN
    return drawn if drawn.is_dir() else source


def sampling_facts(source: Path) -> dict[str, Any] | None:
    """Return what was drawn; None where the task takes all of its source."""
    file = source / _FACTS
    facts: dict[str, Any] | None = read_json(file) if file.is_file() else None
    return facts


def _left(connection: duckdb.DuckDBPyConnection, task_type: TaskType) -> dict[tuple[str, str], int]:
    """Return the number of rows that closure has left of every table and split."""
    found = {}
    for table in task_type.tables:
        for split, rows in connection.execute(
            f"SELECT _split, count(*) FROM {table.name} GROUP BY _split ORDER BY _split"  # noqa: S608
        ).fetchall():
            found[table.name, split] = rows
    return found


def _record(connection: duckdb.DuckDBPyConnection, ledger: Ledger) -> None:
    events = connection.sql(
        """
        SELECT "table", split, id, 'unsampled' AS state, reason, detail FROM unsampled
        ORDER BY "table", split, position
        """
    ).to_arrow_reader(_BATCH)
    ledger.record(STAGE, pa.RecordBatchReader.from_batches(EVENTS, _cast(events)))


def _cast(reader: pa.RecordBatchReader) -> Any:
    return (batch.cast(EVENTS) for batch in reader)


def _write_drawn(connection: duckdb.DuckDBPyConnection, folder: Path) -> None:
    for kind in (CANONICAL, CLOSED):
        (folder / _DRAWN / kind).mkdir(parents=True)
        for file in sorted((folder / kind).glob("*.parquet")):
            out = folder / _DRAWN / kind / file.name
            if kind == CLOSED and file.samefile(folder / CANONICAL / file.name):
                link(folder / _DRAWN / CANONICAL / file.name, out)
            else:
                _write_file(connection, file, out)


def _write_file(connection: duckdb.DuckDBPyConnection, file: Path, out: Path) -> None:
    table, split, _ = file.name.rsplit(".", 2)
    whole, drawn = (str(each).replace("'", "''") for each in (file, out))
    connection.execute(
        f"""
        COPY (
            SELECT * FROM read_parquet('{whole}') ANTI JOIN (
                SELECT position FROM unsampled WHERE "table" = '{table}' AND split = '{split}'
            ) ON position = _position ORDER BY _position
        ) TO '{drawn}' (FORMAT parquet)
        """  # noqa: S608 - paths and names of our own
    )


def _tables(
    connection: duckdb.DuckDBPyConnection, left: dict[tuple[str, str], int]
) -> list[dict[str, Any]]:
    counted = connection.execute(
        'SELECT "table", split, count(*) FROM unsampled GROUP BY ALL'
    ).fetchall()
    gone = {(table, split): rows for table, split, rows in counted}
    return [
        {"table": table, "split": split, "left": rows, "drawn": rows - gone.get((table, split), 0)}
        for (table, split), rows in left.items()
    ]


def _facts(
    sample: Sample,
    tables: list[dict[str, Any]],
    pool: dict[str, Any] | None,
    exceeded: list[Exceeded],
) -> dict[str, Any]:
    return {
        "seed": sample.seed,
        "sizes": dict(sample.sizes),
        "queries": sample.queries,
        "hard_negatives": sample.hard_negatives,
        "distractors": sample.distractors,
        "embedder": None,
        "tables": tables,
        "pool": pool,
        "notes": [
            {
                "split": each.split,
                "detail": f"{each.drawn:,} rows are drawn, not {each.size:,}: its labels need them",
            }
            for each in exceeded
        ],
    }
