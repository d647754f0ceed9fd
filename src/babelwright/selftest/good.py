"""Good pairs to plant defects in: the samples', or a file's."""

import random
from collections.abc import Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory

import pyarrow.parquet as pq

from babelwright.catalog.locate import bundled_root
from babelwright.catalog.model import Catalog, CsvStyle, Language
from babelwright.checks.planted.base import Pair
from babelwright.errors import Place, SourceError
from babelwright.sources.files import format_of, read_file
from babelwright.text.normal import canonical

_SOURCE, _TARGET = "source", "target"
# Fewer have no neighbours for the margin, and every share of them is chance.
FEWEST = 8


class NoPairs(SourceError):
    """There is nothing, or too little, in these languages."""


@dataclass(frozen=True)
class Good:
    """Good pairs, and what else their texts are in.

    Attributes:
        pairs: The pairs.
        others: By language, the pairs' texts in it, row by row; rows without one are empty.
        origin: Where they come from, in words.
    """

    pairs: tuple[Pair, ...]
    others: Mapping[str, tuple[str, ...]]
    origin: str

    def sample(self, size: int, seed: int) -> "Good":
        """Return so many of the pairs, drawn by the seed, in their order; all where size is 0."""
        if not size or size >= len(self.pairs):
            return self
        rng = random.Random(f"{seed}/pairs")  # noqa: S311 - no secret
        rows = sorted(rng.sample(range(len(self.pairs)), size))
        return Good(
            tuple(self.pairs[row] for row in rows),
            {code: tuple(texts[row] for row in rows) for code, texts in self.others.items()},
            self.origin,
        )


def samples_folder(catalog: Catalog) -> Path:
    """Return the catalog's `samples/`; where it has none, the bundled one's."""
    own = catalog.rooms.builders.parent / "samples"
    return own if own.is_dir() else bundled_root() / "samples"


def sample_pairs(catalog: Catalog, source: Language, target: Language) -> Good:
    """Return the pairs of the samples: of every memory, and of `samples/pairs.jsonl`.

    Raises:
        NoPairs: They have too few for these languages.
        SourceError: A file of theirs cannot be read.
    """
    folder = samples_folder(catalog)
    rows: list[Mapping[str, str]] = []
    for file in (*sorted(folder.glob("memory/*.tmx")), folder / "pairs.jsonl"):
        if file.is_file():
            with suppress(NoPairs):  # one file of several need not have these languages
                rows += _rows(file, source, target, tuple(catalog.languages))
    return _good(rows, source, target, Place(folder), "samples")


def file_pairs(file: Path, catalog: Catalog, source: Language, target: Language) -> Good:
    """Return the pairs of a file.

    Args:
        file: TMX, TSV, CSV, JSON, JSONL or Parquet; its columns are called by the languages' codes,
            or `source` and `target`.
        catalog: For the codes of languages that other columns may be in.
        source: The sources' language.
        target: The targets'.

    Raises:
        SourceError: It cannot be read, or has no such columns, or too few pairs.
    """
    rows = list(_rows(file, source, target, tuple(catalog.languages)))
    return _good(rows, source, target, Place(file), str(file))


def _rows(
    file: Path, source: Language, target: Language, known: Sequence[str]
) -> Iterator[Mapping[str, str]]:
    """Yield the records of a file, its texts by the codes of their languages."""
    kind = format_of(file, None)
    if kind != "tmx":
        yield from _records(file, source, target, known)
        return
    found = {
        str(unit[_SOURCE]): {source.code: str(unit[_SOURCE]), target.code: str(unit[_TARGET])}
        for unit in _units(file, source.code, target.code)
    }
    for code in known if found else ():
        for unit in _units(file, source.code, code) if code != source.code else ():
            if row := found.get(str(unit[_SOURCE])):
                row[code] = str(unit[_TARGET])
    yield from found.values()


def _units(file: Path, source: str, target: str) -> Iterator[Mapping[str, object]]:
    with TemporaryDirectory(prefix="babelwright-") as folder:
        out = Path(folder) / "units.parquet"
        if read_file(file, None, CsvStyle(), out, (source, target)) and out.is_file():
            yield from pq.read_table(out).to_pylist()


def _records(
    file: Path, source: Language, target: Language, known: Sequence[str]
) -> Iterator[Mapping[str, str]]:
    with TemporaryDirectory(prefix="babelwright-") as folder:
        out = Path(folder) / "rows.parquet"
        if not read_file(file, None, CsvStyle(), out, (source.code, target.code)):
            return
        table = pq.read_table(out)
    names = set(table.column_names)
    plain = {_SOURCE, _TARGET} <= names
    if not plain and not {source.code, target.code} <= names:
        listed = ", ".join(sorted(names))
        raise NoPairs(
            f"has no columns {source.code!r} and {target.code!r}; it has {listed}",
            place=Place(file),
            hint="Call its columns by the languages' codes, or source and target",
        )
    columns = {_SOURCE: source.code, _TARGET: target.code} if plain else {}
    columns |= {code: code for code in known if code in names}
    for number, row in enumerate(table.select(list(columns)).to_pylist(), start=1):
        yield {columns[name]: _text(value, file, number, name) for name, value in row.items()}


def _text(value: object, file: Path, number: int, column: str) -> str:
    if value is None:
        return ""
    if not isinstance(value, str):
        message = f"column {column!r} of record {number} is no text: {value!r}"
        raise SourceError(message, place=Place(file), hint="Write texts in quotes")
    return value


def _good(
    rows: Sequence[Mapping[str, str]],
    source: Language,
    target: Language,
    place: Place,
    origin: str,
) -> Good:
    """Return the records that have both languages; a pair that is there twice counts once."""
    kept: dict[Pair, Mapping[str, str]] = {}
    for row in rows:
        pair = Pair(row.get(source.code, "").strip(), canonical(row.get(target.code, "")).strip())
        if pair.source and pair.target:
            kept.setdefault(pair, row)
    if len(kept) < FEWEST:
        raise NoPairs(
            f"{len(kept)} pairs from {source.name} to {target.name}: at least {FEWEST} are needed",
            place=place,
            hint="Name a file with good pairs: --pairs FILE (tmx, tsv, csv, jsonl, parquet)",
        )
    codes = {code for row in kept.values() for code in row} - {source.code, target.code}
    others = {
        code: tuple(row.get(code, "") for row in kept.values())
        for code in sorted(codes)
        if code not in (_SOURCE, _TARGET)
    }
    return Good(tuple(kept), others, origin)
