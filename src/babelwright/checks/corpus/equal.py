"""What translation made equal: rows, pairs, texts of the training split.

All over a DuckDB relation of aligned rows, with the functions that `add_keys` makes. Clusters that
are equal in the source already are no one's fault and are not counted.
"""

from collections.abc import Sequence
from functools import partial
from typing import NamedTuple

import duckdb
import pyarrow as pa
from duckdb.func import PythonUDFType

from babelwright.catalog.model import Language
from babelwright.text.normal import Form, key_of

# Of texts in a group that translation made equal, so many are shown.
_SHOWN = 5


SOURCE_KEY, TARGET_KEY = "source_key", "target_key"


def add_keys(
    connection: duckdb.DuckDBPyConnection, source: Language | None, target: Language | None
) -> None:
    """Make the functions that give what texts of the two languages are compared by."""
    for name, language in ((SOURCE_KEY, source), (TARGET_KEY, target)):
        connection.create_function(
            name,
            partial(_keys, key_of(language)),
            ["varchar"],
            "varchar",
            type=PythonUDFType.ARROW,
        )


def _keys(form: Form, texts: pa.ChunkedArray) -> pa.Array:
    return pa.array(map(form, texts.to_pylist()), pa.string())


class Equal(NamedTuple):
    """What was found.

    Attributes:
        rows: Rows that translation made equal to another one.
        of: Rows that were looked at.
        shown: Some: the ids of two rows, the source of each, and the text of both.
    """

    rows: int
    of: int
    shown: tuple[tuple[str, str, str, str, str], ...]


def keys(columns: Sequence[str], prefix: str) -> str:
    """Return SQL for what rows are compared by: all columns, whose order does not matter."""
    function = {"s_": SOURCE_KEY, "t_": TARGET_KEY}[prefix]
    listed = ", ".join(f"{function}(coalesce(\"{prefix}{each}\", ''))" for each in columns)
    return f"array_to_string(list_sort([{listed}]), chr(31))"


def shown(columns: Sequence[str], prefix: str) -> str:
    """Return SQL for the texts of several columns in one."""
    listed = ", ".join(f"coalesce(\"{prefix}{each}\", '')" for each in columns)
    return f"concat_ws(' | ', {listed})"


def newly_equal(
    connection: duckdb.DuckDBPyConnection, aligned: str, columns: Sequence[str]
) -> Equal:
    """Return the rows that are equal to an earlier one whose source is another.

    Args:
        connection: The database.
        aligned: A relation with `_id`, `_position` and every column as `s_...` and `t_...`.
        columns: Columns of texts.
    """
    connection.execute(
        f"""
        CREATE OR REPLACE TEMP TABLE equal_keys AS
        SELECT _id, _position, {keys(columns, "s_")} AS was, {keys(columns, "t_")} AS now,
               {shown(columns, "s_")} AS source, {shown(columns, "t_")} AS target
        FROM {aligned}
        """  # noqa: S608 - names of our own
    )
    count, of = connection.execute(
        """
        SELECT coalesce(sum(sources - 1), 0)::BIGINT, (SELECT count(*) FROM equal_keys) FROM (
            SELECT count(DISTINCT was) AS sources FROM equal_keys WHERE now <> ''
            GROUP BY now HAVING sources > 1
        )
        """
    ).fetchall()[0]
    rows = connection.execute(
        """
        WITH firsts AS (
            SELECT now, was, arg_min(_id, _position) AS _id, min(_position) AS place,
                   arg_min(source, _position) AS source, arg_min(target, _position) AS target
            FROM equal_keys WHERE now <> '' GROUP BY now, was
        ), placed AS (
            SELECT *, row_number() OVER same AS number, first_value(_id) OVER same AS other,
                   first_value(source) OVER same AS other_source
            FROM firsts WINDOW same AS (PARTITION BY now ORDER BY place)
        )
        SELECT other, _id, other_source, source, target FROM placed
        WHERE number = 2 ORDER BY length(target) DESC, place LIMIT ?
        """,
        [_SHOWN],
    ).fetchall()
    return Equal(int(count), int(of), tuple(rows))


def newly_leaked(
    connection: duckdb.DuckDBPyConnection, train: str, other: str, columns: Sequence[str]
) -> Equal:
    """Return the rows of a split that are in the training split, and in the source are not.

    Args:
        connection: The database.
        train: Aligned rows of the training split.
        other: Aligned rows of the other one.
        columns: Columns of texts.
    """
    keyed = f"{keys(columns, 's_')} AS was, {keys(columns, 't_')} AS now"
    texts = f"{shown(columns, 's_')} AS source, {shown(columns, 't_')} AS target"
    connection.execute(
        f"""
        CREATE OR REPLACE TEMP TABLE leaked AS
        WITH seen AS (SELECT _id, {keyed}, {texts} FROM {train}),
             held AS (SELECT _id, _position, {keyed}, {texts} FROM {other})
        SELECT held._id, min(held._position) AS place, min(seen._id) AS other,
               arg_min(seen.source, seen._id) AS other_source, any_value(held.source) AS source,
               any_value(held.target) AS target
        FROM held JOIN seen ON held.now = seen.now
        WHERE held.now <> '' AND held.was NOT IN (SELECT was FROM seen)
        GROUP BY held._id
        """  # noqa: S608 - names of our own
    )
    count, of = connection.execute(
        f"SELECT (SELECT count(*) FROM leaked), (SELECT count(*) FROM {other})"  # noqa: S608
    ).fetchall()[0]
    rows = connection.execute(
        "SELECT other, _id, other_source, source, target FROM leaked ORDER BY place LIMIT ?",
        [_SHOWN],
    ).fetchall()
    return Equal(int(count), int(of), tuple(rows))
