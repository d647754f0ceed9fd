"""Facts about released tables, shared by the task types."""

from typing import Any

import duckdb


def text_lengths(connection: duckdb.DuckDBPyConnection, table: str, column: str) -> dict[str, Any]:
    """Return count, distinct texts and characters (min, mean, max) of a text column, by split."""
    rows = connection.execute(
        f"""
        SELECT _split, count(*), count(DISTINCT "{column}"),
               min(length("{column}")), avg(length("{column}")), max(length("{column}"))
        FROM {table} GROUP BY _split ORDER BY _split
        """  # noqa: S608 - names come from the task types
    ).fetchall()
    return {
        split: {
            "texts": count,
            "unique": unique,
            "characters": {"min": least, "mean": round(mean, 2), "max": most},
        }
        for split, count, unique, least, mean, most in rows
    }


def list_lengths(connection: duckdb.DuckDBPyConnection, table: str, column: str) -> dict[str, Any]:
    """Return the same of the texts in a column of lists."""
    connection.execute(
        f"""
        CREATE OR REPLACE TEMP VIEW texts_of_lists AS
        SELECT _split, unnest("{column}") AS text FROM {table}
        """  # noqa: S608 - names come from the task types
    )
    return text_lengths(connection, "texts_of_lists", "text")


def value_counts(
    connection: duckdb.DuckDBPyConnection, table: str, column: str, *, many: bool = False
) -> dict[str, Any]:
    """Return how often each value of a column occurs, by split.

    Args:
        connection: With the released tables.
        table: A table.
        column: A column of it.
        many: Whether a row has a list of values.
    """
    value = f'unnest("{column}")' if many else f'"{column}"'
    rows = connection.execute(
        f"""
        SELECT _split, value, count(*) FROM (SELECT _split, {value} AS value FROM {table})
        GROUP BY ALL ORDER BY _split, value
        """  # noqa: S608 - names come from the task types
    ).fetchall()
    counts: dict[str, Any] = {}
    for split, value, count in rows:
        counts.setdefault(split, {})[str(value)] = count
    return counts
