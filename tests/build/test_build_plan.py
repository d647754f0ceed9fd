"""What is built, what is skipped and why, and what decides a build's result."""

import json
import shutil
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from babelwright.build.plan import Planned, key_of, offline, select, specification
from babelwright.catalog.load import load_catalog
from babelwright.catalog.locate import bundled_root
from babelwright.catalog.model import Catalog, Gates, Rooms
from babelwright.errors import UsageError
from babelwright.tasks.registry import task_types
from support.catalogs import BUILDER, SHA, TASK, replaced
from support.engines import identity_of

EMBEDDER = ("static-1", "f" * 64)


@pytest.fixture(scope="module")
def small(tmp_path_factory: pytest.TempPathFactory) -> Catalog:
    """A catalog of two builders: one of two languages, one with a task on the Hub."""
    root = tmp_path_factory.mktemp("catalog")
    both = '["vi", "sv"]'
    north = replaced(BUILDER, ('"tiny"', '"north"'), ('["vi"]', both))
    hub = f'hub = "someone/pairs"\nrevision = "{SHA}"'
    online = replaced(TASK, ("Tiny-VN", "Online-VN"), ('file = "data/pairs.jsonl"', hub))
    two = replaced(TASK, ("Tiny-VN", "Tiny-Two"), ('languages = ["vi"]', f"languages = {both}"))
    files = {
        "tiny/builder.toml": BUILDER,
        "tiny/a.toml": TASK,
        "tiny/b.toml": online,
        "north/builder.toml": north,
        "north/a.toml": two,
    }
    for name, text in files.items():
        file = root / "builders" / name
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text, encoding="utf-8")
    (root / "data").mkdir()
    (root / "data/pairs.jsonl").write_text('{"id": 1}\n', encoding="utf-8")
    return load_catalog(root)


@pytest.mark.parametrize(
    ("asked", "found"),
    [
        ({}, ["Tiny-Two-vi", "Tiny-Two-sv", "Tiny-VN-vi", "Online-VN-vi"]),
        ({"language": "sv"}, ["Tiny-Two-sv"]),
        ({"language": "vi"}, ["Tiny-Two-vi", "Tiny-VN-vi", "Online-VN-vi"]),
        ({"builder": "tiny"}, ["Tiny-VN-vi", "Online-VN-vi"]),
        ({"builder": "north", "language": "vi"}, ["Tiny-Two-vi"]),
        ({"tasks": ("Tiny-Two",)}, ["Tiny-Two-vi", "Tiny-Two-sv"]),
        ({"tasks": ("Online-VN", "Tiny-VN", "Tiny-VN")}, ["Tiny-VN-vi", "Online-VN-vi"]),
        ({"tasks": ("Tiny-Two", "Tiny-VN"), "builder": "tiny"}, ["Tiny-VN-vi"]),
    ],
    ids=str,
)
def test_what_is_asked_for_is_found_in_the_order_of_the_catalog(
    small: Catalog, asked: dict[str, Any], found: list[str]
) -> None:
    assert [planned.name for planned in select(small, **asked)] == found


@pytest.mark.parametrize(
    ("asked", "message", "hint"),
    [
        ({"language": "vn"}, "there is no language 'vn'", "allowed: 'ar'"),
        ({"language": "xx-Latn-1"}, "there is no language 'xx-Latn-1'", "allowed: 'ar'"),
        ({"builder": "tinny"}, "there is no builder 'tinny'", "did you mean 'tiny'?"),
        ({"tasks": ("Tiny-VM",)}, "there is no task 'Tiny-VM'", "did you mean 'Tiny-VN'?"),
        ({"tasks": ("Tiny-VN", "")}, "there is no task ''", "allowed: 'Online-VN'"),
        ({"language": "da"}, "no task fits", "babelwright list"),
        ({"builder": "north", "tasks": ("Tiny-VN",)}, "no task fits", "babelwright list"),
        ({"language": "sv", "builder": "tiny"}, "no task fits", "babelwright list --lang sv"),
    ],
    ids=str,
)
def test_what_is_not_there_is_told_with_the_nearest_that_is(
    small: Catalog, asked: dict[str, Any], message: str, hint: str
) -> None:
    with pytest.raises(UsageError) as caught:
        select(small, **asked)
    assert caught.value.message == message
    assert hint in caught.value.hint


def test_offline_skips_tasks_of_the_hub_and_says_so(small: Catalog) -> None:
    kept, skipped = offline(select(small))
    assert [each.name for each in kept] == ["Tiny-Two-vi", "Tiny-Two-sv", "Tiny-VN-vi"]
    assert [(each.task.name, each.reason) for each in skipped] == [
        ("Online-VN", "its source is on the Hub (someone/pairs), and --offline was given")
    ]
    assert offline([]) == ([], [])


def test_the_bundled_catalog_has_tasks_that_need_no_network(catalog: Catalog) -> None:
    kept, skipped = offline(select(catalog, language="vi"))
    assert {each.task.type for each in kept} == set(task_types())
    assert [each.task.source.hub for each in skipped] == ["mteb/stsbenchmark-sts"]


def planned_of(catalog: Catalog, name: str = "Tiny-VN-vi") -> Planned:
    return next(each for each in select(catalog) if each.name == name)


def key(
    catalog: Catalog,
    planned: Planned,
    *,
    embedder: tuple[str, str] = EMBEDDER,
    limit: int | None = None,
    **parameters: int,
) -> str:
    engines = [identity_of("argos", **parameters)]
    return key_of(specification(planned, catalog, engines, embedder, limit))


