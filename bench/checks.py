"""Times the checks on the samples' pairs: all together, and each one's share.

    python bench/checks.py [--pairs N]

Language identification is timed apart: it reads each text, the others look at columns. The
alternative in the same run is the loop a user would write: one pair at a time.
"""

import argparse
import os
import statistics
import sys
import time
from collections.abc import Callable
from pathlib import Path

import pyarrow as pa

from babelwright.catalog.load import load_catalog
from babelwright.catalog.locate import bundled_root
from babelwright.catalog.model import Catalog
from babelwright.checks.base import Pairs
from babelwright.checks.gate import CHECKS, judge
from babelwright.sources.localisation import read_units

RUNS = 5
BATCH = 8192
LANGUAGE = ("language", "language-doubt", "language-window")


def main() -> int:
    """Print the figures."""
    parser = argparse.ArgumentParser(description=__doc__.split("\n", 1)[0] if __doc__ else "")
    parser.add_argument("--pairs", type=int, default=BATCH, help="pairs in a batch")
    options = parser.parse_args()
    catalog = load_catalog(bundled_root())
    table = _table(bundled_root() / "samples/memory/en-vi.tmx", options.pairs)
    print(f"{table.num_rows} pairs, {os.cpu_count()} cores, {RUNS} runs: median (least, most)")
    shares: dict[str, list[float]] = {check.id: [] for check in CHECKS}
    totals = []
    for _ in range(RUNS):
        seconds = _each(catalog, table)
        totals.append(sum(spent for name, spent in seconds.items() if name not in LANGUAGE))
        for name, spent in seconds.items():
            shares[name].append(spent)
    _print_rate("all but language identification", table.num_rows, totals)
    spent_on_language = [sum(run) for run in zip(*(shares[name] for name in LANGUAGE), strict=True)]
    _print_rate("language identification", table.num_rows, spent_on_language)
    few = table.slice(0, 500)
    singly = [_timed(lambda: _one_by_one(catalog, few)) for _ in range(RUNS)]
    batched = [_timed(lambda: judge(_pairs(catalog, few), catalog.gates)) for _ in range(RUNS)]
    ratio = statistics.median(singly) / statistics.median(batched)
    print(f"a batch of {few.num_rows} against one pair at a time: {ratio:.1f} times as fast")
    whole = statistics.median(totals)
    for name, runs in sorted(shares.items(), key=lambda item: -statistics.median(item[1])):
        if name not in LANGUAGE:
            print(f"  {name:<22} {statistics.median(runs) / whole:6.1%}")
    return 0


def _table(memory: Path, rows: int) -> pa.Table:
    units = list(read_units(memory, "tmx", ("en", "vi")))
    repeated = [units[i % len(units)] for i in range(rows)]
    return pa.table(
        {
            "source": [unit["source"] for unit in repeated],
            "target": [unit["target"] for unit in repeated],
        }
    )


def _pairs(catalog: Catalog, table: pa.Table) -> Pairs:
    languages = catalog.languages
    return Pairs(table, languages["en"], languages["vi"], tuple(languages.values()))


def _each(catalog: Catalog, table: pa.Table) -> dict[str, float]:
    """Time every check over one batch; what checks share is spent by the first that asks."""
    pairs = _pairs(catalog, table)
    return {
        check.id: _timed(
            lambda check=check: list(check.find(pairs, catalog.gates.checks[check.id].thresholds))  # type: ignore[misc]
        )
        for check in CHECKS
    }


def _one_by_one(catalog: Catalog, table: pa.Table) -> None:
    for row in range(table.num_rows):
        judge(_pairs(catalog, table.slice(row, 1)), catalog.gates)


def _timed(work: Callable[[], object]) -> float:
    started = time.perf_counter()
    work()
    return time.perf_counter() - started


def _print_rate(what: str, pairs: int, seconds: list[float]) -> None:
    rates = sorted(pairs / each for each in seconds)
    print(f"{what}: {statistics.median(rates):,.0f} pairs/s ({rates[0]:,.0f}, {rates[-1]:,.0f})")


if __name__ == "__main__":
    sys.exit(main())
