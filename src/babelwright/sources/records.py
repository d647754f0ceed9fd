"""Writes batches of records to Parquet, widening the schema as later batches need it."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq

from babelwright.errors import Place, SourceError

BATCH = 8192

_ONE_TYPE = "Write all values of a column alike: all as text, or all as numbers"
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
            unified = found if schema is None else _unify(schema, found, origin)
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
    fields = []
    for name in names:
        try:
            values = pa.array([record.get(name) for record in records])
            fields.append(pa.field(name, values.type))
        except UnicodeEncodeError as error:
            where = _where(name, records, start)
            message = f"{where} has half a character: {error.object[error.start]!r}"
            raise SourceError(message, place=Place(origin), hint=_HALF) from error
        except (
            pa.ArrowInvalid,
            pa.ArrowTypeError,
            pa.ArrowNotImplementedError,
            OverflowError,
        ) as error:
            message = f"{_where(name, records, start)} is not of one type: {error}"
            raise SourceError(message, place=Place(origin), hint=_ONE_TYPE) from error
    return pa.schema(fields)


def _where(name: str, records: Records, start: int) -> str:
    return f"column {name!r} of records {start + 1} to {start + len(records)}"


def _unify(schema: pa.Schema, other: pa.Schema, origin: Path) -> pa.Schema:
    try:
        return pa.unify_schemas([schema, other], promote_options="permissive")
    except (pa.ArrowInvalid, pa.ArrowTypeError) as error:
        message = f"a column is not of one type: {error}"
        raise SourceError(message, place=Place(origin), hint=_ONE_TYPE) from error
