"""Plants defects of every kind at a known rate, judges, and counts who saw them."""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from random import Random
from typing import NamedTuple

from babelwright.catalog.model import Language, Severity
from babelwright.checks.gate import Flag
from babelwright.checks.planted.base import Kind, Others, Pair
from babelwright.fidelity.similarity import Pool
from babelwright.judging import Judge
from babelwright.text.normal import canonical

# What stands among the checks for a defect that the published form does not have any more.
MENDED = "normal form"

_STRENGTH = {Severity.INFO: 0, Severity.SOFT: 1, Severity.HARD: 2}


@dataclass(frozen=True)
class Recall:
    """What was seen of one kind of defect.

    Attributes:
        kind: The kind's id.
        planted: In how many pairs it was planted; 0 where it cannot be in any.
        hard: How many of them a hard check saw, or the published form mends.
        flagged: How many of them any check saw, hard or soft.
        checks: By check, how many it saw.
        bystanders: Unspoilt pairs of the same batches that were rejected with them.
    """

    kind: str
    planted: int = 0
    hard: int = 0
    flagged: int = 0
    checks: Mapping[str, int] = field(default_factory=dict)
    bystanders: int = 0


class Alarms(NamedTuple):
    """False alarms: good pairs that are flagged, of how many, and by which checks."""

    pairs: int
    hard: int
    soft: int
    checks: Mapping[str, int]


@dataclass(frozen=True)
class Measured:
    """One language's selftest: the good pairs' alarms, and the recall of every kind."""

    alarms: Alarms
    recalls: tuple[Recall, ...]


Flags = Mapping[str, Severity]


def measure(
    judge: Judge, surroundings: Sequence[Others], kinds: Iterable[Kind], seed: int, rate: float
) -> Measured:
    """Plant every kind in the pairs that it can be planted in, each pair once.

    A kind's pairs are planted a share at a time, in batches that are otherwise good, so that
    whatever looks at more than one pair meets the defect at the rate that is said. What a check
    says of the unspoilt pair already, as strongly, does not count.

    Args:
        judge: The checks and fidelity.
        surroundings: The good pairs, with what defects are made from.
        kinds: What to plant.
        seed: Another seed plants otherwise.
        rate: Share of a batch that is spoilt, above 0 and at most 1.
    """
    pairs = [others.pairs[others.row] for others in surroundings]
    pool = _pool(judge, pairs)
    found = _judged(judge, pool, dict(enumerate(pairs)))
    good = _Batch(pairs, [found[row] for row in range(len(pairs))])
    plan = _Plan(judge, pool, surroundings, good, seed, rate)
    return Measured(_alarms(good.clean), tuple(_recall(plan, kind) for kind in kinds))


def _alarms(clean: Sequence[Flags]) -> Alarms:
    worst = Counter(max(each.values(), key=_strength) for each in clean if each)
    checks = Counter(check for each in clean for check in each)
    return Alarms(len(clean), worst[Severity.HARD], worst[Severity.SOFT], dict(checks))


def _strength(severity: Severity) -> int:
    return _STRENGTH[severity]


class _Planted(NamedTuple):
    """A spoilt pair, and its place among the good ones."""

    row: int
    pair: Pair


class _Batch(NamedTuple):
    """Good pairs with what is said of them unspoilt; None where a kind has none."""

    pairs: Sequence[Pair | None]
    clean: Sequence[Flags]


class _Plan(NamedTuple):
    """Where and how densely every kind is planted."""

    judge: Judge
    pool: Pool
    surroundings: Sequence[Others]
    good: _Batch
    seed: int
    rate: float


