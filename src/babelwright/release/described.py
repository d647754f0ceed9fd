"""Whether what a manifest says about its rows is so: everything is computed again from them."""

import math
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from babelwright.tasks.profile import Data, Identification
from babelwright.tasks.registry import task_types
from babelwright.tasks.released import describe

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
    for part in manifest["parts"]:
        code = part["language"]
        # Several languages have tables of the same names.
        where = f"{code} " if len(manifest["parts"]) > 1 else ""
        configs = [config for config in manifest["configs"] if config["language"] == code]
        yield from (f"{where}{problem}" for problem in _unbound(part, configs))
        found = _again(part, configs, manifest["type"], folder)
        said = {name: part[name] for name in _DESCRIBED}
        differences = list(_differences("", said, found))
        yield from (f"{where}{each}" for each in differences[:_SHOWN])
        if len(differences) > _SHOWN:
            yield f"{where}and {len(differences) - _SHOWN} more differences"


def _unbound(part: Mapping[str, Any], configs: Sequence[Mapping[str, Any]]) -> Iterator[str]:
    """Yield the splits whose profile is not that of the rows that the manifest lists."""
    rows = {
        (config["table"], split["split"]): split["row_hash"]
        for config in configs
        for split in config["splits"]
    }
    described = {(each["table"], each["split"]): each for each in part["profile"]["tables"]}
    for table, split in sorted(rows.keys() | described.keys()):
        each = described.get((table, split))
        if each is None or rows.get((table, split)) != each["row_hash"]:
            yield f"{table} {split}: its statistics are those of other rows"


def _again(
    part: Mapping[str, Any], configs: Sequence[Mapping[str, Any]], kind: str, folder: Path
) -> dict[str, Any]:
    task_type = task_types()[kind]
    data = [
        Data(
            task_type.table(config["table"]),
            split["split"],
            tuple(folder / name for name in split["files"]),
        )
        for config in configs
        for split in config["splits"]
    ]
    told = Identification(**part["profile"]["identification"])
    with TemporaryDirectory() as scratch:
        return describe(task_type, data, told, Path(scratch))


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
