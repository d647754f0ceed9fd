"""Applies a task type's closure rules to its tables."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import NamedTuple

import duckdb
import pyarrow as pa
from duckdb.func import PythonUDFType

from babelwright.catalog.model import Gates, Severity
from babelwright.errors import ValidationFailed
from babelwright.ledger import Event, Ledger, State
from babelwright.tasks.base import TaskType
from babelwright.tasks.rules import Phase, Rule
from babelwright.text.normal import matching_key

_SOURCE = "original_"


class Note(NamedTuple):
    """A broken rule that is about a whole split, not a row."""

    table: str
    split: str
    reason: str
    severity: str
    detail: str


class Closed(NamedTuple):
    """What closure found."""

    events: tuple[Event, ...]
    notes: tuple[Note, ...]


@contextmanager
def open_tables(
    task_type: TaskType, canonical: Path, result: Path, ledger: Ledger, scratch: Path
) -> Iterator[duckdb.DuckDBPyConnection]:
    """Open the tables of the rows that are still there, and those of the source.

    The first lie in a file, not in memory, which therefore does not grow with the data.

    Args:
        task_type: For the names of the tables.
        canonical: Folder of the tables before translation, `original_<table>`: all source rows,
            or those of them that were drawn.
        result: Folder of the tables as they are now (`<table>`).
        ledger: Rows that it has ended are left out.
        scratch: Folder for the file, as large as the tables; it is removed afterwards.
    """
    with (
        TemporaryDirectory(dir=scratch, prefix=".tables-") as folder,
        duckdb.connect(Path(folder) / "tables.duckdb") as connection,
    ):
        connection.execute("PRAGMA disable_checkpoint_on_shutdown")
        connection.create_function(
            "matching_key", _keys, ["varchar"], "varchar", type=PythonUDFType.ARROW
        )
        _load_gone(connection, ledger)
        for table in task_type.tables:
            _load(connection, table.name, result)
            _view(connection, table.name, canonical)
        yield connection


def _load_gone(connection: duckdb.DuckDBPyConnection, ledger: Ledger) -> None:
    with ledger.connect() as opened:
        # Rows that were not drawn can be millions, and are in none of the tables.
        ended = opened.sql(
            "SELECT \"table\", split, id FROM final WHERE state IN ('filtered', 'failed')"
        ).to_arrow_table()
    connection.register("ended", ended)
    connection.execute("CREATE TABLE gone AS SELECT * FROM ended")
    connection.unregister("ended")


def _load(connection: duckdb.DuckDBPyConnection, table: str, folder: Path) -> None:
    connection.execute(
        f"""
        CREATE TABLE {table} AS SELECT * FROM {_files(table, folder)} t
        ANTI JOIN gone g ON g."table" = '{table}' AND g.split = t._split AND g.id = t._id
        """  # noqa: S608 - names come from the task types
    )


def _view(connection: duckdb.DuckDBPyConnection, table: str, folder: Path) -> None:
    connection.execute(
        f"CREATE VIEW {_SOURCE}{table} AS SELECT * FROM {_files(table, folder)}"  # noqa: S608
    )


def _files(table: str, folder: Path) -> str:
    files = sorted(str(file) for file in folder.glob(f"{table}.*.parquet"))
    listed = ", ".join("'" + file.replace("'", "''") + "'" for file in files)
    return f"read_parquet([{listed}])"


def close(
    connection: duckdb.DuckDBPyConnection, task_type: TaskType, gates: Gates, phase: Phase
) -> Closed:
    """Apply the rules of a phase in order; rows that a hard rule finds leave the tables at once.

    Raises:
        ValidationFailed: A rule about a whole split is hard and broken.
    """
    events: dict[tuple[str, str, str, str], Event] = {}
    notes: list[Note] = []
    for rule in task_type.rules:
        if rule.phase not in (phase, Phase.BOTH):
            continue
        severity = gates.checks[rule.reason].severity
        found = connection.execute(rule.sql).fetchall()
        rows = [(split, row, detail) for split, row, detail in found if row is not None]
        for split, row, detail in rows:
            state = State.FILTERED if severity is Severity.HARD else State.FLAGGED
            event = Event(rule.table, split, row, state, rule.reason, detail)
            events.setdefault((rule.table, split, row, rule.reason), event)
        notes += [
            Note(rule.table, split, rule.reason, severity.value, detail)
            for split, row, detail in found
            if row is None
        ]
        if severity is Severity.HARD:
            _remove(connection, rule, rows)
        if rule.mend and rows:
            connection.execute(rule.mend)
    _refuse_hard(notes)
    return Closed(tuple(events.values()), tuple(notes))


def _remove(
    connection: duckdb.DuckDBPyConnection, rule: Rule, rows: Sequence[tuple[str, str, str]]
) -> None:
    if rows:
        found = pa.table(
            {"_split": [split for split, _, _ in rows], "_id": [row for _, row, _ in rows]}
        )
        connection.register("found", found)
        connection.execute(
            f"""
            DELETE FROM {rule.table} WHERE (_split, _id) IN (SELECT (_split, _id) FROM found)
            """  # noqa: S608 - names come from the task types
        )
        connection.unregister("found")


def remove(connection: duckdb.DuckDBPyConnection, events: pa.Table) -> None:
    """Remove the rows that events (`EVENTS`) name from the tables."""
    connection.register("leaving", events)
    for table in events["table"].unique().to_pylist():
        connection.execute(
            f"""
            DELETE FROM {table} WHERE (_split, _id) IN (
                SELECT (split, id) FROM leaving WHERE "table" = '{table}'
            )
            """  # noqa: S608 - names come from the task types
        )
    connection.unregister("leaving")


def _refuse_hard(notes: Sequence[Note]) -> None:
    hard = [note for note in notes if note.severity == Severity.HARD.value]
    if hard:
        listed = "; ".join(f"{note.split}: {note.detail}" for note in hard)
        raise ValidationFailed(
            f"{hard[0].reason}: {listed}",
            hint="Its severity stands in validation/gates.toml",
        )


def _keys(texts: pa.ChunkedArray) -> pa.Array:
    return pa.array([matching_key(text) for text in texts.to_pylist()], pa.string())
