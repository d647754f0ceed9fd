"""Closure of documents and queries that match each other: merged, with what points to them.

The first stays. Judgements and candidates of the others become its own, so that no relevant
document is lost and none is there twice.
"""

from babelwright.tasks.equality import placed
from babelwright.tasks.keys import key_before, key_now
from babelwright.tasks.rules import Phase, Rule

_DOCUMENT = ("title", "text")

# Which query names which document, one row for each place in a list of candidates.
_NAMED = """
    SELECT _split, _id, _position, "query-id", unnest("corpus-ids") AS id,
           generate_subscripts("corpus-ids", 1) AS place
    FROM top_ranked
"""


def read(alias: str, columns: tuple[str, ...]) -> str:
    """Return SQL for what a model reads of a row: its texts, one after the other."""
    return " || ' ' || ".join(f'{alias}."{column}"' for column in columns)


def document_merges(*, candidates: bool) -> tuple[Rule, Rule]:
    """Return the rules for documents that match each other, by title and text together."""
    merge = """
        UPDATE qrels SET "corpus-id" = f.kept FROM found f WHERE f._id = qrels."corpus-id";
    """
    if candidates:
        merge += f"""
        UPDATE top_ranked SET "corpus-ids" = m.ids FROM (
            SELECT _split, _id, list(id ORDER BY place) AS ids FROM (
                SELECT n._split, n._id, coalesce(f.kept, n.id) AS id, min(n.place) AS place
                FROM ({_NAMED}) n LEFT JOIN found f ON f._id = n.id GROUP BY ALL
            ) GROUP BY ALL
        ) m WHERE m._split = top_ranked._split AND m._id = top_ranked._id
          AND m.ids <> top_ranked."corpus-ids";
        """  # noqa: S608 - SQL of our own
    return _merges("corpus", "document", _DOCUMENT, merge, candidates=candidates)


def query_merges(asked: tuple[str, ...], *, candidates: bool) -> tuple[Rule, Rule]:
    """Return the rules for queries that match each other.

    Args:
        asked: Their text columns.
        candidates: Whether they have candidates.
    """
    tables = ("qrels", "top_ranked") if candidates else ("qrels",)
    merge = "".join(
        f'UPDATE {table} SET "query-id" = f.kept FROM found f WHERE f._id = {table}."query-id";'  # noqa: S608
        for table in tables
    )
    return _merges("queries", "query", asked, merge, candidates=candidates)


def _merges(
    table: str, one: str, columns: tuple[str, ...], merge: str, *, candidates: bool
) -> tuple[Rule, Rule]:
    mends = ("qrels", "top_ranked") if candidates else ("qrels",)

    # A row's texts are all in one language.
    before = key_before(table, columns[-1], read("o", columns))
    present = key_now(table, columns[-1], read("t", columns))

    def keys(now: str) -> str:
        return placed(
            f"""
            SELECT t._split, t._id, t._position,
                   {now} AS key, {before} AS was
            FROM {table} t JOIN original_{table} o USING (_split, _id)
            """  # noqa: S608 - names come from the task types
        )

    created = Rule(
        f"{one}-duplicate-created",
        f"Translation made the {one} equal to another, into which it was merged.",
        table,
        f"{keys(present)} AND was <> first_was",
        merge=merge,
        mends=mends,
    )
    source = Rule(
        f"{one}-duplicate-source",
        f"The {one} equals another one in the source already, into which it was merged.",
        table,
        f"{keys(before)} AND was = first_was",
        Phase.SOURCE,
        merge=merge,
        mends=mends,
    )
    return created, source


MERGED_JUDGEMENTS = Rule(
    "qrel-merged",
    "Query and document were merged with others that have this judgement; the highest score stays.",
    "qrels",
    """
    SELECT _split, _id, 'score ' || score || ' beside ' || highest || ' for query ' || "query-id"
                        || ' and document ' || "corpus-id" AS detail
    FROM (
        SELECT *, first_value(_id) OVER same AS kept, first_value(score) OVER same AS highest
        FROM qrels
        WINDOW same AS (PARTITION BY _split, "query-id", "corpus-id" ORDER BY score DESC, _position)
    ) WHERE _id <> kept ORDER BY _split, _position
    """,
    Phase.BOTH,
)

