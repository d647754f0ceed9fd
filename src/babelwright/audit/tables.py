"""Both sides' tables in one DuckDB: columns by their roles, rows aligned."""

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from typing import NamedTuple

import duckdb

from babelwright.audit.layouts import QRELS, RANKED
from babelwright.audit.reading import Side
from babelwright.errors import Place, SourceError

# Beyond it DuckDB writes to disk; its default is most of the machine.
_MEMORY = "1GB"
# Least share of the smaller side's ids that the other side must have to be the same ids.
_SHARED_IDS = 0.5
_RENAMED = {"_id": "id", "query_id": "query-id", "corpus_id": "corpus-id", "docid": "corpus-id"}
_KEYS = {QRELS: ("query-id", "corpus-id"), RANKED: ("query-id",)}
_LABELS = ("label", "labels", "score", "value", "relevance", "is_duplicate", "gold")
_TEXTS = (
    "text", "title", "sentence1", "sentence2", "sentences", "sentence", "question", "question1",
    "question2", "query", "answer", "instruction", "premise", "hypothesis", "content", "document",
    "passage", "human_summaries", "machine_summaries", "summary", "choices", "options", "context",
)  # fmt: skip
_NO_TEXTS = ("id", "genre", "filename", "split", "lang", "language", "source", "url")


class How(StrEnum):
    """How the rows of two tables are told to belong together."""

    ID = "id"
    POSITION = "position"
    NOT = "not"


@dataclass(frozen=True)
class Aligned:
    """A table of a split on both sides.

    Attributes:
        table: Its name.
        split: Its split.
        how: How rows belong together; `aligned` is there unless they do not.
        source: The source's table in DuckDB, with `_position`, `_id` and its columns.
        target: The translation's.
        aligned: Both, with `_id`, `_position`, and the columns as `s_...` and `t_...`.
        rows: Rows of the source, of the translation, and of both together.
        texts: Columns of texts.
        lists: Those of them that hold lists of texts.
        labels: Columns of labels and scores.
    """

    table: str
    split: str
    how: How
    source: str
    target: str
    aligned: str
    rows: tuple[int, int, int]
    texts: tuple[str, ...]
    lists: tuple[str, ...]
    labels: tuple[str, ...]

    @property
    def name(self) -> str:
        """What the table is called in a report."""
        return f"{self.split} {self.table}" if self.split != "all" else self.table


class _Loaded(NamedTuple):
    name: str
    columns: Mapping[str, str]
    rows: int
    distinct: int | None


@contextmanager
def opened(scratch: Path) -> Iterator[duckdb.DuckDBPyConnection]:
    """Open a database on disk; it is left in `scratch`."""
    with duckdb.connect(scratch / "audit.duckdb") as connection:
        connection.execute(f"SET memory_limit = '{_MEMORY}'")
        connection.execute("SET preserve_insertion_order = true")
        yield connection


def align(connection: duckdb.DuckDBPyConnection, source: Side, target: Side) -> list[Aligned]:
    """Load every table that both sides have, and align its rows.

    By id, where both sides have ids that are there once and half of the smaller side's are on the
    other; else by position, where both have as many rows; else not.

    Raises:
        SourceError: A table cannot be read.
    """
    found = []
    for number, (table, split) in enumerate(_both(source, target)):
        theirs = _load(connection, f"s{number}", table, source.tables[table, split], source.where)
        name = (table, split) if (table, split) in target.tables else (table, _only(target, table))
        ours = _load(connection, f"t{number}", table, target.tables[name], target.where)
        found.append(_aligned(connection, table, split, (theirs, ours), number))
    return found


def _both(source: Side, target: Side) -> list[tuple[str, str]]:
    """Return the tables and splits of both; one split a side is the same one by another name."""
    found = []
    for table, split in source.tables:
        mine = [each for each in source.tables if each[0] == table]
        theirs = [each for each in target.tables if each[0] == table]
        alone = len(mine) == len(theirs) == 1
        if (table, split) in target.tables or alone:
            found.append((table, split))
    return found


def _only(side: Side, table: str) -> str:
    return next(split for name, split in side.tables if name == table)


