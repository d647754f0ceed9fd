"""Reads the parallel texts that benchmarks measure on (see README.md)."""

import hashlib
from collections.abc import Iterable
from pathlib import Path
from typing import NamedTuple

# Language code -> the Tatoeba file's ISO 639-3 code.
TATOEBA = {
    "ar": "ara",
    "da": "dan",
    "fo": "fao",
    "fr": "fra",
    "is": "isl",
    "nb": "nob",
    "nn": "nno",
    "sv": "swe",
    "vi": "vie",
}
_BUCKETS = 10


class Pairs(NamedTuple):
    """English texts and their translations, row by row."""

    sources: list[str]
    targets: list[str]


class Split(NamedTuple):
    """Pairs to choose on, and pairs to report on."""

    calibration: Pairs
    report: Pairs


def bucket(text: str) -> int:
    """Return a text's bucket, 0 to 9, by its SHA-256."""
    return int(hashlib.sha256(text.encode()).hexdigest(), 16) % _BUCKETS


def news(data: Path, code: str) -> Split:
    """Return NTREX-128 by document: buckets 5 and 6 to choose on, 7 to 9 to report on.

    Buckets 0 to 4 are what the embedded model was trained on.
    """
    folder = data / "ntrex128"
    documents = (folder / "DOCUMENT_IDS.tsv").read_text(encoding="utf-8").split()
    sources = _lines(folder / "ntrex.en")
    targets = _lines(folder / f"ntrex.{code}")
    rows = list(zip(map(bucket, documents), sources, targets, strict=True))
    return Split(
        _pairs((source, target) for place, source, target in rows if place in (5, 6)),
        _pairs((source, target) for place, source, target in rows if place in (7, 8, 9)),
    )


def by_document(data: Path, source: str, target: str, buckets: Iterable[int]) -> Pairs:
    """Return NTREX-128 between two of its languages, of the documents in some buckets."""
    folder, chosen = data / "ntrex128", set(buckets)
    documents = (folder / "DOCUMENT_IDS.tsv").read_text(encoding="utf-8").split()
    rows = zip(
        documents, *(_lines(folder / f"ntrex.{code}") for code in (source, target)), strict=True
    )
    return _pairs((ours, theirs) for document, ours, theirs in rows if bucket(document) in chosen)


def rows_of(data: Path, code: str, *, report: bool) -> list[tuple[str, str, str, str]]:
    """Return kind, document, English text and translation of news and sentences, as split above.

    A sentence is a document of its own.
    """
    folder = data / "ntrex128"
    documents = (folder / "DOCUMENT_IDS.tsv").read_text(encoding="utf-8").split()
    buckets = (7, 8, 9) if report else (5, 6)
    found = news(data, code).report if report else news(data, code).calibration
    names = [name for name in documents if bucket(name) in buckets]
    rows = [("news", name, ours, theirs) for name, ours, theirs in zip(names, *found, strict=True)]
    split = sentences(data, code)
    chosen = split.report if report else split.calibration
    return [
        *rows,
        *(("sentences", source, source, target) for source, target in zip(*chosen, strict=True)),
    ]


def sentences(data: Path, code: str) -> Split:
    """Return Tatoeba's sentences, half to choose on, half to report on; none was trained on."""
    file = data / "tatoeba_laser_v1" / f"eng-{TATOEBA[code]}.tsv"
    rows = [line.split("\t") for line in _lines(file)]
    half = _BUCKETS // 2
    return Split(
        _pairs((row[0], row[1]) for row in rows if bucket(row[0]) < half),
        _pairs((row[0], row[1]) for row in rows if bucket(row[0]) >= half),
    )


def _pairs(rows: Iterable[tuple[str, str]]) -> Pairs:
    listed = list(rows)
    return Pairs([source for source, _ in listed], [target for _, target in listed])


def _lines(file: Path) -> list[str]:
    return file.read_text(encoding="utf-8").rstrip("\n").split("\n")
