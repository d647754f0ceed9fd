"""Mistakes that look right at first sight."""

from pathlib import Path

import pytest

from babelwright.catalog.load import load_catalog
from support.catalogs import BUILDER, TASK, problems, replaced, task_problems, write_catalog

ROWS = "A number of rows; with several inputs one for each split: { test = 100 }."


@pytest.mark.parametrize("count", ["3.0", "3e0", "1e3", "nan"])
def test_a_number_of_rows_is_a_whole_number_as_toml_writes_one(tmp_path: Path, count: str) -> None:
    (problem,) = task_problems(tmp_path, ("test = 3", f"test = {count}"))
    assert problem == f"task.toml:13: source.expect.test: {ROWS}"


def test_an_engines_beam_is_a_whole_number(tmp_path: Path) -> None:
    builder = f"{BUILDER}\n[engine.argos]\nbeam = 4.0\n"
    (problem,) = problems(write_catalog(tmp_path, builder=builder))
    assert problem.endswith("builder.toml:7: engine.argos.beam = 4.0 is not of type 'integer'")


@pytest.mark.parametrize(
    ("file", "split", "found"),
    [
        ("{split}.jsonl", "../../secret", "'../../secret.jsonl' leaves the catalog's folder"),
        ("{split}", "/etc/passwd", "'/etc/passwd' is not a relative path"),
        ("data/{split}", "../../x", "'data/../../x' leaves the catalog's folder"),
    ],
)
def test_a_splits_name_leads_no_file_out_of_the_folder(
    tmp_path: Path, file: str, split: str, found: str
) -> None:
    task = replaced(TASK, ("data/pairs.jsonl", file), ('test = "test"', f'test = "{split}"'))
    (problem,) = problems(write_catalog(tmp_path, task))
    assert problem.endswith(f"task.toml:9: {found}")


def test_the_split_that_an_input_names_is_the_one_that_is_looked_at(tmp_path: Path) -> None:
    inputs = 'inputs = { source = { file = "{split}.jsonl", split = "../x" } }'
    changes = (('file = "data/pairs.jsonl"', inputs), ("expect = { test = 3 }\n", ""))
    (problem,) = problems(write_catalog(tmp_path / "a", replaced(TASK, *changes)))
    assert problem.endswith("'../x.jsonl' leaves the catalog's folder")


def test_names_that_differ_in_case_alone_are_one_name(tmp_path: Path) -> None:
    root = write_catalog(tmp_path)
    twin = root / "builders/tiny/twin.toml"
    twin.write_text(replaced(TASK, ("Tiny-VN", "TINY-vn")), encoding="utf-8")
    (problem,) = problems(root)
    assert "twin.toml:1: 'TINY-vn' is already the name of " in problem
    assert "task.toml" in problem


def test_a_file_may_begin_with_a_byte_order_mark(tmp_path: Path) -> None:
    root = write_catalog(tmp_path, f"\ufeff{TASK}", f"\ufeff{BUILDER}")
    (builder,) = load_catalog(root).builders
    assert (builder.name, builder.tasks[0].name) == ("tiny", "Tiny-VN")


def test_a_text_that_is_too_short_is_told_how_long_it_must_be(tmp_path: Path) -> None:
    (problem,) = task_problems(tmp_path, ("Pairs of sentences, translated for a test.", "Short"))
    assert problem == "task.toml:6: description: 'Short' is shorter than 20 characters"
