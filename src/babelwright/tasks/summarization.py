"""Summarization: texts, summaries by people, and summaries by machines with ratings."""

from typing import Any

import duckdb
import pyarrow as pa

from babelwright.tasks.base import Column, Table, TaskType, same_language_fields
from babelwright.tasks.equality import duplicates
from babelwright.tasks.keys import key_before, key_now
from babelwright.tasks.rules import SEEN, Phase, Rule, blank, short, short_among
from babelwright.tasks.statistics import by_split, column_statistics, count, score_statistics
from babelwright.tasks.sts import score_attributes, score_parameters

_SUMMARIES = ("human_summaries", "machine_summaries")


def _empty(column: str) -> Rule:
    """Return the rule for rows without such summaries, or with an empty one among them."""
    return Rule(
        "empty-source",
        "The source has no text here.",
        "rows",
        f"""
        SELECT _split, _id, '{column} missing or empty' AS detail FROM rows
        WHERE len({column}) = 0 OR len(list_filter({column},
              lambda each: NOT regexp_matches(each, '{SEEN}'))) > 0
        ORDER BY _split, _position
        """,  # noqa: S608 - names of our own
        Phase.SOURCE,
    )


_UNRATED = Rule(
    "summary-unrated",
    "There are not as many ratings as machine summaries.",
    "rows",
    """
    SELECT _split, _id,
           len(machine_summaries) || ' summaries, ' || len(relevance) || ' ratings' AS detail
    FROM rows WHERE len(machine_summaries) <> len(relevance) ORDER BY _split, _position
    """,
    Phase.SOURCE,
)


_RATED = f"""
    SELECT t._split, t._id, t._position, {key_now("rows", "machine_summaries", "t.text")} AS key,
           {key_before("rows", "machine_summaries", "o.text")} AS was,
           t.rating
    FROM (SELECT _split, _id, _position, unnest(machine_summaries) AS text,
                 unnest(relevance) AS rating, generate_subscripts(machine_summaries, 1) AS place
          FROM rows) t
    JOIN (SELECT _split, _id, unnest(machine_summaries) AS text,
                 generate_subscripts(machine_summaries, 1) AS place
          FROM original_rows) o USING (_split, _id, place)
"""  # noqa: S608 - names of our own

# mteb leaves out a text whose summaries all score alike: it would be there and count for nothing.
_ALL_EQUAL = Rule(
    "summaries-identical",
    "Translation made all machine summaries of the text equal.",
    "rows",
    f"""
    SELECT _split, _id, 'all ' || count(*) || ' are equal' AS detail FROM ({_RATED})
    GROUP BY _split, _id, _position
    HAVING count(*) > 1 AND count(DISTINCT key) = 1 AND count(DISTINCT was) > 1
    ORDER BY _split, _position
    """,  # noqa: S608 - SQL of our own
)

_COLLAPSED = Rule(
    "summaries-collapsed",
    "Translation made machine summaries equal that are rated differently.",
    "rows",
    f"""
    SELECT _split, _id, sum(summaries)::BIGINT || ' equal others that are rated differently'
           AS detail
    FROM (
        SELECT _split, _id, _position, count(*) AS summaries FROM ({_RATED})
        GROUP BY _split, _id, _position, key
        HAVING count(DISTINCT rating) > 1 AND count(DISTINCT was) > 1
    ) GROUP BY _split, _id, _position ORDER BY _split, _position
    """,  # noqa: S608 - SQL of our own
)


def _statistics(connection: duckdb.DuckDBPyConnection) -> dict[str, Any]:
    def of(split: str) -> dict[str, Any]:
        texts = {
            "text_statistics": column_statistics(connection, "text", split),
            **{
                f"{column}_statistics": column_statistics(connection, column, split, many=True)
                for column in _SUMMARIES
            },
        }
        scores = "SELECT unnest(relevance) AS score FROM rows WHERE _split = ?"
        return {
            "num_samples": count(connection, "FROM rows WHERE _split = ?", [split]),
            "number_of_characters": sum(each["total_text_length"] for each in texts.values()),
            **texts,
            "score_statistics": score_statistics(connection, scores, [split]),
        }

    return by_split(connection, of)


TASK_TYPE = TaskType(
    name="summarization",
    mteb_type="Summarization",
    mteb_class="mteb.abstasks.AbsTaskSummarization",
    main_score="cosine_spearman",
    category="t2t",
    hub_category="summarization",
    tables=(
        Table(
            "rows",
            (
                Column("id", pa.string()),
                Column("text", pa.string()),
                Column("human_summaries", pa.list_(pa.string())),
                Column("machine_summaries", pa.list_(pa.string())),
                Column("relevance", pa.list_(pa.float64()), scored=True),
            ),
        ),
    ),
    fields=same_language_fields(
        (("rows", "text"), *(("rows", column) for column in _SUMMARIES)), lists=_SUMMARIES
    ),
    rules=(
        blank("rows", "text"),
        *(_empty(column) for column in _SUMMARIES),
        short("rows", "text"),
        *(short_among("rows", column) for column in _SUMMARIES),
        _UNRATED,
        _ALL_EQUAL,
        _COLLAPSED,
        *duplicates("rows", ("text",)),
    ),
    statistics=_statistics,
    parameters=score_parameters,
    mteb_attributes=score_attributes,
)
