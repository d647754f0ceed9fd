"""Turns a mapped table into the task type's canonical one, or says what is wrong with its rows."""

import math
from collections.abc import Sequence
from decimal import Decimal
from pathlib import Path
from typing import NamedTuple

import duckdb
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

from babelwright.catalog.model import Task
from babelwright.catalog.schema import nearest
from babelwright.errors import Place, RowError
from babelwright.tasks.base import Column, Table, score_range

_SHOWN = 3
_LISTED = 12
_ROW_GROUP = 65536
# A cell of so many bytes (UTF-8) is no document of a benchmark but a mistake in the source.
MAX_BYTES = 1_000_000
# More labels than this are not labels: ids, years or texts were mapped.
MAX_LABELS = 10_000

_SQL_TYPES = {
    pa.string(): "VARCHAR",
    pa.float64(): "DOUBLE",
    pa.int64(): "BIGINT",
    pa.int32(): "INTEGER",
}


class Mapped(NamedTuple):
    """A mapped table of one split."""

    table: Table
    split: str
    file: Path


def label_names(task: Task, mapped: Sequence[Mapped]) -> tuple[str, ...]:
    """Return the label names in order of their codes; empty where the type has no labels.

    Declared labels are taken as they are. Else labels that are names get codes in their order, and
    codes keep their numbers as names.

    Raises:
        RowError: There are more than a label set can have.
    """
    labelled = [
        (each, column.name) for each in mapped for column in each.table.columns if column.labels
    ]
    if not labelled or task.labels:
        return task.labels
    values: set[object] = set()
    for each, name in labelled:
        if name in pq.read_schema(each.file).names:
            column = pq.read_table(each.file, columns=[name])[name]
            if _is_list(column.type):
                column = pc.list_flatten(column)
            values.update(value for value in column.unique().to_pylist() if value is not None)
    codes = [code for value in values if (code := _code(value)) is not None]
    coded = len(codes) == len(values)
    count = max(codes, default=-1) + 1 if coded else len(values)
    if count > MAX_LABELS:
        each, name = labelled[0]
        message = f"{name!r} would have {count} labels, more than {MAX_LABELS}"
        raise _row_error(task, each, message, "Name them in the task: labels = [...]")
    if coded:
        return tuple(str(code) for code in range(count))
    return tuple(sorted(str(value) for value in values))


def _code(value: object) -> int | None:
    """Return the label code that a value is; None for a name."""
    if isinstance(value, int | float | Decimal) and math.isfinite(value) and value == int(value):
        return int(value)
    return None


def to_canonical(task: Task, mapped: Mapped, labels: tuple[str, ...], out: Path) -> int:
    """Write the canonical table of a split; return its number of rows.

    Beside the released columns it has `_id` (what identifies the row to the end), `_split` and
    `_position` (0-based, in the order of the mapping).

    Raises:
        RowError: A column is missing, unknown or of the wrong type, a value is null, too long or
            not in the label set, an id is empty or there twice, or there are no rows; with row ids.
    """
    _check_columns(task, mapped)
    connection = duckdb.connect()
    connection.execute("SET preserve_insertion_order = true")
    connection.execute(
        "CREATE VIEW mapped AS SELECT *, file_row_number AS _position "
        "FROM read_parquet(?, file_row_number = true)".replace("?", _quoted(str(mapped.file)))
    )
    wanted = _wanted(task, mapped.table)
    _check_values(connection, task, mapped, wanted, labels)
    schema = pq.read_schema(mapped.file)
    selected = ", ".join(
        (_cast(column, labels, schema) if column.name in schema.names else "''")
        + f' AS "{column.name}"'
        for column in wanted
    )
    connection.execute(
        f"""
        COPY (
            SELECT {_identity(mapped.table)} AS _id, '{mapped.split}' AS _split, _position,
                   {selected}
            FROM mapped ORDER BY _position
        ) TO {_quoted(str(out))} (FORMAT parquet, ROW_GROUP_SIZE {_ROW_GROUP})
        """  # noqa: S608 - names come from the task types
    )
    rows = pq.read_metadata(out).num_rows
    if rows == 0:
        raise _row_error(task, mapped, "has no rows", "")
    _check_ids(task, mapped, out)
    return int(rows)


