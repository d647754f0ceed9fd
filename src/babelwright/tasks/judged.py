"""What the types with a corpus, queries and judgements share."""

from collections.abc import Mapping
from typing import Any

import duckdb
import pyarrow as pa

from babelwright.catalog.model import Task
from babelwright.tasks.base import Column, Table
from babelwright.tasks.statistics import by_split, count, text_statistics

CORPUS = Table(
    "corpus",
    (
        Column("id", pa.string()),
        Column("title", pa.string(), optional=True),
        Column("text", pa.string()),
    ),
    shared=True,
    config="corpus",
)
QUERIES = Table(
    "queries",
    (Column("id", pa.string()), Column("text", pa.string())),
    shared=True,
    config="queries",
)
INSTRUCTED = Table(
    "queries",
    (*QUERIES.columns, Column("instruction", pa.string())),
    shared=True,
    config="queries",
)
QRELS = Table(
    "qrels",
    (
        Column("query-id", pa.string()),
        Column("corpus-id", pa.string()),
        Column("score", pa.int32()),
    ),
    key=("query-id", "corpus-id"),
    config="qrels",
)
CANDIDATES = Table(
    "top_ranked",
    (Column("query-id", pa.string()), Column("corpus-ids", pa.list_(pa.string()), ids=True)),
    key=("query-id",),
    config="top_ranked",
)

# Documents that no judgement may call relevant if their texts are to distract only.
RELEVANT = {"corpus": 'SELECT "corpus-id" AS id FROM qrels WHERE score > 0'}

TEXTS = (("corpus", "title"), ("corpus", "text"), ("queries", "text"))
INSTRUCTED_TEXTS = (*TEXTS, ("queries", "instruction"))

# What a model reads of a document: title and text, without the white space around them.
DOCUMENT = r"""
    regexp_replace(
        CASE WHEN title <> '' THEN title || ' ' || text ELSE text END,
        '^[\s\v\p{Z}\x{85}]+|[\s\v\p{Z}\x{85}]+$', '', 'g'
    )
"""
_DOCUMENTS = f"SELECT {DOCUMENT} AS text FROM corpus"  # noqa: S608 - an expression of our own


def judged_statistics(connection: duckdb.DuckDBPyConnection) -> dict[str, Any]:
    """Return the statistics of every split: its queries, the whole corpus, its judgements."""
    documents = text_statistics(connection, _DOCUMENTS)
    size = count(connection, "FROM corpus")

    def of(split: str) -> dict[str, Any]:
        asked = """SELECT DISTINCT "query-id" FROM qrels WHERE _split = ?"""
        sql = f"SELECT {_question(connection)} AS text FROM queries WHERE id IN ({asked})"  # noqa: S608
        questions, number = (
            text_statistics(connection, sql, [split]),
            count(connection, sql, [split]),
        )
        return {
            "num_samples": size + number,
            "num_queries": number,
            "num_documents": size,
            "number_of_characters": documents["total_text_length"] + questions["total_text_length"],
            "documents_text_statistics": documents,
            "queries_text_statistics": questions,
            "relevant_docs_statistics": _relevant(connection, split),
        }

    return by_split(connection, of, "qrels")


def _question(connection: duckdb.DuckDBPyConnection) -> str:
    """Return SQL for what a model reads of a query: its text, and its instruction after it."""
    columns = connection.sql("FROM queries LIMIT 0").columns
    return "text || ' ' || instruction" if "instruction" in columns else "text"


def _relevant(connection: duckdb.DuckDBPyConnection, split: str) -> dict[str, Any]:
    found = connection.execute(
        """
        WITH judged AS (SELECT * FROM qrels WHERE _split = ?),
             sizes AS (
                 SELECT count(*) FILTER (score <> 0) AS relevant FROM judged GROUP BY "query-id"
             )
        SELECT sum(relevant)::BIGINT, min(relevant), count(*), max(relevant),
               (SELECT count(DISTINCT "corpus-id") FROM judged),
               (SELECT count(DISTINCT "query-id") FROM judged ANTI JOIN queries q
                ON q.id = judged."query-id"),
               (SELECT count(DISTINCT "corpus-id") FROM judged ANTI JOIN corpus c
                ON c.id = judged."corpus-id")
        FROM sizes
        """,
        [split],
    ).fetchone()
    total, least, queries, most, unique, no_query, no_document = found or (0,) * 7
    return {
        "num_relevant_docs": total,
        "min_relevant_docs_per_query": least,
        "average_relevant_docs_per_query": total / queries,
        "max_relevant_docs_per_query": most,
        "unique_relevant_docs": unique,
        "num_missing_query_ids": no_query,
        "num_missing_corpus_ids": no_document,
        "queries_with_all_gold_black_or_white": 0,
    }


def reranked_statistics(connection: duckdb.DuckDBPyConnection) -> dict[str, Any]:
    """Return those statistics, and those of the candidates."""
    found = judged_statistics(connection)
    for split, facts in found.items():
        row = connection.execute(
            """
            SELECT sum(len("corpus-ids"))::BIGINT, min(len("corpus-ids")), max(len("corpus-ids"))
            FROM top_ranked WHERE _split = ?
            """,
            [split],
        ).fetchone()
        total, least, most = row or (0, 0, 0)
        facts["top_ranked_statistics"] = {
            "num_top_ranked": total,
            "min_top_ranked_per_query": least,
            "average_top_ranked_per_query": total / facts["num_queries"],
            "max_top_ranked_per_query": most,
        }
    return found


def no_parameters(task: Task, labels: tuple[str, ...]) -> Mapping[str, Any]:
    """Return none: the suites ask for nothing."""
    del task, labels
    return {}
