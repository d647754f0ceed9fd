"""Whether judgements and candidates of a release hang together."""

from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import duckdb

from babelwright.finished import PROVENANCE

_NAMED = """
    SELECT _split, "query-id", unnest("corpus-ids") AS "corpus-id" FROM top_ranked
"""
_RELEVANT = 'SELECT DISTINCT _split, "query-id", "corpus-id" FROM qrels WHERE score > 0'

_JUDGED_QUERIES = 'SELECT DISTINCT _split, "query-id" FROM qrels'

# What is wrong with the rows that a query finds.
_JUDGED = {
    "judgements of queries that are not there": 'qrels ANTI JOIN queries ON id = "query-id"',
    "judgements of documents that are not there": 'qrels ANTI JOIN corpus ON id = "corpus-id"',
    "queries without a judgement": 'queries ANTI JOIN qrels ON "query-id" = id',
    "queries without a relevant document": (
        f'({_JUDGED_QUERIES}) ANTI JOIN ({_RELEVANT}) USING (_split, "query-id")'
    ),
    "judgements that call a distractor relevant": (
        f'({_RELEVANT}) SEMI JOIN distractors ON id = "corpus-id"'
    ),
}
_RANKED = {
    "candidates of queries that are not there": 'top_ranked ANTI JOIN queries ON id = "query-id"',
    "candidates that are not there": f'({_NAMED}) ANTI JOIN corpus ON id = "corpus-id"',
    "queries without a relevant candidate": (
        f"({_JUDGED_QUERIES}) ANTI JOIN "
        f'(FROM ({_NAMED}) SEMI JOIN ({_RELEVANT}) USING (_split, "query-id", "corpus-id")) '
        'USING (_split, "query-id")'
    ),
}


def loose_ends(manifest: Mapping[str, Any], folder: Path) -> Iterator[str]:
    """Yield what hangs on nothing in a release with judgements.

    Args:
        manifest: The release's manifest.
        folder: The release.
    """
    for language in sorted(
        {each for config in manifest["configs"] for each in config["languages"]}
    ):
        with duckdb.connect() as connection:
            tables = _open(connection, manifest, folder, language)
            if "qrels" not in tables:
                continue
            connection.read_parquet(str(folder / PROVENANCE)).create_view("provenance")
            connection.execute(
                f"""
                CREATE VIEW distractors AS SELECT id FROM provenance
                WHERE language = {_quoted(language)} AND "table" = 'corpus'
                  AND len(list_filter(texts, lambda each: each.state = 'rejected')) > 0
                """  # noqa: S608 - names of our own
            )
            for what, rows in {**_JUDGED, **(_RANKED if "top_ranked" in tables else {})}.items():
                [(number,)] = connection.execute(f"SELECT count(*) FROM {rows}").fetchall()  # noqa: S608
                if number:
                    yield f"{language}: {number} {what}"


def _open(
    connection: duckdb.DuckDBPyConnection,
    manifest: Mapping[str, Any],
    folder: Path,
    language: str,
) -> set[str]:
    """Make a view of every table of a language; return their names."""
    parts: dict[str, list[str]] = {}
    for config in manifest["configs"]:
        if language not in config["languages"]:
            continue
        for split in config["splits"]:
            files = ", ".join(_quoted(str(folder / name)) for name in split["files"])
            parts.setdefault(config["table"], []).append(
                f"SELECT {_quoted(split['split'])} AS _split, * FROM read_parquet([{files}])"  # noqa: S608
            )
    for name, selects in parts.items():
        connection.execute(f'CREATE VIEW "{name}" AS {" UNION ALL ".join(selects)}')
    return set(parts)


def _quoted(text: str) -> str:
    return "'" + text.replace("'", "''") + "'"
