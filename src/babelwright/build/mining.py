"""Finds the hard negatives of queries, and sets apart those that look like positives."""

from collections.abc import Sequence
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any, NamedTuple

import duckdb
import numpy as np
import pyarrow as pa

from babelwright.build.bm25 import Index
from babelwright.build.progress import Progress
from babelwright.build.suspicion import RANDOM, SUSPICIOUS, Document, Suspicion
from babelwright.catalog.model import Sample
from babelwright.fidelity.embedder import Embedder
from babelwright.tasks.judged import DOCUMENT

_QUERIES = 64
_DOCUMENTS = 8192
# Unjudged documents a query that are looked at before it has to do with fewer hard negatives.
_DEEPEST = 2048

HARD = pa.schema([("query-id", pa.string()), ("corpus-id", pa.string())])


class _Query(NamedTuple):
    id: str
    text: str
    judged: int


class _Taken(NamedTuple):
    """What a query gets: its hard negatives, and what looked like a positive above them."""

    hard: list[str]
    suspicious: list[dict[str, Any]]


def mine(
    connection: duckdb.DuckDBPyConnection,
    sample: Sample,
    embedder: Embedder,
    progress: Progress,
    scratch: Path,
) -> None:
    """Make the tables `hard` (`HARD`) and `suspicious` (`SUSPICIOUS`).

    A query is asked by its text; an instruction says what counts as an answer, in words that
    answers need not have. Documents are title and text. Judged documents, zeros included, are no
    candidates; documents with the same score come in the order of `md5(seed, tab, id)`.

    Args:
        connection: With `corpus`, `queries`, `qrels` and `kept`, the queries to mine for (`id`).
        sample: For the number of hard negatives and the seed.
        embedder: Compares queries with documents in their own language.
        progress: Hears of documents indexed and queries asked.
        scratch: Existing folder for the index.
    """
    for name, schema in (("hard", HARD), ("suspicious", SUSPICIOUS)):
        connection.register("empty", schema.empty_table())
        connection.execute(f"CREATE TEMP TABLE {name} AS FROM empty")
        connection.unregister("empty")
    with TemporaryDirectory(dir=scratch, prefix=".bm25-") as folder:
        index = Index(Path(folder))
        _fill(connection, index, progress)
        miner = _Miner(connection, index, embedder, sample)
        queries = _queries(connection)
        progress.stage("looking for hard negatives", queries.num_rows)
        for batch in queries.to_batches(_QUERIES):
            asked = [_Query(**row) for row in batch.to_pylist()]
            taken = miner.take(asked)
            _insert(connection, "hard", HARD, _hard(asked, taken))
            listed = [row for query in asked for row in taken[query.id].suspicious]
            _insert(connection, "suspicious", SUSPICIOUS, listed)
            progress.advance(len(asked))


def _fill(connection: duckdb.DuckDBPyConnection, index: Index, progress: Progress) -> None:
    [(size,)] = connection.execute("SELECT count(*) FROM corpus").fetchall()
    progress.stage("indexing", size)
    # A cursor of its own: the reader is read while nothing else is asked.
    with connection.cursor() as cursor:
        sql = f"SELECT _position AS row, {DOCUMENT} AS text FROM corpus"  # noqa: S608
        for added in index.add(cursor.sql(sql).to_arrow_reader(_DOCUMENTS)):
            progress.advance(added)


def _queries(connection: duckdb.DuckDBPyConnection) -> pa.Table:
    return connection.sql(
        """
        SELECT q.id, any_value(q.text) AS text, count(DISTINCT r."corpus-id") AS judged
        FROM queries q SEMI JOIN kept USING (id) LEFT JOIN qrels r ON r."query-id" = q.id
        GROUP BY q.id ORDER BY q.id
        """
    ).to_arrow_table()


def _hard(asked: Sequence[_Query], taken: dict[str, _Taken]) -> list[dict[str, Any]]:
    return [
        {"query-id": query.id, "corpus-id": document}
        for query in asked
        for document in taken[query.id].hard
    ]


def _insert(
    connection: duckdb.DuckDBPyConnection, table: str, schema: pa.Schema, rows: list[dict[str, Any]]
) -> None:
    if rows:
        connection.register("found", pa.Table.from_pylist(rows, schema=schema))
        connection.execute(f"INSERT INTO {table} FROM found")
        connection.unregister("found")


