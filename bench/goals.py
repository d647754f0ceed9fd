"""Holds the checks to their goals on human translations that had no part in choosing thresholds.

    python bench/goals.py --data DIR [--lang vi ...] [--sample N] [--kinds] [--json FILE] [--write]

Plants defects in the report part of NTREX-128 (documents in buckets 7 to 9 of ten, by hash; see
README.md) and prints recall and false alarms a language, beside the goal, met or not. `--kinds`
plants every kind, not only those with a goal.
"""

import argparse
import json
import sys
import time
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import NamedTuple

from babelwright.catalog.load import load_catalog
from babelwright.catalog.locate import bundled_root
from babelwright.catalog.model import Catalog
from babelwright.catalog.selftest import load_selftest
from babelwright.checks.planted.base import Pair
from babelwright.checks.planted.kinds import KINDS
from babelwright.cli.selftest_tables import as_json
from babelwright.fidelity.open import open_embedder
from babelwright.selftest.good import Good
from babelwright.selftest.measure import Measured, Recall
from babelwright.selftest.run import Settings, selftest
from parallel import TATOEBA, news

SOURCE = "en"


class Goal(NamedTuple):
    """The least recall of some kinds; `soft` counts soft flags, else hard checks alone do."""

    kinds: tuple[str, ...]
    recall: float
    soft: bool


class Table(NamedTuple):
    """A name, a column a language, and rows that end with a verdict or nothing."""

    name: str
    codes: list[str]
    rows: list[list[str]]


# Between them stand the tables in docs/selftest.md.
_BEGIN, _END = "<!-- bench/goals.py -->", "<!-- /bench/goals.py -->"

GOALS = (
    Goal(("truncated-30", "truncated-60", "runaway", "untranslated", "wrong-script"), 0.99, False),
    Goal(("url-lost", "url-changed", "placeholder-broken"), 0.99, False),
    Goal(("tag-broken", "code-changed"), 0.99, False),
    Goal(("refusal", "shuffled", "shifted"), 0.99, False),
    Goal(("number-swapped",), 0.90, True),
    Goal(("negation-dropped",), 0.80, True),
    Goal(("half-translated",), 0.95, True),
    Goal(("fifth-missing",), 0.60, True),
)
# The greatest shares of good pairs with a hard alarm, and with soft ones alone.
HARD, SOFT = 0.01, 0.05


