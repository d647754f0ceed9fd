"""Where every released row comes from, and which rows were not released and why."""

from pathlib import Path

from babelwright.ledger import Ledger
from babelwright.tasks.base import TaskType


def write_provenance(
    task_type: TaskType,
    ledger: Ledger,
    *,
    canonical: Path,
    links: Path,
    decisions: Path,
    out: Path,
) -> None:
    """Write one line a released row: its id, its source's hash, and the story of its texts.

    `source_hash` is the MD5 of the canonical source row as DuckDB writes it as JSON, columns in
    their order: it tells whether a row changed, it guards nothing.
    """
    with ledger.connect() as connection:
        connection.read_parquet(str(links)).create_view("links")
        connection.read_parquet(str(decisions)).create_view("decisions")
        sources = " UNION ALL ".join(_source(table.name, canonical) for table in task_type.tables)
        connection.execute(
            f"""
            COPY (
                WITH story AS (
                    SELECT l."table", l.split, l.id, list({{
                        'column': l.label, 'engine': d.engine, 'revision': d.revision,
                        'variant': d.variant, 'origin': d.origin, 'attempt': d.attempt,
                        'attempts': len(d.attempts), 'cosine': d.cosine, 'margin': d.margin,
                        'flags': list_transform(d.flags, lambda f: f."check")
                    }} ORDER BY l.field, l.element) AS texts
                    FROM links l JOIN decisions d USING (text) GROUP BY ALL
                )
                SELECT f."table", f.split, f.id, s.source_hash, y.texts
                FROM final f JOIN ({sources}) s USING ("table", split, id)
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
