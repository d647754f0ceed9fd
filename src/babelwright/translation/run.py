"""Translates units through an engine and the store, each unit once."""

from collections.abc import Iterable, Iterator, Sequence

from babelwright.translation.engine import Engine, Failure, Hypotheses, Outcome
from babelwright.translation.store import Store


def translate_units(
    engine: Engine, units: Iterable[str], store: Store, hypotheses: int
) -> dict[str, Outcome]:
    """Return the outcome of every distinct unit.

    Stored outcomes are taken from the store; the rest goes to the engine in batches of similar
    length, and every batch is committed before the next is sent, so a killed process loses the
    batch in flight alone.

    Args:
        engine: Who translates.
        units: Units; equal ones are translated once.
        store: Where outcomes are looked up and kept.
        hypotheses: How many translations of each unit are wanted.
    """
    wanted = list(dict.fromkeys(units))
    if not engine.stored:
        return _ask(engine, wanted, hypotheses)
    outcomes: dict[str, Outcome] = dict(store.find(engine.identity, wanted, hypotheses))
    missing = sorted((unit for unit in wanted if unit not in outcomes), key=_by_length)
    for batch in _batches(missing, engine.batch):
        answers = _ask(engine, batch, hypotheses)
        kept = {unit: each for unit, each in answers.items() if isinstance(each, Hypotheses)}
        store.save(engine.identity, kept, hypotheses)
        outcomes.update(answers)
    return outcomes


def _ask(engine: Engine, units: Sequence[str], hypotheses: int) -> dict[str, Outcome]:
    answers = engine.translate(units, hypotheses)
    if len(answers) != len(units):
        reason = f"{engine.identity.name} gave {len(answers)} answers for {len(units)} units"
        return {unit: Failure(reason) for unit in units}
    return dict(zip(units, answers, strict=True))


def _by_length(unit: str) -> tuple[int, str]:
    # The text breaks ties, so that the batches of a resumed build are like those of a whole one.
    return -len(unit), unit


def _batches(units: Sequence[str], size: int) -> Iterator[Sequence[str]]:
    for start in range(0, len(units), size):
        yield units[start : start + size]
