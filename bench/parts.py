"""Measures what comparing a long text part by part finds, on news documents of NTREX-128.

    python bench/parts.py --data DIR [--model static-1]

A document is good as its translators left it, and wrong where the second half of the translation is
that of other documents. Documents of buckets 7 to 9: no threshold was chosen on them.
"""

import argparse
from collections.abc import Iterator, Mapping
from itertools import cycle, islice
from pathlib import Path
from typing import NamedTuple

import numpy as np

from babelwright.catalog.load import load_catalog
from babelwright.catalog.locate import bundled_root
from babelwright.catalog.model import Catalog
from babelwright.fidelity.embedder import Embedder
from babelwright.fidelity.gate import FidelityGate, calibration_for
from babelwright.fidelity.open import open_embedder
from babelwright.fidelity.parts import weakest
from babelwright.fidelity.similarity import cosine
from parallel import TATOEBA, bucket

_REPORT = (7, 8, 9)


class Shares(NamedTuple):
    """Documents of two parts or more: how many are flagged, and of the wrong ones by the whole."""

    documents: int
    good: int
    wrong: int
    whole: int


def main() -> int:
    """Measure every language, with lines and with one line a document."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--data", type=Path, required=True, help="folder with the parallel texts")
    parser.add_argument("--model", default="static-1", help="embedder, as in builder.toml")
    options = parser.parse_args()
    catalog = load_catalog(bundled_root())
    embedder = open_embedder(options.model, catalog.rooms.models)
    print("between  language  documents  good flagged  wrong found  wrong found by the whole")
    for name, between in (("lines", "\n"), ("one line", " ")):
        total = Shares(0, 0, 0, 0)
        for code in sorted(TATOEBA):
            found = measure(catalog, embedder, options.data, code, between)
            total = Shares(*(a + b for a, b in zip(total, found, strict=True)))
            _show(name, code, found)
        _show(name, "all", total)
    return 0


def _show(name: str, code: str, found: Shares) -> None:
    numbers = "  ".join(f"{number:>9}" for number in found)
    print(f"{name:8} {code:8} {numbers}", flush=True)


def measure(catalog: Catalog, embedder: Embedder, data: Path, code: str, between: str) -> Shares:
    """Return how many good and wrong documents of a language are flagged."""
    both = (catalog.languages["en"], catalog.languages[code])
    gate = FidelityGate(calibration_for(embedder, both), catalog.gates)
    thresholds = catalog.gates.checks["fidelity-part"].thresholds
    documents = list(_documents(data, code).values())
    sources = [between.join(ours for ours, _ in rows) for rows in documents]
    good = [between.join(theirs for _, theirs in rows) for rows in documents]
    wrong = [between.join(_half_wrong(documents, place)) for place in range(len(documents))]
    found = weakest(
        embedder,
        sources,
        good,
        both,
        lines=int(thresholds["lines"]),
        sentences=int(thresholds["sentences"]),
    )
    long = [place for place, part in enumerate(found) if part]

    def flagged(targets: list[str]) -> int:
        chosen = [sources[place] for place in long], [targets[place] for place in long]
        return sum(bool(flags) for flags in gate.part_flags(embedder, *chosen, both))

    wholes = cosine(embedder.embed(sources), embedder.embed(wrong))[long]
    threshold = gate.calibration.cosine if gate.calibration else 0.0
    return Shares(len(long), flagged(good), flagged(wrong), int(np.sum(wholes < threshold)))


def _documents(data: Path, code: str) -> Mapping[str, list[tuple[str, str]]]:
    folder = data / "ntrex128"
    names = (folder / "DOCUMENT_IDS.tsv").read_text(encoding="utf-8").split()
    sides = [
        (folder / f"ntrex.{each}").read_text(encoding="utf-8").splitlines() for each in ("en", code)
    ]
    found: dict[str, list[tuple[str, str]]] = {}
    for name, ours, theirs in zip(names, *sides, strict=True):
        if bucket(name) in _REPORT:
            found.setdefault(name, []).append((ours, theirs))
    return found


def _half_wrong(documents: list[list[tuple[str, str]]], place: int) -> Iterator[str]:
    """Yield a document's translation, its second half from the documents after it."""
    rows = documents[place]
    half = len(rows) // 2
    yield from (theirs for _, theirs in rows[:half])
    after = documents[place + 1 :] + documents[:place]
    others = cycle(theirs for document in after for _, theirs in document)
    yield from islice(others, len(rows) - half)


if __name__ == "__main__":
    raise SystemExit(main())
