"""Reads source files into Parquet: jsonl, json, csv, tsv, parquet, txt, tmx, xliff, po.

Values keep the file's own types; csv and tsv have none, so all their columns are strings and
`map.sql` casts what is a number.
"""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.csv as pacsv
import pyarrow.parquet as pq

from babelwright.catalog.model import CsvStyle
from babelwright.errors import Place, SourceError
from babelwright.sources.localisation import read_units
from babelwright.sources.records import BATCH, Records, write_batches, write_records

# A row must fit into a block: the longest text that a table may have is 1,000,000 characters.
_BLOCK_BYTES = 16 * 1024 * 1024

_SUFFIXES = {".jsonl": "jsonl", ".ndjson": "jsonl", ".json": "json", ".csv": "csv", ".tsv": "tsv"}
_SUFFIXES |= {".parquet": "parquet", ".txt": "txt", ".tmx": "tmx", ".po": "po"}
_SUFFIXES |= {".xliff": "xliff", ".xlf": "xliff"}


def format_of(file: Path, declared: str | None) -> str:
    """Return a file's format: the declared one, else its suffix's.

    Raises:
        SourceError: The suffix says nothing.
    """
    found = declared or _SUFFIXES.get(file.suffix.lower())
    if found is None:
        raise SourceError(
            f"the format of a {file.suffix or 'suffixless'} file is not known",
            place=Place(file),
            hint='Say it in the task: format = "jsonl" (or json, csv, tsv, parquet, txt, tmx, ...)',
        )
    return found


def read_file(
    file: Path,
    declared: str | None,
    style: CsvStyle,
    out: Path,
    languages: tuple[str, str] | None = None,
) -> int:
    """Read a file of any supported format into a Parquet file; return the number of rows.

    Args:
        file: The file.
        declared: Its format, where its suffix does not say it.
        style: How it is written, if it is csv or tsv.
        out: Parquet file to write.
        languages: Source and target to take from a TMX file.

    Raises:
        SourceError: The file is missing, or is not what its format says, with the line.
        MissingExtra: It is a localisation file and the extra `l10n` is missing.
    """
    if not file.is_file():
        raise SourceError("there is no such file", place=Place(file))
    kind = format_of(file, declared)
    if kind in ("csv", "tsv"):
        return write_batches(_csv(file, "\t" if kind == "tsv" else ",", style), out)
    if kind == "parquet":
        return write_batches(_parquet(file), out)
    if kind == "txt":
        return write_batches(_lines(file), out)
    if kind in ("tmx", "xliff", "po"):
        return write_records(lambda: _grouped(read_units(file, kind, languages)), out, file)
    read = _json_lines if kind == "jsonl" else _json_array
    return write_records(lambda: _grouped(read(file)), out, file)


def _grouped(records: Iterator[dict[str, Any]]) -> Iterator[Records]:
    group: Records = []
    for record in records:
        group.append(record)
        if len(group) == BATCH:
            yield group
            group = []
    if group:
        yield group


def _json_lines(file: Path) -> Iterator[dict[str, Any]]:
    for number, line in enumerate(_text_lines(file), start=1):
        if line.strip():
            yield _record(_parse(line, file, number), Place(file, number))


def _json_array(file: Path) -> Iterator[dict[str, Any]]:
    content = _parse("\n".join(_text_lines(file)), file, 0)
    if not isinstance(content, list):
        hint = "One record a line is format = 'jsonl'"
        raise SourceError("is not a JSON array of records", place=Place(file), hint=hint)
    for number, record in enumerate(content, start=1):
        yield _record(record, Place(file, row=str(number)))


def _parse(text: str, file: Path, line: int) -> Any:
    try:
        return json.loads(text)
    except json.JSONDecodeError as error:
        at = line or error.lineno
        message = f"is not JSON: {error.msg} (column {error.colno})"
        raise SourceError(message, place=Place(file, at)) from error
    except RecursionError as error:
        raise SourceError("is nested too deeply", place=Place(file, line or None)) from error
    except ValueError as error:  # a number of more digits than Python reads
        message = f"is not JSON: {str(error).split(';', 1)[0]}"
        raise SourceError(message, place=Place(file, line or None)) from error


def _record(value: Any, place: Place) -> dict[str, Any]:
    if not isinstance(value, dict):
        raise SourceError(f"is a {type(value).__name__}, not a record", place=place)
    return value


