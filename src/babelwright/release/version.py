"""The version rule: the least bump that the difference of the rows allows."""

import json
from collections.abc import Iterator, Mapping, Sequence
from enum import IntEnum
from pathlib import Path, PurePosixPath
from typing import Any, NamedTuple

from babelwright.errors import ReleaseError
from babelwright.release.rows import RowCounts, compare_rows

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
        data = [name for config in manifest["configs"] for name in files_of(config)]
    except (KeyError, TypeError) as error:
        raise ValueError("its manifest is none") from error
    if named != version:
        raise ValueError(f"its manifest is that of version {named}")
    for name in dict.fromkeys([*files, *data]):
        if not is_inside(name):
            raise ValueError(f"{name} is no name of a file in it")
        if not (folder / name).is_file():
            raise ValueError(f"{name} is missing")
    return Previous(version, manifest, folder)


def is_inside(name: str) -> bool:
    """Whether a name in a manifest is that of a file within its folder."""
    path = PurePosixPath(name)
    return not path.is_absolute() and ".." not in path.parts and "\0" not in name


def files_of(config: Mapping[str, Any]) -> list[str]:
    """Return the names of a config's files, as a manifest lists them."""
    return [str(name) for split in config["splits"] for name in split["files"]]


class Standing(NamedTuple):
    """What a target has of a name, as it was read.

    Attributes:
        previous: The last release; None where there is none.
        card: The text of the card that stands there now, which people may have written into.
        base: The commit that was read (Hub).
    """

    previous: Previous | None = None
    card: str | None = None
    base: str | None = None


class Difference(NamedTuple):
    """Rows that two releases do not share, by config and split."""

    config: str
    split: str
    added: int
    removed: int
    changed: int


class Change(NamedTuple):
    """What a release changes, and by how much its version rises.

    Attributes:
        bump: The greatest of the reasons'.
        differences: Rows that differ, by config and split.
        reasons: What makes the bump, for people; nothing for a patch.
        columns: What changes of the columns, for people.
    """

    bump: Bump
    differences: tuple[Difference, ...]
    reasons: tuple[str, ...] = ()
    columns: tuple[str, ...] = ()


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


def settled(asked: str | None, previous: str | None, change: Change | None) -> str:
    """Return the version of a release: the least that it may have, or the higher one asked for.

    Args:
        asked: The version asked for.
        previous: The last release's; None for a first release.
        change: What the release changes of it.

    Raises:
        ReleaseError: What is asked for is less.
    """
    least = raised(previous, change.bump) if previous and change else FIRST
    if asked is None or parse(asked) >= parse(least):
        return asked or least
    why = "it is the first release" if change is None else f"it is {said(change)}"
    raise ReleaseError(
        f"version {asked} is less than {least}, the least that this release may have",
        hint=f"{why[0].upper()}{why[1:]}{f' since {previous}' if previous else ''}: "
        "leave --version out, or ask for a higher one",
    )


def said(change: Change) -> str:
    """Return a change's bump and the reasons for it, on one line."""
    reasons = "; ".join(change.reasons) or "card, metadata or encoding alone"
    return f"{change.bump.name.lower()} ({reasons})"


Found = dict[tuple[str, str], tuple[dict[str, Any], dict[str, Any]]]


def splits_of(configs: Sequence[dict[str, Any]]) -> Found:
    """Return the config and the split of every name of both."""
    return {
        (config["config"], split["split"]): (config, split)
        for config in configs
        for split in config["splits"]
    }


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
    differences: list[Difference] = []
    columns = list(column_changes(previous.manifest["configs"], configs))
    reasons: list[tuple[Bump, str]] = [*columns]
    old, new = splits_of(previous.manifest["configs"]), splits_of(configs)
    for name in sorted(old.keys() | new.keys()):
        where = " ".join(name)
        if name not in new:
            rows = old[name][1]["rows"]
            differences.append(Difference(*name, 0, rows, 0))
            reasons.append((Bump.MAJOR, f"{where}: is gone, with {rows:,} rows"))
        elif name not in old:
            rows = new[name][1]["rows"]
            differences.append(Difference(*name, rows, 0, 0))
            reasons.append((Bump.MINOR, f"{where}: is new, with {rows:,} rows"))
        elif old[name][1]["row_hash"] != new[name][1]["row_hash"]:
            before = [previous.folder / file for file in old[name][1]["files"]]
            after = [folder / file for file in new[name][1]["files"]]
            with compare_rows(before, after, keys[new[name][0]["table"]]) as compared:
                counts = compared.counts
            found = bump_of(counts)
            if found is not Bump.NOTHING:
                differences.append(Difference(*name, *counts[:3]))
                reasons.append((found, f"{where}: {rows_said(counts)}"))
    bump = max((each for each, _ in reasons), default=Bump.PATCH)
    why = tuple(reason for each, reason in reasons if each is bump and each is not Bump.PATCH)
    return Change(bump, tuple(differences), why, tuple(each for _, each in columns))


def bump_of(counts: RowCounts) -> Bump:
    """Return what the rows of a split ask for."""
    if counts.removed or counts.changed or counts.moved:
        # Rows in another order have other positions: an evaluation that samples sees other rows.
        return Bump.MAJOR
    return Bump.MINOR if counts.added else Bump.NOTHING


def rows_said(counts: RowCounts) -> str:
    """Return the counts that are not zero, for people."""
    words = {"added": "added", "removed": "removed", "changed": "changed", "moved": "out of order"}
    listed = [f"{number:,} {words[name]}" for name, number in counts._asdict().items() if number]
    first, *others = listed or ["none"]
    number = first.split(" ")[0]
    if number.replace(",", "").isdigit():
        noun = "row" if number == "1" else "rows"
        first = first.replace(number, f"{number} {noun}", 1)
    return ", ".join([first, *others])


def column_changes(
    old: Sequence[Mapping[str, Any]], new: Sequence[Mapping[str, Any]]
) -> Iterator[tuple[Bump, str]]:
    """Yield what the columns of the configs of both releases ask for, and why."""
    before = {config["config"]: config for config in old}
    for config in new:
        if config["config"] not in before:
            continue
        had = {each["name"]: each for each in before[config["config"]]["features"]}
        has = {each["name"]: each for each in config["features"]}
        for name in sorted(had.keys() | has.keys()):
            where = f"{config['config']}: column {name}"
            if name not in has:
                yield Bump.MAJOR, f"{where} is gone"
            elif name not in had:
                yield Bump.MINOR, f"{where} is new"
            elif had[name] != has[name]:
                added = _labels(had[name]) and _labels(has[name])[: len(_labels(had[name]))]
                grown = added == _labels(had[name]) and _bare(had[name]) == _bare(has[name])
                what = "has new labels" if grown and added else "has another type or other labels"
                yield (Bump.MINOR if grown and added else Bump.MAJOR), f"{where} {what}"


def _labels(feature: Mapping[str, Any]) -> list[str]:
    """Return the names of a column's labels, in order of their codes; none if it has no labels."""
    for value in (feature.get("dtype"), feature.get("list")):
        if isinstance(value, dict) and "class_label" in value:
            names = value["class_label"]["names"]
            return [str(names[code]) for code in sorted(names, key=int)]
        if isinstance(value, dict) and "dtype" in value:
            return _labels(value)
    return []


def _bare(feature: Any) -> Any:
    """Return a feature without the names of its labels."""
    if not isinstance(feature, dict):
        return feature
    return {name: _bare(value) for name, value in feature.items() if name != "names"}
