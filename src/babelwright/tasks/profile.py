"""What the texts of a release are like: what mteb's statistics do not say.

A column at a time, in batches: memory does not grow with the data. All of it can be computed again
from the released files, and stands beside the hash of the rows that it was computed from.
"""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, NamedTuple

import duckdb
import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

from babelwright.catalog.forms import matching_form, matching_section
from babelwright.catalog.model import Language
from babelwright.hashes import row_content_hash
from babelwright.tasks.base import Column, Table, TaskType
from babelwright.tasks.identified import Identified
from babelwright.tasks.keys import Place
from babelwright.text.near import NearDuplicates
from babelwright.text.normal import Form, grouping, key_of_published, matching_key
from babelwright.text.scripts import ScriptCounter

PERCENTILES = (1, 5, 25, 50, 75, 95, 99)
_BATCH = 8192
_DIGITS = 4


@dataclass(frozen=True)
class Data:
    """The files of one split of a table, in order."""

    table: Table
    split: str
    files: tuple[Path, ...]


class Identification(NamedTuple):
    """How languages are told, and what texts are compared by.

    All of it stands in the manifest, so that what was computed can be computed again.

    Attributes:
        codes: The languages that texts could be in: py3langid's label to ours.
        min_letters: Letters from which a text is long enough to be judged alone.
        columns: The language of the texts of a column, by `table.column`.
        keys: By language, its section `[matching]`, and under `group` the signs that group
            thousands.
    """

    codes: Mapping[str, str]
    min_letters: int
    columns: Mapping[str, str] = {}
    keys: Mapping[str, Mapping[str, Any]] = {}

    def key(self, table: str, column: str) -> Form:
        """Return what the texts of a column are compared by."""
        if (code := self.columns.get(f"{table}.{column}")) is None:
            return matching_key
        section = self.keys[code]
        return key_of_published(matching_form({"matching": section}), section["group"])


def identification(
    source: Language,
    target: Language,
    others: Sequence[Language],
    texts: Mapping[Place, Language] | None = None,
) -> Identification:
    """Return how the texts of a task are identified: among all languages of the catalog.

    Args:
        source: The source's language.
        target: The task's.
        others: All languages of the catalog.
        texts: The language of the texts of a column, by table and column.
    """
    codes = {each.detection.py3langid: each.code for each in (*others, source, target)}
    known = texts or {}
    return Identification(
        dict(sorted(codes.items())),
        target.detection.min_letters,
        {
            f"{table}.{column}": each.code
            for (table, column), each in sorted(known.items(), key=lambda item: item[0])
        },
        {
            each.code: {**matching_section(each.matching), "group": grouping(each)}
            for each in sorted(known.values(), key=lambda each: each.code)
        },
    )


def profile(
    task_type: TaskType,
    data: Sequence[Data],
    connection: duckdb.DuckDBPyConnection,
    told: Identification,
    scratch: Path,
) -> dict[str, Any]:
    """Return facts about every text column of every split, and about the judgements.

    Args:
        task_type: The type.
        data: All its tables and splits.
        connection: With the released tables.
        told: How languages are told.
        scratch: Folder for temporary files.
    """
    return {
        "identification": {
            "codes": dict(told.codes),
            "min_letters": told.min_letters,
            "columns": dict(told.columns),
            "keys": {code: dict(section) for code, section in told.keys.items()},
        },
        "tables": [_table(each, told, scratch) for each in data],
        "judgements": membership(connection, task_type),
    }


def _table(data: Data, told: Identification, scratch: Path) -> dict[str, Any]:
    return {
        "table": data.table.name,
        "split": data.split,
        "rows": sum(pq.read_metadata(file).num_rows for file in data.files),
        "row_hash": row_content_hash(data.files),
        "columns": [
            {"column": column.name, **_column(data, column, told, scratch)}
            for column in data.table.texts
        ],
    }


