"""The version rule."""

import json
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from babelwright.errors import ReleaseError
from babelwright.hashes import row_content_hash
from babelwright.release.changelog import make_changelog
from babelwright.release.version import Bump, Change, Previous, compare, parse, raised, settled

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
        ({"b": "two", "c": "three", "a": "one"}, Bump.MAJOR),
        ({"c": "three", "a": "one", "b": "two"}, Bump.MINOR),
    ],
    ids=["same", "added", "changed", "removed", "renamed", "reordered", "both", "put before"],
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


def test_a_column_that_the_data_has_too_is_minor(tmp_path: Path) -> None:
    old, new = tmp_path / "old", tmp_path / "new"
    before, after = config(old, {"a": "one"}), config(new, {"a": "one"})
    file = new / "data/default.parquet"
    pq.write_table(pq.read_table(file).append_column("title", pa.array(["One"])), file)
    after["splits"][0]["row_hash"] = row_content_hash([file])
    after["features"] = [*after["features"], {"name": "title", "dtype": "string"}]
    change = compare(previous(old, [before]), [after], new, KEYS)
    assert (change.bump, change.differences) == (Bump.MINOR, ())
    assert change.reasons == change.columns == ("default: column title is new",)
    assert "- default: column title is new.\n" in make_changelog("1.3.0", None, change)


def _labelled(*names: str) -> dict[str, Any]:
    labels = {"class_label": {"names": {str(code): name for code, name in enumerate(names)}}}
    return {"name": "label", "dtype": labels}


@pytest.mark.parametrize(
    ("names", "wanted"),
    [
        ([str(code) for code in range(12)], Bump.PATCH),
        ([str(code) for code in range(13)], Bump.MINOR),
        ([*(str(code) for code in range(11)), "other"], Bump.MAJOR),
        ([str(code) for code in range(11)], Bump.MAJOR),
    ],
    ids=["same", "one more", "renamed", "one less"],
)
def test_a_label_more_is_minor_and_another_name_major(
    tmp_path: Path, names: list[str], wanted: Bump
) -> None:
    old, new = tmp_path / "old", tmp_path / "new"
    before, after = config(old, {"a": "one"}), config(new, {"a": "one"})
    before["features"] = [_labelled(*(str(code) for code in range(12)))]
    # As JSON has it, sorted by letter: 10 stands before 2.
    after["features"] = json.loads(json.dumps([_labelled(*names)], sort_keys=True))
    assert compare(previous(old, [before]), [after], new, KEYS).bump is wanted


def test_the_order_of_columns_is_encoding(tmp_path: Path) -> None:
    old, new = tmp_path / "old", tmp_path / "new"
    before, after = config(old, {"a": "one"}), config(new, {"a": "one"})
    after["features"] = after["features"][::-1]
    assert compare(previous(old, [before]), [after], new, KEYS).bump is Bump.PATCH


def test_the_version_asked_for_may_only_be_higher() -> None:
    change = Change(Bump.MINOR, (), ("default test: 3 rows added",))
    assert settled(None, "1.2.3", change) == "1.3.0"
    assert settled("1.3.0", "1.2.3", change) == "1.3.0"
    assert settled("2.0.0", "1.2.3", change) == "2.0.0"
    with pytest.raises(ReleaseError) as caught:
        settled("1.2.4", "1.2.3", change)
    assert str(caught.value) == (
        "version 1.2.4 is less than 1.3.0, the least that this release may have\n"
        "  It is minor (default test: 3 rows added) since 1.2.3: "
        "leave --version out, or ask for a higher one"
    )
    assert settled("3.0.0", None, None) == "3.0.0"
    with pytest.raises(ReleaseError, match=r"less than 1\.0\.0"):
        settled("0.9.0", None, None)


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
    kept = [name for name in new if name in old]
    moved = kept != [name for name in old if name in new]
    assert (change.bump is Bump.MAJOR) == bool(removed or changed or moved)
    assert (change.bump is Bump.MINOR) == bool(added and not (removed or changed or moved))


def test_versions_are_read_and_raised() -> None:
    assert parse("v1.20.3") == (1, 20, 3)
    assert [raised("1.2.3", each) for each in Bump] == ["1.2.3", "1.2.4", "1.3.0", "2.0.0"]
    with pytest.raises(ValueError, match=r"values to unpack|invalid literal"):
        parse("latest")
