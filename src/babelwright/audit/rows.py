"""All checks of pairs over the aligned rows of a column, in batches."""

from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

import duckdb
import pyarrow as pa

from babelwright.audit.findings import SHOWN, Finding, Row, Weigher, shortened
from babelwright.audit.tables import Aligned
from babelwright.catalog.model import Severity
from babelwright.checks.gate import CHECKS
from babelwright.checks.processes import check_batches
from babelwright.fidelity.gate import ABOUT
from babelwright.judging import Judge, Judged

BATCH = 2048
# Pairs that margins are measured against.
_POOL = 2000
# Share of a column's texts that are the source's own, from which it was not meant to be translated.
_KEPT = 0.95
_FEWEST = 20
_ABOUT = {check.id: check.about for check in CHECKS} | dict(ABOUT)


@dataclass
class _Seen:
    """What the batches of a column have shown so far."""

    texts: int = 0
    failing: Counter[str] = field(default_factory=Counter)
    severities: dict[str, Severity] = field(default_factory=dict)
    rows: dict[str, list[Row]] = field(default_factory=lambda: defaultdict(list))

    def add(self, batch: pa.Table, judged: Sequence[Judged]) -> None:
        self.texts += batch.num_rows
        for row, each in enumerate(judged):
            for flag in each.flags:
                self.failing[flag.check] += 1
                self.severities[flag.check] = flag.severity
                if len(self.rows[flag.check]) < SHOWN:
                    self.rows[flag.check].append(_row(batch, row, flag.detail))


def _columns(pairs: pa.Table) -> tuple[list[int], list[str], list[str]]:
    return tuple(pairs[name].to_pylist() for name in ("key", "source", "target"))


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
    compared = judge.fidelity.calibration is not None
    pool = judge.pool(*_columns(connection.sql(sample).to_arrow_table())) if compared else None
    seen = _Seen()
    ordered = connection.sql(f"SELECT * FROM ({relation}) ORDER BY key")  # noqa: S608
    batches = (pa.Table.from_batches([each]) for each in ordered.to_arrow_reader(BATCH))
    for batch, flags in check_batches(batches, judge.terms):
        seen.add(batch, judge.weigh(*_columns(batch), pool, flags))
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
