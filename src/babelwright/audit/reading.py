"""Reads one side of an audit: a release, a folder of files, or a dataset of the Hub.

Every table of every split becomes Parquet files; which table it is follows from the names of
config, file and folder, and from its columns.
"""

import csv
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import pyarrow.parquet as pq

from babelwright.audit.layouts import QRELS, RANKED, Piece, by_card, by_names, place_of
from babelwright.catalog.model import CsvStyle, Language
from babelwright.errors import Place, SourceError, UsageError
from babelwright.sources.files import read_file
from babelwright.sources.hub import card_facts, hub_contents, read_hub

HUB = "hf://"
_NAME = re.compile(r"[A-Za-z_][\w-]{0,39}")
_PAIR, _LABELLED = ("sentence1", "sentence2", "score"), ("text", "label")


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
        Piece(*place_of(config, split), (Path(f"{number}.parquet"),))
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
    said = list(by_card(folder, card))
    named = said or list(by_names(folder))
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