REPEATED_CANDIDATES = Rule(
    "candidate-repeated",
    "A candidate is listed twice; its first place stays.",
    "top_ranked",
    """
    SELECT _split, _id,
           len("corpus-ids") - len(list_distinct("corpus-ids")) || ' of ' || len("corpus-ids")
           || ' are repeated' AS detail
    FROM top_ranked WHERE len(list_distinct("corpus-ids")) < len("corpus-ids")
    ORDER BY _split, _position
    """,
    Phase.SOURCE,
    mend=f"""
    UPDATE top_ranked SET "corpus-ids" = m.ids FROM (
        SELECT _split, _id, list(id ORDER BY place) AS ids FROM (
            SELECT _split, _id, id, min(place) AS place FROM ({_NAMED}) GROUP BY ALL
        ) GROUP BY ALL
    ) m WHERE m._split = top_ranked._split AND m._id = top_ranked._id
      AND len(m.ids) < len(top_ranked."corpus-ids")
    """,  # noqa: S608 - SQL of our own
    mends=("top_ranked",),
)

MERGED_CANDIDATES = Rule(
    "candidates-merged",
    "The query was merged with another one, whose candidates these have joined.",
    "top_ranked",
    """
    SELECT _split, _id, 'joined those of query ' || "query-id" AS detail, kept FROM (
        SELECT *, first_value(_id) OVER same AS kept
        FROM top_ranked WINDOW same AS (PARTITION BY _split, "query-id" ORDER BY _position)
    ) WHERE _id <> kept ORDER BY _split, _position
    """,
    Phase.BOTH,
    merge=f"""
    UPDATE top_ranked SET "corpus-ids" = m.ids FROM (
        SELECT _split, "query-id", list(id ORDER BY first) AS ids FROM (
            SELECT _split, "query-id", id, min((_position, place)) AS first
            FROM ({_NAMED}) GROUP BY ALL
        ) GROUP BY ALL
    ) m WHERE m._split = top_ranked._split AND m."query-id" = top_ranked."query-id"
      AND (top_ranked._split, top_ranked._id) IN (SELECT (_split, kept) FROM found)
    """,  # noqa: S608 - SQL of our own
    mends=("top_ranked",),
)

_DOCUMENT_KEY = key_now("corpus", "text", read("t", _DOCUMENT))
_DOCUMENT_WAS = key_before("corpus", "text", read("o", _DOCUMENT))

# Two options that cannot be told apart, one right and one wrong: the question has no answer.
COLLAPSED_OPTIONS = Rule(
    "options-collapsed",
    "Translation made a relevant candidate of the query equal to one that is not.",
    "queries",
    f"""
    WITH named AS (SELECT DISTINCT _split, "query-id", id FROM ({_NAMED})),
    keyed AS (
        SELECT t.id, {_DOCUMENT_KEY} AS key, {_DOCUMENT_WAS} AS was
        FROM corpus t JOIN original_corpus o USING (_split, _id)
        WHERE t.id IN (SELECT id FROM named)
    ),
    options AS (
        SELECT n._split, n."query-id", n.id, k.key, k.was, coalesce(r.score, 0) > 0 AS relevant
        FROM named n JOIN keyed k USING (id)
        LEFT JOIN qrels r
          ON r._split = n._split AND r."query-id" = n."query-id" AND r."corpus-id" = n.id
    ),
    collapsed AS (
        SELECT "query-id", array_to_string(list(id ORDER BY relevant DESC, id), ' and ') AS ids
        FROM options GROUP BY _split, "query-id", key
        HAVING bool_or(relevant) AND NOT bool_and(relevant) AND count(DISTINCT was) > 1
    )
    SELECT q._split, q._id, min(ids) || ' are equal now' AS detail
    FROM queries q JOIN collapsed c ON c."query-id" = q.id
    GROUP BY q._split, q._id, q._position ORDER BY q._position
    """,  # noqa: S608 - SQL of our own
)

# Merged, such a document would bring its text among those that are judged relevant.
REPEATED_DISTRACTORS = Rule(
    "distractor-duplicate",
    "The document could stay as a distractor only, and equals another one.",
    "corpus",
    f"""
    WITH keyed AS (
        SELECT t._split, t._id, t._position, d.id IS NOT NULL AS distracts,
               {_DOCUMENT_KEY} AS key
        FROM corpus t LEFT JOIN distractors d ON d."table" = 'corpus' AND d.id = t._id
        WHERE EXISTS (SELECT 1 FROM distractors)
    )
    SELECT _split, _id, 'same as ' || first AS detail FROM (
        SELECT *, first_value(_id) OVER same AS first
        FROM keyed WINDOW same AS (PARTITION BY _split, key ORDER BY distracts, _position)
    ) WHERE distracts AND _id <> first ORDER BY _split, _position
    """,  # noqa: S608 - SQL of our own
)
