"""Small tables whose texts are decided by hand, on their way to finished ones."""

from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq

from babelwright.build.assembling import assemble
from babelwright.build.closing import open_tables
from babelwright.build.provenance import write_provenance, write_rejected
from babelwright.build.texts import collect_texts
from babelwright.build.translating import DECISIONS
from babelwright.catalog.model import Gates, Task
from babelwright.ledger import Ledger
from babelwright.tasks.base import TaskType
from babelwright.tasks.registry import task_types
from support.closure import Bench, Tables
from support.tasks import make_task

Decision = Mapping[str, Any]


def rejected(check: str, detail: str = "seen", target: str = "?") -> Decision:
    """Return a decision against a text."""
    return {
        "state": "rejected",
        "reason": check,
        "target": target,
        "flags": [flag("other-check", "soft"), flag(check, "hard", detail)],
    }


def failed(reason: str = "no words") -> Decision:
    """Return the decision on a text that no engine has."""
    return {"state": "failed", "reason": reason, "target": None, "engine": None, "attempts": []}


def flag(check: str, severity: str = "soft", detail: str = "seen") -> dict[str, str]:
    """Return a flag."""
    return {"check": check, "severity": severity, "detail": detail}


class Decided:
    """A task's tables, and what was decided of its texts.

    Args:
        folder: An empty folder.
        gates: Severities.
        kind: Name of the task type.
        tables: The canonical tables.
        decisions: By text; other texts are accepted as `«text»`.
        task: Of that type.
        ended: Rows that ended before (table, split, id).
    """

    def __init__(
        self,
        folder: Path,
        gates: Gates,
        kind: str,
        tables: Tables,
        decisions: Mapping[str, Decision] | None = None,
        *,
        task: Task | None = None,
        ended: tuple[tuple[str, str, str], ...] = (),
    ) -> None:
        self.kind: TaskType = task_types()[kind]
        self.task = task or make_task(kind)
        bench = Bench(folder / "bench", kind, gates, tables)
        bench.end(*ended)
        self.ledger: Ledger = bench.ledger
        self.folder = folder
        self.canonical = folder / "bench/canonical"
        self.closed = folder / "bench/closed"
        self.links = folder / "links.parquet"
        self.decisions = folder / "decisions.parquet"
        self.whole = folder / "whole"
        self.whole.mkdir()
        with open_tables(
            self.kind, self.canonical, self.canonical, self.ledger, folder
        ) as connection:
            collect_texts(connection, self.task, self.kind, folder)
        texts = pq.read_table(folder / "texts.parquet").to_pylist()
        rows = [_decision(text, decisions or {}) for text in texts]
        pq.write_table(pa.Table.from_pylist(rows, schema=DECISIONS), self.decisions)

    def assemble(self) -> dict[str, list[dict[str, Any]]]:
        """Put the texts back; return the rows by table and split."""
        assemble(
            self.task,
            self.kind,
            closed=self.closed,
            links=self.links,
            decisions=self.decisions,
            ledger=self.ledger,
            out=self.whole,
        )
        return {
            file.name.removesuffix(".parquet"): pq.read_table(file).to_pylist()
            for file in sorted(self.whole.glob("*.parquet"))
        }

    def provenance(self) -> list[dict[str, Any]]:
        """Return a line for every released row."""
        out = self.folder / "provenance.parquet"
        write_provenance(
            self.kind,
            self.ledger,
            canonical=self.canonical,
            links=self.links,
            decisions=self.decisions,
            out=out,
        )
        rows: list[dict[str, Any]] = pq.read_table(out).to_pylist()
        return rows

    def rejected(self) -> list[dict[str, Any]]:
        """Return a line for every row that is not released."""
        write_rejected(self.ledger, self.folder / "rejected.parquet")
        rows: list[dict[str, Any]] = pq.read_table(self.folder / "rejected.parquet").to_pylist()
        return rows

    def ends(self) -> dict[str, tuple[str, str | None, str | None]]:
        """Return state, reason and detail of every row by split and id."""
        with self.ledger.connect() as connection:
            rows = connection.execute(
                'SELECT "table", split, id, state, reason, detail FROM final ORDER BY ALL'
            ).fetchall()
        return {f"{row[0]} {row[1]} {row[2]}": (row[3], row[4], row[5]) for row in rows}


def _decision(text: Mapping[str, Any], decisions: Mapping[str, Decision]) -> dict[str, Any]:
    shown = text["source"] if text["source"] is not None else text["given"]
    return {
        "text": text["text"],
        "source": text["source"],
        "target": f"«{shown}»",
        "state": "accepted",
        "engine": "table",
        "revision": "1",
        "variant": "best",
        "origin": "machine",
        "attempt": 1,
        "cosine": 0.8,
        "margin": 1.0,
        "flags": [],
        "attempts": [{"engine": "table", "variant": "best", "text": "?", "verdict": "pass"}],
        **decisions.get(shown, {}),
    }
