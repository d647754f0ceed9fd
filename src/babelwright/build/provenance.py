"""Where every released row comes from, and which rows were not released and why."""

from pathlib import Path

import duckdb
import pyarrow as pa

from babelwright.build.closing import DISTRACTOR
from babelwright.ledger import Ledger
from babelwright.tasks.base import TaskType

_MOVED = pa.schema(
    [("table", pa.string()), ("split", pa.string()), ("id", pa.string()), ("key", pa.string())]
)


def moved_keys(connection: duckdb.DuckDBPyConnection, task_type: TaskType) -> pa.Table:
    """Return the rows whose key is not their id: what they name was merged into another row.

    Columns `table`, `split`, `id` and `key`, which is joined as the id is.
    """
    parts = []
    for table in task_type.tables:
        key = " || chr(9) || ".join(f'CAST("{name}" AS VARCHAR)' for name in table.key)
        parts.append(
            f"""SELECT '{table.name}' AS "table", _split AS split, _id AS id, {key} AS key
            FROM {table.name} WHERE {key} <> _id"""  # noqa: S608 - names come from the task types
        )
    return connection.sql(" UNION ALL ".join(parts)).to_arrow_table().cast(_MOVED)


def write_provenance(
    task_type: TaskType,
    ledger: Ledger,
    *,
    canonical: Path,
    links: Path,
    decisions: Path,
    out: Path,
    moved: pa.Table | None = None,
) -> None:
    """Write one line a released row: id, key, its source's hash, and the story of its texts.

    `id` is what the row is in the source, `key` what it is in the release: they differ where the
    query or the document that it names was merged into another one (`moved`). A text that is not
    `accepted` stands in a document that is a distractor only.

    `raw` is what an engine or the source wrote, where what is released differs from it by more than
    its composition (NFC). `source_hash` is the MD5 of the canonical source row as DuckDB writes it
    as JSON, columns in their order: it tells whether a row changed, it guards nothing.
    """
    with ledger.connect() as connection:
        connection.read_parquet(str(links)).create_view("links")
        connection.read_parquet(str(decisions)).create_view("decisions")
        connection.register("moved", moved if moved is not None else _MOVED.empty_table())
        sources = " UNION ALL ".join(_source(table.name, canonical) for table in task_type.tables)
        connection.execute(
            f"""
            COPY (
                WITH story AS (
                    SELECT l."table", l.split, l.id, list({{
                        'column': l.label, 'state': d.state, 'engine': d.engine,
                        'revision': d.revision, 'variant': d.variant, 'origin': d.origin,
                        'attempt': d.attempt, 'attempts': len(d.attempts),
                        'cosine': d.cosine, 'margin': d.margin, 'raw': d.raw,
                        'flags': list_transform(d.flags, lambda f: f."check")
                    }} ORDER BY l.field, l.element) AS texts
                    FROM links l JOIN decisions d USING (text) GROUP BY ALL
                )
                SELECT f."table", f.split, f.id, coalesce(m.key, f.id) AS key, s.source_hash,
                       y.texts
                FROM final f JOIN ({sources}) s USING ("table", split, id)
                LEFT JOIN moved m USING ("table", split, id)
                LEFT JOIN story y USING ("table", split, id)
                WHERE f.state = 'released' ORDER BY f."table", f.split, f.position
            ) TO '{_quoted(out)}' (FORMAT parquet)
            """  # noqa: S608 - paths of our own, names from the task types
        )


def write_rejected(ledger: Ledger, out: Path) -> None:
    """Write every row that is not released: state, reason and what was seen; no text."""
    with ledger.connect() as connection:
        connection.execute(
            f"""
            COPY (
                SELECT "table", split, id, state, reason, detail FROM final
                WHERE state <> 'released' ORDER BY "table", split, position
            ) TO '{_quoted(out)}' (FORMAT parquet)
            """  # noqa: S608 - a path of our own
        )


def write_pairs(links: Path, decisions: Path, ledger: Ledger, out: Path) -> None:
    """Write every decided text, and whether a document is released with it as a distractor."""
    with ledger.connect() as connection:
        connection.read_parquet(str(links)).create_view("links")
        connection.read_parquet(str(decisions)).create_view("decisions")
        connection.execute(
            f"""
            COPY (
                SELECT d.*, d.state = 'rejected' AND d.text IN (
                    SELECT l.text FROM links l
                    SEMI JOIN (SELECT * FROM final WHERE state = 'released')
                      USING ("table", split, id)
                    SEMI JOIN (SELECT * FROM events WHERE reason = '{DISTRACTOR}')
                      USING ("table", split, id)
                ) AS distractor
                FROM decisions d ORDER BY d.text
            ) TO '{_quoted(out)}' (FORMAT parquet)
            """  # noqa: S608 - a path and names of our own
        )


def _source(table: str, canonical: Path) -> str:
    files = sorted(canonical.glob(f"{table}.*.parquet"))
    listed = ", ".join(f"'{_quoted(file)}'" for file in files)
    return f"""
        SELECT '{table}' AS "table", _split AS split, _id AS id,
               md5(to_json(r)::VARCHAR) AS source_hash
        FROM (SELECT * EXCLUDE (_position) FROM read_parquet([{listed}])) r
    """  # noqa: S608 - paths of our own, names from the task types


def _quoted(file: Path) -> str:
    return str(file).replace("'", "''")
