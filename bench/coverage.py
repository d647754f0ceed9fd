"""Weighs and calibrates token coverage, and measures it on text that had no part in it.

    python bench/coverage.py --data DIR [--model static-1] [--write]

Defects are planted in NTREX-128 news (buckets 5 and 6, by document) and one half of Tatoeba's
sentences; logistic regressions learn to tell them from the good pairs, all languages and both
directions together. Thresholds lie where few of the good pairs are above them, each scored by
weights that its document had no part in. Everything printed is of buckets 7 to 9 and of Tatoeba's
other half. `--write` puts weights and thresholds into models/<model>/coverage.json.
"""

import argparse
import datetime
import json
import sys
import time
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np
import numpy.typing as npt
import pyarrow as pa

from babelwright.catalog.load import load_catalog
from babelwright.catalog.locate import bundled_root
from babelwright.catalog.model import Catalog
from babelwright.checks.base import Pairs
from babelwright.checks.gate import Flag, Verdict, judge, verdict
from babelwright.fidelity.combination import (
    QUESTIONS,
    Coverage,
    Usual,
    comparable,
    inputs,
    is_long,
    load_tables,
    scored,
    table_hash,
)
from babelwright.fidelity.embedder import Integers
from babelwright.fidelity.features import COUNTS, NAMES, features
from babelwright.fidelity.gate import FidelityGate, calibration_for
from babelwright.fidelity.similarity import Pool, cosine, margin
from babelwright.fidelity.static import StaticEmbedder
from babelwright.fidelity.words import Numbers
from parallel import TATOEBA, bucket, rows_of
from planted import Row, plant
from regression import logistic, out_of_fold

DATA = (
    "NTREX-128 news by document (buckets 5 and 6) and Tatoeba (LASER v1) sentences by hash, "
    "apart from what is measured"
)
DIRECTIONS = ("into", "from")
# What each question's regression learns from, and how much a pair of it weighs.
LEARNED: Mapping[str, Mapping[str, float]] = {
    "missing": {"every fifth word": 2.0, "a fifth in one": 1.0, "30 % cut": 0.7},
    "added": {"sentence added": 1.0},
    "other": {"shuffled": 1.0, "neighbour's text": 1.0, "last quarter replaced": 1.0},
    "untranslated": {"half in the source's language": 1.0},
}
# Shares of good pairs above each question's thresholds: 2 % and 0.3 % together are the goal, and a
# threshold that is chosen on few pairs is exceeded by more of others.
SOFT = {"missing": 0.0130, "added": 0.0012, "other": 0.0008, "untranslated": 0.0016}
HARD = {"missing": 0.0005, "added": 0.0004, "other": 0.0002, "untranslated": 0.0004}
# See `_threshold`.
_FEW, _OWN, _ONE = 3, 1.1, 0.6
# Share of a language's good pairs that are doubted at most.
_MOST = 0.018
_FOLDS = 4
_BATCH = 256
# A spread is never taken for less: a column that hardly varies would weigh anything.
_LEAST_SPREAD = 0.02
WORDS = (3, 120)


class Measured(NamedTuple):
    """Columns and source words of the good pairs (`good`) and of every defect, with their rows."""

    rows: list[Row]
    columns: dict[str, Numbers]
    counts: dict[str, Integers]
    places: dict[str, Integers]


class Key(NamedTuple):
    """A language and a direction."""

    code: str
    direction: str


