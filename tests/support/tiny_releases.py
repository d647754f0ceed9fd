"""Releases of a few rows, written by hand: what publishing and comparing need of one."""

import hashlib
import json
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq

from babelwright.hashes import row_content_hash, sha256
from babelwright.release.bundle import Release, to_json

NAME = "TinySTS-VN"
CARD = """---
license: cc0-1.0
language:
- vi
configs:
- config_name: default
  default: true
  data_files:
  - split: test
    path: data/default/test-*
---

<!-- babelwright: generated, begin -->

# TinySTS-VN {version}

<!-- babelwright: generated, end -->
"""

Row = Mapping[str, Any]
ROWS: tuple[Row, ...] = tuple(
    {"id": f"p{i}", "sentence1": f"Câu số {i}.", "sentence2": f"Câu thứ {i}.", "score": float(i)}
    for i in range(6)
)


def tiny_release(
    folder: Path,
    version: str = "1.0.0",
    rows: Sequence[Row] = ROWS,
    *,
    splits: Mapping[str, Sequence[Row]] | None = None,
    shards: int = 1,
    card: str = CARD,
) -> Release:
    """Write a release into a folder that is not there yet.

    Args:
        folder: The release's own folder.
        version: Its version.
        rows: The rows of its split `test`.
        splits: All its splits with their rows, instead.
        shards: Files a split.
        card: Its card; `{version}` stands for the version.
    """
    config: dict[str, Any] = {"config": "default", "table": "rows", "languages": ["vi"]}
    config["splits"] = [
        _write(folder, split, list(each), shards)
        for split, each in (splits or {"test": rows}).items()
    ]
    first = next(iter((splits or {"test": rows}).values()))
    config["features"] = [
        {"name": name, "dtype": "float64" if isinstance(value, float) else "string"}
        for name, value in first[0].items()
    ]
    ids = [row["id"] for row in first]
    pq.write_table(pa.table({"key": ids}), folder / "provenance.parquet")
    (folder / "README.md").write_text(card.format(version=version), encoding="utf-8")
    (folder / "CHANGELOG.md").write_text(f"# Changelog\n\n## {version}\n", encoding="utf-8")
    manifest = {
        "schema": 1,
        "tool": {"name": "babelwright", "version": "0"},
        "name": NAME,
        "type": "sts",
        "version": version,
        "signature": f"vi|src:tiny@0|n:all|eng:-|gl:-|gate:1|fid:-|v:{version}",
        "configs": [config],
        "files": {
            name: {"sha256": sha256(folder / name), "bytes": (folder / name).stat().st_size}
            for name in _names(folder)
        },
    }
    (folder / "manifest.json").write_text(to_json(manifest), encoding="utf-8")
    sums = "".join(f"{sha256(folder / name)}  {name}\n" for name in _names(folder))
    (folder / "SHA256SUMS").write_text(sums, encoding="utf-8")
    return Release(NAME, version, folder, manifest, unchanged=False)


def files_of(folder: Path) -> dict[str, bytes]:
    """Return the content of every file of a folder, by name."""
    return {name: (folder / name).read_bytes() for name in _names(folder)}


def digest_of(files: Mapping[str, bytes]) -> str:
    """Return one hash of files and their names."""
    text = json.dumps({name: hashlib.sha256(files[name]).hexdigest() for name in sorted(files)})
    return hashlib.sha256(text.encode()).hexdigest()


def _write(folder: Path, split: str, rows: list[Row], shards: int) -> dict[str, Any]:
    out = folder / "data/default"
    out.mkdir(parents=True, exist_ok=True)
    files = [out / f"{split}-{i:05d}-of-{shards:05d}.parquet" for i in range(shards)]
    step = -(-len(rows) // shards)
    for index, file in enumerate(files):
        part = rows[index * step : (index + 1) * step]
        pq.write_table(pa.Table.from_pylist([dict(row) for row in part]), file)
    return {
        "split": split,
        "rows": len(rows),
        "bytes": 0,
        "row_hash": row_content_hash(files),
        "files": [file.relative_to(folder).as_posix() for file in files],
        "file_bytes": sum(file.stat().st_size for file in files),
    }


def _names(folder: Path) -> list[str]:
    return sorted(p.relative_to(folder).as_posix() for p in folder.rglob("*") if p.is_file())
