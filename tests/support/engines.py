"""Small engines: what they answer is written in the test, and what they were asked is kept."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field

from babelwright.text.chunks import Limit
from babelwright.translation.engine import (
    Failure,
    Hypotheses,
    Identity,
    Origin,
    Outcome,
    UnitKind,
)

# What an engine answers to a unit: its hypotheses, best first.
Answers = Mapping[str, tuple[str, ...]]
UNKNOWN = "it has no words for this"


def identity_of(name: str = "table", **parameters: str | int) -> Identity:
    """Return an identity from English to Vietnamese."""
    return Identity(name, "1", "en", "vi", parameters)


def machine(*texts: str) -> Hypotheses:
    """Return a machine's hypotheses."""
    return Hypotheses(texts, Origin.MACHINE)


@dataclass
class TableEngine:
    """Answers from a table; what is not in it is a failure.

    Attributes:
        answers: The table.
        identity: What it is.
        unit: What it takes.
        limit: The longest unit it takes.
        stored: Whether its answers are stored.
        batch: Units given at once.
        origin: Who it says translated.
        asked: Every batch it was given, with the number of hypotheses.
    """

    answers: Answers
    identity: Identity = field(default_factory=identity_of)
    unit: UnitKind = UnitKind.SENTENCE
    limit: Limit | None = None
    stored: bool = True
    batch: int = 100
    origin: Origin = Origin.MACHINE
    asked: list[tuple[list[str], int]] = field(default_factory=list)

    def translate(self, units: Sequence[str], hypotheses: int) -> list[Outcome]:
        """Return what the table says."""
        self.asked.append((list(units), hypotheses))
        return [self._answer(unit, hypotheses) for unit in units]

    def _answer(self, unit: str, hypotheses: int) -> Outcome:
        if unit not in self.answers:
            return Failure(UNKNOWN)
        return Hypotheses(self.answers[unit][:hypotheses], self.origin)

    @property
    def units(self) -> list[str]:
        """Every unit it was asked for, in order."""
        return [unit for batch, _ in self.asked for unit in batch]


@dataclass
class RuleEngine:
    """Answers by a rule, with one hypothesis and then its reverse, and so on."""

    rule: Callable[[str], str] = str
    identity: Identity = field(default_factory=lambda: identity_of("rule"))
    unit: UnitKind = UnitKind.SENTENCE
    limit: Limit | None = None
    stored: bool = True
    batch: int = 100

    def translate(self, units: Sequence[str], hypotheses: int) -> list[Outcome]:
        """Return what the rule makes of each unit; `#2` and so on mark further hypotheses."""
        return [
            machine(*(self.rule(unit) + (f" #{n + 1}" if n else "") for n in range(hypotheses)))
            for unit in units
        ]