def _column(data: Data, column: Column, told: Identification, scratch: Path) -> dict[str, Any]:
    """Return the facts about the texts of a column; those of a list are texts of their own."""
    empties, lengths = 0, Counter[int]()
    identified = Identified(told.codes, told.min_letters)
    scripts = ScriptCounter()
    with NearDuplicates(scratch, told.key(data.table.name, column.name)) as near:
        for texts in _texts(data.files, column):
            empties += sum(not text.strip() for text in texts)
            lengths.update(map(len, texts))
            identified.add(texts)
            scripts.add(texts)
            near.add(texts)
        similar = near.count()
    number, windows = lengths.total(), identified.windows()
    return {
        "texts": number,
        "empties": empties,
        "percentiles": _percentiles(lengths),
        "languages": _shares(identified.languages),
        "windows": {"judged": windows.total(), "languages": _shares(windows)},
        "scripts": _shares(Counter(scripts.counts())),
        "near_duplicates": similar,
    }


def _texts(files: Sequence[Path], column: Column) -> Iterator[list[str]]:
    for file in files:
        with pq.ParquetFile(file) as opened:
            for batch in opened.iter_batches(_BATCH, columns=[column.name]):
                values = batch.column(0)
                if pa.types.is_list(column.type):
                    values = pc.list_flatten(values)
                yield values.to_pylist()


def _percentiles(lengths: Mapping[int, int]) -> dict[str, int]:
    """Return the lengths at or below which so many per cent of the texts are (nearest rank)."""
    sizes = sorted(lengths)
    reached = np.cumsum([lengths[size] for size in sizes])
    return {
        f"p{per}": sizes[int(np.searchsorted(reached, np.ceil(reached[-1] * per / 100)))]
        for per in PERCENTILES
        if sizes
    }


def _shares(counts: Mapping[str, int]) -> dict[str, float]:
    total = sum(counts.values())
    ordered = sorted(counts.items(), key=lambda item: (-item[1], item[0]))
    return {name: round(count / total, _DIGITS) for name, count in ordered if count}


def membership(connection: duckdb.DuckDBPyConnection, task_type: TaskType) -> list[dict[str, Any]]:
    """Return, for every split with judgements, how they fit corpus, queries and candidates.

    Args:
        connection: With the released tables.
        task_type: Types without judgements have nothing to tell.
    """
    names = {table.name for table in task_type.tables}
    if "qrels" not in names:
        return []
    splits = connection.execute("SELECT DISTINCT _split FROM qrels ORDER BY ALL").fetchall()
    return [_judgements(connection, split, "top_ranked" in names) for (split,) in splits]


def _judgements(
    connection: duckdb.DuckDBPyConnection, split: str, candidates: bool
) -> dict[str, Any]:
    def one(sql: str) -> int:
        judged = "WITH judged AS (SELECT * FROM qrels WHERE _split = ?)"
        found = connection.execute(f"{judged} {sql}", [split]).fetchone()
        return int(found[0]) if found else 0

    dangling = one(
        """
        SELECT count(*) FROM judged r
        LEFT JOIN (SELECT DISTINCT id FROM queries) q ON q.id = r."query-id"
        LEFT JOIN (SELECT DISTINCT id FROM corpus) c ON c.id = r."corpus-id"
        WHERE q.id IS NULL OR c.id IS NULL
        """
    )
    unjudged = one('SELECT count(*) FROM corpus c ANTI JOIN judged r ON r."corpus-id" = c.id')
    sizes = connection.execute(
        """
        SELECT relevant, count(*) FROM (
            SELECT count(*) FILTER (score > 0) AS relevant FROM qrels WHERE _split = ?
            GROUP BY "query-id"
        ) GROUP BY relevant ORDER BY relevant
        """,
        [split],
    ).fetchall()
    among = """
        SELECT count(*) FROM judged r SEMI JOIN (
            SELECT _split, "query-id", unnest("corpus-ids") AS "corpus-id" FROM top_ranked
        ) t ON (t._split, t."query-id", t."corpus-id") = (r._split, r."query-id", r."corpus-id")
    """
    return {
        "split": split,
        "judgements": one("SELECT count(*) FROM judged"),
        "dangling": dangling,
        "documents_never_judged": unjudged,
        "queries_by_relevant": {str(relevant): queries for relevant, queries in sizes},
        "judged_among_candidates": one(among) if candidates else None,
    }
