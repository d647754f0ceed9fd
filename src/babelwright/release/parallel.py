"""Parallel bitext: one table with a column a language, which mteb pairs as it likes."""

import tempfile
from collections.abc import Sequence
from itertools import combinations
from pathlib import Path
from typing import Any

import duckdb
import pyarrow as pa

from babelwright.catalog.model import Language
from babelwright.errors import Place, ReleaseError
from babelwright.finished import Part
from babelwright.hashes import hash_of_rows
from babelwright.release.data import config_facts, write_split
from babelwright.tasks.base import Column, Table

_SHOWN = 3
_BATCH = 8192


def is_parallel(parts: Sequence[Part]) -> bool:
    """Whether the builds of a task become one table."""
    return parts[0].task.parallel


def languages(parts: Sequence[Part]) -> list[Language]:
    """Return the languages of the columns: the source's, then the task's in its order."""
    return [parts[0].source_language, *(part.language for part in parts)]


def write_parallel(parts: Sequence[Part], out: Path) -> list[dict[str, Any]]:
    """Write the one config of a parallel task; return the facts about it.

    Args:
        parts: Finished builds of one task, with the same rows.
        out: The release's folder.

    Raises:
        ReleaseError: Two languages have different source sentences under one id.
    """
    (table,) = parts[0].task_type.tables
    wide = _wide(table, [_column(language) for language in languages(parts)])
    facts = config_facts(wide, None, parts, ())
    with tempfile.TemporaryDirectory() as scratch, duckdb.connect() as connection:
        connection.execute(f"SET temp_directory = '{scratch}'")
        for split in table.splits(parts[0].task):
            _view(connection, parts, table, split)
            _check(connection, parts, split)
            joined = Path(scratch) / f"{split}.parquet"
            connection.execute(f"COPY wide TO '{joined}' (FORMAT parquet)")
            facts.config["splits"].append(
                write_split(joined, facts.features, out, wide.config, split)
            )
    return [facts.config]


def pair_statistics(parts: Sequence[Part]) -> dict[str, Any]:
    """Return the statistics of the pairs that no build has: of two of the task's languages."""
    (table,) = parts[0].task_type.tables
    found = {}
    for first, second in combinations(parts, 2):
        with duckdb.connect() as connection:
            selects = " UNION ALL ".join(
                f"""
                SELECT '{split}' AS _split, a.sentence2 AS sentence1, b.sentence2 AS sentence2
                FROM read_parquet('{_path(first.table_file(table, split))}') a
                JOIN read_parquet('{_path(second.table_file(table, split))}') b USING (id)
                """  # noqa: S608 - names of the catalog, paths of our own
                for split in table.splits(first.task)
            )
            connection.execute(f"CREATE VIEW rows AS {selects}")
            found[_pair(first.language, second.language)] = first.task_type.statistics(connection)
    return found


def in_release_order(part: Part, first: Part) -> dict[str, Any]:
    """Return a build's facts, its rows hashed in the order in which the one table has them.

    Args:
        part: A build of the task.
        first: The build whose order the table has.
    """
    (table,) = part.task_type.tables
    profile = part.facts["profile"]
    tables = []
    for each in profile["tables"]:
        files = [_path(one.table_file(table, each["split"])) for one in (part, first)]
        with duckdb.connect() as connection:
            rows = connection.sql(
                f"""
                SELECT p.id, p.sentence1, p.sentence2 FROM read_parquet('{files[0]}') p
                JOIN read_parquet('{files[1]}', file_row_number = true) f USING (id)
                ORDER BY f.file_row_number
                """  # noqa: S608 - paths of our own
            )
            tables.append({**each, "row_hash": hash_of_rows(rows.to_arrow_reader(_BATCH))})
    return {**part.facts, "profile": {**profile, "tables": tables}}


def eval_langs(parts: Sequence[Part]) -> dict[str, list[str]]:
    """Return mteb's subsets: every pair of columns, the earlier one first."""
    return {
        _pair(first, second): [first.mteb_code, second.mteb_code]
        for first, second in combinations(languages(parts), 2)
    }


def _column(language: Language) -> str:
    """Return a language's column, named as in mteb's own parallel tasks: `vie_Latn`."""
    return language.mteb_code.replace("-", "_")


def _pair(first: Language, second: Language) -> str:
    return f"{_column(first)}-{_column(second)}"


def _wide(table: Table, names: Sequence[str]) -> Table:
    columns = (Column("id", pa.string()), *(Column(name, pa.string()) for name in names))
    return Table(table.name, columns, table.key)


def _view(
    connection: duckdb.DuckDBPyConnection, parts: Sequence[Part], table: Table, split: str
) -> None:
    """Make the view `wide`: the rows of all builds beside each other, in the first one's order."""
    own = _column(parts[0].source_language)
    joins, columns, sources = [], [f'p0.sentence1 AS "{own}"'], []
    for index, part in enumerate(parts):
        file = f"read_parquet('{_path(part.table_file(table, split))}', file_row_number = true)"
        joins.append(f"{file} p{index}" + (" USING (id)" if index else ""))
        columns.append(f'p{index}.sentence2 AS "{_column(part.language)}"')
        sources.append(f"p{index}.sentence1")
    connection.execute(
        f"""
        CREATE OR REPLACE VIEW wide AS SELECT id, {", ".join(columns)}
        FROM {" JOIN ".join(joins)} ORDER BY p0.file_row_number
        """  # noqa: S608 - names of the catalog, paths of our own
    )
    differ = " OR ".join(f"{other} <> {sources[0]}" for other in sources[1:])
    connection.execute(
        f"""
        CREATE OR REPLACE VIEW unlike AS SELECT id FROM {" JOIN ".join(joins)}
        WHERE {differ} ORDER BY p0.file_row_number
        """  # noqa: S608 - names of the catalog, paths of our own
    )


def _check(connection: duckdb.DuckDBPyConnection, parts: Sequence[Part], split: str) -> None:
    found = connection.execute(f"SELECT id FROM unlike LIMIT {_SHOWN}").fetchall()  # noqa: S608
    if found:
        rows = ", ".join(repr(row) for (row,) in found)
        raise ReleaseError(
            f"split {split!r}: one id stands for different sentences in two languages: {rows}",
            place=Place(parts[0].task.file, row=str(found[0][0])),
            hint="A parallel table needs the same id for the same sentence in every language",
        )


def _path(file: Path) -> str:
    return str(file).replace("'", "''")
