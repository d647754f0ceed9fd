"""Reads all inputs of a task's source and holds them to what was reviewed."""

import hashlib
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

from babelwright.catalog.model import Input, Source, Task
from babelwright.errors import Place, SourceError
from babelwright.sources.files import read_file
from babelwright.sources.hub import read_hub

_CHUNK = 1 << 20


class Read(NamedTuple):
    """One input that was read: where it stands, how many rows it has, and of which revision."""

    input: str
    split: str
    file: Path
    rows: int
    origin: str
    revision: str


def read_split(task: Task, split: str, language: str, folder: Path) -> list[Read]:
    """Read every input of one of the task's splits into Parquet files in `folder`.

    Args:
        task: The task.
        split: Our split's name.
        language: The language that is built, for memories with several.
        folder: Existing folder for the files.

    Raises:
        SourceError: An input cannot be read, or has not the number of rows that was reviewed.
    """
    reads = []
    for each in task.source.inputs:
        read = _read(task, each, split, language, folder / f"{each.name}.{split}.parquet")
        expected = task.source.expect.get((each.name, split))
        if expected is not None and read.rows != expected:
            raise SourceError(
                f"the source has {read.rows} rows in {each.name} for split {split!r}, "
                f"expected {expected}",
                place=Place(task.file),
                hint="It is not what was reviewed: look at it, then correct [source] expect",
            )
        if not read.file.is_file():  # without rows there are no columns either
            message = f"the source has no rows in {each.name} for split {split!r}"
            raise SourceError(message, place=Place(task.file))
        reads.append(read)
    return reads


def _read(task: Task, each: Input, split: str, language: str, out: Path) -> Read:
    source = task.source
    theirs = source.of(each.split or source.splits[split], language)
    if source.hub and source.revision:
        config = source.of(each.config, language) if each.config else None
        rows = read_hub(source.hub, source.revision, config, theirs, out)
        origin = f"hf://datasets/{source.hub}" + (f"/{config}" if config else "")
        return Read(each.name, split, out, rows, f"{origin}:{theirs}", source.revision)
    name = _file_name(source, each, theirs, language)
    file = resolve(task.root, name, task.file)
    rows = read_file(file, each.format, each.csv, out, (source.language, language))
    return Read(each.name, split, out, rows, name, f"sha256:{file_hash(file)}")


def resolve(root: Path, name: str, declared_in: Path) -> Path:
    """Return the file that a catalog names, which must lie within the catalog's folder.

    Raises:
        SourceError: It is missing, or a link leads out of the folder.
    """
    try:
        file = (root / name).resolve()
    except RuntimeError as error:
        message = f"{name!r} is a link that leads in a circle"
        raise SourceError(message, place=Place(declared_in)) from error
    if not file.is_relative_to(root.resolve()):
        message = f"{name!r} leads out of the catalog's folder"
        raise SourceError(message, place=Place(declared_in))
    if not file.is_file():
        raise SourceError(
            f"there is no file {name!r} in {root}",
            place=Place(declared_in),
            hint="Paths start from the catalog's folder; --data DIR names another",
        )
    return file


def file_hash(file: Path) -> str:
    """Return a file's SHA-256 (hex), read in chunks."""
    digest = hashlib.sha256()
    for chunk in _chunks(file):
        digest.update(chunk)
    return digest.hexdigest()


def _chunks(file: Path) -> Iterator[bytes]:
    with file.open("rb") as stream:
        while chunk := stream.read(_CHUNK):
            yield chunk


def _file_name(source: Source, each: Input, theirs: str, language: str) -> str:
    return source.of(str(each.file).replace("{split}", theirs), language)


def source_files(task: Task, language: str) -> list[Path]:
    """Return the files that a task's source names for a language; none for a Hub source."""
    source: Source = task.source
    if source.hub:
        return []
    names = {
        _file_name(source, each, each.split or theirs, language)
        for each in source.inputs
        for theirs in source.splits.values()
    }
    return [resolve(task.root, name, task.file) for name in sorted(names)]