def _text_lines(file: Path) -> Iterator[str]:
    """Yield lines without their ends; only a line feed ends a line."""
    with file.open("rb") as stream:
        for number, line in enumerate(stream, start=1):
            try:
                text = line.decode("utf-8-sig" if number == 1 else "utf-8")
            except UnicodeDecodeError as error:
                message = f"is not UTF-8 text: {error.reason}"
                hint = "Save the file as UTF-8"
                raise SourceError(message, place=Place(file, number), hint=hint) from error
            yield text.removesuffix("\n").removesuffix("\r")


def _lines(file: Path) -> Iterator[pa.RecordBatch]:
    schema = pa.schema([("text", pa.string())])
    empty = True
    group: list[str] = []
    for line in _text_lines(file):
        group.append(line)
        if len(group) == BATCH:
            empty = False
            yield pa.record_batch([group], schema=schema)
            group = []
    if group or empty:
        yield pa.record_batch([group], schema=schema)


def _parquet(file: Path) -> Iterator[pa.RecordBatch]:
    try:
        with pq.ParquetFile(file) as opened:
            yield from opened.iter_batches(BATCH)
            if opened.metadata.num_rows == 0:
                yield pa.RecordBatch.from_pylist([], schema=opened.schema_arrow)
    except (pa.ArrowInvalid, OSError) as error:
        raise SourceError(f"is not a Parquet file: {error}", place=Place(file)) from error


def _csv(file: Path, delimiter: str, style: CsvStyle) -> Iterator[pa.RecordBatch]:
    names = list(style.columns) or None
    if not style.header and names is None:
        hint = "Name them in the task: csv = { header = false, columns = [...] }"
        raise SourceError("has no header and no column names", place=Place(file), hint=hint)
    quoted = style.quoting == "double"
    # One thread: only then does an error know its row.
    read = pacsv.ReadOptions(
        column_names=names,
        skip_rows=1 if style.header and names else 0,
        use_threads=False,
        block_size=_BLOCK_BYTES,
    )
    parse = pacsv.ParseOptions(
        delimiter=delimiter,
        quote_char='"' if quoted else False,
        double_quote=quoted,
        newlines_in_values=quoted,
        ignore_empty_lines=False,
    )
    try:
        columns = names or _header(file, read, parse)
        if twice := {name for name in columns if columns.count(name) > 1}:
            message = f"has two columns called {min(twice)!r}"
            hint = "Name them in the task: csv = { columns = [...] }"
            raise SourceError(message, place=Place(file), hint=hint)
        convert = pacsv.ConvertOptions(
            column_types={name: pa.string() for name in columns}, strings_can_be_null=False
        )
        with pacsv.open_csv(file, read, parse, convert) as reader:
            last = pa.RecordBatch.from_pylist([], schema=reader.schema)
            yield last
            for batch in reader:
                yield batch
                last = batch if batch.num_rows else last
        if quoted and last.num_rows:
            _check_closed(file, delimiter, last.column(last.num_columns - 1)[-1].as_py())
    except (pa.ArrowInvalid, UnicodeDecodeError) as error:
        for _ in _text_lines(file):  # if it is the encoding, this says on which line
            pass
        if "straddl" in str(error):
            message = f"has a row of more than {_BLOCK_BYTES // 1024**2} MB"
            hint = "A quotation mark may be missing, or none is meant: csv = { quoting = 'none' }"
            raise SourceError(message, place=Place(file), hint=hint) from error
        raise SourceError(f"is not a regular table: {error}", place=Place(file)) from error


def _check_closed(file: Path, delimiter: str, cell: str) -> None:
    """Raise SourceError if the last cell is in quotes that nothing closes.

    All rows from there to the end are in that cell, and the reader does not mind.
    """
    opened = ('"' + cell.replace('"', '""')).encode()
    with file.open("rb") as stream:
        # Where the cell is a line feed, its closing quote looks like one that opens.
        stream.seek(max(0, file.stat().st_size - len(opened) - 3))
        tail = stream.read()
        stream.seek(max(0, file.stat().st_size - len(opened) - 1))
        before, end = stream.read(1), stream.read()
    if tail.endswith(tuple(opened + b'"' + line for line in (b"", b"\n", b"\r\n", b"\r"))):
        return
    if end == opened and before.decode("latin-1") in (delimiter, "\n", "\r"):
        line = file.read_bytes()[: -len(opened)].count(b"\n") + 1
        message = "has a quotation mark that opens a cell and is never closed"
        hint = "Close it; where quotation marks mean nothing: csv = { quoting = 'none' }"
        raise SourceError(message, place=Place(file, line), hint=hint)


def _header(file: Path, read: pacsv.ReadOptions, parse: pacsv.ParseOptions) -> list[str]:
    with pacsv.open_csv(file, read, parse) as reader:
        return list(reader.schema.names)
