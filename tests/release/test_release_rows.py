"""Rows of two releases, compared by key."""

from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq
from hypothesis import given, settings
from hypothesis import strategies as st

from babelwright.release.rows import RowCounts, compare_rows

Row = dict[str, Any]


def write(folder: Path, name: str, rows: list[Row], shards: int = 1) -> list[Path]:
    folder.mkdir(parents=True, exist_ok=True)
    step = max(1, -(-len(rows) // shards))
    files = []
    schema = pa.Table.from_pylist(rows).schema
    for index in range(shards):
        files.append(folder / f"{name}-{index}.parquet")
        part = rows[index * step : (index + 1) * step]
        pq.write_table(pa.Table.from_pylist(part, schema), files[-1])
    return files


def counts(tmp_path: Path, old: list[Row], new: list[Row], *key: str) -> RowCounts:
    before, after = write(tmp_path, "old", old), write(tmp_path, "new", new)
    with compare_rows(before, after, key or ("id",)) as compared:
        return compared.counts


def rows(**texts: str) -> list[Row]:
    return [{"id": name, "text": text} for name, text in texts.items()]


def test_a_new_column_alone_changes_no_row(tmp_path: Path) -> None:
    new = [{**row, "title": "Tiêu đề"} for row in rows(a="một", b="hai")]
    assert counts(tmp_path, rows(a="một", b="hai"), new) == (0, 0, 0, 0)


def test_columns_in_another_order_and_other_shards_change_no_row(tmp_path: Path) -> None:
    old = rows(a="một", b="hai", c="ba")
    new = [{"text": row["text"], "id": row["id"]} for row in old]
    before, after = write(tmp_path, "old", old), write(tmp_path, "new", new, shards=2)
    with compare_rows(before, after, ("id",)) as compared:
        assert compared.counts == (0, 0, 0, 0)


def test_a_row_that_is_put_before_another_is_out_of_order(tmp_path: Path) -> None:
    old, new = rows(a="một", b="hai", c="ba"), rows(c="ba", d="bốn", a="một", b="hai")
    assert counts(tmp_path, old, new) == (1, 0, 0, 1)


def test_rows_that_share_a_key_are_told_apart_by_their_order(tmp_path: Path) -> None:
    old = [{"id": "a", "text": "một"}, {"id": "a", "text": "hai"}]
    assert counts(tmp_path, old, [*old, {"id": "a", "text": "ba"}]) == (1, 0, 0, 0)
    assert counts(tmp_path, old, old[:1]) == (0, 1, 0, 0)


def test_a_key_of_several_columns_is_no_joined_text(tmp_path: Path) -> None:
    old = [{"query-id": "1", "corpus-id": "2\t3", "score": 1}]
    new = [{"query-id": "1\t2", "corpus-id": "3", "score": 1}]
    assert counts(tmp_path, old, new, "query-id", "corpus-id") == (1, 1, 0, 0)


def test_without_its_key_a_split_is_another_one(tmp_path: Path) -> None:
    new = [{"text": "một"}, {"text": "hai"}]
    assert counts(tmp_path, rows(a="một", b="hai"), new) == (2, 2, 0, 0)


def test_names_and_texts_from_the_data_are_never_sql(tmp_path: Path) -> None:
    folder = tmp_path / "it's"
    hostile = "x\"'); DROP TABLE b; --"
    old, new = [{"id": "'a'", hostile: "một"}], [{"id": "'a'", hostile: "hai"}]
    before, after = write(folder, "o'ld", old), write(folder, 'n"ew', new)
    with compare_rows(before, after, ("id",)) as compared:
        [change] = compared.changes()
    assert (change.before, change.after) == ({hostile: "một"}, {hostile: "hai"})


def test_changes_come_in_order_with_the_cells_that_changed(tmp_path: Path) -> None:
    old = [{"id": i, "text": f"câu {i}", "score": float(i)} for i in range(5)]
    new = [{**row, "text": "mới"} if row["id"] == 3 else row for row in old[1:]]
    new.append({"id": 9, "text": "câu 9", "score": 9.0})
    before, after = write(tmp_path, "old", old), write(tmp_path, "new", new)
    with compare_rows(before, after, ("id",)) as compared:
        found = [(each.kind, dict(each.key)) for each in compared.changes()]
        [first] = compared.changes(limit=1)
    assert found == [("changed", {"id": 3}), ("removed", {"id": 0}), ("added", {"id": 9})]
    assert (first.before, first.after) == ({"text": "câu 3"}, {"text": "mới"})


def test_a_split_that_is_not_there_has_no_rows(tmp_path: Path) -> None:
    files = write(tmp_path, "one", rows(a="một", b="hai"))
    with compare_rows(files, [], ("id",)) as compared:
        assert compared.counts == (0, 2, 0, 0)
        assert [each.before["text"] for each in compared.changes()] == ["một", "hai"]
    with compare_rows([], files, ("id",)) as compared:
        assert compared.counts == (2, 0, 0, 0)


_ROWS = st.lists(st.tuples(st.sampled_from("abc"), st.sampled_from("xy")), min_size=1, max_size=6)


@settings(max_examples=40, deadline=None)
@given(old=_ROWS, new=_ROWS, shards=st.integers(1, 3))
def test_what_differs_makes_the_new_rows_of_the_old(
    tmp_path_factory: Any, old: list[tuple[str, str]], new: list[tuple[str, str]], shards: int
) -> None:
    folder = tmp_path_factory.mktemp("rows")
    columns = ("id", "text")
    before = write(folder, "old", [dict(zip(columns, row, strict=True)) for row in old], shards)
    after = write(folder, "new", [dict(zip(columns, row, strict=True)) for row in new], shards)
    left = list(old)
    with compare_rows(before, after, ("id",)) as compared:
        for each in compared.changes():
            name = each.key["id"]
            if each.kind != "added":
                left.remove((name, each.before["text"]))
            if each.kind != "removed":
                left.append((name, each.after["text"]))
        assert sum(compared.counts[:3]) == len(list(compared.changes()))
    assert sorted(left) == sorted(new)
