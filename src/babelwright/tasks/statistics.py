"""mteb's descriptive statistics, computed where the rows are.

Names and values are those of mteb 2.20 (mteb/types/statistics.py), so that what a manifest says and
what mteb finds in the released data can be compared; what is null there is left out here.
"""

from collections.abc import Callable, Sequence
from typing import Any

import duckdb

TRAIN = "train"


def by_split(
    connection: duckdb.DuckDBPyConnection, of: Callable[[str], dict[str, Any]], table: str = "rows"
) -> dict[str, Any]:
    """Return the statistics of every split of a table."""
    splits = connection.execute(
        f"SELECT DISTINCT _split FROM {table} ORDER BY _split"  # noqa: S608 - a name of our own
    ).fetchall()
    return {split: of(split) for (split,) in splits}


def count(connection: duckdb.DuckDBPyConnection, sql: str, parameters: Sequence[str] = ()) -> int:
    """Return the number of rows of a query."""
    found = connection.execute(f"SELECT count(*) FROM ({sql})", parameters).fetchone()  # noqa: S608
    return int(found[0]) if found else 0


def text_statistics(
    connection: duckdb.DuckDBPyConnection, sql: str, parameters: Sequence[str] = ()
) -> dict[str, Any]:
    """Return the lengths of texts, in characters, and how many are distinct.

    Args:
        connection: With the released tables.
        sql: A query with the column `text`.
        parameters: Of the query.
    """
    found = connection.execute(
        f"""
        SELECT count(*), sum(length(text))::BIGINT, min(length(text)), max(length(text)),
               count(DISTINCT text)
        FROM ({sql})
        """,  # noqa: S608 - queries of our own
        parameters,
    ).fetchone()
    texts, total, least, most, unique = found or (0, 0, 0, 0, 0)
    return {
        "total_text_length": total,
        "min_text_length": least,
        "average_text_length": total / texts,
        "max_text_length": most,
        "unique_texts": unique,
    }


def column_statistics(
    connection: duckdb.DuckDBPyConnection, column: str, split: str, *, many: bool = False
) -> dict[str, Any]:
    """Return the text statistics of a column of a split, or of the lists in it."""
    text = f"unnest({column})" if many else column
    sql = f"SELECT {text} AS text FROM rows WHERE _split = ?"  # noqa: S608 - names of our own
    return text_statistics(connection, sql, [split])


def pair_statistics(
    connection: duckdb.DuckDBPyConnection, split: str, *, symmetric: bool = False
) -> dict[str, Any]:
    """Return the statistics of `sentence1` and `sentence2`.

    Args:
        connection: With the released tables.
        split: A split.
        symmetric: Whether two sentences are the same pair the other way round.
    """
    first = column_statistics(connection, "sentence1", split)
    second = column_statistics(connection, "sentence2", split)
    pair = (
        "least(sentence1, sentence2), greatest(sentence1, sentence2)"
        if symmetric
        else "sentence1, sentence2"
    )
    unique = f"SELECT DISTINCT {pair} FROM rows WHERE _split = ?"  # noqa: S608 - names of our own
    return {
        "num_samples": count(connection, "FROM rows WHERE _split = ?", [split]),
        "number_of_characters": first["total_text_length"] + second["total_text_length"],
        "unique_pairs": count(connection, unique, [split]),
        "text1_statistics": first,
        "text2_statistics": second,
    }


def label_statistics(
    connection: duckdb.DuckDBPyConnection, sql: str, parameters: Sequence[str] = ()
) -> dict[str, Any]:
    """Return how many labels texts have, and how often each occurs.

    Args:
        connection: With the released tables.
        sql: A query with the column `labels`, a list a text.
        parameters: Of the query.
    """
    sizes = connection.execute(
        f"""
        SELECT count(*), min(len(labels)), sum(len(labels))::BIGINT, max(len(labels)) FROM ({sql})
        """,  # noqa: S608 - queries of our own
        parameters,
    ).fetchone()
    texts, least, total, most = sizes or (0, 0, 0, 0)
    # A text without labels counts as one with the label None.
    counts = connection.execute(
        f"""
        SELECT label, count(*) FROM (
            SELECT unnest(CASE WHEN len(labels) = 0 THEN [NULL] ELSE labels END) AS label
            FROM ({sql})
        ) GROUP BY label ORDER BY label NULLS LAST
        """,  # noqa: S608 - queries of our own
        parameters,
    ).fetchall()
    return {
        "min_labels_per_text": least,
        "average_label_per_text": total / texts,
        "max_labels_per_text": most,
        "unique_labels": len(counts),
        "labels": {str(label): {"count": number} for label, number in counts},
    }


def score_statistics(
    connection: duckdb.DuckDBPyConnection, sql: str, parameters: Sequence[str] = ()
) -> dict[str, Any]:
    """Return least, mean and highest of a query's column `score`."""
    found = connection.execute(
        f"SELECT min(score), avg(score), max(score) FROM ({sql})",  # noqa: S608 - our own query
        parameters,
    ).fetchone()
    least, mean, most = found or (None, None, None)
    return {"min_score": least, "avg_score": mean, "max_score": most}


def labelled_statistics(
    connection: duckdb.DuckDBPyConnection, split: str, *, many: bool = False
) -> dict[str, Any]:
    """Return the statistics of `text` and `label` for types that learn from a training split."""
    labels = "label" if many else "[label]"
    sql = f"SELECT {labels} AS labels FROM rows WHERE _split = ?"  # noqa: S608 - names of our own
    shared = f"""
        SELECT DISTINCT text FROM rows WHERE _split = ?
        INTERSECT SELECT text FROM rows WHERE _split = '{TRAIN}'
    """  # noqa: S608 - a name of our own
    seen = {} if split == TRAIN else {"samples_in_train": count(connection, shared, [split])}
    return {
        "num_samples": count(connection, "FROM rows WHERE _split = ?", [split]),
        **seen,
        "text_statistics": column_statistics(connection, "text", split),
        "label_statistics": label_statistics(connection, sql, [split]),
    }


def clustered_statistics(
    connection: duckdb.DuckDBPyConnection, split: str, *, many: bool = False
) -> dict[str, Any]:
    """Return the statistics of `sentences` and `labels`; each level of a hierarchy is a sample."""
    each = "unnest(labels)" if many else "labels"
    flat = f"SELECT {each} AS label FROM rows WHERE _split = ?"  # noqa: S608 - names of our own
    return {
        "num_samples": count(connection, flat, [split]),
        "text_statistics": column_statistics(connection, "sentences", split),
        "labels_statistics": label_statistics(
            connection,
            f"SELECT [label] AS labels FROM ({flat})",  # noqa: S608 - a query of our own
            [split],
        ),
    }
