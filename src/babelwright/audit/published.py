"""Audits of mteb's own translated tasks, and of two statistics files."""

import json
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from babelwright.audit.comparing import Expectations, audit_pairings
from babelwright.audit.mteb import Pairing, Side, mteb_version, of_task, translated
from babelwright.audit.report import Report, make_report
from babelwright.catalog.auditing import AuditSettings
from babelwright.catalog.model import Language
from babelwright.errors import Place, SourceError, UsageError

_READ_IT = (
    "Each line says what these numbers show and nothing more. They do not tell why: a row may be "
    "missing because it was filtered, a text may be long because it is so in the source's newer "
    "version, and statistics may be older than the data that they describe.",
    "What is known of a language's lengths is from professional translations for the languages "
    "that babelwright has profiles of; for others it is the median of their own columns here.",
    "docs/audit.md says how damage is counted. This page is written by: babelwright audit "
    "--mteb-all --out docs/audit-of-public-benchmarks.md",
)


def audit_mteb(settings: AuditSettings, languages: Mapping[str, Language]) -> Report:
    """Audit every translated task of the installed mteb by its statistics.

    Raises:
        MissingExtra: mteb is not installed.
    """
    pairings = translated()
    findings = audit_pairings(pairings, Expectations(settings, languages, pairings), settings)
    tasks = {each.target.task for each in pairings}
    beside = [each for each in pairings if each.source]
    compared = [
        f"The translated text tasks of mteb {mteb_version()}, by the descriptive statistics and "
        f"metadata that the package carries: {len(tasks):,} tasks. "
        f"{len({each.target.task for each in beside}):,} of them derive from a task of mteb in "
        "another language, or have a part in English; each of their languages is compared with "
        f"that: {len(beside):,} comparisons."
    ]
    return make_report(
        "Audit of public benchmarks",
        f"mteb {mteb_version()}",
        "its translated tasks",
        findings,
        compared=compared,
        notes=_READ_IT,
        beside=_beside(pairings),
    )


def _beside(pairings: Sequence[Pairing]) -> list[tuple[str, str]]:
    return [(each.target.name, each.source.name) for each in pairings if each.source]


def audit_task(name: str, settings: AuditSettings, languages: Mapping[str, Language]) -> Report:
    """Audit one task of the installed mteb by its statistics.

    Raises:
        MissingExtra: mteb is not installed.
        UsageError: mteb has no such task, or it derives from none.
    """
    pairings = of_task(name)
    sources = list(dict.fromkeys(each.source.name for each in pairings if each.source))
    if not sources:
        unknown = [other for each in pairings[:1] for other in each.unknown]
        raise UsageError(
            f"{name} derives from no task of mteb in another language"
            + (f": its metadata names {', '.join(unknown)}, which mteb lacks" if unknown else ""),
            hint="Compare two statistics files or two folders: babelwright audit SOURCE TRANSLATED",
        )
    findings = audit_pairings(pairings, Expectations(settings, languages, translated()), settings)
    compared = [
        f"{each.target.name} ({each.target.language}) beside {each.source.name} "
        f"({each.source.language}), by the statistics of mteb {mteb_version()}"
        for each in pairings
        if each.source
    ]
    return make_report(
        name, ", ".join(sources), name, findings, compared=compared, beside=_beside(pairings)
    )


def audit_files(
    source: Path,
    target: Path,
    settings: AuditSettings,
    languages: Mapping[str, Language],
    *,
    source_language: Language | None,
    target_language: Language | None,
) -> Report:
    """Audit one file of mteb's descriptive statistics beside another.

    Args:
        source: The source's JSON.
        target: The translation's.
        settings: For what counts.
        languages: All profiles.
        source_language: English where None.
        target_language: None where it has no profile: then lengths are compared by factors alone.

    Raises:
        SourceError: A file is not what mteb writes.
    """
    theirs = source_language.mteb_code if source_language else languages["en"].mteb_code
    ours = target_language.mteb_code if target_language else ""
    sides = [
        Side(file.stem, None, code, None, None, read_statistics(file))
        for file, code in ((source, theirs), (target, ours))
    ]
    pairing = Pairing(sides[1], sides[0], {})
    findings = audit_pairings([pairing], Expectations(settings, languages), settings)
    notes = []
    if target_language is None:
        notes.append("The translation's language is not said (--lang): no mean length is compared.")
    return make_report(
        target.stem,
        str(source),
        str(target),
        findings,
        compared=[f"{target} beside {source}, by mteb's descriptive statistics"],
        notes=notes,
    )


def read_statistics(file: Path) -> dict[str, Any]:
    """Return what a file of mteb's descriptive statistics holds.

    Raises:
        SourceError: It is no JSON, or no such statistics.
    """
    try:
        content = json.loads(file.read_text(encoding="utf-8"))
    except (OSError, ValueError) as error:
        raise SourceError(f"is not JSON: {error}", place=Place(file)) from error
    if not is_statistics(content):
        raise SourceError(
            "has no descriptive statistics of mteb",
            place=Place(file),
            hint='They have a record a split, with "num_samples": mteb/descriptive_stats/*/*.json',
        )
    found: dict[str, Any] = content
    return found


def is_statistics(content: Any) -> bool:
    """Whether JSON looks like mteb's descriptive statistics."""
    return (
        isinstance(content, dict)
        and bool(content)
        and all(isinstance(each, dict) and "num_samples" in each for each in content.values())
    )
