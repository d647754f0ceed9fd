"""Writes the Parquet files of a release."""

from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any, NamedTuple

import pyarrow as pa
import pyarrow.parquet as pq

from babelwright import _env
from babelwright.finished import Part
from babelwright.hashes import row_content_hash
from babelwright.tasks.base import Table

# Uncompressed bytes of a shard: well within what the Hub's viewer and a reader's memory take.
_SHARD_BYTES = 400_000_000
_ROW_GROUP = 10_000


def write_data(part: Part, out: Path) -> list[dict[str, Any]]:
    """Write `data/<config>/<split>-00000-of-0000N.parquet`; return the facts about every config.

    Args:
        part: A finished build.
        out: The release's folder.
    """
    configs: list[dict[str, Any]] = []
    for table in part.task_type.tables:
        labels = tuple(part.facts["source"]["labels"])
        name, config, features = config_facts(table, part.subset, [part], labels)
        configs.append(config)
        for split in table.splits(part.task):
            file = part.table_file(table, split)
            config["splits"].append(write_split(file, features, out, name, split))
    return configs


class ConfigFacts(NamedTuple):
    """A config: its name, what the manifest says of it, and its features."""

    name: str
    config: dict[str, Any]
    features: Any


def config_facts(
    table: Table, subset: str | None, parts: Sequence[Part], labels: tuple[str, ...]
) -> ConfigFacts:
    """Return the facts about a config that has no splits yet.

    Args:
        table: Its table.
        subset: Prefix of its name.
        parts: The builds whose rows it has.
        labels: Names of the labels, in order of their codes.
    """
    name, features = table.config_name(subset), features_of(table, labels)
    config = {
        "config": name,
        "table": table.name,
        "languages": [part.language.code for part in parts],
        "features": _plain(features),
        "splits": [],
    }
    return ConfigFacts(name, config, features)


def features_of(table: Table, labels: tuple[str, ...]) -> Any:
    """Return the `datasets.Features` of a table; labels keep their names."""
    _env.prepare()
    import datasets

    features = datasets.Features.from_arrow_schema(table.schema)
    for column in table.columns:
        if column.labels:
            label = datasets.ClassLabel(names=list(labels))
            several = pa.types.is_list(column.type)
            features[column.name] = datasets.List(label) if several else label
    return features


def write_split(source: Path, features: Any, out: Path, config: str, split: str) -> dict[str, Any]:
    """Write the shards of a split from a Parquet file; return the facts about them."""
    schema = features.arrow_schema
    metadata = pq.read_metadata(source)
    total = sum(metadata.row_group(i).total_byte_size for i in range(metadata.num_row_groups))
    shards = max(1, -(-total // _SHARD_BYTES))
    per_shard = max(1, -(-metadata.num_rows // shards))
    folder = out / "data" / config
    folder.mkdir(parents=True, exist_ok=True)
    files = [folder / f"{split}-{i:05d}-of-{shards:05d}.parquet" for i in range(shards)]
    memory = _write_shards(source, schema, files, per_shard)
    return {
        "split": split,
        "rows": metadata.num_rows,
        "bytes": memory,
        "row_hash": row_content_hash(files),
        "files": [str(file.relative_to(out)) for file in files],
        "file_bytes": sum(file.stat().st_size for file in files),
    }


def _write_shards(source: Path, schema: pa.Schema, files: list[Path], per_shard: int) -> int:
    """Write rows to shards of equal size; return their size in memory."""
    memory = 0
    with pq.ParquetFile(source) as opened:
        rows = _pieces(opened, per_shard)
        for file in files:
            with pq.ParquetWriter(
                file,
                schema,
                compression="zstd",
                write_page_index=True,
                use_content_defined_chunking=True,
            ) as writer:
                for piece in rows:
                    table = piece.table.cast(schema).replace_schema_metadata(schema.metadata)
                    writer.write_table(table)
                    memory += table.nbytes
                    if piece.last_of_shard:
                        break
    return memory


class _Piece(NamedTuple):
    table: pa.Table
    last_of_shard: bool


def _pieces(opened: pq.ParquetFile, per_shard: int) -> Iterator[_Piece]:
    """Yield row groups of the release, none across the end of a shard."""
    written = 0
    for batch in opened.iter_batches(_ROW_GROUP):
        table = pa.Table.from_batches([batch])
        while table.num_rows:
            room = per_shard - written
            piece, table = table.slice(0, room), table.slice(room)
            written += piece.num_rows
            full = written == per_shard
            if full:
                written = 0
            yield _Piece(piece, full)


def _plain(features: Any) -> list[dict[str, Any]]:
    """Return features as the Hub's dataset cards list them."""
    import datasets

    listed: list[dict[str, Any]] = datasets.DatasetInfo(features=features)._to_yaml_dict()[
        "features"
    ]
    return listed
