"""Opens the engine chain of a builder: memories are imported, missing engines are told of."""

import hashlib
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import repeat
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq

from babelwright.catalog.model import Builder, Language, MemoryFile
from babelwright.errors import EngineError, MissingExtra, Place, SourceError
from babelwright.sources.files import read_file
from babelwright.sources.read import file_hash, resolve
from babelwright.text.normal import canonical
from babelwright.translation.argos import open_argos
from babelwright.translation.engine import Engine, UnitKind
from babelwright.translation.memory import MemoryEngine
from babelwright.translation.store import MemoryEntry, Store

_BATCH = 8192


@dataclass(frozen=True)
class Chain:
    """The engines of a builder for one pair, in order, and why others are missing."""

    engines: tuple[Engine, ...]
    missing: tuple[str, ...] = ()


class _NoUnits(SourceError):
    """A memory has nothing for the pair."""


def open_chain(builder: Builder, source: Language, target: Language, store: Store) -> Chain:
    """Open every engine of the chain that can be opened.

    Raises:
        EngineError: None can; with the reason of each.
    """
    engines: list[Engine] = []
    missing: list[str] = []
    for name in builder.engines:
        try:
            opened = _open(name, builder, source, target, store)
        except (EngineError, MissingExtra, SourceError) as error:
            opened = Chain((), (str(error),))
        engines += opened.engines
        missing += opened.missing
    if not engines:
        reasons = "\n".join(missing)
        raise EngineError(
            f"no engine can translate {source.name} to {target.name}:\n{reasons}",
            hint="Mend one of them, or change `engines` in the builder's builder.toml",
        )
    return Chain(tuple(engines), tuple(missing))


def _open(name: str, builder: Builder, source: Language, target: Language, store: Store) -> Chain:
    if name == "argos":
        packages = [
            resolve(builder.root, package, Path("builder.toml"))
            for package in builder.settings.argos_packages
        ]
        return Chain((open_argos(source, target, packages, builder.settings.argos_beam),))
    memories: list[tuple[MemoryFile, bytes]] = []
    others: list[str] = []
    for file in builder.settings.memory_files:
        try:
            memories.append((file, _import(file, builder.root, source, target, store)))
        except _NoUnits as error:
            # A builder of several languages has memories that know only some of them.
            others.append(str(error))
    # A memory knows whole texts, else their sentences.
    engines = [
        MemoryEngine(store, memories, source.code, target.code, unit)
        for unit in (UnitKind.TEXT, UnitKind.SENTENCE)
        if memories
    ]
    return Chain(tuple(engines), tuple(others))


def _import(
    file: MemoryFile, root: Path, source: Language, target: Language, store: Store
) -> bytes:
    """Import a memory into the store unless it is there; return the hash it stands under."""
    path = resolve(root, file.path, Path("builder.toml"))
    aligned = resolve(root, file.aligned.path, Path("builder.toml")) if file.aligned else None
    decides = [
        file_hash(path),
        file_hash(aligned) if aligned else "",
        source.code,
        target.code,
        repr((file.columns, file.format, file.csv, file.aligned)),
    ]
    digest = hashlib.sha256("\n".join(decides).encode()).digest()
    if not store.has_memory(digest):
        with tempfile.TemporaryDirectory() as scratch:
            store.import_memory(digest, _entries(file, path, aligned, (source, target), scratch))
    return digest


def _entries(
    file: MemoryFile,
    path: Path,
    aligned: Path | None,
    languages: tuple[Language, Language],
    scratch: str,
) -> Iterator[MemoryEntry]:
    codes = (languages[0].code, languages[1].code)
    ours = Path(scratch) / "source.parquet"
    rows = read_file(path, file.format, file.csv, ours, codes)
    if rows == 0:
        message = f"the memory has no units from {codes[0]} to {codes[1]}"
        raise _NoUnits(message, place=Place(path))
    theirs = ours
    if file.aligned and aligned:
        theirs = Path(scratch) / "target.parquet"
        found = read_file(aligned, file.aligned.format, file.aligned.csv, theirs, codes)
        if found != rows:
            message = f"has {found} rows for {rows} in {file.path}: they are not aligned"
            raise SourceError(message, place=Place(aligned))
    sources = _texts(ours, file.columns[0], path)
    targets = _texts(theirs, file.columns[1], aligned or path)
    for unit, translation, fuzzy in zip(sources, targets, _fuzzy(ours), strict=True):
        if unit and translation and not fuzzy:
            yield MemoryEntry(unit, canonical(translation))


def _texts(file: Path, column: str, origin: Path) -> Iterator[str | None]:
    with pq.ParquetFile(file) as opened:
        if column not in opened.schema_arrow.names:
            names = ", ".join(opened.schema_arrow.names)
            message = f"the memory has no column {column!r} but {names}"
            raise SourceError(message, place=Place(origin))
        found = opened.schema_arrow.field(column).type
        if not (pa.types.is_string(found) or pa.types.is_large_string(found)):
            message = f"the memory's column {column!r} is {found}, not text"
            raise SourceError(message, place=Place(origin))
        for batch in opened.iter_batches(_BATCH, columns=[column]):
            yield from batch.column(0).to_pylist()


def _fuzzy(file: Path) -> Iterator[bool]:
    """Yield for every unit whether its localisation file marks it as one to be looked at again."""
    with pq.ParquetFile(file) as opened:
        schema = opened.schema_arrow
        if "fuzzy" in schema.names and pa.types.is_boolean(schema.field("fuzzy").type):
            for batch in opened.iter_batches(_BATCH, columns=["fuzzy"]):
                yield from batch.column(0).to_pylist()
        else:
            yield from repeat(False, opened.metadata.num_rows)
