"""Reads `validation/planted/`: the words that the selftest plants in texts of a language."""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from babelwright.catalog.locate import bundled_root
from babelwright.catalog.schema import Schemas
from babelwright.errors import Problem

FOLDER = "planted"

# What stands there, and what stands there afterwards; `*` is any one word.
Rewrite = tuple[str, str]


@dataclass(frozen=True)
class PlantedWords:
    """One file of `validation/planted/`; what a language has none of is empty.

    Kept apart from what the checks look for in `languages/`: a check that is measured on its own
    list of words is not measured.

    Attributes:
        code: The language.
        refusals: What a model says instead of translating.
        chatter: What a model says before it translates.
        prompts: Instructions to a model, which it may repeat.
        negations: Words that negate, for telling texts with one from those without.
        negation_dropped: Rewrites after which a negated text is not.
        negation_added: Rewrites after which a text is negated.
        modality: Rewrites of duty into permission, and back.
        units: Rows of units, each of which can stand in another's place.
        currencies: The same of currencies.
        months: The months in order.
        places: Rows of names of places.
    """

    code: str
    refusals: tuple[str, ...] = ()
    chatter: tuple[str, ...] = ()
    prompts: tuple[str, ...] = ()
    negations: tuple[str, ...] = ()
    negation_dropped: tuple[Rewrite, ...] = ()
    negation_added: tuple[Rewrite, ...] = ()
    modality: tuple[Rewrite, ...] = ()
    units: tuple[tuple[str, ...], ...] = ()
    currencies: tuple[tuple[str, ...], ...] = ()
    months: tuple[str, ...] = ()
    places: tuple[tuple[str, ...], ...] = ()


def load_planted(
    validation: Path, schemas: Schemas
) -> tuple[Mapping[str, PlantedWords], tuple[Problem, ...]]:
    """Read every file; those with problems are left out and their problems returned.

    Args:
        validation: The catalog's `validation/`; where it has no `planted/`, the bundled one's.
        schemas: With the schema of their form.
    """
    folder = validation / FOLDER
    if not folder.is_dir():
        folder = bundled_root() / "validation" / FOLDER
    words: dict[str, PlantedWords] = {}
    problems: list[Problem] = []
    for file in sorted(folder.glob("*.toml")):
        document, found = schemas.read(file, "planted")
        problems.extend(found)
        if document is None:
            continue
        words[document.content["code"]] = _words(document.content)
        if file.stem != document.content["code"]:
            problems.append(document.problem(["code"], "code differs from the file's name"))
    return words, tuple(problems)


def _words(content: Mapping[str, Any]) -> PlantedWords:
    return PlantedWords(**{name: _frozen(value) for name, value in content.items()})


def _frozen(value: Any) -> Any:
    return tuple(_frozen(each) for each in value) if isinstance(value, list) else value
