"""All checks of pairs over the aligned rows of a column, in batches."""

from collections import Counter, defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field

import duckdb
import numpy as np
import pyarrow as pa

from babelwright.audit.findings import SHOWN, Finding, Row, Weigher, shortened
from babelwright.audit.tables import Aligned
from babelwright.catalog.model import Gates, Language, Severity
from babelwright.checks.base import Pairs
from babelwright.checks.gate import CHECKS, Flag, judge
from babelwright.fidelity.embedder import Embedder
from babelwright.fidelity.gate import ABOUT, FidelityGate
from babelwright.fidelity.similarity import Pool, cosine, margin

BATCH = 2048
# Pairs that margins are measured against.
_POOL = 2000
# Share of a column's texts that are the source's own, from which it was not meant to be translated.
_KEPT = 0.95
_FEWEST = 20
_ABOUT = {check.id: check.about for check in CHECKS} | dict(ABOUT)


@dataclass(frozen=True)
class Judge:
    """Everything that the verdict on a pair depends on.

    Attributes:
        source: The source's language.
        target: The translation's.
        others: Languages that a text could be in instead.
        gates: Severities and thresholds.
        embedder: For fidelity.
        fidelity: Its thresholds.
    """

    source: Language
    target: Language
    others: tuple[Language, ...]
    gates: Gates
    embedder: Embedder
    fidelity: FidelityGate

    @property
    def compares(self) -> bool:
        """Whether fidelity has thresholds for the two languages."""
        return self.fidelity.calibration is not None

    def pool(self, pairs: pa.Table) -> Pool | None:
        """Return what margins are measured against; None where fidelity has no thresholds."""
        if not self.compares:
            return None
        sources, targets = pairs["source"].to_pylist(), pairs["target"].to_pylist()
        keys = np.asarray(pairs["key"].to_pylist(), dtype=np.int64)
        return Pool(keys, self.embedder.embed(sources), self.embedder.embed(targets))

    def flags(self, pairs: pa.Table, pool: Pool | None) -> list[list[Flag]]:
        """Return the flags of every pair of a batch with `key`, `source` and `target`."""
        flags = judge(Pairs(pairs, self.source, self.target, self.others), self.gates)
        if pool is None:
            return flags
        sources, targets = pairs["source"].to_pylist(), pairs["target"].to_pylist()
        ours, theirs = self.embedder.embed(sources), self.embedder.embed(targets)
        keys = np.asarray(pairs["key"].to_pylist(), dtype=np.int64)
        found = self.fidelity.flags(cosine(ours, theirs), margin(keys, ours, theirs, pool))
        languages = (self.source, self.target)
        parts = self.fidelity.part_flags(self.embedder, sources, targets, languages)
        return [[*flags[i], *found[i], *parts[i]] for i in range(len(flags))]


@dataclass
class _Seen:
    """What the batches of a column have shown so far."""

    texts: int = 0
    failing: Counter[str] = field(default_factory=Counter)
    severities: dict[str, Severity] = field(default_factory=dict)
    rows: dict[str, list[Row]] = field(default_factory=lambda: defaultdict(list))

    def add(self, batch: pa.Table, flags: list[list[Flag]]) -> None:
        self.texts += batch.num_rows
        for row, each in enumerate(flags):
            for flag in each:
                self.failing[flag.check] += 1
                self.severities[flag.check] = flag.severity
                if len(self.rows[flag.check]) < SHOWN:
                    self.rows[flag.check].append(_row(batch, row, flag.detail))


def _row(batch: pa.Table, row: int, detail: str) -> Row:
    return Row(
        str(batch["id"][row].as_py()),
        shortened(batch["source"][row].as_py()),
        shortened(batch["target"][row].as_py()),
        detail,
    )


def audit_rows(
    connection: duckdb.DuckDBPyConnection,
    aligned: Aligned,
    column: str,
    judge: Judge,
    weigher: Weigher,
) -> Iterator[Finding]:
    """Yield what the checks find in a column of texts, a finding a check.

    Memory holds a batch, and the pool of fidelity.
    """
    relation = pairs_of(aligned, column)
    sample = f"SELECT * FROM ({relation}) ORDER BY hash(key) LIMIT {_POOL}"  # noqa: S608
    pool = judge.pool(connection.sql(sample).to_arrow_table())
    seen = _Seen()
    ordered = connection.sql(f"SELECT * FROM ({relation}) ORDER BY key")  # noqa: S608
    for record in ordered.to_arrow_reader(BATCH):
        batch = pa.Table.from_batches([record])
        seen.add(batch, judge.flags(batch, pool))
    for check, failing in seen.failing.items():
        yield weigher.of_rows(
            check,
            seen.severities[check],
            _ABOUT.get(check, check),
            where=f"{aligned.name} {column}",
            failing=failing,
            of=seen.texts,
            rows=seen.rows[check],
        )


def pairs_of(aligned: Aligned, column: str) -> str:
    """Return SQL for the pairs of a column: `key`, `id`, `source` and `target`.

    Lists are taken apart where both have as many elements.
    """
    source, target = f'"s_{column}"', f'"t_{column}"'
    if column not in aligned.lists:
        return (
            f"SELECT _position AS key, _id AS id, coalesce({source}, '') AS source, "  # noqa: S608
            f"coalesce({target}, '') AS target FROM {aligned.aligned}"
        )
    return (
        f"SELECT _position * 100000 + place AS key, _id || ' ' || place AS id, "  # noqa: S608
        f"coalesce({source}[place], '') AS source, coalesce({target}[place], '') AS target "
        f"FROM (SELECT *, unnest(range(1, len({source}) + 1)) AS place FROM {aligned.aligned} "
        f"WHERE len({source}) = len({target}))"
    )


def kept_columns(connection: duckdb.DuckDBPyConnection, aligned: Aligned) -> dict[str, float]:
    """Return the columns whose texts are the source's own, with their share.

    None where that would be all columns of a table: then nothing was translated, which is a fault.
    """
    found = {}
    for column in aligned.texts:
        same, all_ = connection.execute(
            f"SELECT count(*) FILTER (source = target), count(*) FROM "  # noqa: S608
            f"({pairs_of(aligned, column)}) WHERE source <> ''"
        ).fetchall()[0]
        if all_ >= _FEWEST and same >= _KEPT * all_:
            found[column] = same / all_
    return {} if len(found) == len(aligned.texts) else found
