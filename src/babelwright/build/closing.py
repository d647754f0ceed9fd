"""Applies a task type's closure rules to its tables."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from functools import partial
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import NamedTuple

import duckdb
import pyarrow as pa
from duckdb.func import PythonUDFType

from babelwright.catalog.model import Gates, Language, Severity
from babelwright.errors import ValidationFailed
from babelwright.ledger import Event, Ledger, State
from babelwright.tasks.base import TaskType
from babelwright.tasks.keys import TextLanguages, function_before, function_now
from babelwright.tasks.rules import Phase, Rule
from babelwright.text.normal import key_of

# The flag of documents whose text is no faithful translation: they stay to be told apart from the
# relevant ones, and no judgement says that they are relevant.
DISTRACTOR = "distractor-only"

_SOURCE = "original_"
_UNKNOWN = TextLanguages()


class Note(NamedTuple):
    """A broken rule that is about a whole split, not a row."""

    table: str
    split: str
    reason: str
    severity: str
    detail: str


class Closed(NamedTuple):
    """What closure found, and the tables in which it changed rows that stay."""

    events: tuple[Event, ...]
    notes: tuple[Note, ...]
    mended: frozenset[str]


@contextmanager
def open_tables(
    task_type: TaskType,
    canonical: Path,
    result: Path,
    ledger: Ledger,
    scratch: Path,
    *,
    languages: TextLanguages = _UNKNOWN,
    labels: Sequence[str] = (),
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
        languages: Of the texts, for what they are compared by.
        labels: Names of the labels in the order of their codes.
    """
    with (
        TemporaryDirectory(dir=scratch, prefix=".tables-") as folder,
        duckdb.connect(Path(folder) / "tables.duckdb") as connection,
    ):
        connection.execute("PRAGMA disable_checkpoint_on_shutdown")
        _key_functions(connection, task_type, languages)
        load_ledger(connection, ledger)
        connection.execute(
            "CREATE TABLE label_names AS "
            "SELECT unnest(range(len(?::VARCHAR[]))) AS code, unnest(?::VARCHAR[]) AS name",
            [list(labels), list(labels)],
        )
        for table in task_type.tables:
            connection.execute(f"CREATE TABLE {table.name} AS {rows_left(table.name, result)}")
            view = f"CREATE VIEW {_SOURCE}{table.name} AS FROM {_files(table.name, canonical)}"
            connection.execute(view)
        yield connection


def load_ledger(connection: duckdb.DuckDBPyConnection, ledger: Ledger) -> None:
    """Make the tables `gone`, the rows that have ended, and `distractors`."""
    with ledger.connect() as opened:
        for name, condition in (
            # Rows that were not drawn can be millions, and are in none of the tables.
            ("gone", "final WHERE state IN ('filtered', 'failed')"),
            ("distractors", f"events WHERE state = 'flagged' AND reason = '{DISTRACTOR}'"),
        ):
            sql = f'SELECT DISTINCT "table", split, id FROM {condition}'  # noqa: S608 - our own
            connection.register("found_in_ledger", opened.sql(sql).to_arrow_table())
            connection.execute(f"CREATE TABLE {name} AS FROM found_in_ledger")
            connection.unregister("found_in_ledger")


def rows_left(table: str, folder: Path) -> str:
    """Return SQL for the rows of a table that have not ended; `gone` lists those that have."""
    return f"""
        SELECT * FROM {_files(table, folder)} t
        ANTI JOIN gone g ON g."table" = '{table}' AND g.split = t._split AND g.id = t._id
    """  # noqa: S608 - names come from the task types


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
    mended: set[str] = set()
    for rule in task_type.rules:
        if rule.phase not in (phase, Phase.BOTH):
            continue
        severity = gates.severity(rule.reason)
        connection.execute(f"CREATE OR REPLACE TEMP TABLE found AS {rule.sql}")
        found = connection.execute("SELECT _split, _id, detail FROM found").fetchall()
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
        if rows:
            mended.update(_settle(connection, rule, severity))
    connection.execute("DROP TABLE IF EXISTS found")
    refuse_hard(notes)
    return Closed(tuple(events.values()), tuple(notes), frozenset(mended))


def _settle(
    connection: duckdb.DuckDBPyConnection, rule: Rule, severity: Severity
) -> tuple[str, ...]:
    """Merge and remove what a hard rule found, and mend; return the tables that changed."""
    changed = rule.mends if rule.mend else ()
    if severity is Severity.HARD:
        if rule.merge:
            connection.execute(rule.merge)
            changed = rule.mends
        connection.execute(
            f"""
            DELETE FROM {rule.table} WHERE (_split, _id) IN (
                SELECT (_split, _id) FROM found WHERE _id IS NOT NULL
            )
            """  # noqa: S608 - names come from the task types
        )
    if rule.mend:
        connection.execute(rule.mend)
    return changed


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


def refuse_hard(notes: Sequence[Note]) -> None:
    """Refuse what a hard check of whole splits finds.

    Raises:
        ValidationFailed: One of the notes is hard.
    """
    hard = [note for note in notes if note.severity == Severity.HARD.value]
    if hard:
        listed = "; ".join(f"{note.split}: {note.detail}" for note in hard)
        raise ValidationFailed(
            f"{hard[0].reason}: {listed}",
            hint="Its severity stands in validation/gates.toml",
        )


def _key_functions(
    connection: duckdb.DuckDBPyConnection, task_type: TaskType, languages: TextLanguages
) -> None:
    """Make the functions that give the keys of the texts of every column."""
    for table in task_type.tables:
        for column in table.texts:
            place = (table.name, column.name)
            for name, found in (
                (function_now(place), languages.now.get(place)),
                (function_before(place), languages.before.get(place)),
            ):
                function = partial(_keys, found)
                connection.create_function(
                    name, function, ["varchar"], "varchar", type=PythonUDFType.ARROW
                )


def _keys(language: Language | None, texts: pa.ChunkedArray) -> pa.Array:
    return pa.array(map(key_of(language), texts.to_pylist()), pa.string())
