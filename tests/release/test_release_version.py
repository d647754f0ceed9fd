"""The version rule."""

from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from babelwright.hashes import row_content_hash
from babelwright.release.version import Bump, Previous, compare, parse, raised

KEYS = {"rows": ("id",)}
Rows = dict[str, str]


def config(folder: Path, rows: Rows, name: str = "default") -> dict[str, Any]:
    """Write rows to a folder and return what a manifest says of them."""
    file = folder / "data" / f"{name}.parquet"
    file.parent.mkdir(parents=True, exist_ok=True)
    pq.write_table(pa.table({"id": list(rows), "text": list(rows.values())}), file)
    split = {
        "split": "test",
        "rows": len(rows),
        "row_hash": row_content_hash([file]),
        "files": [f"data/{name}.parquet"],
    }
    features = [{"name": "id", "dtype": "string"}, {"name": "text", "dtype": "string"}]
    return {"config": name, "table": "rows", "features": features, "splits": [split]}


def previous(folder: Path, configs: list[dict[str, Any]]) -> Previous:
    return Previous("1.2.3", {"configs": configs}, folder)


def bump(tmp_path: Path, old: Rows, new: Rows) -> Bump:
    before, after = tmp_path / "old", tmp_path / "new"
    change = compare(previous(before, [config(before, old)]), [config(after, new)], after, KEYS)
    return change.bump


@pytest.mark.parametrize(
    ("new", "wanted"),
    [
        ({"a": "one", "b": "two"}, Bump.PATCH),
        ({"a": "one", "b": "two", "c": "three"}, Bump.MINOR),
        ({"a": "one", "b": "2"}, Bump.MAJOR),
        ({"a": "one"}, Bump.MAJOR),
        ({"a": "one", "c": "two"}, Bump.MAJOR),
        ({"b": "two", "a": "one"}, Bump.MAJOR),
    ],
    ids=["same", "added", "changed", "removed", "renamed", "reordered"],
)
def test_the_bump_follows_from_the_rows(tmp_path: Path, new: Rows, wanted: Bump) -> None:
    assert bump(tmp_path, {"a": "one", "b": "two"}, new) is wanted


def test_a_new_config_is_minor_and_a_lost_one_major(tmp_path: Path) -> None:
    old, new = tmp_path / "old", tmp_path / "new"
    one, two = {"a": "one"}, {"b": "two"}
    both = [config(new, one), config(new, two, "other")]
    change = compare(previous(old, [config(old, one)]), both, new, KEYS)
    assert change.bump is Bump.MINOR
    assert [(each.config, each.added) for each in change.differences] == [("other", 1)]
    back = compare(previous(new, both), [config(old, one)], old, KEYS)
    assert back.bump is Bump.MAJOR


def test_a_new_column_is_minor_and_a_lost_one_major(tmp_path: Path) -> None:
    old, new = tmp_path / "old", tmp_path / "new"
    before, after = config(old, {"a": "one"}), config(new, {"a": "one"})
    after["features"] = [*after["features"], {"name": "title", "dtype": "string"}]
    assert compare(previous(old, [before]), [after], new, KEYS).bump is Bump.MINOR
    assert compare(previous(new, [after]), [before], old, KEYS).bump is Bump.MAJOR


@settings(max_examples=40, deadline=None)
@given(
    old=st.dictionaries(st.sampled_from("abcdef"), st.sampled_from("xyz"), min_size=1),
    new=st.dictionaries(st.sampled_from("abcdef"), st.sampled_from("xyz"), min_size=1),
)
def test_the_counts_are_those_of_the_sets(
    tmp_path_factory: pytest.TempPathFactory, old: Rows, new: Rows
) -> None:
    folder = tmp_path_factory.mktemp("release")
    before, after = folder / "old", folder / "new"
    change = compare(previous(before, [config(before, old)]), [config(after, new)], after, KEYS)
    added = len(new.keys() - old.keys())
    removed = len(old.keys() - new.keys())
    changed = sum(old[name] != new[name] for name in old.keys() & new.keys())
    found = [(each.added, each.removed, each.changed) for each in change.differences]
    if list(old.items()) == list(new.items()):
        assert found == []
    else:
        assert found == [(added, removed, changed)]
    assert (change.bump is Bump.MAJOR) == bool(
        removed or changed or (found and found[0] == (0, 0, 0))
    )


def test_versions_are_read_and_raised() -> None:
    assert parse("v1.20.3") == (1, 20, 3)
    assert [raised("1.2.3", each) for each in Bump] == ["1.2.3", "1.2.4", "1.3.0", "2.0.0"]
    with pytest.raises(ValueError, match=r"values to unpack|invalid literal"):
        parse("latest")
