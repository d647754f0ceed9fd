"""Runs the checks over a batch and gives each row its verdict."""

from collections.abc import Collection, Sequence
from enum import StrEnum
from typing import NamedTuple

from babelwright.catalog.model import Gates, Severity
from babelwright.checks import (
    amounts,
    carried,
    chatter,
    content,
    damage,
    direction,
    encoding,
    identifiers,
    language,
    length,
    manner,
    marks,
    markup,
    negation,
    numbers,
    repetition,
    tables,
    untranslated,
)
from babelwright.checks.base import Check, Pairs

CHECKS: tuple[Check, ...] = (
    *content.CHECKS,
    *untranslated.CHECKS,
    *chatter.CHECKS,
    *language.CHECKS,
    *marks.CHECKS,
    *length.CHECKS,
    *repetition.CHECKS,
    *numbers.CHECKS,
    *amounts.CHECKS,
    *identifiers.CHECKS,
    *carried.CHECKS,
    *negation.CHECKS,
    *manner.CHECKS,
    *markup.CHECKS,
    *tables.CHECKS,
    *encoding.CHECKS,
    *damage.CHECKS,
    *direction.CHECKS,
)


class Verdict(StrEnum):
    """What the gate says of a row."""

    PASS = "pass"  # noqa: S105 - no password
    SOFT = "soft"
    HARD = "hard"


class Flag(NamedTuple):
    """A check that a row failed."""

    check: str
    severity: Severity
    detail: str


def judge(pairs: Pairs, gates: Gates) -> list[list[Flag]]:
    """Return the flags of every row of the batch, in the order of the checks.

    Args:
        pairs: The batch; without sources only the checks that need none run.
        gates: Severity and thresholds of every check.
    """
    flags: list[list[Flag]] = [[] for _ in pairs.targets]
    for check in CHECKS:
        if check.of_pairs and not pairs.sources:
            continue
        gate = gates.checks[check.id]
        severity = gate.severity if pairs.sources else gate.collected
        for finding in check.find(pairs, gate.thresholds):
            flags[finding.row].append(Flag(check.id, severity, finding.detail))
    return flags


def verdict(flags: Sequence[Flag], exempt: Collection[str] = ()) -> Verdict:
    """Return the worst that the flags say, those of exempt checks apart."""
    severities = {flag.severity for flag in flags if flag.check not in exempt}
    if Severity.HARD in severities:
        return Verdict.HARD
    return Verdict.SOFT if Severity.SOFT in severities else Verdict.PASS
