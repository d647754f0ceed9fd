"""The last stage: tables put together, closed, validated, and the facts about them gathered."""

import shutil
from pathlib import Path
from typing import Any, NamedTuple

import duckdb
import pyarrow as pa
import pyarrow.parquet as pq

from babelwright.build import facts
from babelwright.build.assembling import assemble
from babelwright.build.closing import DISTRACTOR, Note, close, open_tables, refuse_hard, remove
from babelwright.build.describing import describe_finished
from babelwright.build.keeping import CANONICAL, CLOSED
from babelwright.build.plan import Planned
from babelwright.build.provenance import (
    moved_keys,
    write_pairs,
    write_provenance,
    write_rejected,
)
from babelwright.build.sampling import drawn_tables, sampling_facts
from babelwright.build.validating import Finished, validate
from babelwright.build.whole import whole_notes
from babelwright.build.workdir import read_json, write_json
from babelwright.catalog.model import Catalog, Severity
from babelwright.catalog.schema import Schemas
from babelwright.finished import FACTS, PAIRS, PROVENANCE, REJECTED, RELABEL, TABLES
from babelwright.ledger import Ledger, events_table
from babelwright.tasks.base import TaskType
from babelwright.tasks.keys import result_languages
from babelwright.tasks.rules import Phase

_CLOSURE = "3-closure"
_ALIGNMENT = "4-alignment"
_BATCH = 65536


class Stages(NamedTuple):
    """Folders of the stages before."""

    source: Path
    texts: Path
    decided: Path

    @property
    def canonical(self) -> Path:
        """The canonical source tables, of the rows that were drawn."""
        return drawn_tables(self.source) / CANONICAL

    @property
    def closed(self) -> Path:
        """Those tables as closure of the source left them."""
        return drawn_tables(self.source) / CLOSED

    @property
    def links(self) -> Path:
        """Which text stands where."""
        return self.texts / "links.parquet"

    @property
    def decisions(self) -> Path:
        """What was decided of every text."""
        return self.decided / "decisions.parquet"


def finish(
    planned: Planned,
    task_type: TaskType,
    catalog: Catalog,
    *,
    stages: Stages,
    found: dict[str, Any],
    absent: pa.Table | None = None,
    folder: Path,
) -> None:
    """Write `tables/`, `provenance.parquet`, `rejected.parquet`, `pairs.parquet`, `facts.json`.

    And `relabel.parquet`, where the sampling has listed anything.

    Args:
        planned: Task and language.
        task_type: The task's type.
        catalog: For gates, schemas and suites.
        stages: Folders of the stages before.
        found: Facts that the stages before know.
        absent: The ledger's events of rows that leave although they are whole; None for none.
        folder: Empty folder to write to.

    Raises:
        ValidationFailed: A rule, schema or expectation is broken, or one of mteb's checks.
    """
    shutil.copytree(stages.source / "ledger", folder / "ledger")
    ledger = Ledger(folder / "ledger")
    source = read_json(stages.source / "source.json")
    labels = tuple(source["labels"])
    tables = _tables(planned, task_type, catalog, stages, ledger, labels, folder, absent)
    expectations = validate(
        tables.finished,
        task_type.name,
        schemas=Schemas(catalog.rooms.schemas),
        suites=catalog.rooms.validation / "suites",
        parameters=task_type.parameters(planned.task, tuple(source["labels"])),
        failures=folder.parent / "validation-failures.json",
    )
    described = describe_finished(planned, task_type, catalog, tables.finished, folder)
    _write_stories(task_type, stages, ledger, tables.moved, folder)
    gathered = {
        **facts.with_distractors(found, folder / PAIRS),
        "source": source,
        "sampling": sampling_facts(stages.source),
        "ledger": facts.ledger_facts(ledger, task_type, catalog.gates),
        "closure": facts.closure_facts((*tables.notes, *described.notes)),
        **described.facts,
        "expectations": expectations,
    }
    write_json(folder / FACTS, gathered)


def _write_stories(
    task_type: TaskType, stages: Stages, ledger: Ledger, moved: pa.Table, folder: Path
) -> None:
    """Write where rows and texts come from, what was rejected, and what to label again."""
    write_provenance(
        task_type,
        ledger,
        canonical=stages.canonical,
        links=stages.links,
        decisions=stages.decisions,
        moved=moved,
        out=folder / PROVENANCE,
    )
    write_rejected(ledger, folder / REJECTED)
    write_pairs(stages.links, stages.decisions, ledger, folder / PAIRS)
    if (stages.source / RELABEL).is_file():
        shutil.copyfile(stages.source / RELABEL, folder / RELABEL)


class _Tables(NamedTuple):
    finished: list[Finished]
    notes: tuple[Note, ...]
    moved: pa.Table


def _tables(  # noqa: PLR0917 - the stage's own parts
    planned: Planned,
    task_type: TaskType,
    catalog: Catalog,
    stages: Stages,
    ledger: Ledger,
    labels: tuple[str, ...],
    folder: Path,
    absent: pa.Table | None,
) -> _Tables:
    """Put the tables together, close them, and write what is released of them."""
    source = catalog.languages[planned.task.source.language]
    whole = folder / "whole"
    whole.mkdir()
    assemble(
        planned.task,
        task_type,
        closed=stages.closed,
        links=stages.links,
        decisions=stages.decisions,
        ledger=ledger,
        out=whole,
        source=source,
        distractors=catalog.gates.checks[DISTRACTOR].severity is not Severity.HARD,
    )
    languages = result_languages(task_type, planned.task, source, planned.language)
    with open_tables(
        task_type, stages.canonical, whole, ledger, folder, languages=languages, labels=labels
    ) as connection:
        closed = close(connection, task_type, catalog.gates, Phase.RESULT)
        ledger.record(_CLOSURE, events_table(closed.events))
        if absent is not None:
            ledger.record(_ALIGNMENT, absent)
            remove(connection, absent)
        (folder / TABLES).mkdir()
        finished = _write(connection, planned, task_type, folder / TABLES)
        keys = moved_keys(connection, task_type)
        whole_columns = whole_notes(connection, planned, task_type, catalog)
    shutil.rmtree(whole)
    refuse_hard(whole_columns)
    return _Tables(finished, (*closed.notes, *whole_columns), keys)


def _write(
    connection: duckdb.DuckDBPyConnection, planned: Planned, task_type: TaskType, folder: Path
) -> list[Finished]:
    """Write the released columns of every table and split, in the order of the source."""
    finished = []
    for table in task_type.tables:
        columns = ", ".join(f'"{column.name}"' for column in table.columns)
        for split in table.splits(planned.task):
            reader = connection.sql(
                f"SELECT {columns} FROM {table.name} WHERE _split = ? ORDER BY _position",  # noqa: S608
                params=[split],
            ).to_arrow_reader(_BATCH)
            file = folder / f"{table.name}.{split}.parquet"
            rows = 0
            with pq.ParquetWriter(file, table.schema) as writer:
                for batch in reader:
                    writer.write_table(pa.Table.from_batches([batch]).cast(table.schema))
                    rows += batch.num_rows
            finished.append(Finished(table, split, file, rows))
    return finished
