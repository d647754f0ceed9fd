"""Reads `validation/audit.toml`: how the findings of an audit are weighed."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from babelwright.catalog.locate import bundled_root
from babelwright.catalog.model import Language, Rooms, Severity
from babelwright.catalog.schema import Schemas, nearest
from babelwright.catalog.toml import Document
from babelwright.errors import CatalogError, Problem

_FILE = "audit.toml"
_RANKS = 18
# The failure that a check counts as which the file does not name.
_LIKE = "fidelity"


@dataclass(frozen=True)
class Kind:
    """One kind of finding about whole splits.

    Attributes:
        id: Its name in reports.
        about: What is wrong, in words.
        severity: `hard` makes an audit fail.
        rank: Of the failure it is a case of, 1 the worst.
        thresholds: What it depends on.
    """

    id: str
    about: str
    severity: Severity
    rank: int
    thresholds: Mapping[str, float]


@dataclass(frozen=True)
class AuditSettings:
    """The whole file.

    Attributes:
        kinds: The kinds of findings by id.
        ranks: Of every failure, by its name.
        checks: The failure that a check of rows finds, by its name or what names begin with.
        severities: What a severity counts.
        usual: Share of texts up to which a check of rows of a severity has no damage.
        macrolanguages: ISO 639-3 codes of several languages, with the language read for them.
    """

    kinds: Mapping[str, Kind]
    ranks: Mapping[str, int]
    checks: Mapping[str, str]
    severities: Mapping[Severity, float]
    usual: Mapping[Severity, float]
    macrolanguages: Mapping[str, str]

    def rank(self, check: str) -> int:
        """Return the rank of what a check of rows finds."""
        return self.ranks[self.checks[self.named(check) or _LIKE]]

    def named(self, check: str) -> str | None:
        """Return the name that stands for a check: its own, or the longest that it begins with."""
        names = [name for name in self.checks if check == name or check.startswith(f"{name}-")]
        return max(names, key=len, default=None)

    def damage(self, rank: int, severity: Severity, share: float) -> float:
        """Return 0 to 100: see the formula at the head of the file.

        Args:
            rank: Of the failure.
            severity: Of the finding.
            share: Of rows, texts or characters that it is about, 0 to 1.
        """
        weight = (_RANKS + 1 - rank) / _RANKS * self.severities[severity]
        return 100 * weight * min(max(share, 0.0), 1.0)

    def language(self, code: str, languages: Mapping[str, Language]) -> Language | None:
        """Return the profile of a language of mteb (`vie-Latn`), or None where there is none."""
        spoken, _, script = code.partition("-")
        for each in languages.values():
            if each.mteb_code == code:
                return each
        found = languages.get(self.macrolanguages.get(spoken, ""))
        return found if found and found.script == script else None


def load_audit_settings(rooms: Rooms, schemas: Schemas) -> AuditSettings:
    """Read the catalog's settings; the bundled ones where it has none of its own.

    Raises:
        CatalogError: With every problem of the file.
    """
    own = rooms.validation / _FILE
    file = own if own.is_file() else bundled_root() / "validation" / _FILE
    document, problems = schemas.read(file, "audit_settings")
    if document:
        bundled = bundled_root() / "validation" / _FILE
        known, wrong = schemas.read(bundled, "audit_settings")
        problems = (*wrong, *_problems(document, known.content if known else {}))
    if document is None or problems:
        raise CatalogError(problems)
    return _settings(document.content)


def _problems(document: Document, known: Mapping[str, Any]) -> Iterator[Problem]:
    """Yield failures that are not declared, and kinds and thresholds that are unknown or missing.

    Args:
        document: The file.
        known: The bundled one: the code reads its kinds and thresholds.
    """
    failures = document.content["failures"]
    for check, failure in document.content["checks"].items():
        if failure not in failures:
            message = f"unknown failure {failure!r}; {nearest(failure, failures)}"
            yield document.problem(["checks", check], message)
    if _LIKE not in document.content["checks"]:
        yield document.problem(["checks"], f"{_LIKE!r} is missing")
    kinds, theirs = document.content["kinds"], known["kinds"]
    for name in sorted({*kinds, *theirs}):
        if name not in theirs or name not in kinds:
            word = "unknown kind" if name in kinds else "missing kind"
            yield document.problem(["kinds"], f"{word} {name!r}")
            continue
        if kinds[name]["failure"] not in failures:
            message = f"unknown failure {kinds[name]['failure']!r}"
            yield document.problem(["kinds", name, "failure"], message)
        for key in sorted(kinds[name].keys() ^ theirs[name].keys()):
            word = "unknown" if key in kinds[name] else "missing"
            yield document.problem(["kinds", name], f"{word} threshold {key!r}")


def _settings(content: Mapping[str, Any]) -> AuditSettings:
    ranks = {name: each["rank"] for name, each in content["failures"].items()}
    plain = {"failure", "severity", "about"}
    return AuditSettings(
        kinds={
            name: Kind(
                id=name,
                about=each["about"],
                severity=Severity(each["severity"]),
                rank=ranks[each["failure"]],
                thresholds={key: float(each[key]) for key in each if key not in plain},
            )
            for name, each in content["kinds"].items()
        },
        ranks=ranks,
        checks=dict(content["checks"]),
        severities={Severity(name): float(each) for name, each in content["severities"].items()},
        usual={Severity(name): float(each) for name, each in content["usual"].items()},
        macrolanguages=dict(content["macrolanguages"]),
    )
