"""Closure: what a task needs to stay whole when rows leave, as SQL over its tables.

A rule selects `_split`, `_id` and `detail` of the rows of one table that break it. Its tables are
those of the rows that are still there, with the columns `_split`, `_id` and `_position` beside the
released ones; `original_<table>` has all rows of the source, before translation.
Texts are compared by their keys (`keys.key_now`, `keys.key_before`). `distractors` lists the rows
(`table`, `split`, `id`) whose texts are no faithful translations; `label_names` has the names of
the labels (`code`, `name`). A row with a null `_id` is a note about the whole split.
"""

from dataclasses import dataclass
from enum import StrEnum

# RE2 for anything but white space, of ASCII and of Unicode.
SEEN = r"[^\s\v\p{Z}\x{85}]"
_SPACE = r"[\s\v\p{Z}\x{85}]+"

# The fewest characters of a text: mteb's quality test (tests/test_tasks/test_task_quality.py, 2.20)
# calls a split whose shortest text has three or fewer broken.
SHORTEST = 4


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
        sql: One SELECT of `_split`, `_id`, `detail`, and of what `merge` needs.
        phase: When it runs.
        merge: SQL that hands over to rows that stay what hangs on the rows that leave, before they
            do; `found` has what `sql` selected. Not run where the rule only flags.
        mend: SQL that puts right what it found in the rows that stay.
        mends: Tables that `merge` and `mend` change.
    """

    reason: str
    about: str
    table: str
    sql: str
    phase: Phase = Phase.RESULT
    merge: str | None = None
    mend: str | None = None
    mends: tuple[str, ...] = ()


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


def short(table: str, what: str, text: str = "", phase: Phase = Phase.BOTH) -> Rule:
    """Return the rule for texts of fewer characters than mteb takes.

    Args:
        table: The table.
        what: The column, or what the text is called.
        text: SQL for the text that a model reads, where it is not the column.
        phase: When it runs.
    """
    size = f"length({trimmed(text or what)})"
    return Rule(
        "short-text",
        f"The text has fewer than {SHORTEST} characters.",
        table,
        f"""
        SELECT _split, _id, '{what}: ' || {size} || ' characters' AS detail FROM {table}
        WHERE {size} < {SHORTEST} ORDER BY _split, _position
        """,  # noqa: S608 - names come from the task types
        phase,
    )


def short_among(table: str, column: str) -> Rule:
    """Return that rule for a column of lists: for rows with such a text among them."""
    listed = f"list_filter({column}, lambda each: length({trimmed('each')}) < {SHORTEST})"
    return Rule(
        "short-text",
        f"The text has fewer than {SHORTEST} characters.",
        table,
        f"""
        SELECT _split, _id, '{column}: ' || len({listed}) || ' of ' || len({column})
               || ' have fewer than {SHORTEST} characters' AS detail
        FROM {table} WHERE len({listed}) > 0 ORDER BY _split, _position
        """,  # noqa: S608 - names come from the task types
        Phase.BOTH,
    )


def trimmed(text: str) -> str:
    """Return SQL for a text without the white space around it."""
    return f"regexp_replace({text}, '^{_SPACE}|{_SPACE}$', '', 'g')"


def lost_labels(table: str, label: str, *, many: bool = False, levels: bool = False) -> Rule:
    """Return the rule for labels that have no rows left in a split.

    Args:
        table: The table.
        label: Its column of labels.
        many: Whether a row has a list of them.
        levels: Whether a label's place in the list is its level in a hierarchy.
    """
    each = f"unnest({label})" if many or levels else label
    level = f"generate_subscripts({label}, 1)" if levels else "0"
    labels = f"SELECT DISTINCT _split, {each} AS code, {level} AS level FROM"
    return Rule(
        "label-lost",
        "A label has no rows left in a split.",
        table,
        f"""
        SELECT _split, NULL AS _id,
               'label ' || code || CASE WHEN name <> code::VARCHAR THEN ' (' || name || ')'
                                        ELSE '' END
               || CASE WHEN level > 0 THEN ' of level ' || level ELSE '' END
               || ' has no rows left' AS detail
        FROM ({labels} original_{table} EXCEPT {labels} {table}) LEFT JOIN label_names USING (code)
        ORDER BY _split, level, code
        """,  # noqa: S608 - names come from the task types
    )