def _load(
    connection: duckdb.DuckDBPyConnection,
    name: str,
    table: str,
    files: Sequence[Path],
    where: str,
) -> _Loaded:
    listed = ", ".join("'" + str(file).replace("'", "''") + "'" for file in files)
    reading = f"read_parquet([{listed}], union_by_name = true)"
    try:
        columns = connection.sql(f"FROM {reading} LIMIT 0")
        named = {
            _RENAMED.get(column, column): column
            for column in columns.columns
            if '"' not in column and column != "_position"
        }
        chosen = ", ".join(f'"{theirs}" AS "{ours}"' for ours, theirs in named.items())
        keys = _KEYS.get(table, ("id",))
        has_id = all(key in named for key in keys)
        joined = (
            " || chr(31) || ".join(f'CAST("{named[key]}" AS VARCHAR)' for key in keys)
            if has_id
            else "NULL"
        )
        connection.execute(
            f"CREATE TABLE {name} AS SELECT row_number() OVER () AS _position, "  # noqa: S608
            f"{joined} AS _id, {chosen} FROM {reading}"
        )
    except duckdb.Error as error:
        detail = str(error).strip().split("\n", 1)[0]
        raise SourceError(f"{table} cannot be read: {detail}", place=Place(where)) from error
    kinds = dict(zip(columns.columns, map(str, columns.types), strict=True))
    types = {ours: kinds[theirs] for ours, theirs in named.items()}
    rows, distinct = connection.execute(
        f"SELECT count(*), count(DISTINCT _id) FROM {name}"  # noqa: S608 - a name of our own
    ).fetchall()[0]
    return _Loaded(name, types, rows, distinct if has_id else None)


def _aligned(
    connection: duckdb.DuckDBPyConnection,
    table: str,
    split: str,
    loaded: tuple[_Loaded, _Loaded],
    number: int,
) -> Aligned:
    theirs, ours = loaded
    how = _how(connection, theirs, ours)
    shared = [column for column in theirs.columns if column in ours.columns]
    texts = _text_columns(shared, theirs, ours) if table not in _KEYS else ()
    labels = tuple(column for column in shared if column in _LABELS)
    name, both = f"a{number}", 0
    if how is not How.NOT:
        selected = ", ".join(
            f's."{column}" AS "s_{column}", t."{column}" AS "t_{column}"'
            for column in (*texts, *labels)
        )
        on = "_id" if how is How.ID else "_position"
        identity = "s._id" if theirs.distinct is not None else "CAST(s._position AS VARCHAR)"
        connection.execute(
            f"CREATE VIEW {name} AS SELECT s._position, {identity} AS _id"  # noqa: S608
            f"{', ' + selected if selected else ''} "
            f"FROM {theirs.name} s JOIN {ours.name} t ON s.{on} = t.{on}"
        )
        found = connection.execute(f"SELECT count(*) FROM {name}").fetchone()  # noqa: S608
        both = int(found[0]) if found else 0
    lists = tuple(column for column in texts if theirs.columns[column].endswith("[]"))
    rows = (theirs.rows, ours.rows, both)
    return Aligned(table, split, how, theirs.name, ours.name, name, rows, texts, lists, labels)


def _how(connection: duckdb.DuckDBPyConnection, theirs: _Loaded, ours: _Loaded) -> How:
    if theirs.distinct == theirs.rows and ours.distinct == ours.rows:
        shared = connection.execute(
            f"SELECT count(*) FROM {theirs.name} SEMI JOIN {ours.name} USING (_id)"  # noqa: S608
        ).fetchone()
        if shared and shared[0] >= _SHARED_IDS * min(theirs.rows, ours.rows) and shared[0]:
            return How.ID
    return How.POSITION if theirs.rows == ours.rows else How.NOT


def _text_columns(shared: Sequence[str], theirs: _Loaded, ours: _Loaded) -> tuple[str, ...]:
    """Return the columns of texts: those of known names, or else every one of strings."""
    kinds = ("VARCHAR", "VARCHAR[]")
    strings = [
        column
        for column in shared
        if theirs.columns[column] in kinds and theirs.columns[column] == ours.columns[column]
    ]
    known = [column for column in strings if column in _TEXTS]
    other = [column for column in strings if column not in (*_NO_TEXTS, *_LABELS)]
    return tuple(known or other)
