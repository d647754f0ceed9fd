"""Small sources, closed and drawn from."""

from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any

import pyarrow.parquet as pq

from babelwright.build.closing import open_tables
from babelwright.build.keeping import CANONICAL, CLOSED
from babelwright.build.progress import Silent
from babelwright.build.sampling import draw, drawn_tables
from babelwright.build.workdir import read_json
from babelwright.catalog.model import Gates, Sample
from babelwright.ledger import Count, Ledger
from support.closure import Bench, Rows, Tables
from support.embedders import Words
from support.tasks import make_source, make_task


class Drawn:
    """What a sample of a source has; similarity is that of shared words.

    Args:
        folder: An empty folder.
        kind: Name of the task type.
        gates: Severities, for closure.
        source: The canonical tables.
        sample: What is drawn.
    """

    def __init__(
        self,
        folder: Path,
        kind: str,
        gates: Gates,
        source: Tables,
        sample: Sample,
    ) -> None:
        bench = Bench(folder, kind, gates, source)
        bench.source()
        self.folder = folder
        splits = {name.split("/")[-1]: "x" for name in source}
        task = replace(make_task(kind), source=make_source(splits=splits), sample=sample)
        canonical, closed = folder / CANONICAL, folder / CLOSED
        with open_tables(bench.kind, canonical, closed, bench.ledger, folder) as connection:
            draw(
                connection,
                task,
                bench.kind,
                embedder=Words(),
                progress=Silent(),
                folder=folder,
            )

    @property
    def facts(self) -> dict[str, Any]:
        """What was drawn."""
        content: dict[str, Any] = read_json(self.folder / "sampling.json")
        return content

    @property
    def counts(self) -> dict[str, Count]:
        """The ledger's counts, by `table/split`."""
        counts = Ledger(self.folder / "ledger").counts()
        return {f"{count.table}/{count.split}": count for count in counts}

    def states(self, table: str) -> dict[str, str]:
        """Return the state of every row of a table."""
        with Ledger(self.folder / "ledger").connect() as connection:
            rows = connection.execute(
                'SELECT id, state FROM final WHERE "table" = ?', [table]
            ).fetchall()
        return dict(rows)

    def rows(self, name: str) -> list[dict[str, Any]]:
        """Return the drawn rows of a table, `table.split`, in order."""
        found: list[dict[str, Any]] = pq.read_table(
            drawn_tables(self.folder) / CANONICAL / f"{name}.parquet"
        ).to_pylist()
        return found

    def ids(self, name: str) -> list[str]:
        """Return the ids of the drawn rows of a table, `table.split`, in order."""
        return [row["_id"] for row in self.rows(name)]

    def relabel(self) -> list[dict[str, Any]]:
        """Return the list of what looks like an unlabelled positive."""
        file = self.folder / "relabel.parquet"
        return pq.read_table(file).to_pylist() if file.is_file() else []


def judged_tables(
    documents: Mapping[str, str],
    queries: Mapping[str, str],
    judged: Mapping[tuple[str, str], int],
    split: str = "test",
    candidates: Mapping[str, list[str]] | None = None,
) -> dict[str, Rows]:
    """Return the tables of a type with judgements."""
    tables: dict[str, Rows] = {
        "corpus/corpus": [{"id": i, "title": "", "text": text} for i, text in documents.items()],
        "queries/queries": [{"id": i, "text": text} for i, text in queries.items()],
        f"qrels/{split}": [
            {"query-id": query, "corpus-id": document, "score": score}
            for (query, document), score in judged.items()
        ],
    }
    if candidates is not None:
        tables[f"top_ranked/{split}"] = [
            {"query-id": query, "corpus-ids": ids} for query, ids in candidates.items()
        ]
    return tables
