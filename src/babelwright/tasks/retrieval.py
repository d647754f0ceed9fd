"""Retrieval: a corpus, queries, and which documents are relevant to which query."""

from typing import Any

import duckdb
import pyarrow as pa

from babelwright.catalog.model import Task
from babelwright.tasks.base import Column, Table, TaskType, same_language_fields
from babelwright.tasks.rules import Phase, Rule, blank, duplicates
from babelwright.tasks.statistics import text_lengths

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


def _statistics(connection: duckdb.DuckDBPyConnection) -> dict[str, Any]:
    judged = connection.execute(
        """
        SELECT _split, count(*), count(DISTINCT "query-id"),
               count(DISTINCT CASE WHEN score > 0 THEN "corpus-id" END),
               count(*) FILTER (score > 0) / count(DISTINCT "query-id")
        FROM qrels GROUP BY _split ORDER BY _split
        """
    ).fetchall()
    return {
        "corpus": text_lengths(connection, "corpus", "text"),
        "queries": text_lengths(connection, "queries", "text"),
        "qrels": {
            split: {
                "judgements": judgements,
                "queries": queries,
                "relevant_documents": documents,
                "relevant_per_query": round(share, 4),
            }
            for split, judgements, queries, documents, share in judged
        },
    }


def _parameters(task: Task, labels: tuple[str, ...]) -> dict[str, Any]:
    del task, labels
    return {}


TASK_TYPE = TaskType(
    name="retrieval",
    mteb_type="Retrieval",
    mteb_class="mteb.abstasks.AbsTaskRetrieval",
    main_score="ndcg_at_10",
    category="t2t",
    hub_category="text-retrieval",
    tables=(
        Table(
            "corpus",
            (
                Column("id", pa.string()),
                Column("title", pa.string(), optional=True),
                Column("text", pa.string()),
            ),
            shared=True,
            config="corpus",
        ),
        Table(
            "queries",
            (Column("id", pa.string()), Column("text", pa.string())),
            shared=True,
            config="queries",
        ),
        Table(
            "qrels",
            (
                Column("query-id", pa.string()),
                Column("corpus-id", pa.string()),
                Column("score", pa.int32()),
            ),
            key=("query-id", "corpus-id"),
            config="qrels",
        ),
    ),
    fields=same_language_fields((("corpus", "title"), ("corpus", "text"), ("queries", "text"))),
    rules=(
        # A document may be all title.
        blank("corpus", "title", "text"),
        blank("queries", "text"),
        *duplicates("corpus", ("title", "text"), prefix="document-"),
        *duplicates("queries", ("text",), prefix="query-"),
        _DANGLING,
        _NOT_JUDGED,
        # A query that left took its judgements with it.
        _DANGLING,
    ),
    statistics=_statistics,
    parameters=_parameters,
)
