"""What every engine is and says of itself."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from typing import NamedTuple, Protocol

from babelwright.text.chunks import Limit


class UnitKind(StrEnum):
    """What an engine takes: a whole text, or one sentence."""

    TEXT = "text"
    SENTENCE = "sentence"


class Origin(StrEnum):
    """Who translates."""

    HUMAN = "human"
    MACHINE = "machine"


class Hypotheses(NamedTuple):
    """An engine's translations of one unit, best first, and who made each."""

    texts: tuple[str, ...]
    origin: Origin


class Failure(NamedTuple):
    """Why an engine has no translation of a unit. Failures are never stored."""

    reason: str


Outcome = Hypotheses | Failure


@dataclass(frozen=True)
class Identity:
    """Everything that decides what an engine answers: part of every key in the store.

    Attributes:
        name: The engine's kind and model, for people: `argos-en_vi`.
        revision: Version and content hash of the model or memory.
        source: Language code.
        target: Language code.
        parameters: Decoding parameters.
        licence: Of the model or memory, as it states it; "unknown" where it states none.
    """

    name: str
    revision: str
    source: str
    target: str
    parameters: Mapping[str, str | int | float] = field(default_factory=dict)
    licence: str = "unknown"


class Engine(Protocol):
    """Translates units of one language pair."""

    @property
    def identity(self) -> Identity:
        """What it is."""
        ...

    @property
    def unit(self) -> UnitKind:
        """What it takes."""
        ...

    @property
    def limit(self) -> Limit | None:
        """The longest unit it takes, which is never given a longer one; None: of any length."""
        ...

    @property
    def stored(self) -> bool:
        """Whether its answers are worth storing; a memory's stand in the store already."""
        ...

    @property
    def batch(self) -> int:
        """Units given at once; answers are committed after every batch."""
        ...

    def translate(self, units: Sequence[str], hypotheses: int) -> list[Outcome]:
        """Return one outcome a unit, in order, with up to so many hypotheses each."""
        ...
