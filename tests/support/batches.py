"""Batches of texts, and what the checks find in them."""

from collections.abc import Mapping, Sequence

import pyarrow as pa

from babelwright.catalog.model import Gates, Language
from babelwright.checks.base import Finding, Pairs
from babelwright.checks.gate import CHECKS, judge

Languages = Mapping[str, Language]
Texts = Sequence[tuple[str, str]]


def pairs_of(languages: Languages, codes: str, texts: Texts) -> Pairs:
    """Return sources and targets as a batch; `codes` are two codes with a hyphen."""
    source, target = codes.split("-")
    columns = {"source": [each[0] for each in texts], "target": [each[1] for each in texts]}
    schema = pa.schema([("source", pa.string()), ("target", pa.string())])
    table = pa.table(columns, schema=schema)
    return Pairs(table, languages[source], languages[target], tuple(languages.values()))


def collected(languages: Languages, code: str, texts: Sequence[str]) -> Pairs:
    """Return texts without sources as a batch."""
    table = pa.table({"target": list(texts)}, schema=pa.schema([("target", pa.string())]))
    return Pairs(table, None, languages[code], tuple(languages.values()))


def find(check: str, pairs: Pairs, gates: Gates, **thresholds: float) -> list[Finding]:
    """Return what one check finds with the catalog's thresholds, or with others."""
    chosen = next(each for each in CHECKS if each.id == check)
    return sorted(chosen.find(pairs, {**gates.checks[check].thresholds, **thresholds}))


def rows(check: str, pairs: Pairs, gates: Gates, **thresholds: float) -> list[int]:
    """Return the rows that fail a check."""
    return [finding.row for finding in find(check, pairs, gates, **thresholds)]


def names(pairs: Pairs, gates: Gates) -> list[set[str]]:
    """Return which checks each row of a batch fails."""
    return [{flag.check for flag in flags} for flags in judge(pairs, gates)]


Case = tuple[str, str, bool]


def misjudged(
    languages: Languages, gates: Gates, check: str, codes: str, table: Sequence[Case]
) -> list[Case]:
    """Return the rows of a table that a check judges otherwise than the table.

    Args:
        languages: The catalog's.
        gates: The catalog's.
        check: Id of the check.
        codes: Two codes with a hyphen.
        table: Source, target, and whether the pair fails.
    """
    batch = pairs_of(languages, codes, [(source, target) for source, target, _ in table])
    failing = set(rows(check, batch, gates))
    return [table[row] for row in range(len(table)) if (row in failing) != table[row][2]]