def main() -> int:
    """Weigh, calibrate, measure."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--data", type=Path, required=True, help="folder with the parallel texts")
    parser.add_argument("--model", default="static-1", help="a folder of models/")
    parser.add_argument("--write", action="store_true", help="write the model's coverage.json")
    options = parser.parse_args()
    if not (options.data / "ntrex128").is_dir():
        print(f"{options.data} has no ntrex128/: see bench/README.md", file=sys.stderr)
        return 1
    catalog = load_catalog(bundled_root())
    folder = catalog.rooms.models / options.model
    embedder = StaticEmbedder(folder)
    ratios = _ratios(folder)
    blank = {key: _blank(embedder, folder, ratios, key) for key in _keys()}
    chosen = {key: measure(blank[key], options.data, key, report=False) for key in _keys()}
    usual = {key: _usual(blank[key].usual, chosen[key]) for key in _keys()}
    weights, scores = learn(chosen, usual)
    usual = calibrate(chosen, usual, scores)
    done = {key: _with(blank[key], usual[key], weights) for key in _keys()}
    measured = {key: report(catalog, done[key], options.data, key) for key in _keys()}
    if options.write:
        write(folder, embedder, weights, usual, measured)
    return 0


def _keys() -> list[Key]:
    return [Key(code, direction) for direction in DIRECTIONS for code in sorted(TATOEBA)]


def _ratios(folder: Path) -> dict[str, float]:
    from safetensors import safe_open

    with safe_open(folder / "coverage.safetensors", framework="numpy") as file:
        return {name: float(value) for name, value in file.metadata().items()}


def _blank(
    embedder: StaticEmbedder, folder: Path, ratios: Mapping[str, float], key: Key
) -> Coverage:
    """Return coverage that can measure, and decides nothing yet."""
    into, back = ratios[f"into-{key.code}"], ratios[f"back-{key.code}"]
    one, never = np.ones(len(NAMES)), np.full((2, len(QUESTIONS)), np.inf)
    pair = (into, back) if key.direction == "into" else (back, into)
    usual = Usual(*pair, np.zeros(len(NAMES)), one, never, never)
    nothing = np.zeros((len(QUESTIONS), 3 * len(NAMES) + 2))
    english = key.direction == "into"
    return Coverage(embedder, load_tables(folder), nothing, usual, english, {})


def _with(blank: Coverage, usual: Usual, weights: Numbers) -> Coverage:
    return Coverage(blank.embedder, blank.tables, weights, usual, blank.from_english, {})


def measure(coverage: Coverage, data: Path, key: Key, *, report: bool) -> Measured:
    """Measure the good pairs and every defect of a language and direction."""
    rows = [
        Row(kind, document, *((source, target) if key.direction == "into" else (target, source)))
        for kind, document, source, target in rows_of(data, key.code, report=report)
    ]
    wanted = {"good"} | {name for kinds in LEARNED.values() for name in kinds}
    planted = {
        name: targets for name, targets in _targets(rows).items() if report or name in wanted
    }
    parts: dict[str, list[tuple[Numbers, Integers, Integers]]] = {}
    for start in range(0, len(rows), _BATCH):
        part = slice(start, start + _BATCH)
        source = coverage.side([row.source for row in rows[part]], source=True)
        for name, targets in planted.items():
            target = coverage.side([each or "" for each in targets[part]], source=False)
            at = comparable(source, target, *WORDS)
            found = features(source, target, at)[0][at], source.words.counts[at], start + at
            parts.setdefault(name, []).append(found)
    joined = {
        name: [np.concatenate(each) for each in zip(*found, strict=True)]
        for name, found in parts.items()
    }
    columns, counts, places = ({n: j[i] for n, j in joined.items()} for i in range(3))
    return Measured(rows, columns, counts, places)


def _targets(rows: Sequence[Row]) -> dict[str, list[str | None]]:
    """Return the good targets, and those with each defect."""
    good: list[str | None] = [row.target for row in rows]
    return {"good": good, **plant(rows)}


def _usual(blank: Usual, measured: Measured) -> Usual:
    """Return what is usual among the good pairs."""
    good = measured.columns["good"]
    low, center, high = np.percentile(good, (16, 50, 84), axis=0)
    spread = np.maximum((high - low) / 2, _LEAST_SPREAD)
    counted = np.array([name in COUNTS for name in NAMES])
    return blank._replace(
        center=_rounded(np.where(counted, 0, center), 4),
        spread=_rounded(np.where(counted, 1, spread), 4),
    )


def _rounded(values: Any, decimals: int) -> Numbers:
    rounded: Numbers = np.asarray(values, dtype=np.float64).round(decimals)
    return rounded


def learn(
    chosen: Mapping[Key, Measured], usual: Mapping[Key, Usual]
) -> tuple[Numbers, dict[str, dict[Key, Numbers]]]:
    """Return the weights of every question, and the good pairs' scores by others' weights."""
    weights, scores = [], {}
    for question, kinds in LEARNED.items():
        parts = [(key, name) for key in chosen for name in ("good", *kinds)]
        matrix = np.concatenate(
            [inputs(chosen[k].columns[n], chosen[k].counts[n], usual[k]) for k, n in parts]
        )
        wrong = np.concatenate(
            [np.full(len(chosen[k].places[n]), float(n != "good")) for k, n in parts]
        )
        folds = np.concatenate([_folds(chosen[k], n) for k, n in parts])
        weight = np.concatenate(
            [np.full(len(chosen[k].places[n]), kinds.get(n, 1.0)) for k, n in parts]
        )
        weight[wrong == 0] *= weight[wrong == 1].sum() / (wrong == 0).sum()
        weights.append(np.round(logistic(matrix, wrong, weight), 4))
        held_out = out_of_fold(matrix, wrong, weight, folds)
        ends = np.cumsum([len(chosen[k].places[n]) for k, n in parts])
        scores[question] = {
            key: held_out[end - len(chosen[key].places[name]) : end]
            for (key, name), end in zip(parts, ends.tolist(), strict=True)
            if name == "good"
        }
    return np.array(weights), scores


def _folds(measured: Measured, name: str) -> npt.NDArray[np.int64]:
    documents = [measured.rows[place].document for place in measured.places[name].tolist()]
    return np.array([bucket(f"fold {each}") % _FOLDS for each in documents], dtype=np.int64)


def calibrate(
    chosen: Mapping[Key, Measured],
    usual: Mapping[Key, Usual],
    scores: Mapping[str, Mapping[Key, Numbers]],
) -> dict[Key, Usual]:
    """Choose the thresholds of every language and direction, for short and for long sources."""
    long = {key: is_long(measured.counts["good"]) for key, measured in chosen.items()}
    found = {}
    for key in chosen:
        soft, hard = (
            [
                [
                    _threshold(
                        scores[question][key][long[key] == size],
                        np.concatenate([scores[question][k][long[k] == size] for k in chosen]),
                        shares[question],
                    )
                    for question in QUESTIONS
                ]
                for size in (0, 1)
            ]
            for shares in (SOFT, HARD)
        )
        for size in (0, 1):
            own = [scores[question][key][long[key] == size] for question in QUESTIONS]
            soft[size] = _within(np.stack(own, axis=1), np.array(soft[size]))
        found[key] = usual[key]._replace(
            soft=_rounded(soft, 3), hard=_rounded(np.maximum(hard, soft), 3)
        )
    return found


def _within(own: Numbers, soft: Numbers) -> list[float]:
    """Return thresholds that doubt no more than `_MOST` of a language's good pairs in all.

    The first question, which most of them are for, gives way.
    """
    other = (own[:, 1:] >= soft[1:]).any(axis=1)
    left = (_MOST - other.mean()) / max(1 - other.mean(), 1e-9)
    least = float(np.quantile(own[~other, 0], 1 - max(left, 0)))
    return [max(float(soft[0]), least), *soft[1:].tolist()]


def _threshold(own: Numbers, every: Numbers, share: float) -> float:
    """Return the score that a share of the good pairs is above.

    A language has some hundred pairs, in which few hundredths are many and few thousandths none.
    So it is the mean of its own quantile and of that of all languages, or of all languages alone
    where no more than `_FEW` of its own pairs would be above its own; and never lets more than
    `_OWN` times the share and `_ONE` pairs of its own pass.
    """
    common = float(np.quantile(every, 1 - share))
    most = min(_OWN * share + _ONE / len(own), 1.0)
    if share * len(own) > _FEW:
        common = (common + float(np.quantile(own, 1 - share))) / 2
    return max(common, float(np.quantile(own, 1 - most)))


def report(catalog: Catalog, coverage: Coverage, data: Path, key: Key) -> dict[str, Any]:
    """Print and return what is flagged of the report pairs: by coverage, and by everything."""
    started = time.process_time()
    measured = measure(coverage, data, key, report=True)
    seconds = time.process_time() - started
    pairs = sum(len(counts) for counts in measured.counts.values())
    print(f"\n{key.code} {key.direction}: {pairs / seconds:.0f} pairs a second of CPU time")
    print(f"{'':32}{'news':^30}{'sentences':^30}")
    print(f"{'':32}" + f"{'soft':>8}{'hard':>8}{'with all':>10}    " * 2)
    everything = Everything(catalog, coverage.embedder, measured.rows, key)
    found: dict[str, Any] = {}
    for name in measured.columns:
        found[name] = _shares(coverage, measured, everything, name)
        shares = "".join(
            f"{each['soft']:8.1%}{each['hard']:8.1%}{each['all']:10.1%}    "
            for each in found[name].values()
        )
        print(f"{name:32}{shares}", flush=True)
    return found


def _shares(
    coverage: Coverage, measured: Measured, everything: "Everything", name: str
) -> dict[str, dict[str, float]]:
    usual, rows = coverage.usual, measured.rows
    scores = scored(measured.columns[name], measured.counts[name], usual, coverage.weights)
    long = is_long(measured.counts[name])
    targets = _targets(rows)[name]
    planted = [place for place, target in enumerate(targets) if target]
    soft, hard = np.zeros(len(rows), dtype=bool), np.zeros(len(rows), dtype=bool)
    soft[measured.places[name]] = (scores >= usual.soft[long]).any(axis=1)
    hard[measured.places[name]] = (scores >= usual.hard[long]).any(axis=1)
    other = everything.flagged(targets)
    found = {}
    for kind in ("news", "sentences"):
        at = [place for place in planted if rows[place].kind == kind]
        found[kind] = {
            "soft": round(float(soft[at].mean()), 4),
            "hard": round(float(hard[at].mean()), 4),
            "all": round(float((soft | other)[at].mean()), 4),
        }
    return found


class Everything:
    """All checks and fidelity, without coverage."""

    def __init__(self, catalog: Catalog, embedder: Any, rows: Sequence[Row], key: Key) -> None:
        self._gates, self._embedder, self._rows = catalog.gates, embedder, rows
        both = [catalog.languages["en"], catalog.languages[key.code]]
        source, target = both if key.direction == "into" else reversed(both)
        self._languages = (source, target)
        self._fidelity = FidelityGate(calibration_for(embedder, self._languages), catalog.gates)
        self._keys = np.arange(len(rows))
        self._sources = embedder.embed([row.source for row in rows])
        self._pool = Pool(self._keys, self._sources, embedder.embed([row.target for row in rows]))

    def flagged(self, targets: Sequence[str | None]) -> npt.NDArray[np.bool_]:
        """Return which pairs have a flag that is soft or hard."""
        texts = [target or "" for target in targets]
        table = pa.table({"source": [row.source for row in self._rows], "target": texts})
        flags = judge(Pairs(table, *self._languages), self._gates)
        vectors = self._embedder.embed(texts)
        far = self._fidelity.flags(
            cosine(self._sources, vectors),
            margin(self._keys, self._sources, vectors, self._pool),
        )
        return np.array([_matters([*a, *b]) for a, b in zip(flags, far, strict=True)])


def _matters(flags: Sequence[Flag]) -> bool:
    return verdict(flags) is not Verdict.PASS


def write(
    folder: Path,
    embedder: StaticEmbedder,
    weights: Numbers,
    usual: Mapping[Key, Usual],
    measured: Mapping[Key, Mapping[str, Any]],
) -> None:
    """Write the model's coverage.json."""
    languages: dict[str, Any] = {}
    for key, each in usual.items():
        languages.setdefault(key.code, {})[key.direction] = {
            "ratio": each.ratio,
            "back": each.back,
            "center": each.center.tolist(),
            "spread": each.spread.tolist(),
            "soft": dict(zip(QUESTIONS, each.soft.T.tolist(), strict=True)),
            "hard": dict(zip(QUESTIONS, each.hard.T.tolist(), strict=True)),
            "measured": measured[key],
        }
    content = {
        "embedder": embedder.fingerprint,
        "tables": table_hash(folder),
        "date": datetime.datetime.now(tz=datetime.UTC).date().isoformat(),
        "data": DATA,
        "columns": list(NAMES),
        "weights": dict(zip(QUESTIONS, weights.tolist(), strict=True)),
        "languages": languages,
    }
    text = json.dumps(content, ensure_ascii=False, separators=(",", ":"))
    (folder / "coverage.json").write_text(text + "\n", encoding="utf-8")


if __name__ == "__main__":
    sys.exit(main())
