"""Keeps the tables as closure of the source left them, for the stages that follow."""

import os
import shutil
from pathlib import Path

import duckdb

from babelwright.build.closing import Closed

# Folders of the stage that reads the source: its rows as they came, and as its closure left them.
CANONICAL, CLOSED = "canonical", "closed"


def keep_tables(
    connection: duckdb.DuckDBPyConnection, closed: Closed, canonical: Path, out: Path
) -> None:
    """Write the tables in which closure changed rows to `out`; the others are there as they were.

    So what was merged in the source stays merged, and `canonical` says what the source had.

    Args:
        connection: With the closed tables.
        closed: What closure found.
        canonical: Folder of the canonical tables, one file a split.
        out: New folder.
    """
    out.mkdir()
    for file in sorted(canonical.glob("*.parquet")):
        table, split = file.name.removesuffix(".parquet").split(".", 1)
        if table in closed.mended:
            sql = f"SELECT * FROM {table} WHERE _split = {_quoted(split)} ORDER BY _position"  # noqa: S608
            connection.execute(f"COPY ({sql}) TO {_quoted(str(out / file.name))} (FORMAT parquet)")
        else:
            link(file, out / file.name)


def link(file: Path, out: Path) -> None:
    """Give a file a second name; a copy where the file system has no such thing."""
    try:
        os.link(file, out)
    except OSError:
        shutil.copyfile(file, out)


def _quoted(text: str) -> str:
    return "'" + text.replace("'", "''") + "'"
