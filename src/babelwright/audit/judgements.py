"""What judgements show: which fit no table, which moved, and whether names agree across them."""

from collections.abc import Iterator, Sequence

import duckdb

from babelwright.audit.findings import SHOWN, Finding, Row, Weigher, shortened
from babelwright.audit.layouts import CORPUS, QRELS, QUERIES
from babelwright.audit.tables import Aligned, How
from babelwright.checks.corpus.entities import Agreement, Judged, agreement


def audit_judgements(
    connection: duckdb.DuckDBPyConnection, tables: Sequence[Aligned], weigher: Weigher
) -> Iterator[Finding]:
    """Yield what is wrong with the judgements of every split.

    Args:
        connection: The database.
        tables: All tables that both sides have.
        weigher: Makes the findings.
    """
    corpus = _first(tables, CORPUS)
    queries = _first(tables, QUERIES)
    for qrels in tables:
        if qrels.table != QRELS:
            continue
        yield from _moved(connection, qrels, weigher)
        if corpus and queries:
            yield from _dangling(connection, qrels, queries, corpus, weigher)
        if corpus and queries and "score" in qrels.labels:
            yield from _unanswered(connection, qrels, queries, corpus, weigher)


def _first(tables: Sequence[Aligned], name: str) -> Aligned | None:
    return next((each for each in tables if each.table == name and each.texts), None)


def _moved(
    connection: duckdb.DuckDBPyConnection, qrels: Aligned, weigher: Weigher
) -> Iterator[Finding]:
    # An id of a judgement is its query's and its document's, so that rows lost are judgements lost.
    if qrels.how is not How.ID or "score" not in qrels.labels:
        return
    found = connection.execute(
        f'SELECT _id, "s_score", "t_score" FROM {qrels.aligned} '  # noqa: S608 - names of our own
        'WHERE CAST("s_score" AS DOUBLE) <> CAST("t_score" AS DOUBLE) ORDER BY _position'
    ).fetchall()
    if found:
        of = qrels.rows[2]
        detail = f"{len(found):,} of {of:,} judgements have another score"
        yield weigher.of_split(
            "qrels-moved",
            qrels.name,
            detail,
            len(found) / of,
            rows=[
                Row(_pair(id_), "", "", f"score {before} became {after}")
                for id_, before, after in found[:SHOWN]
            ],
        )


def _pair(id_: str) -> str:
    return " ".join(id_.split("\x1f"))


def _dangling(
    connection: duckdb.DuckDBPyConnection,
    qrels: Aligned,
    queries: Aligned,
    corpus: Aligned,
    weigher: Weigher,
) -> Iterator[Finding]:
    def of(judged: str, asked: str, documents: str) -> list[tuple[str]]:
        return connection.execute(
            f"""
            SELECT j._id FROM {judged} j
            LEFT JOIN (SELECT DISTINCT _id FROM {asked}) q
                ON q._id = CAST(j."query-id" AS VARCHAR)
            LEFT JOIN (SELECT DISTINCT _id FROM {documents}) d
                ON d._id = CAST(j."corpus-id" AS VARCHAR)
            WHERE q._id IS NULL OR d._id IS NULL ORDER BY j._position
            """  # noqa: S608 - names of our own
        ).fetchall()

    ours = of(qrels.target, queries.target, corpus.target)
    theirs = of(qrels.source, queries.source, corpus.source)
    if len(ours) > len(theirs):
        detail = f"{len(ours):,} of {qrels.rows[1]:,} judgements; {len(theirs):,} of "
        detail += f"{qrels.rows[0]:,} in the source"
        yield weigher.of_split(
            "qrels-dangling",
            qrels.name,
            detail,
            (len(ours) - len(theirs)) / qrels.rows[1],
            numbers={"rows": len(ours), "source_rows": len(theirs)},
            rows=[Row(_pair(id_), "", "", "") for (id_,) in ours[:SHOWN]],
        )


