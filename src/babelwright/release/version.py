"""The version rule: the least bump that the difference of the rows allows."""

import json
from collections.abc import Mapping, Sequence
from enum import IntEnum
from pathlib import Path
from typing import Any, NamedTuple

import duckdb

FIRST = "1.0.0"


class Bump(IntEnum):
    """How much a release changes.

    MAJOR: an existing row, label, id or split changes or goes. MINOR: rows, configs or columns are
    added. PATCH: card, metadata or encoding alone.
    """

    NOTHING = 0
    PATCH = 1
    MINOR = 2
    MAJOR = 3


class Previous(NamedTuple):
    """The last release of a target."""

    version: str
    manifest: dict[str, Any]
    folder: Path


def read_previous(version: str, folder: Path) -> Previous:
    """Return the release of a version that lies in a folder.

    Raises:
        ValueError: What lies there is not that release, or not all of it.
        OSError: Its manifest cannot be read.
    """
    manifest = json.loads((folder / "manifest.json").read_text(encoding="utf-8"))
    try:
        named, files = manifest["version"], list(manifest["files"])
    except (KeyError, TypeError) as error:
        raise ValueError("its manifest is none") from error
    if named != version:
        raise ValueError(f"its manifest is that of version {named}")
    for name in files:
        if not (folder / name).is_file():
            raise ValueError(f"{name} is missing")
    return Previous(version, manifest, folder)


class Difference(NamedTuple):
    """Rows that two releases do not share, by config and split."""

    config: str
    split: str
    added: int
    removed: int
    changed: int


class Change(NamedTuple):
    """What a release changes, and by how much its version rises."""

    bump: Bump
    differences: tuple[Difference, ...]


def parse(version: str) -> tuple[int, int, int]:
    """Return the three numbers of a version, with or without a leading `v`.

    Raises:
        ValueError: It has not that form.
    """
    major, minor, patch = version.removeprefix("v").split(".")
    return int(major), int(minor), int(patch)


def raised(version: str, bump: Bump) -> str:
    """Return the version after a bump."""
    major, minor, patch = parse(version)
    if bump is Bump.MAJOR:
        return f"{major + 1}.0.0"
    if bump is Bump.MINOR:
        return f"{major}.{minor + 1}.0"
    return f"{major}.{minor}.{patch + 1}" if bump is Bump.PATCH else version


def compare(
    previous: Previous,
    configs: Sequence[dict[str, Any]],
    folder: Path,
    keys: Mapping[str, Sequence[str]],
) -> Change:
    """Return what a new release changes of the last one.

    Args:
        previous: The last release.
        configs: The new release's configs, as its manifest lists them.
        folder: The new release's folder.
        keys: Columns that identify a row, by table.
    """
    old = {
        (config["config"], split["split"]): (config, split)
        for config in previous.manifest["configs"]
        for split in config["splits"]
    }
    new = {
        (config["config"], split["split"]): (config, split)
        for config in configs
        for split in config["splits"]
    }
    differences = []
    bump = Bump.PATCH
    for name in sorted(old.keys() | new.keys()):
        if name not in new:
            bump = Bump.MAJOR
            differences.append(Difference(*name, 0, old[name][1]["rows"], 0))
        elif name not in old:
            bump = max(bump, Bump.MINOR)
            differences.append(Difference(*name, new[name][1]["rows"], 0, 0))
        elif old[name][1]["row_hash"] != new[name][1]["row_hash"]:
            config, split = new[name]
            before = [previous.folder / file for file in old[name][1]["files"]]
            after = [folder / file for file in split["files"]]
            found = _rows(before, after, keys[config["table"]])
            differences.append(Difference(*name, *found))
            bump = max(bump, _bump_of(found))
        if name in old and name in new and old[name][0]["features"] != new[name][0]["features"]:
            bump = max(bump, _features_bump(old[name][0]["features"], new[name][0]["features"]))
    return Change(bump, tuple(differences))


def _bump_of(found: tuple[int, int, int]) -> Bump:
    added, removed, changed = found
    # Rows in another order have other positions: an evaluation that samples sees other rows.
    return Bump.MINOR if added and not removed and not changed else Bump.MAJOR


def _features_bump(old: list[Any], new: list[Any]) -> Bump:
    return Bump.MINOR if all(feature in new for feature in old) else Bump.MAJOR


def _rows(before: list[Path], after: list[Path], key: Sequence[str]) -> tuple[int, int, int]:
    """Return the number of rows added, removed and changed."""
    columns = ", ".join(f'"{name}"' for name in key)
    with duckdb.connect() as connection:
        connection.read_parquet([str(file) for file in before]).create_view("before")
        connection.read_parquet([str(file) for file in after]).create_view("after")
        found = connection.execute(
            f"""
            WITH b AS (SELECT {columns}, md5(to_json(t)::VARCHAR) AS hash FROM before t),
                 a AS (SELECT {columns}, md5(to_json(t)::VARCHAR) AS hash FROM after t)
            SELECT count(*) FILTER (b.hash IS NULL), count(*) FILTER (a.hash IS NULL),
                   count(*) FILTER (a.hash <> b.hash)
            FROM b FULL JOIN a USING ({columns})
            """  # noqa: S608 - names come from the task types
        ).fetchone()
    added, removed, changed = found or (0, 0, 0)
    return added, removed, changed
