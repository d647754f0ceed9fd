"""Closure rules about texts that match each other, in the source or since translation."""

from collections.abc import Iterable

from babelwright.tasks.keys import key_before, key_now
from babelwright.tasks.rules import Phase, Rule


def duplicates(
    table: str, columns: tuple[str, ...], *, original: tuple[str, ...] = ()
) -> tuple[Rule, Rule]:
    """Return the rules for rows of one split that match an earlier row in these columns.

    Those whose originals matched already are told apart from those that translation made equal.

    Args:
        table: The table.
        columns: Text columns of the result.
        original: Text columns before translation, where they are not the same.
    """
    before = original or columns
    created = Rule(
        "duplicate-created",
        "Translation made the row equal to another.",
        table,
        f"{placed(keyed(table, columns, before))} AND was <> first_was",
    )
    source = Rule(
        "duplicate-source",
        "The row equals another one in the source already.",
        table,
        f"{placed(keyed(table, before, before))} AND was = first_was",
        Phase.SOURCE,
    )
    return created, source


def placed(keys: str) -> str:
    """Return SQL for the rows that match an earlier one (`kept`), with both keys of both.

    Args:
        keys: SQL for `_split`, `_id`, `_position`, `key` and `was`, what the key was before.
    """
    return f"""
        WITH keyed AS ({keys}),
        placed AS (
            SELECT *, first_value(_id) OVER same AS kept,
                   first_value(was) OVER same AS first_was
            FROM keyed WINDOW same AS (PARTITION BY _split, key ORDER BY _position)
        )
        SELECT _split, _id, 'same as ' || kept AS detail, kept FROM placed WHERE _id <> kept
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
        WHERE {key_now(table, "sentence1", "t.sentence1")}
              = {key_now(table, "sentence2", "t.sentence2")}
          AND {key_before(table, "sentence1", "o.sentence1")}
              <> {key_before(table, "sentence2", "o.sentence2")} AND {{}}
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


def contradiction(
    table: str, columns: tuple[str, ...], gold: str, *, reason: str, unordered: bool = False
) -> tuple[Rule, Rule]:
    """Return the rules for rows of one split that match each other and whose gold differs.

    All of them leave: nothing says which of them is right, and their order must not.

    Args:
        table: The table.
        columns: Text columns.
        gold: The column of labels or scores.
        reason: Before `-contradiction`.
        unordered: Whether the gold is a list whose order means nothing.
    """
    value = f"list_sort(t.{gold})" if unordered else f"t.{gold}"
    sql = f"""
        WITH keyed AS ({keyed(table, columns, columns, f"{value}::VARCHAR AS gold")}),
        mixed AS (
            SELECT _split, key FROM keyed GROUP BY _split, key
            HAVING count(DISTINCT gold) > 1 AND count(DISTINCT was) {{}} 1
        )
        SELECT _split, _id, '{gold} ' || gold || ', and others for the same text' AS detail
        FROM keyed JOIN mixed USING (_split, key) ORDER BY _split, _position
    """  # noqa: S608 - names come from the task types
    created = Rule(
        f"{reason}-contradiction",
        f"Translation made texts equal, and their {gold} differs.",
        table,
        sql.format(">"),
    )
    source = Rule(
        f"{reason}-contradiction-source",
        f"The source has the same text with different {gold}.",
        table,
        sql.format("="),
        Phase.SOURCE,
    )
    return created, source


def leakage(table: str, columns: tuple[str, ...], train: str = "train") -> tuple[Rule, Rule]:
    """Return the rules for training rows that match a row of another split."""
    sql = f"""
        WITH keyed AS ({keyed(table, columns, columns)})
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


def keyed(table: str, columns: tuple[str, ...], original: tuple[str, ...], *further: str) -> str:
    """Return SQL for the rows of a table with their key now and before translation.

    Args:
        table: The table.
        columns: Text columns of the result.
        original: Text columns before translation.
        further: What else is selected of the row (`t`).
    """
    return f"""
        SELECT t._split, t._id, t._position, {"".join(f"{each}, " for each in further)}
               {_joined(key_now(table, each, f't."{each}"') for each in columns)} AS key,
               {_joined(key_before(table, each, f'o."{each}"') for each in original)} AS was
        FROM {table} t JOIN original_{table} o USING (_split, _id)
    """  # noqa: S608 - names come from the task types


def _joined(keys: Iterable[str]) -> str:
    """Return SQL for the key over several columns; their order does not matter."""
    return f"array_to_string(list_sort([{', '.join(keys)}]), chr(31))"
