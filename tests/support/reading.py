"""Reads a source file that a test writes."""

from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from babelwright.catalog.model import CsvStyle
from babelwright.errors import SourceError
from babelwright.sources.files import read_file


def table_of(
    folder: Path,
    name: str,
    data: str | bytes,
    *,
    declared: str | None = None,
    style: CsvStyle | None = None,
    languages: tuple[str, str] | None = None,
) -> pa.Table:
    """Write a file, read it as a source, and return the table."""
    file = folder / name
    file.write_bytes(data.encode() if isinstance(data, str) else data)
    out = folder / "out.parquet"
    rows = read_file(file, declared, style or CsvStyle(), out, languages)
    table = pq.read_table(out)
    assert table.num_rows == rows
    return table


def rows_of(folder: Path, name: str, data: str | bytes, **settings: Any) -> list[dict[str, Any]]:
    """Write a file, read it as a source, and return its rows."""
    rows: list[dict[str, Any]] = table_of(folder, name, data, **settings).to_pylist()
    return rows


def refused(folder: Path, name: str, data: str | bytes, **settings: Any) -> str:
    """Write a file that cannot be read; return the message, without the folder."""
    with pytest.raises(SourceError) as caught:
        table_of(folder, name, data, **settings)
    return str(caught.value).replace(f"{folder}/", "")
