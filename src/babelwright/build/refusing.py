"""Refuses a source that no benchmark can be made of, before any engine is called."""

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, NamedTuple

import duckdb

from babelwright.build.workdir import read_json
from babelwright.catalog.model import Catalog, Rooms, Severity, Task
from babelwright.errors import Place, RowError
from babelwright.tasks.base import Table, TaskType

ABOUT = {
    "source-dangling": "The source judges or lists a query or document that it does not have.",
}

_SHOWN = 3
# Columns that name rows of another table.
_NAMES = {"query-id": "queries", "corpus-id": "corpus", "corpus-ids": "corpus"}
_BETWEEN = "expect_column_values_to_be_between"
_DISTINCT = "expect_column_unique_value_count_to_be_between"


class Bound(NamedTuple):
    """What the numbers of a column must be; None where nothing is asked.

    `distinct` is the least number of different ones.
    """

    column: str
    low: float | None = None
    high: float | None = None
    distinct: int | None = None


@dataclass(frozen=True)
class _Source:
    """The canonical tables of a task, as views named by table and split."""

    connection: duckdb.DuckDBPyConnection
    task: Task

    def rows(self, sql: str) -> list[tuple[Any, ...]]:
        found: list[tuple[Any, ...]] = self.connection.execute(sql).fetchall()
        return found

    def refusal(
        self, table: Table, split: str, message: str, found: Sequence[tuple[Any, ...]], more: str
    ) -> RowError:
        """Return the error; of every row found, the id and what is wrong in it come first."""
        first = ", ".join(f"{row[0]!r} ({row[1]!r})" for row in found)
        hint = "Mend the source or select other rows in [map]"
        return RowError(
            f"{table.name}, split {split!r}: {message}",
            place=Place(self.task.file, row=str(found[0][0]) if found else None),
            hint=f"{hint}; first: {first}{more}" if first else hint + more,
        )


def refuse_unsound(task: Task, task_type: TaskType, folder: Path, catalog: Catalog) -> None:
    """Refuse a source whose result could not be valid, whatever its translation.

    That is: a table of one row only; numbers that the row schema or the suite will not have; and,
    where `source-dangling` is hard, judgements and candidates of what is not there. Where it is
    not, closure filters these, with a reason.

    Args:
        task: The task.
        task_type: Its type.
        folder: Of the stage that read the source.
        catalog: For severities, row schemas and suites.

    Raises:
        RowError: With the first rows.
    """
    labels = read_json(folder / "source.json")["labels"]
    parameters = task_type.parameters(task, tuple(labels))
    tables = [(table, split) for table in task_type.tables for split in table.splits(task)]
    with duckdb.connect() as connection:
        source = _Source(connection, task)
        for table, split in tables:
            file = folder / "canonical" / f"{table.name}.{split}.parquet"
            connection.read_parquet(str(file)).create_view(f"{table.name} {split}")
        for table, split in tables:
            _refuse_one_row(source, table, split)
            for bound in _bounds(task, table, catalog.rooms, parameters):
                _refuse_numbers(source, table, split, bound)
        if catalog.gates.checks["source-dangling"].severity is Severity.HARD:
            for table, split in tables:
                _refuse_dangling(source, table, split)


def _bounds(
    task: Task, table: Table, rooms: Rooms, parameters: Mapping[str, Any]
) -> Iterator[Bound]:
    """Yield what row schema and suite ask of numbers; a suite that cannot be read is told later."""
    schema = _content(rooms.schemas / "rows" / f"{task.type}.json")
    properties = schema.get("$defs", {}).get(table.name, {}).get("properties", {})
    for column, rule in properties.items():
        if "minimum" in rule or "maximum" in rule:
            yield Bound(column, rule.get("minimum"), rule.get("maximum"))
    suite = _content(rooms.validation / "suites" / f"{task.type}.{table.name}.json")
    for each in suite.get("expectations", ()):
        asked = each.get("kwargs", {})
        low, high = (_value(asked.get(name), parameters) for name in ("min_value", "max_value"))
        if each.get("type") == _BETWEEN:
            yield Bound(asked["column"], low, high)
        elif each.get("type") == _DISTINCT and low is not None:
            yield Bound(asked["column"], distinct=int(low))


def _content(file: Path) -> Mapping[str, Any]:
    try:
        content: Mapping[str, Any] = json.loads(file.read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return {}
    return content


def _value(asked: Any, parameters: Mapping[str, Any]) -> float | None:
    value = parameters.get(asked["$PARAMETER"]) if isinstance(asked, dict) else asked
    return float(value) if isinstance(value, int | float) else None


def _refuse_numbers(source: _Source, table: Table, split: str, bound: Bound) -> None:
    name, view = f'"{bound.column}"', f'"{table.name} {split}"'
    if bound.distinct is not None:
        [(count,)] = source.rows(f"SELECT count(DISTINCT {name}) FROM {view}")  # noqa: S608
        if count < bound.distinct:
            message = f"{bound.column!r} has {count} value, and {bound.distinct} are the least"
            raise source.refusal(table, split, message, [], "")
    limits = [(bound.low, "<", "below"), (bound.high, ">", "above")]
    for limit, outside, word in limits:
        if limit is None:
            continue
        found = source.rows(
            f"SELECT _id, {name} FROM {view} WHERE {name} {outside} {limit} "  # noqa: S608
            f"ORDER BY _position LIMIT {_SHOWN}"
        )
        if found:
            message = f"{bound.column!r} is {word} {limit:g}"
            raise source.refusal(table, split, message, found, "")


def _refuse_one_row(source: _Source, table: Table, split: str) -> None:
    rows = source.rows(f'SELECT _id, 1 FROM "{table.name} {split}" LIMIT 2')  # noqa: S608
    if len(rows) == 1:
        message = f"{table.name}, split {split!r}: has one row only, and nothing to compare it with"
        hint = "Name another split in [source], or select more rows in [map]"
        raise RowError(message, place=Place(source.task.file, row=rows[0][0]), hint=hint)


def _refuse_dangling(source: _Source, table: Table, split: str) -> None:
    for column in table.columns:
        if column.name not in _NAMES:
            continue
        named = _NAMES[column.name]
        each = f'unnest("{column.name}")' if column.name == "corpus-ids" else f'"{column.name}"'
        found = source.rows(
            f"""
            SELECT _id, name, count(*) OVER () FROM
                (SELECT _id, _position, {each} AS name FROM "{table.name} {split}")
            WHERE name NOT IN (SELECT id FROM "{named} {named}")
            ORDER BY _position LIMIT {_SHOWN}
            """  # noqa: S608 - names come from the task types
        )
        if found:
            what = "document" if named == "corpus" else "query"
            count = f", and {found[0][2] - 1} more" if found[0][2] > 1 else ""
            message = f"the {what} {found[0][1]!r} is not there{count}"
            soft = ". Where source-dangling is soft in validation/gates.toml, they are filtered"
            raise source.refusal(table, split, message, found, soft)
