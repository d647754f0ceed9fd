"""Holds finished tables to their row schema and their Great Expectations suite."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, NamedTuple

import jsonschema_rs
import pandas as pd
import pyarrow as pa
import pyarrow.parquet as pq

from babelwright.build.expectations import run_suite
from babelwright.build.workdir import write_json
from babelwright.catalog.schema import Schemas
from babelwright.errors import Place, ValidationFailed
from babelwright.tasks.base import Table

# So many failing rows are listed in the message; all of them are in the file it names.
_SHOWN = 5


class Failure(NamedTuple):
    """A row that breaks a schema or an expectation."""

    table: str
    split: str
    row: str
    message: str


@dataclass(frozen=True)
class Finished:
    """A finished table of one split."""

    table: Table
    split: str
    file: Path
    rows: int


def validate(
    finished: Sequence[Finished],
    task_type: str,
    *,
    schemas: Schemas,
    suites: Path,
    parameters: Mapping[str, Any],
    failures: Path,
) -> list[dict[str, Any]]:
    """Validate every row of every table; return the results of the expectations.

    A table that has lost all its rows is not validated: no release is made of it.

    Args:
        finished: The tables.
        task_type: For the names of schema and suites.
        schemas: Row schemas are in its `rows/`.
        suites: Folder of the suites, `<type>.<table>.json`.
        parameters: Values that suites ask for by `$PARAMETER`.
        failures: JSON file for the failing rows.

    Raises:
        ValidationFailed: A row or table fails; with the first ones.
    """
    found: list[Failure] = []
    results = []
    for each in (table for table in finished if table.rows):
        found.extend(_schema_failures(each, schemas, task_type))
        suite = suites / f"{task_type}.{each.table.name}.json"
        frame = pq.read_table(each.file).to_pandas(types_mapper=pd.ArrowDtype)
        outcome = run_suite(suite, frame, {**parameters, "rows": each.rows}, list(each.table.key))
        results.append({"table": each.table.name, "split": each.split, **outcome.result})
        found += [
            Failure(each.table.name, each.split, row, message) for row, message in outcome.failures
        ]
    if found:
        write_json(failures, [failure._asdict() for failure in found])
        raise _failed(found, failures)
    return results


def row_validator(schemas: Schemas, task_type: str, table: str) -> Any:
    """Return the validator of a table's rows by `schemas/rows/<type>.json`.

    jsonschema-rs checks about a hundred times as many rows a second as jsonschema; a test holds
    their verdicts equal.
    """
    schema = {**schemas.load(f"rows/{task_type}"), "$ref": f"#/$defs/{table}"}
    return jsonschema_rs.validator_for(schema)


def _schema_failures(finished: Finished, schemas: Schemas, task_type: str) -> Iterator[Failure]:
    """Yield the rows that break their schema."""
    name = finished.table.name
    validator = row_validator(schemas, task_type, name)
    with pq.ParquetFile(finished.file) as opened:
        for batch in opened.iter_batches():
            for row in pa.Table.from_batches([batch]).to_pylist():
                if not validator.is_valid(row):
                    key = "\t".join(str(row[column]) for column in finished.table.key)
                    for error in validator.iter_errors(row):
                        where = ".".join(str(part) for part in error.instance_path)
                        yield Failure(name, finished.split, key, f"{where}: {error.message}")


def _failed(found: Sequence[Failure], file: Path) -> ValidationFailed:
    shown = "\n".join(
        f"  {failure.table} {failure.split} {failure.row!r}: {failure.message}"
        for failure in found[:_SHOWN]
    )
    # A row that breaks schema and suite is listed twice, and is one row.
    failing = len({(failure.table, failure.split, failure.row) for failure in found})
    things = "row or table fails" if failing == 1 else "rows or tables fail"
    return ValidationFailed(
        f"{failing} {things} validation:\n{shown}",
        place=Place(file),
        hint="All of them are in this file. Mend the source or [map], then build again",
    )
