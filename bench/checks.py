"""Times the checks on the samples' pairs, or on news: all together, and each one's share.

    python bench/checks.py [--pairs N] [--data DIR] [--lang vi]

Language identification is timed apart: it reads each text, the others look at columns. The
alternative in the same run is the loop a user would write: one pair at a time.
"""

import argparse
import json
import os
import statistics
import sys
import time
from collections.abc import Callable
from concurrent.futures import ProcessPoolExecutor
from functools import partial
from multiprocessing import get_context
from pathlib import Path

import pyarrow as pa

from babelwright.catalog.load import load_catalog
from babelwright.catalog.locate import bundled_root
from babelwright.checks.base import Pairs
from babelwright.checks.gate import CHECKS, judge
from babelwright.checks.processes import Terms
from parallel import by_document

RUNS = 5
ROUNDS = 3
BATCH = 8192
LANGUAGE = ("language", "language-doubt", "language-window")


def main() -> int:
    """Print the figures."""
    parser = argparse.ArgumentParser(description=__doc__.split("\n", 1)[0] if __doc__ else "")
    parser.add_argument("--pairs", type=int, default=BATCH, help="pairs in a batch")
    parser.add_argument("--data", type=Path, help="folder with ntrex128/; the samples without it")
    parser.add_argument("--lang", default="vi", help="language of the translations")
    options = parser.parse_args()
    catalog = load_catalog(bundled_root())
    languages = catalog.languages
    others = tuple(languages.values())
    terms = Terms(languages["en"], languages[options.lang], others, catalog.gates)
    table = _table(_units(options.data, options.lang), options.pairs)
    print(f"{table.num_rows} pairs, {os.cpu_count()} cores, {RUNS} runs: median (least, most)")
    shares: dict[str, list[float]] = {check.id: [] for check in CHECKS}
    totals = []
    for _ in range(RUNS):
        seconds = _each(terms, table)
        totals.append(sum(spent for name, spent in seconds.items() if name not in LANGUAGE))
        for name, spent in seconds.items():
            shares[name].append(spent)
    _print_rate("all but language identification", table.num_rows, totals)
    spent_on_language = [sum(run) for run in zip(*(shares[name] for name in LANGUAGE), strict=True)]
    _print_rate("language identification", table.num_rows, spent_on_language)
    cores = os.cpu_count() or 1
    rates = [_together(terms, table, cores) for _ in range(RUNS)]
    _print_rate(f"all but language identification, {cores} processes", 1, rates)
    few = table.slice(0, 500)
    singly = [_timed(lambda: _one_by_one(terms, few)) for _ in range(RUNS)]
    batched = [_timed(lambda: judge(_pairs(terms, few), terms.gates)) for _ in range(RUNS)]
    ratio = statistics.median(singly) / statistics.median(batched)
    print(f"a batch of {few.num_rows} against one pair at a time: {ratio:.1f} times as fast")
    whole = statistics.median(totals)
    for name, runs in sorted(shares.items(), key=lambda item: -statistics.median(item[1])):
        if name not in LANGUAGE:
            print(f"  {name:<22} {statistics.median(runs) / whole:6.1%}")
    return 0


def _units(data: Path | None, code: str) -> list[tuple[str, str]]:
    if data:
        return list(zip(*by_document(data, "en", code, range(10)), strict=True))
    rows = (bundled_root() / "samples/pairs.jsonl").read_text(encoding="utf-8").splitlines()
    return [(row["en"], row[code]) for row in map(json.loads, rows)]


def _table(units: list[tuple[str, str]], rows: int) -> pa.Table:
    repeated = [units[i % len(units)] for i in range(rows)]
    return pa.table(
        {"source": [ours for ours, _ in repeated], "target": [theirs for _, theirs in repeated]}
    )


def _pairs(terms: Terms, table: pa.Table) -> Pairs:
    return Pairs(table, terms.source, terms.target, terms.others)


def _each(terms: Terms, table: pa.Table) -> dict[str, float]:
    """Time every check over one batch; what checks share is spent by the first that asks."""
    pairs = _pairs(terms, table)
    return {
        check.id: _timed(
            lambda check=check: list(check.find(pairs, terms.gates.checks[check.id].thresholds))  # type: ignore[misc]
        )
        for check in CHECKS
    }


def _together(terms: Terms, table: pa.Table, processes: int) -> float:
    """Return seconds a pair with batches in several processes, without their start."""
    with ProcessPoolExecutor(processes, mp_context=get_context("spawn")) as pool:
        work = partial(_without_language, terms)
        list(pool.map(work, [table] * processes))
        started = time.perf_counter()
        done = sum(pool.map(work, [table] * (ROUNDS * processes)))
        return (time.perf_counter() - started) / done


def _without_language(terms: Terms, table: pa.Table) -> int:
    pairs = _pairs(terms, table)
    for check in CHECKS:
        if check.id not in LANGUAGE:
            list(check.find(pairs, terms.gates.checks[check.id].thresholds))
    return len(pairs.targets)


def _one_by_one(terms: Terms, table: pa.Table) -> None:
    for row in range(table.num_rows):
        judge(_pairs(terms, table.slice(row, 1)), terms.gates)


def _timed(work: Callable[[], object]) -> float:
    started = time.perf_counter()
    work()
    return time.perf_counter() - started


def _print_rate(what: str, pairs: int, seconds: list[float]) -> None:
    rates = sorted(pairs / each for each in seconds)
    print(f"{what}: {statistics.median(rates):,.0f} pairs/s ({rates[0]:,.0f}, {rates[-1]:,.0f})")


if __name__ == "__main__":
    sys.exit(main())
