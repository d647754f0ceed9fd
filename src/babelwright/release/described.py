"""Whether what a manifest says about its rows is so: everything is computed again from them."""

import math
from collections.abc import Iterator, Mapping, Sequence
from itertools import combinations
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq

from babelwright.tasks.base import Table, TaskType
from babelwright.tasks.profile import Data, Identification
from babelwright.tasks.registry import task_types
from babelwright.tasks.released import describe, open_released

# Sums of floats in another order, for files that were sharded otherwise.
_TOLERANCE = 1e-9
_SHOWN = 5
_DESCRIBED = ("statistics", "profile", "quality")


def false_descriptions(manifest: Mapping[str, Any], folder: Path) -> Iterator[str]:
    """Yield where statistics, profile or quality are not those of the rows that lie there.

    Args:
        manifest: With the form that its schema gives.
        folder: The release.
    """
    task_type = task_types()[manifest["type"]]
    with TemporaryDirectory() as name:
        scratch = Path(name)
        for part in manifest["parts"]:
            code = part["language"]
            # Several languages have tables of the same names.
            where = f"{code} " if len(manifest["parts"]) > 1 else ""
            data = _data(manifest, code, folder, scratch)
            yield from (f"{where}{problem}" for problem in _unbound(manifest, part))
            told = Identification(**part["profile"]["identification"])
            said = {name: part[name] for name in _DESCRIBED}
            found = describe(task_type, data, told, scratch)
            yield from _told(where, _differences("", said, found))
        pairs = {
            pair: _statistics(task_type, manifest, columns, folder, scratch)
            for pair, columns in _pairs(manifest).items()
        }
        yield from _told("", _differences("pair_statistics", manifest["pair_statistics"], pairs))


def _told(where: str, differences: Iterator[str]) -> Iterator[str]:
    listed = list(differences)
    yield from (f"{where}{each}" for each in listed[:_SHOWN])
    if len(listed) > _SHOWN:
        yield f"{where}and {len(listed) - _SHOWN} more differences"


def _unbound(manifest: Mapping[str, Any], part: Mapping[str, Any]) -> Iterator[str]:
    """Yield the splits whose profile is not that of the rows that the manifest lists.

    The rows of a parallel table are those of several builds; what is computed from them again has
    the hash of each build's.
    """
    rows = {
        (config["table"], split["split"]): None if _is_wide(config) else split["row_hash"]
        for config in manifest["configs"]
        if part["language"] in config["languages"]
        for split in config["splits"]
    }
    described = {(each["table"], each["split"]): each for each in part["profile"]["tables"]}
    for table, split in sorted(rows.keys() | described.keys()):
        each, wanted = described.get((table, split)), rows.get((table, split), "")
        if each is None or wanted not in (None, each["row_hash"]):
            yield f"{table} {split}: its statistics are those of other rows"


def _data(manifest: Mapping[str, Any], code: str, folder: Path, scratch: Path) -> list[Data]:
    """Return the released files of a language; of a parallel table, its pair with the source."""
    task_type = task_types()[manifest["type"]]
    found = []
    for config in manifest["configs"]:
        if code not in config["languages"]:
            continue
        if _is_wide(config):
            pair = (config["features"][1]["name"], _column(manifest, code))
            found += _wide_data(task_type, config, pair, folder, scratch)
            continue
        table = task_type.table(config["table"])
        for split in config["splits"]:
            files = tuple(folder / name for name in split["files"])
            found.append(Data(table, split["split"], files))
    return found


def _wide_data(
    task_type: TaskType,
    config: Mapping[str, Any],
    pair: tuple[str, str],
    folder: Path,
    scratch: Path,
) -> list[Data]:
    """Return the files of a pair of a parallel table's columns, which are written for it."""
    table = task_type.table(config["table"])
    return [
        Data(
            table,
            split["split"],
            (
                _narrow(
                    [folder / name for name in split["files"]],
                    pair,
                    table,
                    scratch / f"{split['split']}.parquet",
                ),
            ),
        )
        for split in config["splits"]
    ]


def _is_wide(config: Mapping[str, Any]) -> bool:
    return len(config["languages"]) > 1


def _column(manifest: Mapping[str, Any], code: str) -> str:
    """Return the column of a language in a parallel table."""
    (mteb,) = (each["mteb"] for each in manifest["languages"] if each["code"] == code)
    return str(mteb).replace("-", "_")


def _pairs(manifest: Mapping[str, Any]) -> dict[str, tuple[str, str]]:
    """Return the columns of the pairs of two of a parallel table's languages, none the source's."""
    if not any(_is_wide(config) for config in manifest["configs"]):
        return {}
    columns = [_column(manifest, part["language"]) for part in manifest["parts"]]
    return {f"{first}-{second}": (first, second) for first, second in combinations(columns, 2)}


def _statistics(
    task_type: TaskType,
    manifest: Mapping[str, Any],
    pair: tuple[str, str],
    folder: Path,
    scratch: Path,
) -> dict[str, Any]:
    (config,) = manifest["configs"]
    data = _wide_data(task_type, config, pair, folder, scratch)
    with open_released(task_type, data) as connection:
        return task_type.statistics(connection)


def _narrow(files: Sequence[Path], pair: tuple[str, str], table: Table, out: Path) -> Path:
    """Write a pair of a parallel table as the table of a build, in the same order; return it."""
    with pq.ParquetWriter(out, table.schema) as writer:
        for file in files:
            with pq.ParquetFile(file) as opened:
                for batch in opened.iter_batches(columns=["id", *pair]):
                    columns = [batch.column(name) for name in ("id", *pair)]
                    writer.write_table(pa.table(columns, schema=table.schema))
    return out


def _differences(where: str, said: Any, found: Any) -> Iterator[str]:
    """Yield every place at which what was said is not what was found."""
    if isinstance(said, Mapping) and isinstance(found, Mapping):
        for key in sorted(said.keys() | found.keys()):
            yield from _differences(f"{where}.{key}", said.get(key), found.get(key))
    elif isinstance(said, list) and isinstance(found, list) and len(said) == len(found):
        for index, pair in enumerate(zip(said, found, strict=True)):
            yield from _differences(f"{where}.{index}", *pair)
    elif not _same(said, found):
        yield f"{where.removeprefix('.')} is {_short(found)}, the manifest says {_short(said)}"


def _same(said: Any, found: Any) -> bool:
    if isinstance(said, float) and isinstance(found, float):
        return math.isclose(said, found, rel_tol=_TOLERANCE)
    return bool(said == found) and isinstance(said, bool) == isinstance(found, bool)


def _short(value: Any) -> str:
    text = repr(value)
    most = 60
    return text if len(text) <= most else f"{text[:most]}..."
