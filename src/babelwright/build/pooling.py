"""Draws the queries of types with judgements, and pools a corpus for them."""

from pathlib import Path
from typing import Any

import duckdb

from babelwright.build.mining import mine
from babelwright.build.progress import Progress
from babelwright.catalog.model import Sample
from babelwright.fidelity.embedder import Embedder
from babelwright.tasks.base import TaskType


def draw_pool(
    connection: duckdb.DuckDBPyConnection,
    task_type: TaskType,
    sample: Sample,
    *,
    embedder: Embedder,
    progress: Progress,
    relabel: Path,
    scratch: Path,
) -> dict[str, Any]:
    """Enter what is not drawn in the table `unsampled`; return what the pool is made of.

    Queries are drawn split by split, in the order of `md5(seed, tab, id)`, and keep all their
    judgements in all splits. The pool has every document that a drawn query judges, zeros too;
    its candidates, where the type has them; then hard negatives and distractors. A type without
    candidates keeps its whole corpus where the task asks for neither of these.

    Args:
        connection: With the rows that are still there, and the table `unsampled`.
        task_type: A type with judgements.
        sample: What is drawn.
        embedder: Tells hard negatives from unlabelled positives.
        progress: Hears of documents indexed and queries asked.
        relabel: Parquet file for what looks like an unlabelled positive, where there is any.
        scratch: Existing folder for an index.
    """
    _keep_queries(connection, sample)
    candidates = any(table.name == "top_ranked" for table in task_type.tables)
    _judged(connection, candidates)
    pooled = candidates or sample.hard_negatives is not None or sample.distractors is not None
    if sample.hard_negatives:
        mine(connection, sample, embedder, progress, scratch)
        connection.execute(
            """
            INSERT INTO pool SELECT DISTINCT "corpus-id", 'hard_negatives' FROM hard
            ANTI JOIN pool ON pool.id = "corpus-id"
            """
        )
    if pooled:
        _add_distractors(connection, sample)
        connection.execute(
            """
            INSERT INTO unsampled
            SELECT 'corpus', _split, _id, _position, 'not-drawn', ''
            FROM corpus c ANTI JOIN pool USING (id)
            """
        )
    _leave(connection, candidates)
    return {**_made_of(connection, pooled), **_suspicious(connection, sample, relabel)}


def _keep_queries(connection: duckdb.DuckDBPyConnection, sample: Sample) -> None:
    drawn = "true" if sample.queries is None else f"place <= {sample.queries}"
    connection.execute(
        f"""
        CREATE TEMP TABLE kept AS SELECT DISTINCT id FROM (
            SELECT id, row_number() OVER (
                PARTITION BY _split ORDER BY md5('{sample.seed}' || chr(9) || id), id
            ) AS place
            FROM (SELECT DISTINCT _split, "query-id" AS id FROM qrels WHERE score > 0)
        ) WHERE {drawn}
        """  # noqa: S608 - numbers
    )


def _judged(connection: duckdb.DuckDBPyConnection, candidates: bool) -> None:
    """Make the table `pool`: documents with what brought them in."""
    connection.execute(
        """
        CREATE TEMP TABLE pool AS
        SELECT DISTINCT "corpus-id" AS id, 'judged' AS part
        FROM qrels SEMI JOIN kept ON kept.id = "query-id"
        """
    )
    if candidates:
        connection.execute(
            """
            INSERT INTO pool SELECT DISTINCT c.id, 'candidates' FROM (
                SELECT unnest("corpus-ids") AS id
                FROM top_ranked SEMI JOIN kept ON kept.id = "query-id"
            ) c ANTI JOIN pool USING (id)
            """
        )


def _add_distractors(connection: duckdb.DuckDBPyConnection, sample: Sample) -> None:
    """Draw at random from the rest: what may answer a query is no distractor."""
    if not sample.distractors:
        return
    doubtful = """ANTI JOIN suspicious s ON s."corpus-id" = c.id""" if sample.hard_negatives else ""
    connection.execute(
        f"""
        INSERT INTO pool SELECT c.id, 'distractors' FROM corpus c ANTI JOIN pool USING (id)
        {doubtful}
        ORDER BY md5('{sample.seed}' || chr(9) || c.id), c.id LIMIT {sample.distractors}
        """  # noqa: S608 - numbers and SQL of our own
    )


def _leave(connection: duckdb.DuckDBPyConnection, candidates: bool) -> None:
    """Enter the queries that are not drawn, and what hangs on them."""
    connection.execute(
        """
        INSERT INTO unsampled
        SELECT 'queries', _split, _id, _position, 'not-drawn', '' FROM queries ANTI JOIN kept
        USING (id)
        """
    )
    for table in ("qrels", "top_ranked")[: 1 + candidates]:
        connection.execute(
            f"""
            INSERT INTO unsampled
            SELECT '{table}', _split, _id, _position, 'query-not-drawn', 'query ' || "query-id"
            FROM {table} ANTI JOIN kept ON kept.id = "query-id"
            """  # noqa: S608 - names of our own
        )


def _made_of(connection: duckdb.DuckDBPyConnection, pooled: bool) -> dict[str, Any]:
    [(queries,)] = connection.execute("SELECT count(*) FROM kept").fetchall()
    parts = connection.execute("SELECT part, count(*) FROM pool GROUP BY part").fetchall()
    named = ("judged", "candidates", "hard_negatives", "distractors")
    counts = dict.fromkeys(named, 0) | dict(parts)
    if not pooled:
        [(size,)] = connection.execute("SELECT count(*) FROM corpus").fetchall()
        counts["distractors"] = size - counts["judged"]
    return {"queries": queries, **counts}


def _suspicious(
    connection: duckdb.DuckDBPyConnection, sample: Sample, relabel: Path
) -> dict[str, int]:
    """Write what looks like an unlabelled positive; count it, and what of it stays all the same."""
    if not sample.hard_negatives:
        return {"suspicious": 0, "suspicious_kept": 0}
    listed = """
        SELECT s.*, p.id IS NOT NULL AS kept
        FROM suspicious s LEFT JOIN pool p ON p.id = s."corpus-id"
    """
    [(rows, kept)] = connection.execute(
        f"SELECT count(*), count(*) FILTER (kept) FROM ({listed})"  # noqa: S608 - our own query
    ).fetchall()
    if rows:
        file = str(relabel).replace("'", "''")
        connection.execute(
            f"""COPY ({listed} ORDER BY "query-id", rank) TO '{file}' (FORMAT parquet)"""
        )
    return {"suspicious": rows, "suspicious_kept": kept}
