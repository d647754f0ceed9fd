"""Validates documents against the JSON Schemas of `schemas/` (draft 2020-12).

Every error becomes one problem with its file and line, and names the nearest allowed value.
"""

import difflib
import json
import re
from collections.abc import Iterable, Iterator, Mapping
from functools import cached_property
from pathlib import Path
from typing import Any, NamedTuple, cast

from jsonschema import Draft202012Validator
from jsonschema.exceptions import ValidationError
from jsonschema.validators import extend
from referencing import Registry
from referencing.jsonschema import DRAFT202012

from babelwright.catalog.toml import Document, read
from babelwright.errors import CatalogError, Place, Problem


def _pattern(
    validator: Any, pattern: str, instance: Any, schema: Mapping[str, Any]
) -> Iterator[ValidationError]:
    """Yield an error where text does not match; `$` is the end, as in JSON Schema's ECMA dialect.

    For `re` it is also the place before a last line feed, so that names could end with one.
    """
    del validator, schema
    if isinstance(instance, str) and not re.search(re.sub(r"\$$", r"\\Z", pattern), instance):
        yield ValidationError(f"{instance!r} does not match {pattern!r}")


def _is_integer(checker: Any, instance: object) -> bool:
    """Whether a value is a TOML integer; to JSON Schema, 3.0 would be one too."""
    del checker
    return isinstance(instance, int) and not isinstance(instance, bool)


_Validator = extend(  # type: ignore[no-untyped-call]
    Draft202012Validator,
    {"pattern": _pattern},
    type_checker=Draft202012Validator.TYPE_CHECKER.redefine("integer", _is_integer),
)


class Checked(NamedTuple):
    """A file of the catalog: its document where nothing is wrong with it, else the problems."""

    document: Document | None
    problems: tuple[Problem, ...]


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
            # A schema that names its dialect would be validated by jsonschema's own class.
            contents.pop("$schema", None)
            resources.append((contents["$id"], DRAFT202012.create_resource(contents)))
        return Registry().with_resources(resources)

    def load(self, name: str) -> dict[str, Any]:
        """Return the schema in `<name>.json`.

        Raises:
            CatalogError: There is no such file, or it is not JSON.
        """
        return _load(self.folder / f"{name}.json")

    def bundled(self, name: str) -> dict[str, Any]:
        """Return a schema that holds the ones it refers to, for validators without a registry."""
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

    def read(self, file: Path, name: str) -> Checked:
        """Read a TOML file and validate it by `<name>.json`."""
        try:
            document = read(file)
        except CatalogError as error:
            return Checked(None, error.problems)
        problems = self.problems(document, name)
        return Checked(None if problems else document, problems)

    def problems(self, document: Document, name: str) -> tuple[Problem, ...]:
        """Return what is wrong in a document, by `<name>.json`, in the order of its lines."""
        validator = _Validator(self.load(name), registry=self._registry)
        found = [
            problem
            for error in validator.iter_errors(document.content)
            for problem in _explain(document, error)
        ]
        return tuple(sorted(set(found), key=lambda problem: (problem.place.line or 0, problem[1])))


def nearest(word: str, allowed: Iterable[str]) -> str:
    """Return a hint with the closest allowed word, or all of them when they are few.

    Words that go on where this one stops are closer than any other: for cc0, cc0-1.0 and not cc.
    """
    words = sorted(allowed)
    folded = {candidate.casefold(): candidate for candidate in words}
    known = word.casefold()
    longer = [candidate for candidate in folded if known and candidate.startswith(known)]
    cutoff = 0 if longer else 0.55
    close = difflib.get_close_matches(known, longer or folded, n=1, cutoff=cutoff)
    if close:
        return f"did you mean {folded[close[0]]!r}?"
    few = 12
    listed = ", ".join(repr(candidate) for candidate in words[:few])
    return f"allowed: {listed}{', ...' if len(words) > few else ''}"


class _Broken(NamedTuple):
    """A part of a document that breaks a keyword of its schema."""

    keyword: str
    path: list[str | int]
    found: Any
    value: Any
    schema: Mapping[str, Any]

    @property
    def where(self) -> str:
        """The path, for messages."""
        return ".".join(str(part) for part in self.path)


def _broken(error: ValidationError) -> _Broken:
    schema = cast("Mapping[str, Any]", error.schema)
    path = list(error.absolute_path)
    return _Broken(str(error.validator), path, error.instance, error.validator_value, schema)


def _explain(document: Document, error: ValidationError) -> Iterator[Problem]:
    broken = _broken(error)
    where = broken.where
    if broken.keyword == "additionalProperties" and isinstance(broken.found, dict):
        yield from _unknown_keys(document, broken)
    elif broken.keyword == "required":
        for key in sorted(set(broken.value) - set(broken.found)):
            yield document.problem(broken.path, f"{_inside(where)}{key!r} is missing")
    elif broken.keyword == "enum":
        hint = nearest(str(broken.found), (str(value) for value in broken.value))
        yield document.problem(broken.path, f"{where} = {broken.found!r} is not allowed; {hint}")
    elif broken.keyword in ("oneOf", "anyOf"):
        meaning = broken.schema.get("description", "fits none of its allowed forms")
        message = _FORMS.get(where.rsplit(".", 1)[-1], meaning)
        yield document.problem(broken.path, f"{where}: {message}")
    elif broken.keyword == "pattern":
        meaning = broken.schema.get("description", f"must match {broken.value}")
        yield document.problem(broken.path, f"{where} = {broken.found!r} is malformed; {meaning}")
    elif broken.keyword == "type":
        quote = broken.value == "string" and not isinstance(broken.found, dict | list)
        hint = "; write it in quotes" if quote else ""
        message = f"{where} = {broken.found} is not of type {broken.value!r}{hint}"
        yield document.problem(broken.path, message)
    elif broken.keyword == "minLength" and broken.value > 1:
        message = f"{where}: {broken.found!r} is shorter than {broken.value} characters"
        yield document.problem(broken.path, message)
    else:
        yield document.problem(broken.path, f"{where or 'the file'}: {error.message}")


_FORMS = {"source": "needs `hub` with `revision` (a full commit SHA), or `file`, or `inputs`"}


def _unknown_keys(document: Document, broken: _Broken) -> Iterator[Problem]:
    allowed = broken.schema.get("properties", {})
    for key in broken.found:
        if key not in allowed:
            message = f"{_inside(broken.where)}unknown key {key!r}; {nearest(key, allowed)}"
            yield document.problem([*broken.path, key], message)


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
