"""Closure: what a task needs to stay whole when rows leave, as SQL over its tables.

A rule selects `_split`, `_id` and `detail` of the rows of one table that break it. Its tables are
those of the rows that are still there, with the columns `_split`, `_id` and `_position` beside the
released ones; `original_<table>` has all rows of the source, before translation.
`matching_key(text)` is the key that texts are compared by. A row with a null `_id` is a note about
the whole split.
"""

from dataclasses import dataclass
from enum import StrEnum

# RE2 for anything but white space, of ASCII and of Unicode.
SEEN = r"[^\s\v\p{Z}\x{85}]"


class Phase(StrEnum):
    """When a rule runs: on the source before anything is translated, on the result, or both."""

    SOURCE = "source"
    RESULT = "result"
    BOTH = "both"


@dataclass(frozen=True)
class Rule:
    """One closure rule.

    Attributes:
        reason: Reason code; its severity stands in `validation/gates.toml`.
        about: What is wrong with a row that breaks it, in words.
        table: The table whose rows it selects.
        sql: One SELECT of `_split`, `_id`, `detail`.
        phase: When it runs.
        mend: SQL that puts right what it found in the rows that stay.
    """

    reason: str
    about: str
    table: str
    sql: str
    phase: Phase = Phase.RESULT
    mend: str | None = None


def blank(table: str, *columns: str) -> Rule:
    """Return the rule for source rows that have no text in any of these columns."""
    seen = " OR ".join(f"""regexp_matches("{column}", '{SEEN}')""" for column in columns)
    return Rule(
        "empty-source",
        "The source has no text here.",
        table,
        f"SELECT _split, _id, '{' and '.join(columns)} empty' AS detail FROM {table} "  # noqa: S608
        f"WHERE NOT ({seen}) ORDER BY _split, _position",
        Phase.SOURCE,
    )


def duplicates(
    table: str,
    columns: tuple[str, ...],
    *,
    prefix: str = "",
    original: tuple[str, ...] = (),
) -> tuple[Rule, Rule]:
    """Return the rules for rows of one split that match an earlier row in these columns.

    Those whose originals matched already are told apart from those that translation made equal.

    Args:
        table: The table.
        columns: Text columns of the result.
        prefix: Before the reason codes, for types with several tables.
        original: Text columns before translation, where they are not the same.
    """
    before = original or columns
    created = Rule(
        f"{prefix}duplicate-created",
        "Translation made the row equal to another.",
        table,
        f"{_placed(table, columns, before)} AND was <> first_was",
    )
    source = Rule(
        f"{prefix}duplicate-source",
        "The row equals another one in the source already.",
        table,
        f"{_placed(table, before, before)} AND was = first_was",
        Phase.SOURCE,
    )
    return created, source


def _placed(table: str, columns: tuple[str, ...], original: tuple[str, ...]) -> str:
    """Return SQL for the rows that match an earlier one, with both keys of both."""
    return f"""
        WITH keyed AS ({_keyed(table, columns, original)}),
        placed AS (
            SELECT *, first_value(_id) OVER same AS first_id,
                   first_value(was) OVER same AS first_was
            FROM keyed WINDOW same AS (PARTITION BY _split, key ORDER BY _position)
        )
        SELECT _split, _id, 'same as ' || first_id AS detail FROM placed WHERE _id <> first_id
    """  # noqa: S608 - names come from the task types


