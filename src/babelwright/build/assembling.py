"""Puts decided texts back into their rows, and enters in the ledger what became of each row."""

from functools import partial
from pathlib import Path

import duckdb
import pyarrow as pa
from duckdb.func import PythonUDFType

from babelwright.build.closing import load_ledger, rows_left
from babelwright.build.distractors import distractor_events, find_distractors
from babelwright.catalog.model import Language, Task
from babelwright.ledger import EVENTS, Ledger
from babelwright.tasks.base import Table, TaskType
from babelwright.text.normal import canonical

STAGE = "2-translation"


def assemble(
    task: Task,
    task_type: TaskType,
    *,
    closed: Path,
    links: Path,
    decisions: Path,
    ledger: Ledger,
    out: Path,
    source: Language | None = None,
    distractors: bool = True,
) -> None:
    """Write `<table>.<split>.parquet` with the decided texts to `out`, and the ledger's events.

    A row with a text that failed or was rejected leaves here; its text is null, never its source.
    Only a document that no judgement calls relevant may stay with the best candidate for a text
    that is no faithful translation, and is flagged.

    Args:
        task: The task.
        task_type: Its type.
        closed: Folder of the tables as closure of the source left them.
        links: Which text stands where.
        decisions: What was decided of every text.
        ledger: Told what became of the rows.
        out: Existing folder to write to.
        source: Language of the texts that are released beside their translations.
        distractors: Whether documents may stay so.
    """
    connection = duckdb.connect()
    connection.create_function(
        "published", partial(_published, source), ["varchar"], "varchar", type=PythonUDFType.ARROW
    )
    connection.read_parquet(str(links)).create_view("links")
    connection.read_parquet(str(decisions)).create_view("decisions")
    load_ledger(connection, ledger)
    for table in task_type.tables:
        connection.execute(f"CREATE VIEW {table.name} AS {rows_left(table.name, closed)}")
    if distractors:
        find_distractors(connection, task_type)
    for table in task_type.tables:
        for split in table.splits(task):
            name = f"{table.name}.{split}.parquet"
            sql = _rows(task, task_type, table, split, closed / name)
            connection.execute(f"COPY ({sql}) TO '{_path(out / name)}' (FORMAT parquet)")
    ledger.record(STAGE, _events(connection))


def _rows(task: Task, task_type: TaskType, table: Table, split: str, file: Path) -> str:
    fields = [field for field in task_type.fields(task) if field.table == table.name]
    texts = {field.column: f"f{index}" for index, field in enumerate(fields)}
    lists = {field.column for field in fields if field.many}
    sources = {field.source for field in fields}
    derived = {field.column for field in fields if field.source not in (None, field.column)}
    columns = []
    for column in table.columns:
        name = f'"{column.name}"'
        if column.name not in texts:
            text = column.name in sources
            columns.append(f"published(c.{name}) AS {name}" if text else f"c.{name}")
            continue
        alias = texts[column.name]
        if column.name in lists:
            columns.append(f"coalesce({alias}.targets, []) AS {name}")
            continue
        given = task.method == "collect" or column.name not in derived
        blank = f"c.{name}" if given else "''"
        columns.append(
            f"CASE WHEN {alias}.text IS NULL THEN {blank} ELSE {alias}.target END AS {name}"
        )
    joins = " ".join(
        _join_list(table, split, column, alias, file)
        if column in lists
        else _join(table, split, column, alias)
        for column, alias in texts.items()
    )
    return f"""
        SELECT c._id, c._split, c._position, {", ".join(columns)}
        FROM read_parquet('{_path(file)}') c {joins} ORDER BY c._position
    """  # noqa: S608 - names come from the task types


def _join(table: Table, split: str, column: str, alias: str) -> str:
    return f"""
        LEFT JOIN (
            SELECT l.id, l.text,
                   CASE WHEN d.state = 'accepted' OR k.id IS NOT NULL THEN d.target END AS target
            FROM links l JOIN decisions d USING (text)
            LEFT JOIN distractors k USING ("table", split, id)
            WHERE l."table" = '{table.name}' AND l.split = '{split}' AND l."column" = '{column}'
        ) {alias} ON {alias}.id = c._id
    """  # noqa: S608 - names come from the task types


def _join_list(table: Table, split: str, column: str, alias: str, file: Path) -> str:
    """Return SQL for the lists of a column, each text in its place; blank ones as they were."""
    return f"""
        LEFT JOIN (
            SELECT e.id, list(CASE WHEN l.text IS NULL THEN e.value
                                   WHEN d.state = 'accepted' THEN d.target END
                              ORDER BY e.element) AS targets
            FROM (
                SELECT _id AS id, unnest("{column}") AS value,
                       generate_subscripts("{column}", 1) AS element
                FROM read_parquet('{_path(file)}')
            ) e
            LEFT JOIN links l ON l."table" = '{table.name}' AND l.split = '{split}'
              AND l."column" = '{column}' AND l.id = e.id AND l.element = e.element
            LEFT JOIN decisions d ON d.text = l.text
            GROUP BY e.id
        ) {alias} ON {alias}.id = c._id
    """  # noqa: S608 - names come from the task types


def _events(connection: duckdb.DuckDBPyConnection) -> pa.Table:
    """Return one event for every row that ends here, and the flags of the others."""
    found = connection.sql(
        f"""
        WITH told AS (
            SELECT l.*, d.state, d.reason, d.flags FROM links l JOIN decisions d USING (text)
        ),
        ended AS (
            SELECT "table", split, id,
                   CASE state WHEN 'failed' THEN 'failed' ELSE 'filtered' END AS state,
                   CASE state WHEN 'failed' THEN 'no-translation' ELSE reason END AS reason,
                   label || ': ' || CASE state WHEN 'failed' THEN reason
                     ELSE list_filter(flags, lambda f: f."check" = reason)[1].detail END AS detail
            FROM told ANTI JOIN distractors USING ("table", split, id) WHERE state <> 'accepted'
            QUALIFY row_number() OVER (PARTITION BY "table", split, id ORDER BY field, element) = 1
        ),
        flagged AS (
            SELECT "table", split, id, 'flagged' AS state, flag."check" AS reason,
                   label || ': ' || flag.detail AS detail, field
            FROM (SELECT *, unnest(flags) AS flag FROM told WHERE state = 'accepted')
        )
        SELECT "table", split, id, state, reason, detail FROM ended
        UNION ALL
        SELECT "table", split, id, state, reason, detail FROM flagged
        UNION ALL
        ({distractor_events()})
        ORDER BY "table", split, id, state, reason, detail
        """  # noqa: S608 - SQL of our own
    ).to_arrow_table()
    return found.cast(EVENTS)


def _path(file: Path) -> str:
    return str(file).replace("'", "''")


def _published(language: Language | None, texts: pa.ChunkedArray) -> pa.Array:
    found = (None if text is None else canonical(text, language) for text in texts.to_pylist())
    return pa.array(found, pa.string())
