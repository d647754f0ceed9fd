"""The ledger: the state of every row of a build, from which manifest and card are made.

Stages write what happened to rows as they finish; a row that nothing happened to is released.
It knows neither build nor release.
"""

from collections.abc import Iterable
from enum import StrEnum
from pathlib import Path
from typing import NamedTuple

import duckdb
import pyarrow as pa
import pyarrow.parquet as pq

from babelwright.errors import BabelwrightError

ROWS = pa.schema(
    [("table", pa.string()), ("split", pa.string()), ("id", pa.string()), ("position", pa.int64())]
)
EVENTS = pa.schema(
    [
        ("table", pa.string()),
        ("split", pa.string()),
        ("id", pa.string()),
        ("state", pa.string()),
        ("reason", pa.string()),
        ("detail", pa.string()),
    ]
)
_RECORDED = EVENTS.append(pa.field("stage", pa.string()))


class State(StrEnum):
    """How a row ends. `flagged` events leave it released and say what to look at.

    `unsampled`: nothing is wrong with the row, and the task draws others of its source.
    """

    RELEASED = "released"
    FILTERED = "filtered"
    FAILED = "failed"
    UNSAMPLED = "unsampled"
    FLAGGED = "flagged"


class Event(NamedTuple):
    """What a stage did to a row, and why."""

    table: str
    split: str
    id: str
    state: State
    reason: str
    detail: str


def events_table(events: Iterable[Event]) -> pa.Table:
    """Return events as a table."""
    return pa.Table.from_pylist([event._asdict() for event in events], schema=EVENTS)


class Count(NamedTuple):
    """A split's rows by state: `source = released + filtered + failed + unsampled`."""

    table: str
    split: str
    source: int
    released: int
    filtered: int
    failed: int
    unsampled: int = 0

    @property
    def adds_up(self) -> bool:
        """Whether no row has vanished."""
        ended = self.filtered + self.failed + self.unsampled
        return self.source == self.released + ended


class Reason(NamedTuple):
    """How many rows of a split have a reason."""

    table: str
    split: str
    state: str
    reason: str
    rows: int


class Ledger:
    """The ledger in a folder: `rows.parquet` and one file of events a stage.

    Args:
        folder: Made where it is missing.
    """

    def __init__(self, folder: Path) -> None:
        folder.mkdir(parents=True, exist_ok=True)
        self._folder = folder

    @property
    def rows_file(self) -> Path:
        """All source rows: `table`, `split`, `id`, `position`."""
        return self._folder / "rows.parquet"

    def record(self, stage: str, events: pa.Table | pa.RecordBatchReader) -> None:
        """Write a stage's events (`EVENTS`), replacing those it wrote before.

        Stages are ordered by their names. A reader's events are written as they come.
        """
        part = self._folder / f"{stage}.part"
        batches = events.to_batches() if isinstance(events, pa.Table) else events
        with pq.ParquetWriter(part, _RECORDED) as writer:
            for batch in batches:
                name = pa.array([stage] * batch.num_rows, pa.string())
                columns = [*batch.columns, name]
                writer.write_batch(pa.RecordBatch.from_arrays(columns, schema=_RECORDED))
        part.replace(self._folder / f"{stage}.events.parquet")

    def connect(self) -> duckdb.DuckDBPyConnection:
        """Return a connection with `all_rows`, `events` and `final` (the state of every row).

        A row's first event that ends it decides: later stages no longer see the row.
        """
        connection = duckdb.connect()
        connection.read_parquet(str(self.rows_file)).create_view("all_rows")
        files = sorted(str(file) for file in self._folder.glob("*.events.parquet"))
        if files:
            connection.read_parquet(files).create_view("events")
        else:
            connection.register("events", _RECORDED.empty_table())
        connection.execute(
            """
            CREATE VIEW final AS
            SELECT r.*, coalesce(e.state, 'released') AS state, e.reason, e.detail, e.stage
            FROM all_rows r LEFT JOIN (
                SELECT * FROM events WHERE state <> 'flagged' QUALIFY row_number() OVER (
                    PARTITION BY "table", split, id ORDER BY stage, reason, state, detail
                ) = 1
            ) e USING ("table", split, id)
            """
        )
        return connection

    def counts(self) -> list[Count]:
        """Return the counts of every split.

        Raises:
            BabelwrightError: The sums do not add up, or an event names a row that never was.
        """
        with self.connect() as connection:
            rows = connection.execute(
                """
                SELECT "table", split, count(*), count(*) FILTER (state = 'released'),
                       count(*) FILTER (state = 'filtered'), count(*) FILTER (state = 'failed'),
                       count(*) FILTER (state = 'unsampled')
                FROM final GROUP BY ALL ORDER BY ALL
                """
            ).fetchall()
            strays = connection.execute(
                'SELECT count(*) FROM events ANTI JOIN all_rows USING ("table", split, id)'
            ).fetchone()
        counts = [Count(*row) for row in rows]
        wrong = [count for count in counts if not count.adds_up]
        if wrong or (strays and strays[0]):
            message = f"the ledger does not add up: {wrong or strays}"
            raise BabelwrightError(message, hint="This is a fault of babelwright: please report it")
        return counts

    def reasons(self) -> list[Reason]:
        """Return how many rows have each reason, the most frequent first.

        Flags count on released rows; a row has as many as checks flagged it.
        """
        with self.connect() as connection:
            rows = connection.execute(
                """
                SELECT "table", split, state, reason, count(*) FROM (
                    SELECT "table", split, state, reason FROM final WHERE state <> 'released'
                    UNION ALL
                    SELECT "table", split, 'flagged', reason FROM (
                        SELECT DISTINCT "table", split, id, reason FROM events
                        WHERE state = 'flagged'
                    ) SEMI JOIN (SELECT * FROM final WHERE state = 'released')
                    USING ("table", split, id)
                ) GROUP BY ALL ORDER BY "table", split, state, count(*) DESC, reason
                """
            ).fetchall()
        return [Reason(*row) for row in rows]
