"""Validates documents against the JSON Schemas of `schemas/` (draft 2020-12).

Every error becomes one problem with its file and line, and names the nearest allowed value.
"""

import difflib
import json
from collections.abc import Iterable, Iterator
from functools import cached_property
from pathlib import Path
from typing import Any

from jsonschema import Draft202012Validator
from jsonschema.exceptions import ValidationError
from referencing import Registry, Resource

from babelwright.catalog.toml import Document
from babelwright.errors import CatalogError, Place, Problem


class Schemas:
    """The schemas of one `schemas/` folder."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    @cached_property
    def _registry(self) -> Registry[Any]:
        files = sorted([*self.folder.glob("*.json"), *self.folder.glob("rows/*.json")])
        resources = []
        for file in files:
            contents = _load(file)
            resources.append((contents["$id"], Resource.from_contents(contents)))
        return Registry().with_resources(resources)

    def load(self, name: str) -> dict[str, Any]:
        """Return the schema in `<name>.json`.

        Raises:
            CatalogError: There is no such file, or it is not JSON.
        """
        return _load(self.folder / f"{name}.json")

    def bundled(self, name: str) -> dict[str, Any]:
        """Return a schema with the ones it refers to embedded, for validators without a registry."""
        schema = self.load(name)
        others = {
            str(resource.contents["$id"]): resource.contents
            for resource in self._registry.values()
            if resource.contents["$id"] != schema["$id"]
        }
        return {**schema, "$defs": {**schema.get("$defs", {}), **others}}

    @property
    def task_types(self) -> tuple[str, ...]:
        """The task types: one file each in `rows/`."""
        return tuple(sorted(file.stem for file in self.folder.glob("rows/*.json")))

    def problems(self, document: Document, name: str) -> tuple[Problem, ...]:
        """Return what is wrong in a document, by `<name>.json`, in the order of its lines."""
        validator = Draft202012Validator(self.load(name), registry=self._registry)
        found = [
            problem
            for error in validator.iter_errors(document.content)
            for problem in _explain(document, error)
        ]
        return tuple(sorted(set(found), key=lambda problem: (problem.place.line or 0, problem[1])))


def nearest(word: str, allowed: Iterable[str]) -> str:
    """Return a hint with the closest allowed word, or all of them when they are few."""
    words = sorted(allowed)
    folded = {candidate.casefold(): candidate for candidate in words}
    close = difflib.get_close_matches(word.casefold(), folded, n=1, cutoff=0.55)
    if close:
        return f"did you mean {folded[close[0]]!r}?"
    few = 12
    listed = ", ".join(repr(candidate) for candidate in words[:few])
    return f"allowed: {listed}{', ...' if len(words) > few else ''}"


def _explain(document: Document, error: ValidationError) -> Iterator[Problem]:
    path = list(error.absolute_path)
    where = ".".join(str(part) for part in path)
    if error.validator == "additionalProperties" and isinstance(error.instance, dict):
        yield from _unknown_keys(document, error)
    elif error.validator == "required":
        missing = sorted(set(error.validator_value) - set(error.instance))
        for key in missing:
            yield document.problem(path, f"{_inside(where)}{key!r} is missing")
    elif error.validator == "enum":
        hint = nearest(str(error.instance), (str(value) for value in error.validator_value))
        yield document.problem(path, f"{where} = {error.instance!r} is not allowed; {hint}")
    elif error.validator in ("oneOf", "anyOf"):
        yield from _alternatives(document, error, where)
    elif error.validator == "pattern":
        meaning = error.schema.get("description", f"must match {error.validator_value}")
        yield document.problem(path, f"{where} = {error.instance!r} is malformed; {meaning}")
    else:
        yield document.problem(path, f"{where or 'the file'}: {error.message}")


def _alternatives(document: Document, error: ValidationError, where: str) -> Iterator[Problem]:
    meant = {"source": "needs `hub` with `revision` (a full commit SHA), or `file` or `inputs`"}
    last = where.rsplit(".", 1)[-1]
    message = meant.get(last, "fits none of its allowed forms")
    yield document.problem(list(error.absolute_path), f"{where}: {message}")


def _unknown_keys(document: Document, error: ValidationError) -> Iterator[Problem]:
    path = list(error.absolute_path)
    allowed = error.schema.get("properties", {})
    for key in error.instance:
        if key not in allowed:
            inside = _inside(".".join(str(part) for part in path))
            yield document.problem(
                [*path, key], f"{inside}unknown key {key!r}; {nearest(key, allowed)}"
            )


def _inside(where: str) -> str:
    return f"[{where}] " if where else ""


def _load(file: Path) -> dict[str, Any]:
    try:
        content = json.loads(file.read_text(encoding="utf-8"))
    except OSError as error:
        reason = error.strerror or str(error)
        raise CatalogError((Problem(Place(file), f"cannot be read: {reason}"),)) from error
    except ValueError as error:
        raise CatalogError((Problem(Place(file), f"is not JSON: {error}"),)) from error
    if not isinstance(content, dict):
        raise CatalogError((Problem(Place(file), "is not a JSON object"),))
    return content
