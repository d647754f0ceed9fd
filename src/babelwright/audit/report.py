"""What an audit tells: its findings with what was compared, as a page, as JSON, as Markdown."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby
from pathlib import Path
from typing import Any

from babelwright import __version__
from babelwright.audit.findings import Finding, is_clean, ranked, to_json
from babelwright.catalog.model import Severity
from babelwright.rendering import markdown_text, render

# Findings of a page that stand in full; those after them are listed by kind.
TOP = 20
_ORDER = tuple(Severity)


@dataclass(frozen=True)
class Report:
    """A whole audit.

    Attributes:
        title: What was audited.
        source: What it was compared with.
        target: The translation.
        findings: Ranked.
        compared: What was compared and how, a line each.
        notes: What could not be, and why.
        beside: Translation and source of every comparison, where an audit is of several.
    """

    title: str
    source: str
    target: str
    findings: tuple[Finding, ...]
    compared: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()
    beside: tuple[tuple[str, str], ...] = ()

    @property
    def clean(self) -> bool:
        """Whether no finding is hard."""
        return is_clean(self.findings)


def make_report(
    title: str,
    source: str,
    target: str,
    findings: Sequence[Finding],
    *,
    compared: Sequence[str] = (),
    notes: Sequence[str] = (),
    beside: Sequence[tuple[str, str]] = (),
) -> Report:
    """Return a report of findings in any order."""
    return Report(
        title=title,
        source=source,
        target=target,
        findings=tuple(ranked(findings)),
        compared=tuple(compared),
        notes=tuple(notes),
        beside=tuple(beside),
    )


def counts(findings: Sequence[Finding]) -> dict[str, int]:
    """Return the number of findings of every severity."""
    return {each.value: sum(finding.severity is each for finding in findings) for each in Severity}


def as_json(report: Report) -> dict[str, Any]:
    """Return a report as `schemas/audit.json` has it."""
    return {
        "tool": {"name": "babelwright", "version": __version__},
        "title": report.title,
        "source": report.source,
        "translation": report.target,
        "clean": report.clean,
        "counts": counts(report.findings),
        "compared": list(report.compared),
        "notes": list(report.notes),
        "beside": [{"translation": ours, "source": theirs} for ours, theirs in report.beside],
        "findings": [to_json(each) for each in report.findings],
    }


def as_page(report: Report, cards: Path) -> str:
    """Return a report as one self-contained HTML page.

    Args:
        report: The report.
        cards: Folder of the templates.
    """
    return render(
        cards,
        "audit.html.j2",
        report=report,
        version=__version__,
        counts=counts(report.findings),
        top=[each for each in report.findings[:TOP] if each.damage > 0],
        kinds=by_kind(report.findings),
    )


def by_kind(findings: Sequence[Finding]) -> list[Mapping[str, Any]]:
    """Return the findings of every kind together, the kind with the most damage first."""
    first: dict[str, int] = {}
    for place, each in enumerate(findings):
        first.setdefault(each.kind, place)
    ordered = sorted(findings, key=lambda each: first[each.kind])
    return [
        {
            "kind": kind,
            "severity": members[0].severity.value,
            "about": members[0].about,
            "findings": members,
        }
        for kind, members in (
            (kind, list(group)) for kind, group in groupby(ordered, key=lambda each: each.kind)
        )
    ]


def as_markdown(report: Report) -> str:
    """Return a report as Markdown: the most damaging findings, then all by kind."""
    number = counts(report.findings)
    lines = [f"# {markdown_text(report.title)}"]
    for each in (*report.compared, *report.notes):
        lines += ["", markdown_text(each)]
    lines += ["", f"{len(report.findings):,} findings: {_told(number)}.", ""]
    lines += ["| finding | severity | number | what it means |", "|---|---|--:|---|"]
    lines += [
        f"| {group['kind']} | {group['severity']} | {len(group['findings']):,} "
        f"| {markdown_text(group['about'])} |"
        for group in by_kind(report.findings)
    ]
    top = [each for each in report.findings[:TOP] if each.damage > 0]
    lines += ["", f"## The {len(top)} with the most damage", ""]
    lines += ["| damage | finding | where | what was seen |", "|--:|---|---|---|"]
    lines += [
        f"| {each.damage:.1f} | {each.kind} | {_where(each)} | {_cell(each.detail)} |"
        for each in top
    ]
    for group in by_kind(report.findings):
        lines += ["", f"## {group['kind']}", "", markdown_text(group["about"])]
        lines += ["", "| damage | where | what was seen |", "|--:|---|---|"]
        lines += [
            f"| {each.damage:.2f} | {_where(each)} | {_cell(each.detail)} |"
            for each in group["findings"]
        ]
    if report.beside:
        lines += ["", "## What was compared with what", ""]
        lines += ["| source | translations |", "|---|---|"]
        sources = list(dict.fromkeys(theirs for _, theirs in sorted(report.beside, key=_source)))
        for source in sources:
            ours = ", ".join(ours for ours, theirs in report.beside if theirs == source)
            lines.append(f"| {_cell(source)} | {_cell(ours)} |")
    return "\n".join([*lines, ""])


def _source(pair: tuple[str, str]) -> str:
    return pair[1]


def _cell(text: str) -> str:
    """Return text for a cell, whose beginning begins no line."""
    return markdown_text(f"({text})")[1:-1]


def _told(number: Mapping[str, int]) -> str:
    return ", ".join(f"{number[each.value]:,} {each.value}" for each in _ORDER)


def _where(finding: Finding) -> str:
    return _cell(" ".join(each for each in (finding.subject, finding.where) if each))
