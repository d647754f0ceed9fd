"""Measures language identification: one sentence, and windows of three, of every language.

    python bench/langid.py --data DATA [--part calibration]

`report` is NTREX-128 by document (buckets 7 to 9) and the half of Tatoeba that nothing was chosen
on; `calibration` is what words, weights and thresholds were chosen on: NTREX-128's buckets 0 to 6
and Tatoeba's other half. Windows are three sentences in a row, of one document in NTREX-128.
"""

import argparse
import statistics
import sys
import time
from collections import Counter
from collections.abc import Callable, Sequence
from itertools import groupby
from pathlib import Path

from babelwright.catalog.load import load_catalog
from babelwright.catalog.locate import bundled_root
from babelwright.text.reading import identifier, reader_of
from parallel import TATOEBA, bucket

RUNS = 5
WINDOW = 3
CHOSEN_ON = range(7)

# Sentences by document; those of Tatoeba are one document.
Documents = list[list[str]]
# Returns the language's code.
Read = Callable[[str], str]


def main() -> int:
    """Print the figures."""
    parser = argparse.ArgumentParser(description=__doc__.split("\n", 1)[0] if __doc__ else "")
    parser.add_argument("--data", type=Path, required=True, help="see README.md")
    parser.add_argument("--part", choices=("report", "calibration"), default="report")
    options = parser.parse_args()
    languages = load_catalog(bundled_root()).languages
    reader = reader_of(languages.values())
    labels = {each.detection.py3langid: code for code, each in languages.items()}
    classify = identifier(frozenset(labels)).classify
    ours: Read = lambda text: reader.read(text).code  # noqa: E731
    plain: Read = lambda text: labels[classify(text)[0]]  # noqa: E731
    report = options.part == "report"
    sets = {
        "NTREX-128": {code: _news(options.data, code, report=report) for code in languages},
        "Tatoeba": {code: _tatoeba(options.data, code, report=report) for code in languages},
    }
    for name, documents in sets.items():
        print(f"{name}, {options.part} part")
        single = _all(documents, 1, ours)
        _print_accuracy("one sentence", single)
        _print_accuracy("one sentence, py3langid alone", _all(documents, 1, plain))
        _print_accuracy("three sentences", _all(documents, WINDOW, ours))
        _print_accuracy("three sentences, py3langid alone", _all(documents, WINDOW, plain))
        print("one sentence: rows are what it is, columns what it reads as")
        _print_matrix(single)
        print()
    sentences = [text for each in sets["NTREX-128"].values() for text in _texts(each, 1)]
    _print_rate("all of it", sentences, ours)
    _print_rate("py3langid alone", sentences, plain)
    return 0


def _news(data: Path, code: str, *, report: bool) -> Documents:
    folder = data / "ntrex128"
    names = (folder / "DOCUMENT_IDS.tsv").read_text(encoding="utf-8").split()
    rows = zip(names, _lines(folder / f"ntrex.{code}"), strict=True)
    return [
        [text for _, text in group]
        for name, group in groupby(rows, key=lambda row: row[0])
        if (bucket(name) in CHOSEN_ON) is not report
    ]


def _tatoeba(data: Path, code: str, *, report: bool) -> Documents:
    folder = data / "tatoeba_laser_v1"
    files = [folder / f"eng-{iso}.tsv" for iso in TATOEBA.values() if code in ("en", _of(iso))]
    rows = [line.split("\t") for file in files for line in _lines(file)]
    side = 0 if code == "en" else 1
    found = [row[side] for row in rows if (bucket(row[0]) >= 5) is report]  # noqa: PLR2004
    return [list(dict.fromkeys(found))]


def _of(iso: str) -> str:
    return next(code for code, other in TATOEBA.items() if other == iso)


def _lines(file: Path) -> list[str]:
    return file.read_text(encoding="utf-8").rstrip("\n").split("\n")


def _texts(documents: Documents, size: int) -> list[str]:
    """Return so many sentences in a row as one text; what is left over in a document is not."""
    return [
        " ".join(each[at : at + size])
        for each in documents
        for at in range(0, len(each) - size + 1, size)
    ]


def _all(documents: dict[str, Documents], size: int, read: Read) -> dict[str, Counter[str]]:
    return {code: Counter(map(read, _texts(each, size))) for code, each in documents.items()}


def _print_accuracy(what: str, found: dict[str, Counter[str]]) -> None:
    shares = (
        f"{code} {counts[code] / counts.total():.2%} of {counts.total()}"
        for code, counts in found.items()
    )
    print(f"  {what}: " + ", ".join(shares))


def _print_matrix(found: dict[str, Counter[str]]) -> None:
    print("    | | " + " | ".join(found) + " |")
    print("    |---" * (len(found) + 1) + "|")
    for code, counts in found.items():
        print(f"    | {code} | " + " | ".join(str(counts[each]) for each in found) + " |")


def _print_rate(what: str, texts: Sequence[str], read: Read) -> None:
    rates = []
    for _ in range(RUNS):
        started = time.perf_counter()
        Counter(map(read, texts))
        rates.append(len(texts) / (time.perf_counter() - started))
    rates.sort()
    print(
        f"{what}, {len(texts)} sentences, {RUNS} runs: {statistics.median(rates):,.0f} sentences/s "
        f"({rates[0]:,.0f}, {rates[-1]:,.0f})"
    )


if __name__ == "__main__":
    sys.exit(main())
