"""What the types with a corpus, queries and judgements share."""

from collections.abc import Mapping
from typing import Any

import duckdb
import pyarrow as pa

from babelwright.catalog.model import Task
from babelwright.tasks.base import Column, Table
from babelwright.tasks.rules import Phase, Rule, blank, duplicates
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
    (Column("query-id", pa.string()), Column("corpus-ids", pa.list_(pa.string()))),
    key=("query-id",),
    config="top_ranked",
)

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

_DANGLING = Rule(
    "qrel-dangling",
    "The judgement names a query or document that is not there.",
    "qrels",
    """
    SELECT r._split, r._id,
           CASE WHEN q.id IS NULL THEN 'query ' || r."query-id"
                ELSE 'document ' || r."corpus-id" END || ' is not there' AS detail
    FROM qrels r
    LEFT JOIN queries q ON q.id = r."query-id" LEFT JOIN corpus c ON c.id = r."corpus-id"
    WHERE q.id IS NULL OR c.id IS NULL ORDER BY r._split, r._position
    """,
    Phase.BOTH,
)

_NOT_JUDGED = Rule(
    "query-without-relevant",
    "No relevant document is left for the query.",
    "queries",
    """
    SELECT q._split, q._id, 'no judgement above 0' AS detail
    FROM queries q ANTI JOIN (SELECT * FROM qrels WHERE score > 0) r ON r."query-id" = q.id
    ORDER BY q._position
    """,
    Phase.BOTH,
)

_LEFT = """
    SELECT t._split, t._id, t._position, t."corpus-ids",
           coalesce(list(e.id ORDER BY e.place) FILTER (c.id IS NOT NULL), []) AS kept
    FROM top_ranked t
    LEFT JOIN (
        SELECT _split, _id, unnest("corpus-ids") AS id,
               generate_subscripts("corpus-ids", 1) AS place
        FROM top_ranked
    ) e USING (_split, _id)
    LEFT JOIN corpus c ON c.id = e.id
    GROUP BY t._split, t._id, t._position, t."corpus-ids"
"""
_LOST_CANDIDATES = Rule(
    "candidate-lost",
    "Candidates left with their documents.",
    "top_ranked",
    f"""
    SELECT _split, _id,
           len("corpus-ids") - len(kept) || ' of ' || len("corpus-ids") || ' are not there'
           AS detail
    FROM ({_LEFT}) WHERE len(kept) < len("corpus-ids") ORDER BY _split, _position
    """,  # noqa: S608 - names of our own
    Phase.BOTH,
    mend=f"""
    UPDATE top_ranked SET "corpus-ids" = l.kept FROM ({_LEFT}) l
    WHERE l._split = top_ranked._split AND l._id = top_ranked._id
      AND len(l.kept) < len(top_ranked."corpus-ids")
    """,  # noqa: S608 - names of our own
)
_NO_CANDIDATES = Rule(
    "query-without-candidates",
    "No relevant document is among the query's candidates.",
    "queries",
    """
    SELECT q._split, q._id, 'no relevant candidate' AS detail
    FROM queries q ANTI JOIN (
        SELECT t."query-id" FROM (SELECT "query-id", unnest("corpus-ids") AS id FROM top_ranked) t
        JOIN qrels r ON r."query-id" = t."query-id" AND r."corpus-id" = t.id AND r.score > 0
    ) c ON c."query-id" = q.id
    ORDER BY q._position
    """,
    Phase.BOTH,
)
_DANGLING_CANDIDATES = Rule(
    "candidates-dangling",
    "The query of the candidates is not there.",
    "top_ranked",
    """
    SELECT t._split, t._id, 'query ' || t."query-id" || ' is not there' AS detail
    FROM top_ranked t ANTI JOIN queries q ON q.id = t."query-id" ORDER BY t._split, t._position
    """,
    Phase.BOTH,
)


def judged_rules(*, candidates: bool = False, instructed: bool = False) -> tuple[Rule, ...]:
    """Return the closure rules.

    Args:
        candidates: Whether there is a table of candidates.
        instructed: Whether queries have an instruction.
    """
    # What a query leaves behind goes after it: its judgements, and its candidates.
    reranked = (_LOST_CANDIDATES, _NO_CANDIDATES, _DANGLING_CANDIDATES) if candidates else ()
    # One question under two instructions is two queries.
    asked = ("text", "instruction") if instructed else ("text",)
    return (
        # A document may be all title.
        blank("corpus", "title", "text"),
        *(blank("queries", column) for column in asked),
        *duplicates("corpus", ("title", "text"), prefix="document-"),
        *duplicates("queries", asked, prefix="query-"),
        _DANGLING,
        _NOT_JUDGED,
        *reranked,
        _DANGLING,
    )


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
