"""Reads one side of an audit: a release, a folder of files, or a dataset of the Hub.

Every table of every split becomes Parquet files; which table it is follows from the names of
config, file and folder, and from its columns.
"""

import csv
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, NamedTuple

import pyarrow.parquet as pq

from babelwright.catalog.model import CsvStyle, Language
from babelwright.errors import Place, SourceError, UsageError
from babelwright.sources.files import read_file
from babelwright.sources.hub import card_facts, hub_contents, read_hub

HUB = "hf://"
ROWS, CORPUS, QUERIES, QRELS, RANKED = "rows", "corpus", "queries", "qrels", "top_ranked"
SHARED = "all"
_TABLES = {
    "corpus": CORPUS,
    "documents": CORPUS,
    "queries": QUERIES,
    "query": QUERIES,
    "qrels": QRELS,
    "top_ranked": RANKED,
}
_SPLITS = {"train": "train", "test": "test", "dev": "dev", "validation": "validation"}
_SPLITS |= {"valid": "validation", "val": "validation", "devtest": "devtest"}
_SUFFIXES = (".parquet", ".jsonl", ".ndjson", ".json", ".csv", ".tsv")
# What lies beside the rows of a release or a repository.
_BESIDE = re.compile(
    r"(?:manifest|croissant|dataset_infos?|dataset_dict|state|config|stats?|"
    r"provenance|rejected|relabel|descriptive_stats)$"
)
_PART = re.compile(r"-\d{5}-of-\d{5}(?:-[0-9a-f]+)?$|-\d+$")
_NAME = re.compile(r"[A-Za-z_][\w-]{0,39}")
_WORDS = re.compile(r"[^a-z0-9]+")
_PAIR, _LABELLED = ("sentence1", "sentence2", "score"), ("text", "label")


class Piece(NamedTuple):
    """A table of a split in files."""

    config: str
    table: str
    split: str
    files: tuple[Path, ...]


@dataclass(frozen=True)
class Side:
    """One side of an audit.

    Attributes:
        where: As it was asked for, with the revision that was read.
        config: The config that was taken; empty where there is one alone.
        licence: By its card.
        languages: By its card.
        tables: Files by table and split.
        notes: What had to be guessed to read it.
    """

    where: str
    config: str
    licence: str | None
    languages: tuple[str, ...]
    tables: Mapping[tuple[str, str], tuple[Path, ...]]
    notes: tuple[str, ...]


def read_side(where: str, language: Language | None, scratch: Path) -> Side:
    """Read a side.

    Args:
        where: A folder, or `hf://ORG/NAME@REVISION`.
        language: Whose config is taken, where there are several.
        scratch: Existing folder for what is no Parquet, or not on this disk.

    Raises:
        UsageError: There is no such folder, or several configs and none of the language.
        SourceError: It has no rows, or they cannot be read.
    """
    notes: list[str] = []
    if where.startswith(HUB):
        named, licence, languages, pieces = _of_hub(where, language, scratch)
    else:
        named, licence, languages, pieces = _of_folder(Path(where), scratch, notes)
    config, chosen = _chosen(pieces, language, where)
    tables: dict[tuple[str, str], tuple[Path, ...]] = {}
    for piece in chosen:
        key = (piece.table, piece.split)
        tables[key] = (*tables.get(key, ()), *piece.files)
    if not tables:
        hint = "It takes parquet, jsonl, json, csv and tsv in mteb's layout, or a release"
        raise SourceError("has no rows that an audit can read", place=Place(where), hint=hint)
    return Side(named, config, licence, languages, tables, tuple(notes))


def _of_hub(
    where: str, language: Language | None, scratch: Path
) -> tuple[str, str | None, tuple[str, ...], list[Piece]]:
    repo, _, revision = where.removeprefix(HUB).removeprefix("datasets/").partition("@")
    if repo.count("/") != 1:
        raise UsageError(
            f"{where!r} names no dataset", hint="Write hf://ORGANISATION/NAME@REVISION"
        )
    found = hub_contents(repo, revision or None)
    listed = [
        Piece(*_place(config, split), (Path(f"{number}.parquet"),))
        for number, (config, split) in enumerate(found.splits)
    ]
    _, wanted = _chosen(listed, language, where)
    pieces = []
    for number, (config, split) in enumerate(found.splits):
        if listed[number] not in wanted:
            continue
        file = scratch / f"{number}.parquet"
        if read_hub(repo, found.revision, config, split, file):
            pieces.append(_by_columns(listed[number]._replace(files=(file,))))
    return f"{HUB}{repo}@{found.revision[:7]}", found.licence, found.languages, pieces


