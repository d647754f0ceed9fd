"""Refuses a release that has lost too much to be the benchmark that was asked for."""

from collections.abc import Mapping, Sequence
from typing import Any

from babelwright.catalog.model import Gates, Severity
from babelwright.errors import Place, ReleaseError
from babelwright.finished import Part
from babelwright.release.parallel import is_parallel, pair_statistics
from babelwright.tasks.quality import judge_quality


def check_limits(parts: Sequence[Part], gates: Gates) -> None:
    """Hold every split to the shares in `validation/gates.toml`, and pairs to mteb's checks.

    Where rows were drawn, what closure took from the source before is held to them, and what was
    lost of the drawn rows after.

    Raises:
        ReleaseError: With the split, and the share with the commonest reasons, or the check.
    """
    for part in parts:
        for count in part.facts["ledger"]["counts"]:
            if count["source"] and not count["released"]:
                raise _empty(part, count)
            for state, most in (("failed", gates.max_failed), ("filtered", gates.max_filtered)):
                share = max(_shares(part, count, state))
                if share > most:
                    raise _refused(part, count, state, share, most)
    if is_parallel(parts):
        _check_pairs(parts, gates)


def _check_pairs(parts: Sequence[Part], gates: Gates) -> None:
    """Hold the pairs that no build has to mteb's checks of dataset quality."""
    for pair, statistics in pair_statistics(parts).items():
        for entry in judge_quality(statistics):
            gate = gates.checks[entry["check"]]
            for failed in entry["failed"]:
                if gate.severity is Severity.HARD:
                    where = f"{pair}, {failed['split']}, {failed['field']}"
                    raise ReleaseError(
                        f"{entry['check']}: {where}: {failed['problem']}",
                        place=Place(parts[0].task.file),
                        hint="mteb pairs all languages of a parallel table; its severity stands "
                        "in validation/gates.toml",
                    )


def _shares(part: Part, count: Mapping[str, Any], state: str) -> tuple[float, float]:
    """Return the shares of the rows that ended so: of the source before, of the drawn after."""
    source, before = count["source"], 0
    sampling = part.facts["sampling"]
    for table in sampling["tables"] if sampling else ():
        if (table["table"], table["split"]) == (count["table"], count["split"]):
            before = source - table["left"]
    drawn = source - before - count["unsampled"]
    filtered = before if state == "filtered" else 0
    after = (count[state] - filtered) / drawn if drawn else 0.0
    return (filtered / source if source else 0.0), after


def _empty(part: Part, count: Mapping[str, Any]) -> ReleaseError:
    return ReleaseError(
        f"no row of {count['table']} {count['split']} is left "
        f"({_reasons(part, count, ('failed', 'filtered'))})",
        place=Place(part.task.file),
        hint="Nothing is released: look at the report, mend [map], or add an engine or a memory",
    )


def _refused(
    part: Part, count: Mapping[str, Any], state: str, share: float, most: float
) -> ReleaseError:
    help_with = "add an engine or a memory" if state == "failed" else "look at the report"
    return ReleaseError(
        f"{share:.1%} of the rows of {count['table']} {count['split']} {state} "
        f"({_reasons(part, count, (state,))}), "
        f"more than {most:.0%}",
        place=Place(part.task.file),
        hint=f"Nothing is released: {help_with}, or change [release] in validation/gates.toml",
    )


def _reasons(part: Part, count: Mapping[str, Any], states: Sequence[str]) -> str:
    return ", ".join(
        f"{reason['rows']} {reason['reason']}"
        for reason in part.facts["ledger"]["reasons"]
        if (reason["table"], reason["split"]) == (count["table"], count["split"])
        and reason["state"] in states
    )