def _wanted(task: Task, table: Table) -> list[Column]:
    translated = task.method == "translate"
    return [column for column in table.columns if not (column.derived and translated)]


def _check_columns(task: Task, mapped: Mapped) -> None:
    schema = pq.read_schema(mapped.file)
    wanted = _wanted(task, mapped.table)
    names = [column.name for column in wanted]
    for name in schema.names:
        if name not in names:
            message = f"unknown column {name!r}; {nearest(name, names)}"
            raise _row_error(task, mapped, message, f"A {task.type} task has {', '.join(names)}")
    for column in wanted:
        if column.name not in schema.names:
            if column.optional:
                continue
            message = f"column {column.name!r} is missing"
            raise _row_error(task, mapped, message, f"A {task.type} task has {', '.join(names)}")
        found = schema.field(column.name).type
        if _is_plain_text(mapped.table, column) and not _is_text(found):
            message = f"column {column.name!r} is {found}, not text"
            raise _row_error(task, mapped, message, "Choose the text column, or cast it in [map]")
        if pa.types.is_list(column.type) != _is_list(found):
            wanted_kind = "a list" if pa.types.is_list(column.type) else "one value"
            message = f"column {column.name!r} is {found}, not {wanted_kind} a row"
            raise _row_error(task, mapped, message, "Make it one in [map]: [a, b], or a[1]")


def _is_plain_text(table: Table, column: Column) -> bool:
    return column.type == pa.string() and column.name not in table.key


def _is_list(found: pa.DataType) -> bool:
    return bool(pa.types.is_list(found) or pa.types.is_large_list(found))


def _is_text(found: pa.DataType) -> bool:
    return bool(pa.types.is_string(found) or pa.types.is_large_string(found))


def _check_values(
    connection: duckdb.DuckDBPyConnection,
    task: Task,
    mapped: Mapped,
    wanted: Sequence[Column],
    labels: tuple[str, ...],
) -> None:
    schema = pq.read_schema(mapped.file)
    for column in wanted:
        if column.name not in schema.names:
            continue
        bad = _cast(column, labels, schema)
        for condition, message in (
            (f'"{column.name}" IS NULL', "is null"),
            (f"{bad} IS NULL", _meaning(column, labels)),
            (f"strlen({bad}::VARCHAR) >= {MAX_BYTES}", f"has {MAX_BYTES} bytes of text or more"),
            *_out_of_range(column, bad, task),
        ):
            found = connection.execute(
                f'SELECT {_identity(mapped.table)}, left("{column.name}"::VARCHAR, 40) '  # noqa: S608
                f"FROM mapped WHERE {condition} ORDER BY _position LIMIT {_SHOWN}"
            ).fetchall()
            if found:
                rows = ", ".join(f"{row!r} ({value!r})" for row, value in found)
                hint = f"Mend the source or select other rows in [map]; first: {rows}"
                raise _row_error(
                    task, mapped, f"{column.name!r} {message}", hint, row=str(found[0][0])
                )


def _out_of_range(column: Column, value: str, task: Task) -> list[tuple[str, str]]:
    """Return the condition for scores outside the task's range, where the column has scores."""
    if not column.scored:
        return []
    low, high = score_range(task)
    outside = f"{value} NOT BETWEEN {low} AND {high}"
    if pa.types.is_list(column.type):
        outside = f"len(list_filter({value}, lambda y: y NOT BETWEEN {low} AND {high})) > 0"
    message = (
        f"is outside {low:g} to {high:g}; name another range: score = {{ min = ..., max = ... }}"
    )
    return [(outside, message)]


