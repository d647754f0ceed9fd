"""Reads a text's numbers, hours, units and scale words, each when it is first asked for."""

from collections import Counter
from fractions import Fraction
from functools import cached_property
from itertools import pairwise

import regex

from babelwright.catalog.model import Language
from babelwright.text.dates import clock, months
from babelwright.text.measures import Measure, dimension
from babelwright.text.numbers import decimal_fractions, mentions
from babelwright.text.numerals import Value, lexicon, spelled, value_from, value_of
from babelwright.text.units import convertible, kinds, measures

NOON = 12
YEARS = range(1000, 2100)
# Characters before a number that may hold a word for the hour.
_CLOCK = 16
_WORD = regex.compile(r"[\p{L}\p{M}]+")


class Figures:
    """The numbers of a text, read as far as they are asked for."""

    def __init__(self, text: str, language: Language) -> None:
        self.text = decimal_fractions(text)
        self.language = language
        self.mentions = mentions(self.text, language)

    @cached_property
    def values(self) -> set[Value]:
        """Everything that its digits can mean."""
        found = {value for each in self.mentions for value in each.values}
        found.update(value_from(str(part), 0) for each in self.mentions for part in each.parts)
        found.update(self.fractions.values())
        return found

    @cached_property
    def fractions(self) -> dict[int, Value]:
        """The values of fractions ("1/2"), by where their numbers begin."""
        found: dict[int, Value] = {}
        for one, other in pairwise(self.mentions):
            # The month and year of a date are no fraction.
            if self.text[one.end : other.start] == "/" and 0 < one.whole < other.whole <= NOON:
                found[one.start] = found[other.start] = value_of(Fraction(one.whole, other.whole))
        return found

    @cached_property
    def exponents(self) -> dict[str, set[int]]:
        """The powers of ten by their digits."""
        found: dict[str, set[int]] = {}
        for value in self.values | self.spelled:
            found.setdefault(value.digits, set()).add(value.exponent)
        return found

    @cached_property
    def wholes(self) -> set[int]:
        """The whole numbers that are digits and nothing else."""
        found = {each.whole for each in self.mentions if each.whole >= 0}
        return found.union(*(each.parts for each in self.mentions))

    @cached_property
    def short_years(self) -> set[int]:
        """The last two digits of its years."""
        return {whole % 100 for whole in self.wholes if whole in YEARS}

    @cached_property
    def hours(self) -> set[int]:
        """The whole numbers beside a word for the hour, or written like a clock."""
        before, after = clock(self.language)
        found = {each.parts[0] for each in self.mentions if each.parts}
        for each in self.mentions:
            if 0 <= each.whole <= 2 * NOON and (
                after.match(self.text, each.end)
                or before.search(self.text[max(each.start - _CLOCK, 0) : each.start])
            ):
                found.add(each.whole)
        return found

    @cached_property
    def spelled(self) -> set[Value]:
        """What its number words and the names of its months say."""
        said = spelled(self.text, self.language)
        return said | {value_from(str(month), 0) for month in months(self.text, self.language)}

    @cached_property
    def scales(self) -> set[int]:
        """The powers of ten of its scale words, wherever they stand."""
        known = lexicon(self.language).scales
        words = {word.casefold() for word in _WORD.findall(self.text)}
        return {known[word] for word in words & known.keys() if len(word) > 1}

    @cached_property
    def measures(self) -> list[Measure]:
        """The numbers with a unit."""
        return measures(self.text, self.mentions, self.language)

    @cached_property
    def kinds(self) -> Counter[str]:
        """The kinds of its units, beside a number or not."""
        return kinds(self.text, self.language)

    @cached_property
    def loose_measures(self) -> set[str]:
        """What its units measure that stand beside no digits: "a mile", "two metres"."""
        counted = convertible(self.text, self.language)
        counted.subtract(dimension(each.unit) for each in self.measures)
        return {each for each, count in counted.items() if count > 0}