def test_a_specification_is_json_and_names_what_decides(small: Catalog) -> None:
    found = specification(planned_of(small), small, [identity_of(beam=4)], EMBEDDER, None)
    assert json.loads(json.dumps(found))["engines"] == [
        {
            "name": "table",
            "revision": "1",
            "source": "en",
            "target": "vi",
            "parameters": {"beam": 4},
            "licence": "unknown",
        }
    ]
    assert found["task"]["source"]["expect"] == {"source/test": 3}
    assert len(found["source_files"]) == 1
    assert found["language"] == "vi"


def test_a_specification_of_the_hub_has_its_revision_and_no_files(small: Catalog) -> None:
    found = specification(planned_of(small, "Online-VN-vi"), small, [], EMBEDDER, None)
    assert found["source_files"] == []
    assert found["task"]["source"]["revision"] == SHA


def test_nothing_of_the_machine_is_in_a_specification(small: Catalog) -> None:
    found = specification(planned_of(small), small, [], EMBEDDER, None)
    assert str(planned_of(small).task.root) not in json.dumps(found)
    task = planned_of(small).task
    moved = replace(task, root=task.root, file=Path("elsewhere/task.toml"))
    assert key(small, replace(planned_of(small), task=moved)) == key(small, planned_of(small))


Changed = Callable[[Catalog, Planned], str]


def of_task(**changes: Any) -> Changed:
    def changed(catalog: Catalog, planned: Planned) -> str:
        return key(catalog, replace(planned, task=replace(planned.task, **changes)))

    return changed


def of_source(**changes: Any) -> Changed:
    def changed(catalog: Catalog, planned: Planned) -> str:
        source = replace(planned.task.source, **changes)
        return key(catalog, replace(planned, task=replace(planned.task, source=source)))

    return changed


@pytest.mark.parametrize(
    "changed",
    [
        of_task(map={"rows": "SELECT 1"}),
        of_task(labels=("a", "b")),
        of_task(description="Another one."),
        of_task(score=(0.0, 1.0)),
        of_source(expect={}),
        of_source(expect={("source", "test"): 4}),
        of_source(splits={"test": "train"}),
        of_source(language="fr"),
        lambda catalog, planned: key(catalog, replace(planned, language=catalog.languages["sv"])),
        lambda catalog, planned: key(catalog, planned, limit=10),
        lambda catalog, planned: key(catalog, planned, limit=0),
        lambda catalog, planned: key(catalog, planned, beam=5),
        lambda catalog, planned: key(catalog, planned, embedder=("static-1", "0" * 64)),
        lambda catalog, planned: key(catalog, planned, embedder=("other", "f" * 64)),
    ],
    ids=[
        "map",
        "labels",
        "description",
        "score",
        "no expect",
        "expect",
        "splits",
        "source language",
        "language",
        "limit",
        "limit of none",
        "engine parameters",
        "embedder's files",
        "embedder",
    ],
)
def test_whatever_decides_the_result_changes_the_key(small: Catalog, changed: Changed) -> None:
    planned = planned_of(small)
    assert key(small, planned) == key(small, planned)
    assert changed(small, planned) != key(small, planned)


@pytest.mark.parametrize(
    ("room", "file", "decides"),
    [
        ("validation", "gates.toml", True),
        ("validation", "suites/sts.rows.json", True),
        ("languages", "vi.toml", True),
        ("languages", "README.md", False),
        ("schemas", "rows/sts.json", True),
        ("schemas", "rows/retrieval.json", False),
        ("schemas", "task.json", False),
    ],
)
def test_a_changed_file_of_the_catalog_changes_the_key_where_it_decides(
    small: Catalog, tmp_path: Path, room: str, file: str, decides: bool
) -> None:
    copied = shutil.copytree(bundled_root() / room, tmp_path / room)
    rooms: Rooms = replace(small.rooms, **{room: copied})
    catalog = replace(small, rooms=rooms)
    planned = planned_of(small)
    assert key(catalog, planned) == key(small, planned)
    with (copied / file).open("a", encoding="utf-8") as stream:
        stream.write("\n")
    assert (key(catalog, planned) != key(small, planned)) is decides


def test_a_changed_source_file_changes_the_key(small: Catalog, tmp_path: Path) -> None:
    planned = planned_of(small)
    task = replace(planned.task, root=tmp_path)
    moved = replace(planned, task=task)
    (tmp_path / "data").mkdir()
    (tmp_path / "data/pairs.jsonl").write_text('{"id": 1}\n', encoding="utf-8")
    assert key(small, moved) == key(small, planned)
    (tmp_path / "data/pairs.jsonl").write_text('{"id": 2}\n', encoding="utf-8")
    assert key(small, moved) != key(small, planned)


def test_the_order_of_engines_decides(small: Catalog) -> None:
    planned = planned_of(small)
    one, two = identity_of("one"), identity_of("two")
    keys = {
        key_of(specification(planned, small, engines, EMBEDDER, None))
        for engines in ([one, two], [two, one], [one], [])
    }
    assert len(keys) == 4


def test_a_key_does_not_depend_on_the_order_of_its_facts(gates: Gates) -> None:
    facts: dict[str, Any] = {"b": 1, "a": {"d": "é", "c": [2, 1]}, "v": gates.version}
    assert key_of(facts) == key_of(dict(reversed(facts.items())))
    assert key_of(facts) != key_of({**facts, "a": {"d": "é", "c": [1, 2]}})
    assert len(key_of(facts)) == 64
