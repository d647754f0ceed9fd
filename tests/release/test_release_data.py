"""The data files: labels keep their names, shards add up, `datasets` loads them."""

from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from babelwright.release import data
from babelwright.release.data import features_of
from babelwright.tasks.registry import task_types

CLASSIFICATION = task_types()["classification"].table("rows")


def test_labels_keep_their_names() -> None:
    features = features_of(CLASSIFICATION, ("yes", "no"))
    assert features["label"].names == ["yes", "no"]
    assert features["text"].dtype == "string"


def test_shards_are_even_and_lose_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(data, "_SHARD_BYTES", 4000)
    monkeypatch.setattr(data, "_ROW_GROUP", 7)
    rows = 101
    table = pa.table(
        {
            "id": [str(i) for i in range(rows)],
            "text": [f"văn bản số {i} " * 5 for i in range(rows)],
            "label": pa.array([i % 2 for i in range(rows)], pa.int64()),
        }
    )
    source = tmp_path / "source.parquet"
    pq.write_table(table, source)
    features = features_of(CLASSIFICATION, ("even", "odd"))
    facts = data.write_split(source, features, tmp_path / "out", "default", "test")
    files = [tmp_path / "out" / name for name in facts["files"]]
    assert len(files) > 1
    assert [file.name for file in files] == [
        f"test-{i:05d}-of-{len(files):05d}.parquet" for i in range(len(files))
    ]
    sizes = [pq.read_metadata(file).num_rows for file in files]
    assert max(sizes) - min(sizes[:-1]) == 0
    assert sum(sizes) == rows
    whole = pa.concat_tables([pq.read_table(file) for file in files])
    assert whole["id"].to_pylist() == table["id"].to_pylist()


def test_datasets_loads_a_release_from_its_folder(
    release: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    import datasets

    monkeypatch.setattr(datasets.config, "HF_DATASETS_CACHE", str(tmp_path / "cache"))
    loaded = datasets.load_dataset(str(release), "default", cache_dir=str(tmp_path / "cache"))
    assert list(loaded) == ["test"]
    assert loaded["test"].column_names == ["id", "sentence1", "sentence2", "score"]
    assert loaded["test"].num_rows == 3
