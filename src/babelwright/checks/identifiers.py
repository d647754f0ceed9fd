"""Are identifiers still there: of securities, accounts, cases and acts?"""

from collections.abc import Iterable

from babelwright.checks.base import (
    Check,
    Finding,
    Pairs,
    Thresholds,
    listed,
)
from babelwright.text.identifiers import HINT, missing_identifiers
from babelwright.text.patterns import rows_like


def _lost(pairs: Pairs, thresholds: Thresholds) -> Iterable[Finding]:
    del thresholds
    for row in rows_like(pairs.sources, HINT):
        if lost := missing_identifiers(pairs.sources[row], pairs.targets[row]):
            yield Finding(row, f"lost: {listed(lost)}")


def _invented(pairs: Pairs, thresholds: Thresholds) -> Iterable[Finding]:
    del thresholds
    for row in rows_like(pairs.targets, HINT):
        if invented := missing_identifiers(pairs.targets[row], pairs.sources[row]):
            yield Finding(row, f"not in the source: {listed(invented)}")


CHECKS = (
    Check(
        "identifier-lost",
        "An identifier of the source (ISIN, IBAN, LEI, ECLI, CELEX, a statute's number ...) is "
        "missing or changed.",
        "definition; check digits of ISO 6166, 13616 and 17442 where there are any",
        _lost,
    ),
    Check(
        "identifier-invented",
        "An identifier stands in the text alone.",
        "definition",
        _invented,
    ),
)
