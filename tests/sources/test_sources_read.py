"""A task's source as a whole: its inputs, what was reviewed, and the folder it must stay in."""

import hashlib
import json
from pathlib import Path

import pyarrow.parquet as pq
import pytest

from babelwright.catalog.model import Input
from babelwright.errors import SourceError
from babelwright.sources.read import Read, file_hash, read_split, resolve, source_files
from support.tasks import make_source, make_task


@pytest.fixture
def root(tmp_path: Path) -> Path:
    """A catalog's folder with data in it, and something secret beside it."""
    data = tmp_path / "catalog" / "data"
    data.mkdir(parents=True)
    (tmp_path / "secret.txt").write_text("secret\n", encoding="utf-8")
    for split, count in {"train": 3, "test": 2}.items():
        lines = [json.dumps({"id": f"{split}-{n}"}) for n in range(count)]
        (data / f"rows.{split}.jsonl").write_text("\n".join(lines), encoding="utf-8")
    (data / "corpus.txt").write_text("one\ntwo\nthree\nfour\n", encoding="utf-8")
    (data / "empty.jsonl").write_text("", encoding="utf-8")
    (data / "header.csv").write_text("id,text\n", encoding="utf-8")
    return tmp_path / "catalog"


@pytest.fixture
def out(tmp_path: Path) -> Path:
    folder = tmp_path / "out"
    folder.mkdir()
    return folder


def read(
    root: Path,
    out: Path,
    *inputs: Input,
    split: str = "test",
    splits: dict[str, str] | None = None,
    expect: dict[tuple[str, str], int] | None = None,
) -> list[Read]:
    source = make_source(*inputs, splits=splits, expect=expect or {})
    return read_split(make_task(source=source, root=root), split, "vi", out)


def test_a_split_is_read_from_the_file_of_the_sources_split(root: Path, out: Path) -> None:
    name = "data/rows.{split}.jsonl"
    (found,) = read(root, out, Input("source", file=name), split="dev", splits={"dev": "train"})
    assert found == Read(
        input="source",
        split="dev",
        file=out / "source.dev.parquet",
        rows=3,
        origin="data/rows.train.jsonl",
        revision="sha256:"
        + hashlib.sha256((root / "data/rows.train.jsonl").read_bytes()).hexdigest(),
    )
    assert pq.read_table(found.file)["id"].to_pylist() == ["train-0", "train-1", "train-2"]


def test_an_input_may_be_the_same_for_every_split(root: Path, out: Path) -> None:
    fixed = Input("corpus", split="train", file="data/rows.{split}.jsonl")
    moving = Input("queries", file="data/rows.{split}.jsonl")
    corpus, queries = read(root, out, fixed, moving)
    assert (corpus.origin, queries.origin) == ("data/rows.train.jsonl", "data/rows.test.jsonl")
    assert (corpus.split, queries.split) == ("test", "test")
    assert (corpus.rows, queries.rows) == (3, 2)


def test_a_source_of_another_size_than_reviewed_stops_the_build(root: Path, out: Path) -> None:
    one = Input("source", file="data/rows.test.jsonl")
    assert read(root, out, one, expect={("source", "test"): 2})
    with pytest.raises(SourceError) as caught:
        read(root, out, one, expect={("source", "test"): 3})
    assert str(caught.value) == (
        "task.toml: the source has 2 rows in source for split 'test', expected 3\n"
        "  It is not what was reviewed: look at it, then correct [source] expect"
    )


def test_every_input_is_held_to_its_own_number(root: Path, out: Path) -> None:
    inputs = (Input("corpus", file="data/corpus.txt"), Input("rows", file="data/rows.test.jsonl"))
    right = {("corpus", "test"): 4, ("rows", "test"): 2, ("rows", "train"): 9}
    assert [each.rows for each in read(root, out, *inputs, expect=right)] == [4, 2]
    with pytest.raises(SourceError, match="2 rows in rows for split 'test', expected 4"):
        read(root, out, *inputs, expect={**right, ("rows", "test"): 4})


def test_a_source_without_rows_and_columns_is_said(root: Path, out: Path) -> None:
    with pytest.raises(
        SourceError, match=r"task\.toml: the source has no rows in source for split 'test'"
    ):
        read(root, out, Input("source", file="data/empty.jsonl"))
    (found,) = read(root, out, Input("source", file="data/header.csv"))
    assert (found.rows, pq.read_schema(found.file).names) == (0, ["id", "text"])


def test_a_missing_file_is_said_with_where_paths_start(root: Path, out: Path) -> None:
    with pytest.raises(SourceError) as caught:
        read(root, out, Input("source", file="data/none.jsonl"))
    assert str(caught.value) == (
        f"task.toml: there is no file 'data/none.jsonl' in {root}\n"
        "  Paths start from the catalog's folder; --data DIR names another"
    )


@pytest.mark.parametrize("kind", ["file", "folder"])
def test_a_link_out_of_the_folder_is_not_followed(root: Path, out: Path, kind: str) -> None:
    if kind == "file":
        (root / "data" / "link.txt").symlink_to(root.parent / "secret.txt")
        name = "data/link.txt"
    else:
        (root / "data" / "link").symlink_to(root.parent, target_is_directory=True)
        name = "data/link/secret.txt"
    with pytest.raises(SourceError, match=f"'{name}' leads out of the catalog's folder"):
        read(root, out, Input("source", file=name))
    assert list(out.iterdir()) == []


def test_a_link_that_leads_in_a_circle_is_told_as_that(root: Path, out: Path) -> None:
    (root / "data" / "link.txt").symlink_to("link.txt")
    with pytest.raises(SourceError, match=r"'data/link\.txt' is a link that leads in a circle"):
        read(root, out, Input("source", file="data/link.txt"))


def test_a_split_cannot_lead_out_of_the_folder(root: Path, out: Path) -> None:
    ways = {"data/{split}": "../../secret.txt", "{split}": str(root.parent / "secret.txt")}
    for file, split in ways.items():
        with pytest.raises(SourceError, match="leads out of the catalog's folder"):
            read(root, out, Input("source", file=file), splits={"test": split})


def test_a_link_within_the_folder_is_followed(root: Path) -> None:
    (root / "link.txt").symlink_to(root / "data" / "corpus.txt")
    assert resolve(root, "link.txt", Path("task.toml")) == root / "data" / "corpus.txt"
    (root.parent / "alias").symlink_to(root, target_is_directory=True)
    assert resolve(root.parent / "alias", "link.txt", Path("task.toml")).name == "corpus.txt"


def test_the_files_of_a_task_are_those_of_all_its_splits_once(root: Path) -> None:
    source = make_source(
        Input("rows", file="data/rows.{split}.jsonl"),
        Input("corpus", file="data/corpus.txt"),
        splits={"dev": "train", "test": "test"},
    )
    names = [
        file.relative_to(root).as_posix()
        for file in source_files(make_task(source=source, root=root), "vi")
    ]
    assert names == ["data/corpus.txt", "data/rows.test.jsonl", "data/rows.train.jsonl"]
    assert source_files(make_task(source=make_source(hub="a/b", revision="0" * 40)), "vi") == []


@pytest.mark.parametrize("size", [0, 1, (1 << 20) - 1, 1 << 20, (1 << 20) + 1])
def test_the_hash_of_a_file_is_that_of_its_bytes(tmp_path: Path, size: int) -> None:
    data = bytes(n % 251 for n in range(size))
    (tmp_path / "file").write_bytes(data)
    assert file_hash(tmp_path / "file") == hashlib.sha256(data).hexdigest()