def _recall(plan: _Plan, kind: Kind) -> Recall:
    good = _prepared(plan, kind) if kind.prepare else plan.good
    planted = list(_plant(plan, kind, good))
    target = plan.judge.target
    mended = [each for each in planted if _is_mended(each.pair, good.pairs[each.row], target)]
    left = [each for each in planted if each not in mended]
    _rng(plan.seed, kind, "order").shuffle(left)
    checks = Counter({MENDED: len(mended)} if mended else {})
    seen = Counter[Severity]()
    bystanders = 0
    share = max(1, round(plan.rate * len(plan.surroundings)))
    for start in range(0, len(left), share):
        spoilt = {each.row: each.pair for each in left[start : start + share]}
        found = _judged_among(plan, good, spoilt)
        for row in spoilt:
            new = _new(found[row], good.clean[row])
            checks.update(new.keys())
            seen.update([max(new.values(), key=_strength)] if new else [])
        bystanders += sum(
            Severity.HARD in _new(each, good.clean[row]).values()
            for row, each in found.items()
            if row not in spoilt
        )
    hard = seen[Severity.HARD] + len(mended)
    flagged = hard + seen[Severity.SOFT]
    return Recall(kind.id, len(planted), hard, flagged, dict(checks), bystanders)


def _prepared(plan: _Plan, kind: Kind) -> _Batch:
    """Return the good pairs with what the kind spoils put into both of their sides."""
    prepare = kind.prepare
    pairs = [
        prepare(pair, others, _rng(plan.seed, kind, "good", others.row))
        if prepare and pair
        else None
        for pair, others in zip(plan.good.pairs, plan.surroundings, strict=True)
    ]
    there = {row: pair for row, pair in enumerate(pairs) if pair is not None}
    found = _judged(plan.judge, plan.pool, there)
    return _Batch(pairs, [found.get(row, {}) for row in range(len(pairs))])


def _plant(plan: _Plan, kind: Kind, good: _Batch) -> Iterator[_Planted]:
    for row, others in enumerate(plan.surroundings):
        pair = good.pairs[row]
        if pair is None:
            continue
        spoilt = kind.plant(pair, others, _rng(plan.seed, kind, row))
        if spoilt is not None and spoilt != pair.target:
            yield _Planted(row, Pair(pair.source, spoilt))


def _is_mended(spoilt: Pair, good: Pair | None, target: Language) -> bool:
    return good is not None and _published(spoilt, target) == _published(good, target)


def _new(found: Flags, clean: Flags) -> Flags:
    """Return what is said of a pair that was not said, or not as strongly, of it unspoilt."""
    return {
        check: severity
        for check, severity in found.items()
        if _strength(severity) > _STRENGTH[clean.get(check, Severity.INFO)]
    }


def _judged_among(plan: _Plan, good: _Batch, spoilt: Mapping[int, Pair]) -> dict[int, Flags]:
    """Judge the good pairs with some of them spoilt."""
    there = {row: spoilt.get(row, pair) for row, pair in enumerate(good.pairs) if pair is not None}
    return _judged(plan.judge, plan.pool, there)


def _pool(judge: Judge, pairs: Sequence[Pair]) -> Pool:
    """Return the good pairs as neighbours for the margin: a build has many for each bad one."""
    targets = [_published(pair, judge.target) for pair in pairs]
    return judge.pool(range(len(pairs)), [pair.source for pair in pairs], targets)


def _judged(judge: Judge, pool: Pool, pairs: Mapping[int, Pair]) -> dict[int, Flags]:
    """Return, row by row, the checks that flag the published form of a pair, and how hard."""
    rows = list(pairs)
    sources = [pair.source for pair in pairs.values()]
    targets = [_published(pair, judge.target) for pair in pairs.values()]
    judged = judge.judge(rows, sources, targets, pool)
    return {row: _worst(each.flags) for row, each in zip(rows, judged, strict=True)}


def _published(pair: Pair, target: Language) -> str:
    """Return the form that a pair's translation is judged and published in."""
    return canonical(pair.target, target)


def _worst(flags: Iterable[Flag]) -> Flags:
    """Return every check that flags, with its severity; what is only counted is left out."""
    return {
        flag.check: flag.severity
        for flag in sorted(flags, key=lambda flag: _strength(flag.severity))
        if flag.severity is not Severity.INFO
    }


def _rng(seed: int, kind: Kind, *where: object) -> Random:
    """Return a source of chance that is the same for the same place on every machine."""
    return Random("/".join(str(each) for each in (seed, kind.id, *where)))  # noqa: S311