def _of_folder(
    folder: Path, scratch: Path, notes: list[str]
) -> tuple[str, str | None, tuple[str, ...], list[Piece]]:
    if not folder.is_dir():
        hint = "SOURCE and TRANSLATED are folders, hf://ORG/NAME, or mteb's statistics (.json)"
        raise UsageError(f"{folder} is not a folder", hint=hint)
    card = card_facts(folder)
    declared = list(_declared(folder, card))
    named = declared or list(_found(folder))
    pieces = []
    for number, piece in enumerate(named):
        files = []
        for place, file in enumerate(piece.files):
            out = scratch / f"{number}-{place}.parquet"
            files.append(_parquet(file, out, notes))
        kept = tuple(each for each in files if each is not None)
        if kept:
            pieces.append(_by_columns(piece._replace(files=kept)))
    licence, languages = card.get("license"), card.get("language") or ()
    listed = (languages,) if isinstance(languages, str) else tuple(map(str, languages))
    return str(folder), None if licence is None else str(licence), listed, pieces


def _declared(folder: Path, card: Mapping[str, Any]) -> Iterator[Piece]:
    """Yield what the card says of configs and their files, as the Hub reads it."""
    for config in card.get("configs") or ():
        files = config.get("data_files") or ()
        for each in files if isinstance(files, list) else ():
            patterns = each["path"] if isinstance(each["path"], list) else [each["path"]]
            paths = sorted(path for pattern in patterns for path in folder.glob(pattern))
            if paths:
                yield Piece(*_place(config["config_name"], each["split"]), tuple(paths))


def _found(folder: Path) -> Iterator[Piece]:
    """Yield the files of a folder that has no card, by their names."""
    parts: dict[tuple[str, str, str], list[Path]] = {}
    for file in sorted(folder.rglob("*")):
        inside = file.relative_to(folder)
        hidden = any(part.startswith(".") for part in inside.parts)
        if file.suffix.lower() not in _SUFFIXES or hidden or _BESIDE.match(file.stem):
            continue
        stem = _PART.sub("", file.stem)
        folders = [part for part in inside.parts[:-1] if part not in ("data", "default")]
        parts.setdefault(_named([*folders, stem]), []).append(file)
    for (config, table, split), files in parts.items():
        yield Piece(config, table, split, tuple(files))


def _place(config: str, split: str) -> tuple[str, str, str]:
    """Return config, table and split by the names that the Hub has for them."""
    base, table = _without_table(config)
    if table in (CORPUS, QUERIES):
        return base, table, SHARED
    if split in _TABLES:  # mteb's older layout: a split that is called like its table
        return base, _TABLES[split], SHARED
    return base, table, split


def _without_table(config: str) -> tuple[str, str]:
    for name, table in _TABLES.items():
        if config == name:
            return "", table
        if config.endswith((f"-{name}", f"_{name}")):
            return config[: -len(name) - 1], table
    return ("" if config == "default" else config), ROWS


def _named(names: Sequence[str]) -> tuple[str, str, str]:
    """Return config, table and split by the names of folders and file."""
    table, split, rest = ROWS, "", []
    for name in names:
        words = [word for word in _WORDS.split(name.casefold()) if word]
        if name.casefold() in _TABLES:
            table = _TABLES[name.casefold()]
            continue
        left = []
        for word in words:
            if word in _TABLES and table == ROWS:
                table = _TABLES[word]
            elif word in _SPLITS and not split:
                split = _SPLITS[word]
            else:
                left.append(word)
        if left:
            rest.append(name if len(left) == len(words) else "-".join(left))
    shared = table in (CORPUS, QUERIES)
    if not split and not shared and rest:
        split = rest.pop()
    return "/".join(rest), table, SHARED if shared else split or SHARED


