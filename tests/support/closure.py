"""Small tables, closed by the rules of a task type."""

import shutil
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any, NamedTuple

import pyarrow as pa
import pyarrow.parquet as pq

from babelwright.build.closing import DISTRACTOR, Closed, close, open_tables
from babelwright.build.keeping import CLOSED, keep_tables
from babelwright.catalog.model import Gates
from babelwright.ledger import ROWS, Event, Ledger, State, events_table
from babelwright.tasks.base import Table, TaskType
from babelwright.tasks.registry import task_types
from babelwright.tasks.rules import Phase

Rows = Sequence[Mapping[str, Any]]
Tables = Mapping[str, Rows]
"""Rows by `table/split`; for types with one table by split."""


WITHOUT_TEXT = ("qrels", "top_ranked")


class Found(NamedTuple):
    """What closure found: reasons by row (`split id`, or `table id`), notes, and what is left."""

    reasons: dict[str, list[str]]
    details: dict[str, str]
    notes: list[tuple[str, str, str]]
    left: dict[str, list[str]]


class Bench:
    """A build's folder with canonical tables and a ledger.

    Args:
        folder: An empty folder.
        kind: Name of the task type.
        gates: Severities.
        source: The canonical tables.
    """

    def __init__(self, folder: Path, kind: str, gates: Gates, source: Tables) -> None:
        self.kind: TaskType = task_types()[kind]
        self._gates = gates
        self._canonical, self._result = folder / "canonical", folder / "result"
        self._closed = folder / CLOSED
        shutil.rmtree(folder, ignore_errors=True)
        self._canonical.mkdir(parents=True)
        self._result.mkdir()
        self._last: dict[str, list[dict[str, Any]]] = {}
        self.ledger = Ledger(folder / "ledger")
        self._write(self._canonical, source)
        entered = [
            {"table": table.name, "split": split, "id": _key(table, row), "position": position}
            for (table, split), rows in self._parted(source).items()
            for position, row in enumerate(rows)
        ]
        pq.write_table(pa.Table.from_pylist(entered, schema=ROWS), self.ledger.rows_file)
        shutil.copytree(self._canonical, self._closed)

    def end(self, *rows: tuple[str, str, str]) -> None:
        """End rows (table, split and id) before closure, as a failed translation does."""
        events = [Event(*row, State.FAILED, "engine", "") for row in rows]
        self.ledger.record("2-translation", events_table(events))

    def distract(self, *documents: str) -> None:
        """Flag documents as such that are distractors only, as a rejected translation does."""
        events = [
            Event("corpus", "corpus", row, State.FLAGGED, DISTRACTOR, "") for row in documents
        ]
        self.ledger.record("2-distractors", events_table(events))

    def source(self) -> Found:
        """Close the source."""
        return self._close(self._canonical, Phase.SOURCE, "1-source")

    def result(self, result: Tables) -> Found:
        """Close a result with the same rows; what has no text is as closing the source left it."""
        self._write(self._result, result)
        for table in self.kind.tables:
            if table.name in WITHOUT_TEXT:
                for file in self._closed.glob(f"{table.name}.*.parquet"):
                    shutil.copyfile(file, self._result / file.name)
        return self._close(self._result, Phase.RESULT, "3-closure")

    def again(self) -> Found:
        """Close once more what the last closure of a result left; it is not recorded."""
        return self._close(self._result, Phase.RESULT, None)

    def rows(self, table: str) -> list[dict[str, Any]]:
        """Return the rows of a table as the last closure left them."""
        return self._last[table]

    def statistics(self) -> dict[str, Any]:
        """Return the type's statistics of the source."""
        with open_tables(
            self.kind, self._canonical, self._canonical, self.ledger, self._canonical.parent
        ) as connection:
            return self.kind.statistics(connection)

    def _close(self, folder: Path, phase: Phase, stage: str | None) -> Found:
        scratch = folder.parent
        with open_tables(self.kind, self._canonical, folder, self.ledger, scratch) as connection:
            closed = close(connection, self.kind, self._gates, phase)
            self._last = {
                table.name: connection.sql(f"FROM {table.name} ORDER BY _split, _position")
                .to_arrow_table()
                .to_pylist()
                for table in self.kind.tables
            }
            kept = scratch / "kept"
            keep_tables(connection, closed, folder, kept)
            place = self._closed if phase is Phase.SOURCE else self._result
            shutil.rmtree(place)
            kept.replace(place)
        if stage is not None:
            self.ledger.record(stage, events_table(closed.events))
        left = {
            name: [f"{row['_split']} {row['_id']}" for row in rows]
            for name, rows in self._last.items()
        }
        return _found(closed, left)

    def _write(self, folder: Path, tables: Tables) -> None:
        for (table, split), rows in self._parted(tables).items():
            hidden = pa.schema(
                [("_id", pa.string()), ("_split", pa.string()), ("_position", pa.int64())]
            )
            columns = [column for column in table.columns if rows and column.name in rows[0]]
            schema = pa.schema([*hidden, *((column.name, column.type) for column in columns)])
            whole = [
                {**row, "_id": _key(table, row), "_split": split, "_position": position}
                for position, row in enumerate(rows)
            ]
            file = folder / f"{table.name}.{split}.parquet"
            pq.write_table(pa.Table.from_pylist(whole, schema=schema), file)

    def _parted(self, tables: Tables) -> dict[tuple[Table, str], Rows]:
        parted = {}
        for name, rows in tables.items():
            table, _, split = name.rpartition("/")
            parted[self.kind.table(table or "rows"), split] = rows
        return parted


def _key(table: Table, row: Mapping[str, Any]) -> str:
    return "\t".join(str(row[column]) for column in table.key)


def _found(closed: Closed, left: dict[str, list[str]]) -> Found:
    reasons: dict[str, list[str]] = {}
    details: dict[str, str] = {}
    for event in closed.events:
        row = f"{event.split} {event.id}"
        flag = "" if event.state is State.FILTERED else f" ({event.state})"
        reasons.setdefault(row, []).append(event.reason + flag)
        details[f"{row} {event.reason}"] = event.detail
    notes = [(note.split, note.reason, note.detail) for note in closed.notes]
    return Found(reasons, details, notes, left)