def _random(connection: duckdb.DuckDBPyConnection, seed: int) -> list[Document]:
    rows = connection.execute(
        f"""
        SELECT id, {DOCUMENT} FROM corpus
        ORDER BY md5('{seed}' || chr(9) || id), id LIMIT {RANDOM}
        """  # noqa: S608 - numbers and an expression of our own
    ).fetchall()
    return [Document(*row) for row in rows]


class _Miner:
    """Asks the index for queries, and looks at what it answers."""

    def __init__(
        self,
        connection: duckdb.DuckDBPyConnection,
        index: Index,
        embedder: Embedder,
        sample: Sample,
    ) -> None:
        self._connection = connection
        self._index = index
        self._wanted = sample.hard_negatives or 0
        self._seed = sample.seed
        self._suspicion = Suspicion(index, embedder, _random(connection, sample.seed))

    def take(self, queries: Sequence[_Query]) -> dict[str, _Taken]:
        """Return what every query gets, looking deeper for those that have too little."""
        taken: dict[str, _Taken] = {}
        depth = 2 * self._wanted
        open_queries = list(queries)
        while open_queries:
            exhausted = self._ask(open_queries, depth)
            candidates, positives = self._candidates(), self._positives(open_queries)
            for query in open_queries:
                looked = self._look(query, candidates.get(query.id, []), positives[query.id])
                taken[query.id] = looked
            open_queries = [
                query
                for query in open_queries
                if len(taken[query.id].hard) < self._wanted
                and query.id not in exhausted
                and depth < _DEEPEST
            ]
            depth *= 4
        return taken

    def _ask(self, queries: Sequence[_Query], depth: int) -> set[str]:
        """Make the table `hits`; return the queries for which there is nothing more."""
        found = [self._index.search(query.text, depth + query.judged) for query in queries]
        hits = pa.table(
            {
                "query": np.repeat([query.id for query in queries], [len(h.rows) for h in found]),
                "_position": np.concatenate([hit.rows for hit in found]),
                "score": np.concatenate([hit.scores for hit in found]),
            },
            schema=_HITS,
        )
        self._connection.register("asked", hits)
        self._connection.execute("CREATE OR REPLACE TEMP TABLE hits AS FROM asked")
        self._connection.unregister("asked")
        return {query.id for query, hit in zip(queries, found, strict=True) if hit.all}

    def _candidates(self) -> dict[str, list[Document]]:
        """Return the unjudged documents of every query, the best first."""
        rows = self._connection.execute(
            f"""
            SELECT query, id, text, rank, score FROM (
                SELECT h.query, c.id, {DOCUMENT} AS text, h.score, row_number() OVER (
                    PARTITION BY h.query
                    ORDER BY h.score DESC, md5('{self._seed}' || chr(9) || c.id), c.id
                ) AS rank
                FROM hits h JOIN corpus c USING (_position)
            ) ANTI JOIN qrels r ON r."query-id" = query AND r."corpus-id" = id
            ORDER BY query, rank
            """  # noqa: S608 - a number and an expression of our own
        ).fetchall()
        found: dict[str, list[Document]] = {}
        for query, *document in rows:
            found.setdefault(query, []).append(Document(*document))
        return found

    def _positives(self, queries: Sequence[_Query]) -> dict[str, list[Document]]:
        rows = self._connection.execute(
            f"""
            SELECT DISTINCT r."query-id", c.id, {DOCUMENT} AS text
            FROM qrels r JOIN corpus c ON c.id = r."corpus-id"
            WHERE r.score > 0 AND r."query-id" IN (SELECT unnest(?)) ORDER BY ALL
            """,  # noqa: S608 - an expression of our own
            [[query.id for query in queries]],
        ).fetchall()
        found: dict[str, list[Document]] = {}
        for query, *document in rows:
            found.setdefault(query, []).append(Document(*document))
        return found

    def _look(
        self, query: _Query, candidates: Sequence[Document], positives: Sequence[Document]
    ) -> _Taken:
        """Take the best candidates that do not look like positives."""
        taken = _Taken([], [])
        looked = self._suspicion.told(query.text, candidates, positives)
        for document, told in zip(candidates, looked, strict=True):
            if len(taken.hard) == self._wanted:
                break
            if told is None:
                taken.hard.append(document.id)
            else:
                taken.suspicious.append({"query-id": query.id, **told})
        return taken


_HITS = pa.schema([("query", pa.string()), ("_position", pa.int64()), ("score", pa.float64())])
