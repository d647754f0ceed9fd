"""Reads `languages/` and `validation/gates.toml` into values."""

from pathlib import Path
from typing import Any

from babelwright.catalog.model import (
    Calibration,
    Detection,
    Gate,
    Gates,
    Language,
    Length,
    Letters,
    Numbers,
    Severity,
)
from babelwright.catalog.schema import Schemas, nearest
from babelwright.catalog.toml import Document, read
from babelwright.errors import CatalogError, Place, Problem

_SEVERITIES = ("severity", "collected")


def load_languages(folder: Path, schemas: Schemas) -> tuple[dict[str, Language], list[Problem]]:
    """Read every language file; files with problems are left out and their problems returned."""
    languages: dict[str, Language] = {}
    problems: list[Problem] = []
    documents = []
    for file in sorted(folder.glob("*.toml")):
        document = read(file)
        found = schemas.problems(document, "language")
        problems.extend(found)
        if not found:
            documents.append(document)
    for document in documents:
        language = _language(document.content)
        languages[language.code] = language
        if document.file.stem != language.code:
            problems.append(document.problem(["code"], "code differs from the file's name"))
    for document in documents:
        problems.extend(_unknown_neighbours(document, set(languages)))
    if not languages and not problems:
        problems.append(Problem(Place(folder), "has no language files"))
    return languages, problems


def _unknown_neighbours(document: Document, known: set[str]) -> list[Problem]:
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
        ),
        letters=Letters(**letters),
        numbers=Numbers(
            decimal=numbers["decimal"],
            group=tuple(numbers["group"]),
            scale=numbers.get("scale", {}),
            words=numbers.get("words", {}),
        ),
        length=Length(length["mean"], tuple(length["sentence"]), tuple(length["passage"])),
        abbreviations=frozenset(content.get("abbreviations", ())),
        calibration={
            name: Calibration(**values) for name, values in content.get("calibration", {}).items()
        },
    )


def load_gates(file: Path, schemas: Schemas) -> Gates:
    """Read the gates.

    Raises:
        CatalogError: The file is missing or wrong.
    """
    document = read(file)
    if problems := schemas.problems(document, "gates"):
        raise CatalogError(problems)
    content = document.content
    repair = content.get("repair", {})
    checks = {
        name: Gate(
            Severity(values["severity"]),
            Severity(values.get("collected", values["severity"])),
            {key: float(value) for key, value in values.items() if key not in _SEVERITIES},
        )
        for name, values in content["checks"].items()
    }
    return Gates(
        version=content["version"],
        attempts=repair.get("attempts", 4),
        hypotheses=repair.get("hypotheses", 4),
        max_filtered=content["release"]["max_filtered"],
        max_failed=content["release"]["max_failed"],
        checks=checks,
    )
