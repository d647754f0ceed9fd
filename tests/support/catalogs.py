"""A small catalog to break: in one file, and in folders."""

import shutil
from pathlib import Path

import pytest

from babelwright.catalog.load import load_catalog
from babelwright.catalog.locate import bundled_root
from babelwright.errors import CatalogError

BUILDER = """\
name = "tiny"
languages = ["vi"]
namespace = "releases"
engines = ["argos"]
"""
TASK = """\
name = "Tiny-VN"
type = "sts"
method = "translate"
languages = ["vi"]
domains = ["News"]
description = "Pairs of sentences, translated for a test."

[source]
file = "data/pairs.jsonl"
language = "en"
licence = "cc0-1.0"
splits = { test = "test" }
expect = { test = 3 }

[map]
sql = "SELECT * FROM source"
"""
SHA = "0123456789abcdef0123456789abcdef01234567"


def replaced(text: str, *changes: tuple[str, str]) -> str:
    """Return text with each first string replaced by the second; it must be there, once."""
    for old, new in changes:
        assert text.count(old) == 1, f"{old!r} is there {text.count(old)} times"
        text = text.replace(old, new)
    return text


def write_catalog(
    root: Path, task: str = TASK, builder: str = BUILDER, *, gates: str | None = None
) -> Path:
    """Write a catalog folder with one builder and one task; other rooms are the bundled ones."""
    home = root / "builders" / "tiny"
    home.mkdir(parents=True)
    (home / "builder.toml").write_text(builder, encoding="utf-8")
    (home / "task.toml").write_text(task, encoding="utf-8")
    if gates is not None:
        (root / "validation").mkdir()
        (root / "validation" / "gates.toml").write_text(gates, encoding="utf-8")
    return root


def copy_languages(root: Path) -> Path:
    """Give a catalog folder a `languages/` of its own, like the bundled one; return it."""
    return shutil.copytree(bundled_root() / "languages", root / "languages")


def problems(where: Path) -> list[str]:
    """Return the problems of a catalog, with paths that start from its folder."""
    with pytest.raises(CatalogError) as caught:
        load_catalog(where)
    root = where.parent if where.suffix == ".toml" else where
    return [str(problem).replace(f"{root}/", "") for problem in caught.value.problems]


def task_problems(root: Path, *changes: tuple[str, str]) -> list[str]:
    """Return the problems of a catalog whose task is changed, without the task file's path."""
    found = problems(write_catalog(root, replaced(TASK, *changes)))
    return [problem.replace("builders/tiny/", "") for problem in found]


def builder_problems(root: Path, *changes: tuple[str, str]) -> list[str]:
    """Return the problems of a catalog whose builder is changed, without its file's path."""
    found = problems(write_catalog(root, builder=replaced(BUILDER, *changes)))
    return [problem.replace("builders/tiny/", "") for problem in found]
