"""The distinct texts of a task, and which rows they belong to.

Equal texts are one: translated once, judged once, and rendered the same in query and document.
"""

from pathlib import Path

import duckdb

from babelwright.catalog.model import Task
from babelwright.tasks.base import TaskType, TextField
from babelwright.tasks.rules import SEEN

# Rows of long documents that are read at once.
_ROW_GROUP = 4096


def collect_texts(
    connection: duckdb.DuckDBPyConnection, task: Task, task_type: TaskType, folder: Path
) -> int:
    """Write `texts.parquet` and `links.parquet` to `folder`; return the number of texts.

    `texts`: `text` (its number), `source`, `given`: a source and, where the row has it, what stands
    for its translation; text collected in its own language has no source; `kept`: whether it stays
    in the source's language. `links`: `table`,
    `split`, `id`, `field` (its place among the row's fields), `column`, `element` (its place in a
    list, from 1; else 0), `label` (column and element), `text`. Blank texts are in neither: they
    stay as they are.

    Args:
        connection: With the tables of the rows that are still there.
        task: The task.
        task_type: Its type.
        folder: Existing folder to write to.
    """
    fields = task_type.fields(task)
    parts = [_field(index, field) for index, field in enumerate(fields)]
    connection.execute(f"CREATE TABLE mentions AS {' UNION ALL '.join(parts)}")
    connection.execute(
        """
        CREATE TABLE texts AS
        SELECT row_number() OVER (ORDER BY first) - 1 AS text, source, given, kept
        FROM (
            SELECT source, given, kept, min((field, _split, _position, element)) AS first
            FROM mentions GROUP BY source, given, kept
        ) ORDER BY text
        """
    )
    texts = _path(folder / "texts.parquet")
    listed = f"(SELECT * FROM texts ORDER BY text) TO '{texts}'"  # noqa: S608
    connection.execute(f"COPY {listed} (FORMAT parquet, ROW_GROUP_SIZE {_ROW_GROUP})")
    connection.execute(
        f"""
        COPY (
            SELECT m."table", m._split AS split, m._id AS id, m.field, m."column", m.element,
                   m."column" || CASE WHEN m.element > 0 THEN '[' || m.element || ']' ELSE '' END
                   AS label, t.text
            FROM mentions m JOIN texts t
              ON t.source IS NOT DISTINCT FROM m.source AND t.given IS NOT DISTINCT FROM m.given
             AND t.kept = m.kept
            ORDER BY m."table", m._split, m._position, m.field, m.element
        ) TO '{_path(folder / "links.parquet")}'
        """  # noqa: S608 - a path of our own
    )
    found = connection.execute("SELECT count(*) FROM texts").fetchone()
    connection.execute("DROP TABLE mentions; DROP TABLE texts")
    return int(found[0]) if found else 0


def _field(index: int, field: TextField) -> str:
    source = f'"{field.source}"' if field.source else "NULL::VARCHAR"
    given = f'"{field.column}"' if field.source is None or field.given else "NULL::VARCHAR"
    shown = field.source or field.column
    rows, element = field.table, "0"
    if field.many:
        rows = (
            f'(SELECT _split, _id, _position, unnest("{shown}") AS "{shown}", '  # noqa: S608
            f'generate_subscripts("{shown}", 1) AS element FROM {field.table})'
        )
        element = "element"
    return f"""
        SELECT '{field.table}' AS "table", _split, _id, _position, {index} AS field,
               '{field.column}' AS "column", {element} AS element, {source} AS source,
               {given} AS given, {field.kept} AS kept
        FROM {rows} WHERE regexp_matches("{shown}", '{SEEN}')
    """  # noqa: S608 - names come from the task types


def _path(file: Path) -> str:
    return str(file).replace("'", "''")
