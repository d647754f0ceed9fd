"""Closure of corpus, queries, judgements and candidates: nothing hangs on what is not there."""

from babelwright.tasks.merging import (
    COLLAPSED_OPTIONS,
    MERGED_CANDIDATES,
    MERGED_JUDGEMENTS,
    REPEATED_CANDIDATES,
    REPEATED_DISTRACTORS,
    document_merges,
    query_merges,
    read,
)
from babelwright.tasks.rules import Phase, Rule, blank, short

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

# mteb scores every split by itself: a query needs in each what it needs at all.
_NOT_JUDGED_HERE = Rule(
    "qrel-without-relevant",
    "The query has no relevant document in this split, and one in another.",
    "qrels",
    """
    SELECT r._split, r._id, 'query ' || r."query-id" || ' has no judgement above 0' AS detail
    FROM qrels r ANTI JOIN (SELECT _split, "query-id" FROM qrels WHERE score > 0) above
      ON above._split = r._split AND above."query-id" = r."query-id"
    ORDER BY r._split, r._position
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
    mends=("top_ranked",),
)
_AMONG = """
    SELECT DISTINCT _split, "query-id" FROM (
        SELECT _split, "query-id", unnest("corpus-ids") AS "corpus-id" FROM top_ranked
    ) JOIN (SELECT * FROM qrels WHERE score > 0) USING (_split, "query-id", "corpus-id")
"""
_NO_CANDIDATES = Rule(
    "query-without-candidates",
    "No relevant document is among the query's candidates.",
    "queries",
    f"""
    SELECT q._split, q._id, 'no relevant candidate' AS detail
    FROM queries q ANTI JOIN ({_AMONG}) a ON a."query-id" = q.id ORDER BY q._position
    """,  # noqa: S608 - SQL of our own
    Phase.BOTH,
)
_NO_CANDIDATES_HERE = Rule(
    "qrel-without-candidates",
    "No relevant document is among the query's candidates in this split, and one is in another.",
    "qrels",
    f"""
    SELECT r._split, r._id, 'query ' || r."query-id" || ' has no relevant candidate' AS detail
    FROM qrels r JOIN queries q ON q.id = r."query-id"
    ANTI JOIN ({_AMONG}) a ON a._split = r._split AND a."query-id" = r."query-id"
    ORDER BY r._split, r._position
    """,  # noqa: S608 - SQL of our own
    Phase.BOTH,
)
_DANGLING_CANDIDATES = Rule(
    "candidates-dangling",
    "The query of the candidates is not there, or is not judged in this split.",
    "top_ranked",
    """
    SELECT t._split, t._id,
           'query ' || t."query-id" || CASE WHEN q.id IS NULL THEN ' is not there'
                                            ELSE ' is not judged here' END AS detail
    FROM top_ranked t LEFT JOIN queries q ON q.id = t."query-id"
    LEFT JOIN (SELECT DISTINCT _split, "query-id" FROM qrels) r
      ON r._split = t._split AND r."query-id" = t."query-id"
    WHERE q.id IS NULL OR r."query-id" IS NULL ORDER BY t._split, t._position
    """,
    Phase.BOTH,
)


def judged_rules(*, candidates: bool = False, instructed: bool = False) -> tuple[Rule, ...]:
    """Return the closure rules.

    Args:
        candidates: Whether there is a table of candidates.
        instructed: Whether queries have an instruction.
    """
    # One question under two instructions is two queries.
    asked = ("text", "instruction") if instructed else ("text",)
    return (
        # A document may be all title.
        blank("corpus", "title", "text"),
        *(blank("queries", column) for column in asked),
        short("corpus", "document", read("corpus", ("title", "text"))),
        short("queries", "query", read("queries", asked)),
        REPEATED_DISTRACTORS,
        # Before documents are merged: merged, the options would no longer be seen.
        *((REPEATED_CANDIDATES, COLLAPSED_OPTIONS) if candidates else ()),
        *document_merges(candidates=candidates),
        *query_merges(asked, candidates=candidates),
        MERGED_JUDGEMENTS,
        *((MERGED_CANDIDATES,) if candidates else ()),
        # What a query leaves behind goes after it: its judgements, and its candidates.
        _DANGLING,
        _NOT_JUDGED,
        _DANGLING,
        _NOT_JUDGED_HERE,
        *(
            (
                _LOST_CANDIDATES,
                _NO_CANDIDATES,
                _DANGLING,
                _NO_CANDIDATES_HERE,
                _DANGLING_CANDIDATES,
            )
            if candidates
            else ()
        ),
    )