def main() -> int:
    """Print the table; 1 when there is no data."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--data", type=Path, required=True, help="folder with the parallel texts")
    parser.add_argument("--lang", nargs="*", default=sorted(TATOEBA), choices=sorted(TATOEBA))
    parser.add_argument("--sample", type=int, default=0, help="sentences at most, a language")
    parser.add_argument("--rate", type=float, default=0.5, help="share of a batch that is spoilt")
    parser.add_argument("--kinds", action="store_true", help="plant every kind")
    parser.add_argument("--json", type=Path, help="write everything that was measured")
    parser.add_argument("--write", action="store_true", help="put the tables into docs/selftest.md")
    options = parser.parse_args()
    if not (options.data / "ntrex128").is_dir():
        print(f"{options.data} has no ntrex128/: see bench/README.md", file=sys.stderr)
        return 1
    started = time.perf_counter()
    catalog = load_catalog(bundled_root())
    settings = Settings(rate=options.rate, sample=options.sample)
    measured = {
        code: _measure(catalog, options.data, code, settings, every=options.kinds)
        for code in options.lang
    }
    tables = [_alarms(measured), _goals(measured)]
    if options.kinds:
        tables.append(_others(measured))
    for table in tables:
        _print(table)
    print(f"{time.perf_counter() - started:.0f} s")
    if options.json:
        document = {code: as_json(each, "NTREX-128, report") for code, each in measured.items()}
        options.json.write_text(json.dumps(document, indent=2) + "\n", encoding="utf-8")
    if options.write:
        _write(tables)
    return 0


def _measure(
    catalog: Catalog, data: Path, code: str, settings: Settings, *, every: bool
) -> Measured:
    root = bundled_root()
    wanted = {kind for goal in GOALS for kind in goal.kinds}
    print(f"{code} ...", file=sys.stderr, flush=True)
    return selftest(
        catalog,
        (catalog.languages[SOURCE], catalog.languages[code]),
        report(data, code),
        load_selftest(catalog.rooms).planted,
        open_embedder("static-1", root / "models"),
        settings=settings,
        kinds=None if every else [kind for kind in KINDS if kind.id in wanted],
    )


def report(data: Path, code: str) -> Good:
    """Return the report part of NTREX-128 with its texts in every language."""
    own = news(data, code).report
    others = {other: tuple(news(data, other).report.targets) for other in TATOEBA if other != code}
    pairs = tuple(Pair(*each) for each in zip(own.sources, own.targets, strict=True))
    return Good(pairs, others, "NTREX-128, report part")


def _alarms(measured: Mapping[str, Measured]) -> Table:
    alarms = {code: each.alarms for code, each in measured.items()}
    rows = []
    for name, most in (("hard", HARD), ("soft", SOFT)):
        counts = {code: each.hard if name == "hard" else each.soft for code, each in alarms.items()}
        shares = {code: count / alarms[code].pairs for code, count in counts.items()}
        worst = max(shares, key=lambda code: shares[code])
        met = "met" if shares[worst] <= most else f"not met: {worst} {shares[worst]:.2%}"
        cells = [f"{share * 100:.2f}" for share in shares.values()]
        what = "any hard check" if name == "hard" else "soft ones alone"
        rows.append([what, *cells, f"at most {most:.0%}: {met}"])
    rows.append(["of pairs", *(str(each.pairs) for each in alarms.values()), ""])
    for check in sorted({check for each in alarms.values() for check in each.checks}):
        found = (each.checks.get(check, 0) / each.pairs for each in alarms.values())
        rows.append([check, *(f"{share * 100:.2f}" for share in found), ""])
    return Table("false alarms, %", list(measured), rows)


def _goals(measured: Mapping[str, Measured]) -> Table:
    rows = []
    for goal in GOALS:
        for kind in goal.kinds:
            recalls = _of(measured, kind)
            rows.append([kind, *_cells(recalls), _verdict(goal, recalls)])
    every = Goal(tuple(kind for goal in GOALS if not goal.soft for kind in goal.kinds), 0.99, False)
    together = {code: _pooled(each, every.kinds) for code, each in measured.items()}
    rows.append(["all structural ones", *_cells(together), _verdict(every, together)])
    return Table("seen by hard / by any check, %", list(measured), rows)


def _others(measured: Mapping[str, Measured]) -> Table:
    wanted = {kind for goal in GOALS for kind in goal.kinds}
    kinds = dict.fromkeys(recall.kind for each in measured.values() for recall in each.recalls)
    rows = [[kind, *_cells(_of(measured, kind)), ""] for kind in kinds if kind not in wanted]
    return Table("kinds without a goal, %", list(measured), rows)


def _print(table: Table) -> None:
    print(f"\n{table.name:<30}" + "".join(f"{code:>8}" for code in table.codes))
    for name, *cells, verdict in table.rows:
        print(f"{name:<30}{''.join(f'{cell:>8}' for cell in cells)}  {verdict}".rstrip())


def _write(tables: Sequence[Table]) -> None:
    """Put the tables into docs/selftest.md, between its two marks."""
    parts = []
    for table in tables:
        last = ["goal"] if any(row[-1] for row in table.rows) else []
        head = [table.name, *table.codes, *last]
        lines = [head, ["---"] * len(head), *(row[: len(head)] for row in table.rows)]
        parts.append("\n".join(f"| {' | '.join(cells)} |" for cells in lines))
    joined = "\n\n".join(parts)
    page = bundled_root() / "docs/selftest.md"
    before, rest = page.read_text(encoding="utf-8").split(f"{_BEGIN}\n", 1)
    after = rest.split(_END, 1)[1]
    page.write_text(f"{before}{_BEGIN}\n\n{joined}\n\n{_END}{after}", encoding="utf-8")


def _of(measured: Mapping[str, Measured], kind: str) -> dict[str, Recall]:
    return {
        code: next(recall for recall in each.recalls if recall.kind == kind)
        for code, each in measured.items()
    }


def _pooled(measured: Measured, kinds: Iterable[str]) -> Recall:
    """Return several kinds' recall as one, each planted defect counted alike."""
    found = [recall for recall in measured.recalls if recall.kind in set(kinds)]
    return Recall(
        "together",
        sum(recall.planted for recall in found),
        sum(recall.hard for recall in found),
        sum(recall.flagged for recall in found),
    )


def _cells(recalls: Mapping[str, Recall]) -> list[str]:
    return [
        f"{each.hard / each.planted * 100:.0f}/{each.flagged / each.planted * 100:.0f}"
        if each.planted
        else "-"
        for each in recalls.values()
    ]


def _verdict(goal: Goal, recalls: Mapping[str, Recall]) -> str:
    there = {code: each for code, each in recalls.items() if each.planted}
    if not there:
        return "not planted"
    hard = {code: each.hard / each.planted for code, each in there.items()}
    flagged = {code: each.flagged / each.planted for code, each in there.items()}
    said = f"{goal.recall:.0%} {'counting soft' if goal.soft else 'hard'}"
    shares = flagged if goal.soft else hard
    if min(shares.values()) >= goal.recall:
        return f"{said}: met ({_fewest(there.values())})"
    worst = min(shares, key=lambda code: shares[code])
    soft = not goal.soft and min(flagged.values()) >= goal.recall
    note = "met counting soft, " if soft else ""
    return f"{said}: not met: {note}{worst} {shares[worst]:.1%} of {there[worst].planted}"


def _fewest(recalls: Iterable[Recall]) -> str:
    planted = [each.planted for each in recalls]
    return f"{min(planted)} to {max(planted)} planted"


if __name__ == "__main__":
    sys.exit(main())
