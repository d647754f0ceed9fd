"""Compares the rows of a split in two releases by key, in DuckDB, which goes to disk for memory.

Rows are compared in the columns that both releases have, so that a new column alone changes no row.
A key that several rows share is numbered in their order.
"""

import tempfile
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any, NamedTuple

import duckdb
import pyarrow.parquet as pq

_MEMORY = "512MB"
_BATCH = 256
# Rows of a file are counted within it; no file has so many.
_ROWS_OF_A_FILE = 1 << 40


class RowCounts(NamedTuple):
    """How many rows differ.

    `moved` counts rows of both releases that stand before one that they stood behind.
    """

    added: int
    removed: int
    changed: int
    moved: int


class RowChange(NamedTuple):
    """A row that differs.

    Attributes:
        kind: `added`, `removed` or `changed`.
        key: Values of the key's columns, by name.
        before: The old cells by column; of a changed row, those that changed. Empty for an added.
        after: The new cells; empty for a removed row.
    """

    kind: str
    key: Mapping[str, Any]
    before: Mapping[str, Any]
    after: Mapping[str, Any]


@dataclass(frozen=True)
class Compared:
    """The rows of one split in two releases, compared and ready to be read."""

    counts: RowCounts
    _connection: duckdb.DuckDBPyConnection
    _key: tuple[str, ...]
    _columns: tuple[tuple[str, ...], tuple[str, ...]]

    def changes(self, limit: int | None = None) -> Iterator[RowChange]:
        """Yield the rows that differ, in their order: the changed, the removed, the added.

        Args:
            limit: The greatest number of rows.
        """
        before, after = self._columns
        rest = "" if limit is None else f"LIMIT {int(limit)}"
        selected = [f"b.{_name(each)}" for each in before] + [f"a.{_name(each)}" for each in after]
        found = self._connection.execute(
            f"""
            SELECT kind, {", ".join(selected)}
            FROM (FROM changes ORDER BY kind, old, new {rest}) c
            LEFT JOIN before b ON b._position = c.old
            LEFT JOIN after a ON a._position = c.new
            ORDER BY kind, c.old, c.new
            """  # noqa: S608 - names are quoted
        )
        while rows := found.fetchmany(_BATCH):
            for kind, *cells in rows:
                old = dict(zip(before, cells[: len(before)], strict=True))
                new = dict(zip(after, cells[len(before) :], strict=True))
                yield self._change(_KINDS[kind], old, new)

    def _change(self, kind: str, old: dict[str, Any], new: dict[str, Any]) -> RowChange:
        if kind == "changed":
            key = {name: new[name] for name in self._key}
            names = [name for name in new if name in old and old[name] != new[name]]
            return RowChange(
                kind, key, {name: old[name] for name in names}, {name: new[name] for name in names}
            )
        whole = new if kind == "added" else old
        key = {name: whole[name] for name in self._key}
        rest = {name: value for name, value in whole.items() if name not in key}
        return RowChange(
            kind, key, {} if kind == "added" else rest, rest if kind == "added" else {}
        )


_KINDS = ("changed", "removed", "added")


@contextmanager
def compare_rows(
    before: Sequence[Path], after: Sequence[Path], key: Sequence[str]
) -> Iterator[Compared]:
    """Compare the rows of two lists of Parquet files.

    Memory is bounded whatever the number of rows; what does not fit goes to a temporary folder.

    Args:
        before: The files of the old release; none where it has not the split.
        after: Those of the new one; one of both has files.
        key: Columns that identify a row. Where one of them is missing on a side, the rows of the
            whole split count as removed and added.
    """
    columns = (_columns(before or after), _columns(after or before))
    common = sorted(set(columns[0]) & set(columns[1]))
    known = tuple(name for name in key if name in common)
    with tempfile.TemporaryDirectory() as scratch, duckdb.connect() as connection:
        connection.execute(f"SET temp_directory = {_text(scratch)}")
        connection.execute(f"SET memory_limit = '{_MEMORY}'")
        _view(connection, "before", before or after, empty=not before)
        _view(connection, "after", after or before, empty=not after)
        by = [f"{_name(name)}::VARCHAR" for name in known] if known == tuple(key) else []
        _keyed(connection, "before", "b", by, common)
        _keyed(connection, "after", "a", by, common)
        connection.execute(_CHANGES if by else _ALL_NEW)
        counts = dict(
            connection.execute("SELECT kind, count(*) FROM changes GROUP BY kind").fetchall()
        )
        moved = connection.execute(_MOVED).fetchone() if by else None
        yield Compared(
            RowCounts(
                counts.get(2, 0), counts.get(1, 0), counts.get(0, 0), moved[0] if moved else 0
            ),
            connection,
            known,
            columns,
        )


# 0 changed, 1 removed, 2 added
_CHANGES = """
    CREATE TEMP TABLE changes AS
    SELECT CASE WHEN a.position IS NULL THEN 1 WHEN b.position IS NULL THEN 2 ELSE 0 END AS kind,
           b.position AS old, a.position AS new
    FROM b FULL JOIN a ON a.key IS NOT DISTINCT FROM b.key AND a.number = b.number
    WHERE a.position IS NULL OR b.position IS NULL OR a.hash <> b.hash
"""
_ALL_NEW = """
    CREATE TEMP TABLE changes AS
    SELECT 1 AS kind, position AS old, NULL AS new FROM b
    UNION ALL SELECT 2, NULL, position FROM a
"""
_MOVED = """
    SELECT count(*) FILTER (back) FROM (
        SELECT a.position < lag(a.position) OVER (ORDER BY b.position) AS back
        FROM b JOIN a ON a.key IS NOT DISTINCT FROM b.key AND a.number = b.number
    )
"""


def _view(
    connection: duckdb.DuckDBPyConnection, name: str, files: Sequence[Path], *, empty: bool
) -> None:
    listed = ", ".join(_text(str(file)) for file in files)
    connection.execute(
        f"""
        CREATE VIEW {name} AS
        SELECT (file_index * {_ROWS_OF_A_FILE} + file_row_number)::BIGINT AS _position, *
        FROM read_parquet([{listed}], union_by_name = true)
        {"WHERE false" if empty else ""}
        """  # noqa: S608 - paths are quoted
    )


def _keyed(
    connection: duckdb.DuckDBPyConnection,
    view: str,
    name: str,
    by: Sequence[str],
    common: Sequence[str],
) -> None:
    """Make a narrow table of a side: key, number within the key, position, hash of the row."""
    # An array, so that a value with the separator of another key is not taken for it.
    key = f"to_json([{', '.join(by)}])::VARCHAR" if by else "NULL::VARCHAR"
    cells = ", ".join(f"{_text(each)}: {_name(each)}" for each in common)
    row = f"md5_number(to_json({{{cells}}})::VARCHAR)" if common else "0"
    number = "row_number() OVER (PARTITION BY key ORDER BY position)" if by else "0"
    connection.execute(
        f"""
        CREATE TEMP TABLE {name} AS
        SELECT *, {number} AS number
        FROM (SELECT {key} AS key, _position AS position, {row} AS hash FROM {view})
        """  # noqa: S608 - names are quoted
    )


def _columns(files: Sequence[Path]) -> tuple[str, ...]:
    return tuple(pq.read_schema(files[0]).names)


def _name(text: str) -> str:
    return '"' + text.replace('"', '""') + '"'


def _text(text: str) -> str:
    return "'" + text.replace("'", "''") + "'"