def _unanswered(
    connection: duckdb.DuckDBPyConnection,
    qrels: Aligned,
    queries: Aligned,
    corpus: Aligned,
    weigher: Weigher,
) -> Iterator[Finding]:
    """Yield the queries that have a relevant document in the source and here have none."""

    def answered(judged: str, documents: str) -> str:
        return f"""
            SELECT CAST(j."query-id" AS VARCHAR) AS _id FROM {judged} j
            SEMI JOIN {documents} d ON d._id = CAST(j."corpus-id" AS VARCHAR)
            WHERE TRY_CAST(CAST(j.score AS VARCHAR) AS DOUBLE) > 0
        """  # noqa: S608 - names of our own

    found = connection.execute(
        f"""
        SELECT q._id, CAST(q."{queries.texts[0]}" AS VARCHAR) FROM {queries.target} q
        SEMI JOIN ({answered(qrels.source, corpus.source)}) s ON s._id = q._id
        ANTI JOIN ({answered(qrels.target, corpus.target)}) t ON t._id = q._id
        ORDER BY q._position
        """  # noqa: S608 - names of our own
    ).fetchall()
    if found:
        of = queries.rows[1]
        detail = f"{len(found):,} of {of:,} queries"
        yield weigher.of_split(
            "queries-unanswered",
            qrels.name,
            detail,
            len(found) / of,
            numbers={"rows": len(found), "of": of},
            rows=[Row(str(id_), "", shortened(text), "") for id_, text in found[:SHOWN]],
        )


def names_agree(
    connection: duckdb.DuckDBPyConnection,
    tables: Sequence[Aligned],
    weigher: Weigher,
    *,
    same_script: bool,
) -> list[tuple[str, Agreement]]:
    """Return how names are rendered in queries and their documents, by split of the judgements.

    Args:
        connection: The database.
        tables: All tables that both sides have.
        weigher: For the number of judgements that are looked at, drawn by their ids.
        same_script: Whether both languages have one script.
    """
    corpus, queries = _first(tables, CORPUS), _first(tables, QUERIES)
    if not corpus or not queries or How.NOT in (corpus.how, queries.how):
        return []
    if "text" not in queries.texts or "text" not in corpus.texts:
        return []
    most = int(weigher.threshold("entity-agreement", "judgements"))
    found = []
    for qrels in tables:
        if qrels.table != QRELS or "score" not in qrels.labels:
            continue
        rows = connection.execute(
            f"""
            SELECT q._id || ' ' || d._id, q.s_text, d.s_text, q.t_text, d.t_text
            FROM {qrels.target} j
            JOIN {queries.aligned} q ON q._id = CAST(j."query-id" AS VARCHAR)
            JOIN {corpus.aligned} d ON d._id = CAST(j."corpus-id" AS VARCHAR)
            WHERE TRY_CAST(CAST(j.score AS VARCHAR) AS DOUBLE) > 0
            ORDER BY hash(j._id) LIMIT {most}
            """  # noqa: S608 - names of our own
        ).fetchall()
        pairs = [Judged(*(text or "" for text in row)) for row in rows]
        names = agreement(pairs, most=SHOWN, same_script=same_script)
        if any(names[:3]):
            found.append((qrels.name, names))
    return found


def told(found: Agreement) -> str:
    """Return the metric in words."""
    decided = found.alike + found.different
    share = f"{found.alike / decided:.1%}" if decided else "not known"
    return (
        f"qrel entity agreement {share}: of {decided:,} names that queries share with their "
        f"documents, {found.different:,} are rendered differently ({found.undecided:,} more could "
        "not be told)"
    )


def disagreement(where: str, found: Agreement, weigher: Weigher) -> Iterator[Finding]:
    """Yield the finding that too many names are rendered differently."""
    thresholds = weigher.thresholds("entity-agreement")
    decided = found.alike + found.different
    if decided < thresholds["least"] or found.different <= thresholds["share"] * decided:
        return
    yield weigher.of_split(
        "entity-agreement",
        where,
        told(found),
        found.different / decided,
        numbers={
            "alike": found.alike,
            "different": found.different,
            "undecided": found.undecided,
        },
        rows=[
            Row(
                each.pair.id,
                shortened(f"{each.pair.query} / {each.pair.document}"),
                shortened(f"{each.pair.query_translated} / {each.pair.document_translated}"),
                each.detail,
            )
            for each in found.shown
        ],
    )
