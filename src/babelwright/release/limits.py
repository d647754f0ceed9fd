"""Refuses a release that has lost too much to be the benchmark that was asked for."""

from collections.abc import Mapping, Sequence
from typing import Any

from babelwright.catalog.model import Gates
from babelwright.errors import Place, ReleaseError
from babelwright.finished import Part


def check_limits(parts: Sequence[Part], gates: Gates) -> None:
    """Hold every split to the shares in `validation/gates.toml`.

    Raises:
        ReleaseError: With the split, the share, and the commonest reasons.
    """
    for part in parts:
        for count in part.facts["ledger"]["counts"]:
            for state, most in (("failed", gates.max_failed), ("filtered", gates.max_filtered)):
                share = count[state] / count["source"] if count["source"] else 0.0
                if share > most:
                    raise _refused(part, count, state, most)


def _refused(part: Part, count: Mapping[str, Any], state: str, most: float) -> ReleaseError:
    table, split = count["table"], count["split"]
    share = count[state] / count["source"]
    reasons = [
        f"{reason['rows']} {reason['reason']}"
        for reason in part.facts["ledger"]["reasons"]
        if (reason["table"], reason["split"], reason["state"]) == (table, split, state)
    ]
    help_with = "add an engine or a memory" if state == "failed" else "look at the report"
    return ReleaseError(
        f"{share:.1%} of the rows of {table} {split} {state} ({', '.join(reasons)}), "
        f"more than {most:.0%}",
        place=Place(part.task.file),
        hint=f"Nothing is released: {help_with}, or change [release] in validation/gates.toml",
    )
