"""The validator that is fast and the one that is the reference give the same verdicts."""

from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from jsonschema import Draft202012Validator

from babelwright.build.validating import row_validator
from babelwright.catalog.schema import Schemas
from babelwright.tasks.registry import task_types
from support.laws import law

TABLES = [
    (kind, table.name) for kind, task_type in task_types().items() for table in task_type.tables
]
IDS = [f"{kind}.{table}" for kind, table in TABLES]

# What a column of a Parquet file can hold, at the edges of what the schemas say.
texts = st.one_of(
    st.text(st.characters(codec="utf-8"), max_size=4),
    st.sampled_from(["", "x", " ", "x" * 512, "x" * 513, "🙂" * 512, "🙂" * 513, "e\u0301" * 256]),
)
numbers = st.one_of(
    st.integers(-(2**63), 2**63 - 1),
    st.floats(allow_nan=False, allow_infinity=False),
    st.sampled_from([0, -1, 0.0, -0.0, 1.0, 1.5, -1.0, 1e300, 2.0**53, True, False]),
)
values: st.SearchStrategy[Any] = st.one_of(
    texts, numbers, st.none(), st.lists(st.one_of(texts, numbers), max_size=2), st.just({})
)
fitting = {"string": st.text("aé🙂", min_size=1, max_size=3), "integer": st.integers(0, 9)}
fitting["number"] = st.one_of(fitting["integer"], st.floats(0, 5))
fitting |= {
    f"array of {kind}": st.lists(fitting[kind], min_size=1, max_size=3, unique=True)
    for kind in ("string", "integer", "number")
}
GOOD: dict[str, Any] = {"string": "x", "integer": 1, "number": 1}
GOOD |= {"array of string": ["x"], "array of integer": [1], "array of number": [1]}


def kind_of(column: dict[str, Any]) -> str:
    items = f" of {column['items']['type']}" if "items" in column else ""
    return f"{column['type']}{items}"


def properties(schemas: Schemas, kind: str, table: str) -> dict[str, Any]:
    found: dict[str, Any] = schemas.load(f"rows/{kind}")["$defs"][table]["properties"]
    return found


def reference(schemas: Schemas, kind: str, table: str) -> Any:
    return Draft202012Validator({**schemas.load(f"rows/{kind}"), "$ref": f"#/$defs/{table}"})


@pytest.mark.parametrize(("kind", "table"), TABLES, ids=IDS)
@settings(law, max_examples=150)
@given(data=st.data())
def test_both_find_the_same_rows_valid(
    schemas: Schemas, kind: str, table: str, data: st.DataObject
) -> None:
    columns = properties(schemas, kind, table)
    row = {name: data.draw(fitting[kind_of(each)], name) for name, each in columns.items()}
    names = st.sampled_from([*columns, "", "extra"])
    row |= data.draw(st.dictionaries(names, values, max_size=2), "changed")
    for name in data.draw(st.sets(st.sampled_from([*columns]), max_size=1), "dropped"):
        row.pop(name, None)
    slow, fast = reference(schemas, kind, table), row_validator(schemas, kind, table)
    assert fast.is_valid(row) == slow.is_valid(row), row
    assert {tuple(error.instance_path) for error in fast.iter_errors(row)} == {
        tuple(error.absolute_path) for error in slow.iter_errors(row)
    }


@pytest.mark.parametrize(("kind", "table"), TABLES, ids=IDS)
def test_a_good_row_is_valid_and_each_fault_is_not(schemas: Schemas, kind: str, table: str) -> None:
    columns = properties(schemas, kind, table)
    good: dict[str, Any] = {name: GOOD[kind_of(each)] for name, each in columns.items()}
    fast = row_validator(schemas, kind, table)
    assert fast.is_valid(good)
    assert not fast.is_valid({**good, "extra": "x"})
    for name, each in columns.items():
        wrong = {**good, name: 1 if each["type"] == "string" else "1"}
        missing = {key: value for key, value in good.items() if key != name}
        assert not fast.is_valid(wrong), name
        assert not fast.is_valid(missing), name
        assert not fast.is_valid({**good, name: None}), name


def test_every_task_type_has_a_schema_for_each_of_its_tables_and_columns(
    schemas: Schemas,
) -> None:
    assert set(schemas.task_types) == set(task_types())
    for kind, task_type in task_types().items():
        tables = {
            name: list(each["properties"])
            for name, each in schemas.load(f"rows/{kind}")["$defs"].items()
        }
        assert tables == {
            table.name: [column.name for column in table.columns] for table in task_type.tables
        }
