"""Loads a whole catalog and says everything that is wrong with it at once."""

from collections.abc import Collection, Sequence
from pathlib import Path
from typing import NamedTuple

from babelwright.catalog.builders import builder_problems, make_builder
from babelwright.catalog.exemptions import EXEMPTIONS, load_exemptions
from babelwright.catalog.languages import language_codes, load_gates, load_languages
from babelwright.catalog.locate import bundled_root, rooms
from babelwright.catalog.model import Builder, Catalog
from babelwright.catalog.schema import Schemas
from babelwright.catalog.tasks import make_task, task_problems
from babelwright.catalog.toml import Section
from babelwright.errors import CatalogError, Place, Problem

GATES = "gates.toml"


class Declared(NamedTuple):
    """A builder and its tasks as they stand in the files."""

    builder: Section
    tasks: tuple[Section, ...]


def load_catalog(where: Path, *, data: Path | None = None) -> Catalog:
    """Load the catalog of a folder, or of one file with a builder and its tasks.

    Args:
        where: A folder (rooms that it lacks come from the bundled catalog), or a `.toml` file; the
            file's languages, gates and schemas come from its folder or the bundled ones.
        data: Folder that relative paths of sources and memories start from; the catalog's own
            folder unless given.

    Raises:
        UsageError: There is nothing there.
        CatalogError: With every problem of every file.
    """
    single = where.suffix == ".toml"
    found = rooms(where.parent if single else where)
    schemas = Schemas(found.schemas)
    languages, problems = load_languages(found.languages, schemas)
    declared, unreadable = (
        _in_one_file(where, schemas) if single else _in_folders(found.builders, schemas)
    )
    problems += unreadable
    problems += _problems(declared, language_codes(found.languages), schemas)
    bundled = bundled_root() / "validation" / GATES
    gates, wrong = load_gates(found.validation / GATES, schemas, bundled)
    problems += wrong
    if problems or gates is None:
        raise CatalogError(tuple(problems))
    tasks = [task.content["name"] for each in declared for task in each.tasks]
    exemptions, wrong = load_exemptions(
        found.validation / EXEMPTIONS,
        schemas,
        gates.checks,
        tasks,
        of_others=single or found.validation.parent != found.builders.parent,
    )
    if wrong:
        raise CatalogError(wrong)
    root = data or (where.parent if single else found.builders.parent)
    builders = tuple(_make(each, root.resolve()) for each in declared)
    return Catalog(found, languages, builders, gates, exemptions)


def _make(declared: Declared, root: Path) -> Builder:
    tasks = tuple(make_task(section, root) for section in declared.tasks)
    return make_builder(declared.builder, tasks, root)


def _problems(
    declared: Sequence[Declared], languages: Collection[str], schemas: Schemas
) -> list[Problem]:
    problems: list[Problem] = []
    names: dict[str, Section] = {}
    for each in declared:
        problems.extend(builder_problems(each.builder, languages))
        own = each.builder.content["languages"]
        chain = each.builder.content.get("engines", [])
        for task in each.tasks:
            problems.extend(task_problems(task, own, chain, languages, schemas))
            name = task.content["name"]
            # The Hub and many disks take names that differ in case alone for one.
            first = names.setdefault(name.casefold(), task)
            if first is not task:
                message = f"{name!r} is already the name of {first.where}"
                problems.append(task.problem(["name"], message))
    return problems


def _in_one_file(file: Path, schemas: Schemas) -> tuple[list[Declared], list[Problem]]:
    document, problems = schemas.read(file, "catalog")
    if document is None:
        return [], list(problems)
    tasks = document.content["task"]
    sections = tuple(Section(document, ("task", i), task) for i, task in enumerate(tasks))
    return [Declared(Section(document, ("builder",), document.content["builder"]), sections)], []


def _in_folders(folder: Path, schemas: Schemas) -> tuple[list[Declared], list[Problem]]:
    declared: list[Declared] = []
    problems: list[Problem] = []
    for home in sorted(path for path in folder.iterdir() if path.is_dir()):
        if home.name.startswith((".", "_")):
            continue
        builder, wrong = schemas.read(home / "builder.toml", "builder")
        files = sorted(file for file in home.glob("*.toml") if file.name != "builder.toml")
        found = [schemas.read(file, "task") for file in files]
        problems += [*wrong, *(problem for each in found for problem in each.problems)]
        tasks = [Section(each, (), each.content) for each, _ in found if each]
        if builder:
            section = Section(builder, (), builder.content)
            if section.content["name"] != home.name:
                problems.append(section.problem(["name"], f"the folder is called {home.name!r}"))
            declared.append(Declared(section, tuple(tasks)))
    if not declared and not problems:
        problems.append(Problem(Place(folder), "has no builders"))
    return declared, problems
