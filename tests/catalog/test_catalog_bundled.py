"""The bundled catalog itself: valid, and in step with the code and with the tools it feeds."""

import json
import tomllib
from importlib.resources import files
from typing import Any, get_args

import pyarrow as pa
import pytest

from babelwright.build import refusing, whole
from babelwright.build.closing import DISTRACTOR
from babelwright.catalog.locate import bundled_root
from babelwright.catalog.model import Catalog
from babelwright.catalog.schema import Schemas
from babelwright.checks.gate import CHECKS
from babelwright.fidelity import gate as fidelity
from babelwright.tasks.base import Table
from babelwright.tasks.quality import CHECKS as QUALITY
from babelwright.tasks.registry import task_types

JSON_TYPES = {"string": "string", "int64": "integer", "int32": "integer", "double": "number"}
TABLES = [(name, table) for name, kind in task_types().items() for table in kind.tables]
LANGUAGES = ["ar", "da", "en", "fo", "fr", "is", "nb", "nn", "sv", "vi"]


def words(schemas: Schemas, name: str) -> set[str]:
    """Return a closed vocabulary."""
    return set(schemas.load("vocabularies")["$defs"][name]["enum"])


@pytest.fixture(scope="module")
def mteb_words() -> Any:
    pytest.importorskip("mteb")
    from mteb.abstasks import task_metadata

    return task_metadata


def test_the_bundled_catalog_is_valid_and_builds_without_network(catalog: Catalog) -> None:
    assert sorted(catalog.languages) == LANGUAGES
    tasks = [task for builder in catalog.builders for task in builder.tasks]
    assert {task.type for task in tasks} == set(task_types())
    assert {task.method for task in tasks} == {"translate", "collect"}
    offline = [task for task in tasks if not task.source.needs_network]
    assert {task.type for task in offline} == set(task_types())
    for task in offline:
        for each in task.source.inputs:
            for split in task.source.splits.values():
                assert (task.root / str(each.file).replace("{split}", split)).is_file()


def test_every_source_says_how_many_rows_were_reviewed(catalog: Catalog) -> None:
    tasks = [task for builder in catalog.builders for task in builder.tasks]
    for task in tasks:
        assert {split for _, split in task.source.expect} == set(task.source.splits), task.name


def test_the_catalog_stands_in_one_folder(catalog: Catalog) -> None:
    assert {room.parent for room in vars(catalog.rooms).values()} == {bundled_root()}


@pytest.mark.parametrize(
    ("name", "literal"),
    [
        ("domain", "TaskDomain"),
        ("subtype", "TaskSubtype"),
        ("sample_creation", "SampleCreationMethod"),
    ],
)
def test_our_words_are_mtebs(schemas: Schemas, mteb_words: Any, name: str, literal: str) -> None:
    assert words(schemas, name) <= set(get_args(getattr(mteb_words, literal)))


def test_annotators_are_exactly_mtebs(schemas: Schemas, mteb_words: Any) -> None:
    assert words(schemas, "annotations_creators") == set(get_args(mteb_words.AnnotatorType))


def test_task_types_carry_mtebs_and_the_hubs_words(schemas: Schemas, mteb_words: Any) -> None:
    types, categories = get_args(mteb_words.TaskType), get_args(mteb_words.TaskCategory)
    known = {name for each in types for name in (get_args(each) or (each,))}
    for kind in task_types().values():
        assert kind.mteb_type in known
        assert kind.category in categories
        assert kind.hub_category in words(schemas, "task_category")


def test_languages_carry_codes_that_mteb_and_the_hub_know(catalog: Catalog) -> None:
    pytest.importorskip("mteb")
    from mteb.languages import ISO_TO_LANGUAGE, ISO_TO_SCRIPT

    hub = json.loads((files("datasets.utils.resources") / "languages.json").read_text("utf-8"))
    for language in catalog.languages.values():
        iso, script = language.mteb_code.split("-")
        assert iso in ISO_TO_LANGUAGE
        assert script in ISO_TO_SCRIPT
        assert script == language.script
        assert language.hub_code in hub


def test_every_task_type_has_its_schema(schemas: Schemas) -> None:
    assert set(schemas.task_types) == set(task_types())
    for name, kind in task_types().items():
        assert set(schemas.load(f"rows/{name}")["$defs"]) == {table.name for table in kind.tables}


@pytest.mark.parametrize(("kind", "table"), TABLES, ids=[f"{k}.{t.name}" for k, t in TABLES])
def test_the_row_schema_has_the_tables_columns(schemas: Schemas, kind: str, table: Table) -> None:
    schema = schemas.load(f"rows/{kind}")["$defs"][table.name]
    names = [column.name for column in table.columns]
    assert list(schema["properties"]) == names
    assert schema["required"] == names
    assert schema["additionalProperties"] is False
    for column in table.columns:
        found, data_type = schema["properties"][column.name], column.type
        if pa.types.is_list(data_type):
            assert found["type"] == "array"
            found, data_type = found["items"], data_type.value_type
        assert found["type"] == JSON_TYPES[str(data_type)]


@pytest.mark.parametrize(("kind", "table"), TABLES, ids=[f"{k}.{t.name}" for k, t in TABLES])
def test_every_table_has_a_suite_for_its_columns(catalog: Catalog, kind: str, table: Table) -> None:
    file = catalog.rooms.validation / "suites" / f"{kind}.{table.name}.json"
    suite = json.loads(file.read_text(encoding="utf-8"))
    assert suite["name"] == f"{kind}.{table.name}"
    names = [column.name for column in table.columns]
    ordered, *others = suite["expectations"]
    assert ordered["type"] == "expect_table_columns_to_match_ordered_list"
    assert ordered["kwargs"]["column_list"] == names
    present = {each["kwargs"].get("column") for each in others} - {None}
    assert present <= set(names)
    filled = {
        each["kwargs"]["column"]
        for each in others
        if each["type"] == "expect_column_values_to_not_be_null"
    }
    assert filled >= {column.name for column in table.columns if not column.optional}


def test_there_is_no_suite_without_a_table(catalog: Catalog) -> None:
    suites = {file.stem for file in (catalog.rooms.validation / "suites").iterdir()}
    assert suites == {f"{kind}.{table.name}" for kind, table in TABLES}


def test_every_code_has_a_gate_and_every_gate_a_code(catalog: Catalog) -> None:
    checks = [check.id for check in CHECKS]
    assert len(set(checks)) == len(checks)
    rules = {rule.reason for kind in task_types().values() for rule in kind.rules}
    quality = {check.reason for check in QUALITY}
    others = (*fidelity.ABOUT, *refusing.ABOUT, *whole.ABOUT, DISTRACTOR)
    codes = {*checks, *rules, *quality, *others}
    known = len(checks) + len(rules) + len(quality) + len(others)
    assert len(codes) == known, "no code means two things"
    assert set(catalog.gates.checks) == codes


def test_the_wheel_carries_every_room() -> None:
    root = bundled_root()
    project = root / "pyproject.toml"
    if not project.is_file():
        pytest.skip("runs from an installed package")
    wheel = tomllib.loads(project.read_text(encoding="utf-8"))["tool"]["hatch"]["build"]
    carried = wheel["targets"]["wheel"]["force-include"]
    rooms = {source.split("/")[0] for source in carried}
    assert rooms >= {"builders", "languages", "schemas", "validation", "cards", "models", "samples"}
    for source, target in carried.items():
        assert (root / source).is_dir()
        assert target == f"babelwright/_catalog/{source}"
