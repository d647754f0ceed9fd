"""Chooses each language's fidelity thresholds, and measures them on text that had no part in it.

    python bench/calibrate.py --data DIR [--model static-1] [--write]

A threshold lies where 1 % of professional translations and of Tatoeba's sentences lie below it, or
lower, where 1 % of shuffled pairs lie above it. What is below both thresholds is rejected.
`--write` puts them into languages/*.toml, with the date, the data and what was measured.
"""

import argparse
import datetime
import re
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import NamedTuple

from babelwright.catalog.locate import bundled_root
from babelwright.fidelity.calibrate import (
    Measured,
    Scored,
    Thresholds,
    choose,
    measure,
    score,
    shuffled,
)
from babelwright.fidelity.embedder import Embedder
from babelwright.fidelity.open import open_embedder
from parallel import TATOEBA, Pairs, news, sentences

SHARE = 0.01
DATA = (
    "NTREX-128 news by document and Tatoeba (LASER v1) sentences by hash, "
    "apart from what they are measured on"
)


class Result(NamedTuple):
    """A language's thresholds, and the shares below them on the report pairs."""

    thresholds: Thresholds
    good: Measured
    shuffled: Measured


def main() -> int:
    """Calibrate every language."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=_Raw)
    parser.add_argument("--data", type=Path, required=True, help="folder with the parallel texts")
    parser.add_argument("--model", default="static-1", help="embedder, as in builder.toml")
    parser.add_argument("--write", action="store_true", help="write languages/*.toml")
    options = parser.parse_args()
    if not (options.data / "ntrex128").is_dir():
        print(f"{options.data} has no ntrex128/: see bench/README.md", file=sys.stderr)
        return 1
    root = bundled_root()
    embedder = open_embedder(options.model, root / "models")
    print("language  cosine  margin  good<cos  good<both  shuffled<cos  shuffled<both")
    for code in sorted(TATOEBA):
        result = calibrate(embedder, options.data, code)
        print(_row(code, result))
        if options.write:
            write(root / "languages" / f"{code}.toml", embedder, result)
    return 0


class _Raw(argparse.RawDescriptionHelpFormatter):
    pass


def calibrate(embedder: Embedder, data: Path, code: str) -> Result:
    """Choose a language's thresholds on one half of the data and measure them on the other."""
    news_part, sentences_part = news(data, code), sentences(data, code)
    chosen = (news_part.calibration, sentences_part.calibration)
    thresholds = choose(_good(embedder, chosen), _shuffled(embedder, chosen), SHARE)
    report = (news_part.report, sentences_part.report)
    good = measure(_good(embedder, report), thresholds)
    wrong = measure(_shuffled(embedder, report), thresholds)
    return Result(thresholds, good, wrong)


def _good(embedder: Embedder, parts: Sequence[Pairs]) -> Scored:
    return _joined([score(embedder, part.sources, part.targets) for part in parts])


def _shuffled(embedder: Embedder, parts: Sequence[Pairs]) -> Scored:
    """Score each source with another one's translation of the same kind of text.

    The pool has the right translations too, as it has in a build where a few rows slipped.
    """
    found = []
    for part in parts:
        sources, targets = part
        moved = [targets[partner] for partner in shuffled(len(sources))]
        both = score(embedder, [*sources, *sources], [*targets, *moved])
        found.append(Scored(both.cosines[len(sources) :], both.margins[len(sources) :]))
    return _joined(found)


def _joined(parts: list[Scored]) -> Scored:
    import numpy as np

    return Scored(
        np.concatenate([part.cosines for part in parts]),
        np.concatenate([part.margins for part in parts]),
    )


def _row(code: str, result: Result) -> str:
    return (
        f"{code:<8}  {result.thresholds.cosine:6.3f}  {result.thresholds.margin:6.3f}"
        f"  {result.good.cosine:8.2%}  {result.good.both:9.2%}"
        f"  {result.shuffled.cosine:12.2%}  {result.shuffled.both:13.2%}"
    )


def write(file: Path, embedder: Embedder, result: Result) -> None:
    """Put a language's calibration for an embedder into its file."""
    name = embedder.name
    table = f"""
[calibration.{name}]
embedder    = "{embedder.fingerprint}"
cosine      = {result.thresholds.cosine}
margin      = {result.thresholds.margin}
false_alarm = {result.good.both:.4f}
detection   = {result.shuffled.both:.4f}
date        = "{datetime.datetime.now(tz=datetime.UTC).date().isoformat()}"
data        = "{DATA}"
"""
    text = file.read_text(encoding="utf-8")
    older = re.compile(rf"\n\[calibration\.{re.escape(name)}\]\n(?:[^\[].*\n)*")
    file.write_text(older.sub("", text).rstrip("\n") + "\n" + table, encoding="utf-8")


if __name__ == "__main__":
    sys.exit(main())
