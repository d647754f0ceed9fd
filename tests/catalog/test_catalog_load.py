"""Catalogs as wholes: rooms, one file, several problems at once, and the values they become."""

import shutil
from pathlib import Path

import pytest

from babelwright.catalog.load import load_catalog
from babelwright.catalog.locate import bundled_root
from babelwright.errors import CatalogError, UsageError
from support.catalogs import (
    BUILDER,
    TASK,
    copy_languages,
    problems,
    replaced,
    write_catalog,
)


def one_file(root: Path, task: str = TASK, builder: str = BUILDER) -> Path:
    """Write the same catalog in one file."""
    tables = replaced(task, ("[source]", "[task.source]"), ("[map]", "[task.map]"))
    file = root / "catalog.toml"
    file.write_text(f"[builder]\n{builder}\n[[task]]\n{tables}", encoding="utf-8")
    return file


def test_a_catalog_in_one_file_is_the_same_as_in_folders(tmp_path: Path) -> None:
    (one,) = load_catalog(one_file(tmp_path)).builders
    (other,) = load_catalog(write_catalog(tmp_path)).builders
    assert (one.name, one.languages, one.engines) == (other.name, other.languages, other.engines)
    assert one.root == other.root == tmp_path.resolve()
    assert one.tasks[0].source == other.tasks[0].source
    assert one.tasks[0].map == other.tasks[0].map == {"rows": "SELECT * FROM source"}
    assert one.tasks[0].file == tmp_path / "catalog.toml"
    assert other.tasks[0].file == tmp_path / "builders" / "tiny" / "task.toml"


def test_problems_in_one_file_have_their_lines_and_places(tmp_path: Path) -> None:
    file = one_file(tmp_path, replaced(TASK, ("sts", "stss"), ("pairs.jsonl", "../../p")))
    text = file.read_text(encoding="utf-8")
    file.write_text(text + text[text.index("[[task]]") :], encoding="utf-8")
    assert problems(file) == [
        "catalog.toml:9: unknown task type 'stss'; did you mean 'sts'?",
        "catalog.toml:16: 'data/../../p' leaves the catalog's folder",
        "catalog.toml:26: unknown task type 'stss'; did you mean 'sts'?",
        "catalog.toml:33: 'data/../../p' leaves the catalog's folder",
        "catalog.toml:25: 'Tiny-VN' is already the name of catalog.toml:7",
    ]


def test_one_file_that_breaks_its_schema_says_where(tmp_path: Path) -> None:
    file = one_file(tmp_path, replaced(TASK, ("domains", "domain")))
    assert problems(file) == [
        "catalog.toml:7: [task.0] 'domains' is missing",
        "catalog.toml:12: [task.0] unknown key 'domain'; did you mean 'domains'?",
    ]
    file.write_text("", encoding="utf-8")
    assert problems(file) == [
        "catalog.toml:1: 'builder' is missing",
        "catalog.toml:1: 'task' is missing",
    ]


def test_everything_that_is_wrong_is_said_at_once(tmp_path: Path) -> None:
    write_catalog(
        tmp_path,
        replaced(TASK, ("method =", "metod =")),
        replaced(BUILDER, ('["argos"]', '["argus"]')),
        gates="version = 0\n",
    )
    broken = tmp_path / "builders" / "tiny" / "broken.toml"
    broken.write_text("a = \n", encoding="utf-8")
    languages = copy_languages(tmp_path)
    (languages / "fr.toml").write_text("code = \n", encoding="utf-8")
    (languages / "da.toml").write_text('code = "da"\n', encoding="utf-8")
    found = problems(tmp_path)
    files = [each.split(":", 1)[0] for each in found]
    assert list(dict.fromkeys(files)) == [
        "languages/da.toml",
        "languages/fr.toml",
        "builders/tiny/builder.toml",
        "builders/tiny/broken.toml",
        "builders/tiny/task.toml",
        "validation/gates.toml",
    ]
    with pytest.raises(CatalogError) as caught:
        load_catalog(tmp_path)
    assert str(caught.value).endswith(
        f"{len(found)} problems in the catalog. Mend them, then run: babelwright check"
    )


def test_a_broken_language_is_one_problem_and_not_one_of_every_task(tmp_path: Path) -> None:
    write_catalog(tmp_path)
    languages = copy_languages(tmp_path)
    (languages / "vi.toml").write_text("code = ", encoding="utf-8")
    assert problems(tmp_path) == ["languages/vi.toml:1: is not TOML: Invalid value"]


def test_two_builders_cannot_have_a_task_of_one_name(tmp_path: Path) -> None:
    write_catalog(tmp_path)
    other = tmp_path / "builders" / "other"
    shutil.copytree(tmp_path / "builders" / "tiny", other)
    builder = other / "builder.toml"
    builder.write_text(replaced(BUILDER, ("tiny", "other")), encoding="utf-8")
    taken = "'Tiny-VN' is already the name of builders/other/task.toml:1"
    assert problems(tmp_path) == [f"builders/tiny/task.toml:1: {taken}"]


def test_rooms_that_a_catalog_lacks_are_the_bundled_ones(tmp_path: Path) -> None:
    rooms = load_catalog(write_catalog(tmp_path)).rooms
    bundled = bundled_root()
    assert rooms.builders == tmp_path / "builders"
    assert rooms.languages == bundled / "languages"
    assert rooms.schemas == bundled / "schemas"
    assert rooms.validation == bundled / "validation"
    assert rooms.cards == bundled / "cards"
    assert rooms.models == bundled / "models"


def test_rooms_that_a_catalog_has_are_its_own(tmp_path: Path) -> None:
    vietnamese = copy_languages(write_catalog(tmp_path)) / "vi.toml"
    text = vietnamese.read_text(encoding="utf-8")
    vietnamese.write_text(replaced(text, ('"Vietnamese"', '"Viet"')), encoding="utf-8")
    shutil.copytree(bundled_root() / "cards", tmp_path / "cards")
    catalog = load_catalog(tmp_path)
    assert catalog.languages["vi"].name == "Viet"
    assert (catalog.rooms.languages, catalog.rooms.cards) == (
        tmp_path / "languages",
        tmp_path / "cards",
    )


def test_a_folder_that_is_no_catalog_gives_the_bundled_one(tmp_path: Path) -> None:
    (tmp_path / "models").mkdir()
    catalog = load_catalog(tmp_path)
    assert catalog.rooms.models == bundled_root() / "models"
    assert catalog.builders == load_catalog(bundled_root()).builders


def test_sources_start_from_another_folder_if_one_is_named(tmp_path: Path) -> None:
    data = tmp_path / "data"
    catalog = load_catalog(write_catalog(tmp_path / "catalog"), data=data)
    assert catalog.builders[0].root == catalog.builders[0].tasks[0].root == data


def test_what_is_not_there_is_said(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="is not a folder\n  --catalog takes a folder with"):
        load_catalog(tmp_path / "none")
    assert problems(tmp_path / "none.toml") == [
        "none.toml: cannot be read: No such file or directory"
    ]


def test_a_builders_folder_needs_builders(tmp_path: Path) -> None:
    hidden = tmp_path / "builders" / ".git"
    hidden.mkdir(parents=True)
    (tmp_path / "builders" / "_draft").mkdir()
    assert problems(tmp_path) == ["builders: has no builders"]
    (tmp_path / "builders" / "empty").mkdir()
    cannot = "cannot be read: No such file or directory"
    assert problems(tmp_path) == [f"builders/empty/builder.toml: {cannot}"]
