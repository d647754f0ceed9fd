"""Candidates: what an engine offers for a whole text, put together from its units."""

from collections.abc import Iterable, Iterator, Sequence
from enum import StrEnum
from typing import NamedTuple

from babelwright.build.dividing import Part, divide, smaller
from babelwright.catalog.model import Language, Structure
from babelwright.text.normal import canonical, raw_form
from babelwright.translation.engine import (
    Engine,
    Failure,
    Hypotheses,
    Origin,
    Outcome,
    UnitKind,
)
from babelwright.translation.run import translate_units
from babelwright.translation.store import Store


class Variant(StrEnum):
    """How a candidate was asked for."""

    BEST = "best"
    N_BEST = "n-best"
    CLAUSES = "clauses"


class Candidate(NamedTuple):
    """A translation of a text, with what it comes from.

    `raw` is what the engine wrote, where more than its composition was mended.
    """

    text: str
    engine: str
    revision: str
    variant: Variant
    origin: Origin
    raw: str | None = None


class Step(NamedTuple):
    """One way to get candidates: an engine and a variant."""

    engine: Engine
    variant: Variant

    @property
    def label(self) -> str:
        """For provenance and summaries."""
        return f"{self.engine.identity.name} {self.variant.value}"


Proposed = dict[str, list[Candidate] | Failure]


def steps(engines: Sequence[Engine]) -> list[Step]:
    """Return the ways to get candidates in the order of repair.

    Every engine's best first, then what else each has, then smaller pieces: never dropping first.
    """
    best = [Step(engine, Variant.BEST) for engine in engines]
    more = [Step(engine, Variant.N_BEST) for engine in engines]
    smaller = [
        Step(engine, Variant.CLAUSES)
        for engine in engines
        if engine.unit is UnitKind.SENTENCE and engine.stored
    ]
    return [*best, *more, *smaller]


def propose(
    step: Step,
    texts: Sequence[str],
    structure: Structure,
    hypotheses: int,
    store: Store,
    *,
    target: Language | None = None,
) -> Proposed:
    """Return the candidates of every text, or why there is none.

    Args:
        step: Engine and variant.
        texts: Distinct source texts.
        structure: Of the source language, for the boundaries of sentences and sections.
        hypotheses: How many are asked for where the variant is n-best.
        store: Where translations are looked up and kept.
        target: The translations' language; None where nothing is known of it.
    """
    wanted = hypotheses if step.variant is Variant.N_BEST else 1
    split = {text: divide(step.engine, text, structure) for text in texts}
    if step.variant is Variant.CLAUSES:
        known = store.find(step.engine.identity, list(_units(split.values())), 1)
        limit = step.engine.limit
        split = {text: smaller(parts, known, limit, structure) for text, parts in split.items()}
    outcomes = translate_units(step.engine, _units(split.values()), store, wanted)
    return {
        text: _put_together(step, parts, outcomes, wanted, target) for text, parts in split.items()
    }


def _units(split: Iterable[Sequence[Part]]) -> Iterator[str]:
    for parts in split:
        for part in parts:
            if part.too_long is None and part.piece.translatable:
                yield part.piece.text
            yield from _units([part.smaller])


def _put_together(
    step: Step,
    parts: Sequence[Part],
    outcomes: dict[str, Outcome],
    wanted: int,
    target: Language | None,
) -> list[Candidate] | Failure:
    """Join the first hypotheses of all pieces, then the second, and so on."""
    found = list(_found(parts, outcomes))
    for outcome in found:
        if isinstance(outcome, Failure):
            return Failure(f"{step.engine.identity.name}: {outcome.reason}")
    told = [each for each in found if isinstance(each, Hypotheses)]
    origin = Origin.MACHINE if any(each.origin is Origin.MACHINE for each in told) else Origin.HUMAN
    ranks = min(wanted, max((len(each.texts) for each in told), default=1))
    joined = ("".join(_ranked(each, rank) for each in found) for rank in range(ranks))
    identity = step.engine.identity
    published: dict[str, str] = {}
    for written in joined:
        published.setdefault(canonical(written, target), written)
    return [
        Candidate(
            text, identity.name, identity.revision, step.variant, origin, raw_form(written, text)
        )
        for text, written in published.items()
    ]


def _found(parts: Sequence[Part], outcomes: dict[str, Outcome]) -> Iterator[Outcome | str]:
    """Yield what there is for every part; of one that is not known as a whole, for its smaller."""
    for part in parts:
        text = part.piece.text
        if not part.piece.translatable:
            yield text
        elif part.too_long is not None:
            yield Failure(part.too_long)
        elif part.smaller and isinstance(outcomes[text], Failure):
            yield from _found(part.smaller, outcomes)
        else:
            yield outcomes[text]


def _ranked(piece: Outcome | str, rank: int) -> str:
    """Return a piece's hypothesis of a rank, or its last one where it has fewer."""
    if isinstance(piece, str):
        return piece
    if isinstance(piece, Failure):
        raise TypeError(piece.reason)
    return piece.texts[min(rank, len(piece.texts) - 1)]
