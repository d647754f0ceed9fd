"""Which table, split and config a file is, by its card or by the names of folders and file."""

import re
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any, NamedTuple

from babelwright.catalog.paths import path_problem
from babelwright.errors import Place, SourceError

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
_WORDS = re.compile(r"[^a-z0-9]+")


class Piece(NamedTuple):
    """A table of a split in files."""

    config: str
    table: str
    split: str
    files: tuple[Path, ...]


def by_card(folder: Path, card: Mapping[str, Any]) -> Iterator[Piece]:
    """Yield what the card says of configs and their files, as the Hub reads it.

    Raises:
        SourceError: It names files that are not in the folder.
    """
    for config in card.get("configs") or ():
        files = config.get("data_files") or ()
        for each in files if isinstance(files, list) else ():
            patterns = each["path"] if isinstance(each["path"], list) else [each["path"]]
            for pattern in patterns:
                if message := path_problem(str(pattern)):
                    raise SourceError(message, place=Place(folder / "README.md"))
            paths = sorted(path for pattern in patterns for path in folder.glob(pattern))
            if paths:
                yield Piece(*place_of(config["config_name"], each["split"]), tuple(paths))


def by_names(folder: Path) -> Iterator[Piece]:
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


def place_of(config: str, split: str) -> tuple[str, str, str]:
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