def equal_pairs(table: str, value: str, differ: str, agree: str) -> tuple[Rule, Rule, Rule]:
    """Return the rules for pairs whose two sentences are equal.

    Args:
        table: A table with the columns `sentence1` and `sentence2`.
        value: The column with the gold value.
        differ: SQL over `t` that is true where the gold value says that the sentences differ.
        agree: SQL that is true where it says that they do not.
    """
    made = f"""
        SELECT t._split, t._id, '{value} ' || t.{value} || ', both: ' || left(t.sentence1, 80)
               AS detail
        FROM {table} t JOIN original_{table} o USING (_split, _id)
        WHERE matching_key(t.sentence1) = matching_key(t.sentence2)
          AND matching_key(o.sentence1) <> matching_key(o.sentence2) AND {{}}
        ORDER BY t._split, t._position
    """  # noqa: S608 - names come from the task types
    collapsed = Rule(
        "pair-collapsed",
        f"Translation made the two sentences equal, and the gold {value} says they differ.",
        table,
        made.format(differ),
    )
    identical = Rule(
        "pair-identical",
        f"Translation made the two sentences equal; the gold {value} agrees.",
        table,
        made.format(agree),
    )
    source = Rule(
        "pair-identical-source",
        "The two sentences are equal in the source.",
        table,
        f"SELECT _split, _id, '{value} ' || {value} AS detail FROM {table} "  # noqa: S608
        "WHERE sentence1 = sentence2 ORDER BY _split, _position",
        Phase.SOURCE,
    )
    return collapsed, identical, source


def contradiction(table: str, text: str, label: str) -> Rule:
    """Return the rule for texts that translation made equal though their labels are not."""
    return Rule(
        "label-contradiction",
        "Translation made texts with different labels equal.",
        table,
        f"""
        WITH keyed AS (
            SELECT t._split, t._id, t._position, t.{label}::VARCHAR AS label,
                   matching_key(t.{text}) AS key, matching_key(o.{text}) AS was
            FROM {table} t JOIN original_{table} o USING (_split, _id)
        ),
        mixed AS (
            SELECT _split, key FROM keyed GROUP BY _split, key
            HAVING count(DISTINCT label) > 1 AND count(DISTINCT was) > 1
        )
        SELECT _split, _id, 'label ' || label || ' and others for the same text' AS detail
        FROM keyed JOIN mixed USING (_split, key) ORDER BY _split, _position
        """,  # noqa: S608 - names come from the task types
    )


def lost_labels(table: str, label: str, *, many: bool = False) -> Rule:
    """Return the rule for labels that have no rows left.

    Args:
        table: The table.
        label: Its column of labels.
        many: Whether a row has a list of them.
    """
    each = f"unnest({label})" if many else label
    return Rule(
        "label-lost",
        "A label has no rows left in a split.",
        table,
        f"""
        SELECT _split, NULL AS _id, 'label ' || label || ' has no rows left' AS detail
        FROM (SELECT DISTINCT _split, {each} AS label FROM original_{table}
              EXCEPT SELECT DISTINCT _split, {each} AS label FROM {table})
        ORDER BY _split, label
        """,  # noqa: S608 - names come from the task types
    )


def leakage(table: str, columns: tuple[str, ...], train: str = "train") -> tuple[Rule, Rule]:
    """Return the rules for training rows that match a row of another split."""
    sql = f"""
        WITH keyed AS ({_keyed(table, columns, columns)})
        SELECT t._split, t._id, 'also in ' || min(e._split || ' ' || e._id) AS detail
        FROM keyed t JOIN keyed e ON t.key = e.key
        WHERE t._split = '{train}' AND e._split <> '{train}' AND {{}}
        GROUP BY t._split, t._id, t._position ORDER BY t._position
    """  # noqa: S608 - names come from the task types
    created = Rule(
        "leakage-created",
        "Translation made the training row equal to a row of another split.",
        table,
        sql.format("t.was <> e.was"),
    )
    source = Rule(
        "leakage-source",
        "The training row is in another split of the source too.",
        table,
        sql.format("t.was = e.was"),
        Phase.SOURCE,
    )
    return created, source


def _keyed(table: str, columns: tuple[str, ...], original: tuple[str, ...]) -> str:
    """Return SQL for the rows of a table with their key now and before translation."""
    return f"""
        SELECT t._split, t._id, t._position,
               {_key("t", columns)} AS key, {_key("o", original)} AS was
        FROM {table} t JOIN original_{table} o USING (_split, _id)
    """  # noqa: S608 - names come from the task types


def _key(alias: str, columns: tuple[str, ...]) -> str:
    """Return SQL for the key over several columns; their order does not matter."""
    keys = ", ".join(f'matching_key({alias}."{column}")' for column in columns)
    return f"array_to_string(list_sort([{keys}]), chr(31))"
