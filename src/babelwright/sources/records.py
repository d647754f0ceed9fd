"""Writes batches of records to Parquet, widening the schema as later batches need it."""

from bisect import bisect_left
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq

from babelwright.errors import Place, SourceError

BATCH = 8192

_ONE_TYPE = "Write all values of a column alike: all as text, or all as numbers"
_NO_ONE_TYPE = (pa.ArrowInvalid, pa.ArrowTypeError, pa.ArrowNotImplementedError, OverflowError)
# Columns that name a record, in messages.
_IDS = ("id", "_id", "query-id")
_SHOWN = 40
_HALF = "An escape such as \\ud83d needs its second half: write the character itself"

Records = list[Mapping[str, Any]]


def write_batches(batches: Iterable[pa.RecordBatch], file: Path) -> int:
    """Write Arrow batches of one schema to a Parquet file; return the number of rows."""
    writer = None
    rows = 0
    try:
        for batch in batches:
            if writer is None:
                writer = pq.ParquetWriter(file, batch.schema)
            writer.write_batch(batch)
            rows += batch.num_rows
    finally:
        if writer is not None:
            writer.close()
    return rows


def write_records(read: Callable[[], Iterator[Records]], file: Path, origin: Path) -> int:
    """Write records whose types show only as they are read; return the number of rows.

    Reading starts anew when a batch needs a wider schema than those before it, which is seldom: a
    first batch whose values are all null, or whole numbers before the first fraction.

    Args:
        read: Starts reading from the beginning.
        file: Parquet file to write.
        origin: File the records come from, for messages.
    """
    schema: pa.Schema | None = None
    while True:
        try:
            return _write(read(), file, schema, origin)
        except _Wider as wider:
            schema = wider.schema


class _Wider(Exception):
    def __init__(self, schema: pa.Schema) -> None:
        self.schema = schema


def _write(batches: Iterator[Records], file: Path, schema: pa.Schema | None, origin: Path) -> int:
    writer = None
    rows = 0
    try:
        for records in batches:
            found = _infer(records, rows, origin)
            unified = found if schema is None else _unify(schema, found, records, rows, origin)
            if schema is not None and unified != schema:
                raise _Wider(unified)
            schema = unified
            kept = _writable(schema)
            if writer is None:
                writer = pq.ParquetWriter(file, kept)
            writer.write_table(pa.Table.from_pylist(records, schema=kept))
            rows += len(records)
    finally:
        if writer is not None:
            writer.close()
    return rows


def _writable(schema: pa.Schema) -> pa.Schema:
    """Return a schema without columns of empty objects: they hold nothing Parquet could write."""
    return pa.schema([field for field in schema if not _has_empty(field.type)])


def _has_empty(kind: pa.DataType) -> bool:
    if pa.types.is_struct(kind):
        return kind.num_fields == 0 or any(_has_empty(field.type) for field in kind)
    return bool(pa.types.is_list(kind)) and _has_empty(kind.value_type)


def _infer(records: Records, start: int, origin: Path) -> pa.Schema:
    names = dict.fromkeys(name for record in records for name in record)
    return pa.schema([pa.field(name, _type(name, records, start, origin)) for name in names])


def _type(name: str, records: Records, start: int, origin: Path) -> pa.DataType:
    values = [record.get(name) for record in records]
    try:
        return pa.array(values).type
    except UnicodeEncodeError as error:
        row = _first_failing(values)
        message = f"column {name!r} of record {start + row + 1} has half a character: "
        half = repr(error.object[error.start])
        raise SourceError(message + half, place=_place(origin, records[row]), hint=_HALF) from error
    except _NO_ONE_TYPE as error:
        row = _first_failing(values)
        raise _not_one_type(name, start + row, records[row], str(error), origin) from error


def _first_failing(values: Sequence[object]) -> int:
    """Return the place of the value without which those before it are of one type."""

    def fails(count: int) -> bool:
        try:
            pa.array(values[: count + 1])
        except (*_NO_ONE_TYPE, UnicodeEncodeError):
            return True
        return False

    return bisect_left(range(len(values)), True, key=fails)


def _not_one_type(
    name: str, number: int, record: Mapping[str, Any], reason: str, origin: Path
) -> SourceError:
    value = repr(record.get(name))
    shown = value if len(value) <= _SHOWN else f"{value[:_SHOWN]}..."
    message = f"column {name!r} of record {number + 1} is not of one type with those before it"
    return SourceError(
        f"{message}: {shown} ({reason})", place=_place(origin, record), hint=_ONE_TYPE
    )


def _place(origin: Path, record: Mapping[str, Any]) -> Place:
    """Return the file, and the row where the record names it."""
    named = next((record[key] for key in _IDS if isinstance(record.get(key), str | int)), None)
    return Place(origin, row=None if named is None else str(named))


def _unify(
    schema: pa.Schema, other: pa.Schema, records: Records, start: int, origin: Path
) -> pa.Schema:
    try:
        return pa.unify_schemas([schema, other], promote_options="permissive")
    except (pa.ArrowInvalid, pa.ArrowTypeError) as error:
        name, row = _first_other(schema, records)
        raise _not_one_type(name, start + row, records[row], str(error), origin) from error


def _first_other(schema: pa.Schema, records: Records) -> tuple[str, int]:
    """Return the first column and record of a batch that the schema cannot be widened to."""
    for row, record in enumerate(records):
        for name in schema.names:
            alone = pa.schema([(name, pa.array([record.get(name)]).type)])
            try:
                pa.unify_schemas([schema, alone], promote_options="permissive")
            except (pa.ArrowInvalid, pa.ArrowTypeError):
                return name, row
    return schema.names[0], 0
