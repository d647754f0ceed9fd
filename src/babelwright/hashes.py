"""Hashes: of files, and of rows however they are encoded."""

import hashlib
import json
from collections.abc import Iterable, Iterator
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq

_CHUNK = 1 << 20


def sha256(file: Path) -> str:
    """Return a file's SHA-256 (hex)."""
    digest = hashlib.sha256()
    with file.open("rb") as stream:
        while chunk := stream.read(_CHUNK):
            digest.update(chunk)
    return digest.hexdigest()


def git_blob_id(file: Path) -> str:
    """Return the id that git gives to a file's content (SHA-1, hex)."""
    digest = hashlib.sha1(f"blob {file.stat().st_size}\0".encode(), usedforsecurity=False)
    with file.open("rb") as stream:
        while chunk := stream.read(_CHUNK):
            digest.update(chunk)
    return digest.hexdigest()


def row_content_hash(files: Iterable[Path]) -> str:
    """Return the hash of a split's rows in order, which no encoding changes (SHA-256, hex).

    Each row is one line of JSON: its values by column name, keys sorted, no spaces, UTF-8. Another
    writer, compression or sharding gives the same hash; another value, row or order does not.
    """
    return hash_of_rows(_batches(files))


def hash_of_rows(batches: Iterable[pa.RecordBatch]) -> str:
    """Return the row-content hash of rows that are not in a file."""
    digest = hashlib.sha256()
    for batch in batches:
        for row in pa.Table.from_batches([batch]).to_pylist():
            line = json.dumps(row, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
            digest.update(line.encode("utf-8", "surrogatepass") + b"\n")
    return digest.hexdigest()


def _batches(files: Iterable[Path]) -> Iterator[pa.RecordBatch]:
    for file in files:
        with pq.ParquetFile(file) as opened:
            yield from opened.iter_batches()
