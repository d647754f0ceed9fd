"""What an audit finds, weighed and ranked."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, NamedTuple

from babelwright.catalog.auditing import AuditSettings
from babelwright.catalog.model import Severity

# Rows that stand as evidence beside a finding, and characters of their texts.
SHOWN = 5
_LONGEST = 300
_DECIMALS = 6


class Row(NamedTuple):
    """A row that a finding is about; texts are shortened, and empty where there is none."""

    id: str
    source: str
    target: str
    detail: str


@dataclass(frozen=True)
class Finding:
    """One thing that is wrong.

    Attributes:
        kind: A kind of `validation/audit.toml`, or a check of rows.
        severity: `hard` makes an audit fail.
        about: What that means, in words.
        where: Table, split and column.
        detail: What was seen, with its numbers.
        share: Of rows, texts or characters that it is about: 0 to 1, at least.
        damage: 0 to 100, by the formula of `validation/audit.toml`.
        subject: The task and language, where an audit is of several.
        numbers: The numbers of `detail`, for machines.
        rows: Some of the rows.
    """

    kind: str
    severity: Severity
    about: str
    where: str
    detail: str
    share: float
    damage: float
    subject: str = ""
    numbers: Mapping[str, float | int | str] = field(default_factory=dict)
    rows: tuple[Row, ...] = ()


@dataclass(frozen=True)
class Weigher:
    """Makes findings: their severity and damage by the settings."""

    settings: AuditSettings
    subject: str = ""

    def threshold(self, kind: str, name: str) -> float:
        """Return a threshold of a kind."""
        return self.settings.kinds[kind].thresholds[name]

    def thresholds(self, kind: str) -> Mapping[str, float]:
        """Return all thresholds of a kind."""
        return self.settings.kinds[kind].thresholds

    def of_split(
        self,
        name: str,
        where: str,
        detail: str,
        share: float,
        *,
        numbers: Mapping[str, float | int | str] | None = None,
        rows: Iterable[Row] = (),
    ) -> Finding:
        """Return a finding of a kind of the settings."""
        kind = self.settings.kinds[name]
        return self._finding(
            kind.rank,
            kind=name,
            severity=kind.severity,
            about=kind.about,
            where=where,
            detail=detail,
            share=share,
            numbers=numbers or {},
            rows=tuple(rows),
        )

    def of_rows(
        self,
        check: str,
        severity: Severity,
        about: str,
        *,
        where: str,
        failing: int,
        of: int,
        rows: Sequence[Row],
    ) -> Finding:
        """Return the finding that a check of rows failed so many of them."""
        share = failing / of
        return self._finding(
            self.settings.rank(check),
            kind=check,
            severity=severity,
            about=about,
            where=where,
            detail=f"{failing:,} of {of:,} texts ({share:.1%})",
            share=share,
            usual=self.settings.usual[severity],
            numbers={"failing": failing, "texts": of},
            rows=tuple(rows),
        )

    def _finding(
        self,
        rank: int,
        *,
        kind: str,
        severity: Severity,
        about: str,
        where: str,
        detail: str,
        share: float,
        numbers: Mapping[str, float | int | str],
        rows: tuple[Row, ...],
        usual: float = 0.0,
    ) -> Finding:
        return Finding(
            kind=kind,
            severity=severity,
            about=about,
            where=where,
            detail=detail,
            share=round(min(max(share, 0.0), 1.0), _DECIMALS),
            damage=round(self.settings.damage(rank, severity, share - usual), _DECIMALS),
            subject=self.subject,
            numbers={
                name: round(each, _DECIMALS) if isinstance(each, float) else each
                for name, each in numbers.items()
            },
            rows=rows,
        )


def ranked(findings: Iterable[Finding]) -> list[Finding]:
    """Return findings, the most damaging first; what has no damage last, each kind together."""
    return sorted(
        findings, key=lambda each: (-each.damage, each.kind, each.subject, each.where, each.detail)
    )


def is_clean(findings: Iterable[Finding]) -> bool:
    """Whether none of the findings is hard."""
    return all(each.severity is not Severity.HARD for each in findings)


def shortened(text: str | None) -> str:
    """Return a text for people: its beginning and its end, where it is long."""
    if text is None:
        return ""
    if len(text) <= _LONGEST:
        return text
    half = _LONGEST // 2
    return f"{text[:half]} [...] {text[-half:]} ({len(text):,} characters)"


def to_json(finding: Finding) -> dict[str, Any]:
    """Return a finding as `schemas/audit.json` has it."""
    return {
        "kind": finding.kind,
        "severity": finding.severity.value,
        "about": finding.about,
        "subject": finding.subject,
        "where": finding.where,
        "detail": finding.detail,
        "share": finding.share,
        "damage": finding.damage,
        "numbers": dict(finding.numbers),
        "rows": [row._asdict() for row in finding.rows],
    }
