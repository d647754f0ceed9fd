"""The row-content hash: encoding does not change it, content does."""

from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from babelwright.hashes import row_content_hash

TABLE = pa.table(
    {"id": ["1", "2", "3"], "text": ["xin chào", "a\nb", ""], "score": [0.5, 1.0, -2.25]}
)


def hash_of(tmp_path: Path, table: pa.Table, **options: object) -> str:
    file = tmp_path / "table.parquet"
    pq.write_table(table, file, **options)
    return row_content_hash([file])


@pytest.mark.parametrize(
    "options",
    [{"compression": "none"}, {"compression": "zstd"}, {"row_group_size": 1}, {"version": "1.0"}],
    ids=str,
)
def test_encoding_does_not_change_the_hash(tmp_path: Path, options: dict[str, object]) -> None:
    assert hash_of(tmp_path, TABLE, **options) == hash_of(tmp_path, TABLE)


def test_sharding_and_the_order_of_columns_do_not_change_the_hash(tmp_path: Path) -> None:
    whole = hash_of(tmp_path, TABLE)
    assert hash_of(tmp_path, TABLE.select(["score", "text", "id"])) == whole
    parts = [tmp_path / "0.parquet", tmp_path / "1.parquet"]
    pq.write_table(TABLE.slice(0, 1), parts[0])
    pq.write_table(TABLE.slice(1), parts[1])
    assert row_content_hash(parts) == whole


@pytest.mark.parametrize(
    "changed",
    [
        TABLE.take([1, 0, 2]),
        TABLE.slice(0, 2),
        TABLE.set_column(1, "text", pa.array(["xin chao", "a\nb", ""])),
        TABLE.rename_columns(["id", "texts", "score"]),
        TABLE.set_column(2, "score", pa.array([0.5, 1.0, -2.2500001])),
    ],
    ids=["order", "row", "value", "column", "number"],
)
def test_content_changes_the_hash(tmp_path: Path, changed: pa.Table) -> None:
    assert hash_of(tmp_path, changed) != hash_of(tmp_path, TABLE)