def _by_columns(piece: Piece) -> Piece:
    """Return a piece as the table that its columns make it."""
    columns = set(pq.read_schema(piece.files[0]).names)
    if {"query-id", "corpus-id"} <= columns or {"query_id", "corpus_id"} <= columns:
        return piece._replace(table=QRELS)
    if {"query-id", "corpus-ids"} <= columns:
        return piece._replace(table=RANKED)
    return piece


def _parquet(file: Path, out: Path, notes: list[str]) -> Path | None:
    """Return a file as Parquet; None where it has no rows."""
    if file.suffix.lower() == ".parquet":
        try:
            return file if pq.read_metadata(file).num_rows else None
        except (OSError, ValueError) as error:
            message = f"is not a Parquet file: {error}"
            raise SourceError(message, place=Place(file)) from error
    styles = [CsvStyle()]
    if file.suffix.lower() in (".csv", ".tsv"):
        columns = _columns(file, notes)
        plain = CsvStyle(header=not columns, columns=columns, quoting="none")
        styles = [CsvStyle(header=not columns, columns=columns)]
        styles += [plain] if file.suffix.lower() == ".tsv" else []
    first: SourceError | None = None
    for style in styles:
        try:
            return out if read_file(file, None, style, out) else None
        except SourceError as error:  # a quotation mark may be one of the text's own
            first = first or error
    assert first  # noqa: S101 - there is a style
    raise first


def _columns(file: Path, notes: list[str]) -> tuple[str, ...]:
    """Return names for the columns of a table without a header; none where it has one."""
    delimiter = "\t" if file.suffix.lower() == ".tsv" else ","
    with file.open(encoding="utf-8-sig", errors="replace", newline="") as stream:
        first = next(csv.reader(stream, delimiter=delimiter), [])
    if not first or all(_NAME.fullmatch(cell.strip()) for cell in first):
        return ()
    numbers = [_is_number(cell) for cell in first]
    names: tuple[str, ...]
    if numbers == [False, False, True]:
        names = _PAIR
    elif numbers == [False, True]:
        names = _LABELLED
    elif len(first) == 2:  # noqa: PLR2004 - two texts
        names = _PAIR[:2]
    else:
        raise SourceError(
            f"has no header: the {len(first)} cells of its first row are no names of columns",
            place=Place(file, 1),
            hint="Write the columns' names into the first row",
        )
    note = f"{file} has no header: its columns are taken for {', '.join(names)}"
    if note not in notes:
        notes.append(note)
    return names


def _is_number(cell: str) -> bool:
    try:
        float(cell)
    except ValueError:
        return False
    return True


def _chosen(
    pieces: Sequence[Piece], language: Language | None, where: str
) -> tuple[str, list[Piece]]:
    """Return the config of a language, and its pieces."""
    configs = list(dict.fromkeys(piece.config for piece in pieces))
    if len(configs) <= 1:
        return next(iter(configs), ""), list(pieces)
    found = [config for config in configs if language and _is_of(config, language)]
    if len(found) != 1:
        listed = ", ".join(config or "(none)" for config in sorted(configs))
        which = f"{len(found)} of them are" if found else "none is"
        told = f"{which} called {language.code}" if language else "no language is said"
        raise UsageError(
            f"{where} has several configs, and {told}: {listed}",
            hint="Say the language of each side: --source-lang and --lang; or name one's folder",
        )
    # What is in no config of a language, judgements for one, is shared by all.
    shared = [each for each in pieces if each.config == "" and each.table in (QRELS, RANKED)]
    return found[0], [*(each for each in pieces if each.config == found[0]), *shared]


def _is_of(config: str, language: Language) -> bool:
    spoken, _, script = language.mteb_code.partition("-")
    names = {language.code, language.hub_code, spoken, f"{spoken}_{script}", f"{spoken}-{script}"}
    names |= {language.name, language.detection.py3langid}
    last = config.rsplit("/", 1)[-1]
    return last.casefold() in {name.casefold() for name in names}


def splits_of(tables: Iterable[tuple[str, str]], table: str) -> list[str]:
    """Return the splits of a table."""
    return [split for name, split in tables if name == table]
