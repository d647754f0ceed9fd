"""Reads `languages/` and `validation/gates.toml` into values."""

import tomllib
from collections.abc import Collection, Iterable, Iterator, Mapping
from pathlib import Path
from typing import Any

from babelwright.catalog.cues import cues
from babelwright.catalog.forms import form_problems, matching_form, normal_form
from babelwright.catalog.model import (
    Calibration,
    Dates,
    Detection,
    Gate,
    Gates,
    Language,
    Length,
    Letters,
    Numbers,
    Severity,
    Structure,
)
from babelwright.catalog.schema import Schemas, nearest
from babelwright.catalog.toml import Document
from babelwright.errors import Place, Problem

# Of a language whose translators' endings nobody counted: as careful as Arabic's need.
_CUT_OFF = (0.7, 0.9)
_WORDS = ("severity", "collected", "exempt")


def load_languages(folder: Path, schemas: Schemas) -> tuple[dict[str, Language], list[Problem]]:
    """Read every language file; files with problems are left out and their problems returned."""
    languages: dict[str, Language] = {}
    problems: list[Problem] = []
    documents = []
    for file in sorted(folder.glob("*.toml")):
        document, found = schemas.read(file, "language")
        problems.extend(found)
        if document:
            documents.append(document)
    for document in documents:
        language = _language(document.content)
        languages[language.code] = language
        if document.file.stem != language.code:
            problems.append(document.problem(["code"], "code differs from the file's name"))
    for document in documents:
        problems.extend(_unknown_neighbours(document, language_codes(folder)))
        problems.extend(form_problems(document))
    if not languages and not problems:
        problems.append(Problem(Place(folder), "has no language files"))
    return languages, problems


def language_codes(folder: Path) -> set[str]:
    """Return the codes of the languages that have a file, whatever is wrong in it."""
    return {file.stem for file in folder.glob("*.toml")}


def _unknown_neighbours(document: Document, known: Collection[str]) -> list[Problem]:
    return [
        document.problem(
            ["detection", "confusable"], f"unknown language {code!r}; {nearest(code, known)}"
        )
        for code in document.content["detection"]["confusable"]
        if code not in known
    ]


def _language(content: dict[str, Any]) -> Language:
    detection, letters = content["detection"], content["letters"]
    numbers, length = content["numbers"], content["length"]
    return Language(
        code=content["code"],
        name=content["name"],
        endonym=content["endonym"],
        script=content["script"],
        direction=content["direction"],
        mteb_code=content["codes"]["mteb"],
        hub_code=content["codes"]["hub"],
        argos_code=content["codes"].get("argos", content["code"]),
        detection=Detection(
            py3langid=detection["py3langid"],
            langdetect=detection.get("langdetect"),
            confusable=tuple(detection["confusable"]),
            min_letters=detection["min_letters"],
            markers=tuple(detection.get("markers", ())),
            words=frozenset(detection.get("words", ())),
            prior=detection.get("prior", 0.0),
        ),
        letters=Letters(**letters),
        numbers=_numbers(numbers),
        length=Length(
            length["mean"],
            tuple(length["sentence"]),
            tuple(length["passage"]),
            tuple(length.get("cut_off", _CUT_OFF)),
        ),
        structure=Structure(
            abbreviations=frozenset(content.get("abbreviations", ())),
            **{name: tuple(words) for name, words in content.get("structure", {}).items()},
        ),
        cues=cues(content),
        calibration={
            name: Calibration(**values) for name, values in content.get("calibration", {}).items()
        },
        dates=_dates(content.get("dates", {})),
        units=_tuples(content.get("units", {})),
        currencies=_tuples(content.get("currencies", {})),
        normal=normal_form(content),
        matching=matching_form(content),
    )


def _numbers(content: dict[str, Any]) -> Numbers:
    words: dict[str, tuple[float, ...]] = {}
    for value, forms in content.get("words", {}).items():
        for form in forms:
            words[form] = (*words.get(form, ()), float(value))
    return Numbers(
        decimal=content["decimal"],
        group=tuple(content["group"]),
        scale=content.get("scale", {}),
        words=words,
        joiners=tuple(content.get("joiners", ())),
        prefixes=tuple(content.get("prefixes", ())),
        compounds=content.get("compounds", False),
        units_first=content.get("units_first", False),
        duals=tuple(content.get("duals", ())),
        minus=tuple(content.get("minus", ())),
    )


def _dates(content: dict[str, Any]) -> Dates:
    if not content:
        return Dates()
    return Dates(
        orders=tuple(content.get("orders", Dates().orders)),
        between=tuple(content.get("between", ())),
        clock=tuple(content.get("clock", ())),
        months=tuple(tuple(forms) for forms in content["months"]),
    )


def _tuples(content: dict[str, list[str]]) -> dict[str, tuple[str, ...]]:
    return {name: tuple(forms) for name, forms in content.items()}


def load_gates(
    file: Path, schemas: Schemas, bundled: Path
) -> tuple[Gates | None, tuple[Problem, ...]]:
    """Read the gates; return them, or the problems of their file.

    Args:
        file: The gates.
        schemas: With the schema of their form.
        bundled: The bundled gates: which checks there are, and which thresholds each reads.
    """
    document, problems = schemas.read(file, "gates")
    if document:
        known = tomllib.loads(bundled.read_text(encoding="utf-8"))["checks"]
        problems = tuple(_gate_problems(document, known))
    if document is None or problems:
        return None, problems
    return _gates(document.content), ()


def _gate_problems(document: Document, known: Mapping[str, Any]) -> Iterator[Problem]:
    """Yield the checks and thresholds that are unknown or missing."""
    checks = document.content["checks"]
    yield from _differences(document, ["checks"], checks, known)
    for name in sorted(set(checks) & set(known)):
        ours = [key for key in checks[name] if key not in _WORDS]
        theirs = [key for key in known[name] if key not in _WORDS]
        yield from _differences(document, ["checks", name], ours, theirs)


def _differences(
    document: Document, path: list[str], found: Iterable[str], known: Iterable[str]
) -> Iterator[Problem]:
    inside = f"[{'.'.join(path)}]"
    for name in sorted(set(found) - set(known)):
        message = f"{inside} unknown key {name!r}; {nearest(name, known)}"
        yield document.problem([*path, name], message)
    for name in sorted(set(known) - set(found)):
        yield document.problem(path, f"{inside} {name!r} is missing")


def _gates(content: Mapping[str, Any]) -> Gates:
    repair = content.get("repair", {})
    checks = {
        name: Gate(
            Severity(values["severity"]),
            Severity(values.get("collected", values["severity"])),
            {key: float(value) for key, value in values.items() if key not in _WORDS},
            values.get("exempt", True),
        )
        for name, values in content["checks"].items()
    }
    return Gates(
        version=content["version"],
        attempts=repair.get("attempts", 6),
        hypotheses=repair.get("hypotheses", 4),
        max_filtered=content["release"]["max_filtered"],
        max_failed=content["release"]["max_failed"],
        checks=checks,
    )
