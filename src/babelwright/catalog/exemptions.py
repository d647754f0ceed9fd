"""Reads `validation/exemptions.toml`: what is released although a hard check finds it."""

from collections.abc import Collection, Iterator, Mapping
from pathlib import Path
from typing import Any

from babelwright.catalog.model import Exemption, Gate, Severity
from babelwright.catalog.schema import Schemas, nearest
from babelwright.catalog.toml import Section
from babelwright.errors import Problem

EXEMPTIONS = "exemptions.toml"


def load_exemptions(
    file: Path,
    schemas: Schemas,
    checks: Mapping[str, Gate],
    tasks: Collection[str],
    *,
    of_others: bool = False,
) -> tuple[tuple[Exemption, ...], tuple[Problem, ...]]:
    """Read the exemptions; return them and the problems of their file. It need not be there.

    Args:
        file: The exemptions.
        schemas: With the schema of their form.
        checks: The gates' checks.
        tasks: The names of the catalog's tasks.
        of_others: Whether tasks may be named that the catalog does not have.
    """
    if not file.is_file():
        return (), ()
    document, problems = schemas.read(file, "exemptions")
    if document is None:
        return (), problems
    listed = document.content.get("exempt", [])
    sections = [
        Section(document, ("exempt", i), entry)
        for i, entry in enumerate(listed)
        if entry["task"] in tasks or not of_others
    ]
    problems = (
        *(problem for each in sections for problem in _problems(each, checks, tasks)),
        *_repeated(sections),
    )
    return tuple(_exemption(each) for each in sections), problems


def _problems(
    section: Section, checks: Mapping[str, Gate], tasks: Collection[str]
) -> Iterator[Problem]:
    check, task = section.content["check"], section.content["task"]
    if check not in checks:
        yield section.problem(["check"], f"unknown check {check!r}; {nearest(check, checks)}")
    elif not checks[check].exemptible:
        message = f"no release can do without {check!r}: exempt = false in gates.toml"
        yield section.problem(["check"], message)
    elif checks[check].severity is not Severity.HARD:
        severity = checks[check].severity.value
        message = f"{check!r} is {severity} in gates.toml, which lets every row through"
        yield section.problem(["check"], message)
    if task not in tasks:
        yield section.problem(["task"], f"there is no task {task!r}; {nearest(task, tasks)}")


def _repeated(sections: Collection[Section]) -> Iterator[Problem]:
    seen: dict[tuple[Any, ...], Section] = {}
    for each in sections:
        named = tuple(each.content[key] for key in ("check", "task", "config"))
        first = seen.setdefault(named, each)
        if first is not each:
            yield each.problem(["check"], f"{named} is exempt already at {first.where}")


def _exemption(section: Section) -> Exemption:
    return Exemption(**section.content, place=section.problem(["check"], "").place)
