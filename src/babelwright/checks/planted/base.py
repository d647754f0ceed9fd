"""What a planted defect is, and what it may be made from."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from random import Random
from typing import NamedTuple

from babelwright.catalog.model import Language
from babelwright.catalog.planted import PlantedWords


class Pair(NamedTuple):
    """A text and its translation."""

    source: str
    target: str


class Group(StrEnum):
    """What a defect does harm to."""

    STRUCTURAL = "structural"
    NUMBER = "number"
    NEGATION = "negation"
    MEANING = "meaning"


@dataclass(frozen=True)
class Others:
    """What a defect may be made from, beside the pair itself.

    Attributes:
        languages: Of sources and targets.
        source_words: Words to plant in the sources' language.
        words: Words to plant in the targets' language.
        pairs: All pairs of the batch.
        row: The pair's place among them.
        neighbour: A text in the language nearest to the targets'; None where there is none.
        stranger: A text in another script; None where there is none.
    """

    languages: tuple[Language, Language]
    source_words: PlantedWords
    words: PlantedWords
    pairs: Sequence[Pair]
    row: int
    neighbour: str | None = None
    stranger: str | None = None

    def after(self, places: int = 1) -> Pair:
        """Return the pair so many places further on, the first after the last."""
        return self.pairs[(self.row + places) % len(self.pairs)]


# Returns the spoilt target, or None where the defect cannot be planted in this pair.
Plant = Callable[[Pair, Others, Random], str | None]
# Returns a good pair that has what the defect spoils, or None where there is no making one.
Prepare = Callable[[Pair, Others, Random], Pair | None]


@dataclass(frozen=True)
class Kind:
    """One kind of defect.

    Attributes:
        id: Its name in tables and in `validation/floors.toml`.
        group: What it does harm to.
        about: What is wrong with a spoilt text, in words.
        meant_for: Ids of the checks that should see it; none where no check does yet.
        plant: Spoils a pair.
        needs: What a pair or a language must have for it to be planted, in words.
        prepare: Puts into both sides of a good pair what the defect spoils.
    """

    id: str
    group: Group
    about: str
    meant_for: tuple[str, ...]
    plant: Plant
    needs: str
    prepare: Prepare | None = None


def no_words(code: str) -> PlantedWords:
    """Return the words of a language that has no file of them."""
    return PlantedWords(code)


def words_of(planted: Mapping[str, PlantedWords], code: str) -> PlantedWords:
    """Return a language's words to plant."""
    return planted.get(code) or no_words(code)
