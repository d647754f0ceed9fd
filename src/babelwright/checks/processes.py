"""The checks in as many processes as there are cores, for tables of many rows."""

import os
from collections import deque
from collections.abc import Iterable, Iterator
from concurrent.futures import Future, ProcessPoolExecutor
from dataclasses import dataclass
from multiprocessing import get_context
from typing import NamedTuple

import pyarrow as pa

from babelwright.catalog.model import Gates, Language
from babelwright.checks.base import Pairs
from babelwright.checks.gate import Flag, judge

# Pairs that are judged before other processes are worth their start, a second or two.
_ALONE = 20_000
# Batches that wait for each process: enough to keep it busy, few enough for memory.
_AHEAD = 2


@dataclass(frozen=True)
class Terms:
    """What the checks hold pairs to.

    Attributes:
        source: Language of the sources; None for text that is collected in its own language.
        target: Language of the targets.
        others: Languages that a text could be in instead.
        gates: Severities and thresholds.
    """

    source: Language | None
    target: Language
    others: tuple[Language, ...]
    gates: Gates

    def flags(self, batch: pa.Table) -> list[list[Flag]]:
        """Return the flags of every row of a batch with the columns `source` and `target`."""
        return judge(Pairs(batch, self.source, self.target, self.others), self.gates)


class Checked(NamedTuple):
    """A batch, and the flags of its rows."""

    batch: pa.Table
    flags: list[list[Flag]]


def check_batches(
    batches: Iterable[pa.Table], terms: Terms, processes: int | None = None
) -> Iterator[Checked]:
    """Yield every batch with the flags of its rows, in order.

    The flags do not depend on how many processes there are. Memory holds two batches a process.

    Args:
        batches: Tables with the columns `source` and `target`; others are left alone.
        terms: What the pairs are held to.
        processes: How many at most; one a core unless given.
    """
    count = processes or os.cpu_count() or 1
    rest = iter(batches)
    alone = 0
    for batch in rest:
        yield Checked(batch, terms.flags(batch))
        alone += batch.num_rows
        if alone >= _ALONE and count > 1:
            yield from _in_processes(rest, terms, count)
            return


def _in_processes(rest: Iterator[pa.Table], terms: Terms, count: int) -> Iterator[Checked]:
    first = next(rest, None)
    if first is None:
        return
    # Not forked: Arrow and DuckDB have threads, whose locks a fork would take along.
    pool = ProcessPoolExecutor(
        count, mp_context=get_context("spawn"), initializer=_begin, initargs=(terms,)
    )
    waiting: deque[tuple[pa.Table, Future[list[list[Flag]]]]] = deque()
    try:
        waiting.append((first, pool.submit(_flags, first.select(_COLUMNS))))
        for batch in rest:
            waiting.append((batch, pool.submit(_flags, batch.select(_COLUMNS))))
            if len(waiting) > _AHEAD * count:
                yield _next(waiting)
        while waiting:
            yield _next(waiting)
    finally:
        pool.shutdown(cancel_futures=True)


def _next(waiting: "deque[tuple[pa.Table, Future[list[list[Flag]]]]]") -> Checked:
    batch, flags = waiting.popleft()
    return Checked(batch, flags.result())


_COLUMNS = ["source", "target"]
# A process's own, set where it begins.
_terms: list[Terms] = []


def _begin(terms: Terms) -> None:
    _terms[:] = [terms]


def _flags(batch: pa.Table) -> list[list[Flag]]:
    return _terms[0].flags(batch)