def _meaning(column: Column, labels: tuple[str, ...]) -> str:
    if column.labels:
        listed = ", ".join(labels[:_LISTED]) + (", ..." if len(labels) > _LISTED else "")
        what = "has one that is none of" if pa.types.is_list(column.type) else "is none of"
        return f"{what} the labels {listed}, nor the whole number of one"
    if pa.types.is_list(column.type):
        return "has something in it that is null or no number"
    return f"is not {'a whole number' if pa.types.is_integer(column.type) else 'a number'}"


def _cast(column: Column, labels: tuple[str, ...], schema: pa.Schema) -> str:
    """Return SQL for a column's value; null where it does not fit.

    Of labels, text is a name and a number is a code, never the other: with the names 1 to 5, the
    code 1 is the label 2.
    """
    name = f'"{column.name}"'
    found = schema.field(column.name).type
    if column.labels and pa.types.is_list(column.type):
        each = f"list_transform({name}, lambda x: {_label('x', labels, found.value_type)})"
        # All or none: a row whose labels are half known is not labelled.
        return f"CASE WHEN list_count({each}) = len({name}) THEN {each} END"
    if column.labels:
        return _label(name, labels, found)
    if pa.types.is_list(column.type):
        each = f"list_transform({name}, lambda x: {_element('x', column.type.value_type)})"
        return f"CASE WHEN list_count({each}) = len({name}) THEN {each} END"
    kind = _SQL_TYPES[column.type]
    if pa.types.is_integer(column.type):
        return _whole(name, kind)
    return _element(name, column.type)


def _element(name: str, wanted: pa.DataType) -> str:
    """Return SQL for a text or a finite number; null for what is none."""
    if pa.types.is_floating(wanted):
        return f"CASE WHEN isfinite(TRY_CAST({name} AS DOUBLE)) THEN TRY_CAST({name} AS DOUBLE) END"
    return f"CAST({name} AS {_SQL_TYPES[wanted]})"


def _label(name: str, labels: tuple[str, ...], found: pa.DataType) -> str:
    """Return SQL for the code of a label; null for what is none."""
    if _is_text(found):
        names = ", ".join(_quoted(label) for label in labels)
        return f"(nullif(list_position([{names}]::VARCHAR[], {name}), 0) - 1)"
    code = _whole(name, "BIGINT")
    return f"CASE WHEN {code} BETWEEN 0 AND {len(labels) - 1} THEN {code} END"


def _whole(name: str, kind: str) -> str:
    """Return SQL for a whole number; null where there is a fraction, which a cast would round."""
    number = f"TRY_CAST({name} AS DOUBLE)"
    return f"CASE WHEN {number} = floor({number}) THEN TRY_CAST({name} AS {kind}) END"


def _identity(table: Table) -> str:
    """Return SQL for what identifies a row: its key columns, joined by a tab."""
    return " || chr(9) || ".join(f'CAST("{name}" AS VARCHAR)' for name in table.key)


def _check_ids(task: Task, mapped: Mapped, out: Path) -> None:
    connection = duckdb.connect()
    query = (
        f"SELECT _id, count(*) FROM read_parquet({_quoted(str(out))}) "  # noqa: S608
        "GROUP BY _id HAVING count(*) > 1 OR trim(_id) = '' ORDER BY min(_position) LIMIT 1"
    )
    if found := connection.execute(query).fetchone():
        name, count = found
        message = f"id is there {count} times" if count > 1 else "id is empty"
        hint = "Ids identify rows to the end: make them unique in [map], e.g. row_number() OVER ()"
        raise _row_error(task, mapped, message, hint, row=name)


def _row_error(
    task: Task, mapped: Mapped, message: str, hint: str, row: str | None = None
) -> RowError:
    where = f"{mapped.table.name}, split {mapped.split!r}: {message}"
    return RowError(where, place=Place(task.file, row=row), hint=hint)


def _quoted(text: str) -> str:
    return "'" + text.replace("'", "''") + "'"
