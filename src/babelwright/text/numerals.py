"""Reads numbers that are written as words, and Roman numerals."""

from collections.abc import Iterator, Mapping, Sequence
from fractions import Fraction
from typing import NamedTuple

import regex

from babelwright.catalog.model import Language
from babelwright.text.known import per_language

HUNDRED = 100
_HALF = Fraction(1, 2)
_TEN, _TWENTY = 10, 20
_HUNDREDS = 2
# A dozen and a score are counted: two dozen.
_COUNTED = (12, 20)
# After these, French counts on to nineteen: soixante-douze, quatre-vingt-dix.
_TO_TWENTY = (60, 80)
# "half a million", "two whole million": words between a number and its scale.
_GAP = 2
# Two letters at least of what a number word is written together with.
_LEAST_REST = 2
_LONGEST_WORD = 40

# A word, a number in digits with the word after it, or what parts two numbers.
_WORD = regex.compile(r"\p{Nd}+\s?[\p{L}\p{M}]*|[\p{L}\p{M}]+|[^\p{L}\p{M}\p{Nd}\s\-\u00ad]+")
_ROMAN = regex.compile(r"\b(?=[IVXLC]{2,}|[VX]\b)(?:C{0,3})(?:XC|XL|L?X{0,3})(?:IX|IV|V?I{0,3})")
_ROMAN_VALUES = {"I": 1, "V": 5, "X": 10, "L": 50, "C": 100}
# Vowel signs and tatweel, which Arabic writes or leaves out, and letters written either way.
_SIGNS = regex.compile(r"[\u0640\u064B-\u065F\u0670]+")
# Words that begin with a letter before this one are not Arabic.
_ARABIC = "\u0600"
_LETTERS = str.maketrans("آأإٱىة", "اااايه")


class Value(NamedTuple):
    """A number without the way it is written: `digits` times ten to the `exponent`.

    The digits have no zero at either end; nought has none at all.
    """

    digits: str
    exponent: int


NOUGHT = Value("", 0)


def value_of(number: float | Fraction) -> Value:
    """Return a number of at most three decimals as a value."""
    thousandths = round(Fraction(number) * 1000)
    return value_from(str(thousandths), -3)


def value_from(digits: str, exponent: int) -> Value:
    """Return the value of a string of digits times a power of ten."""
    digits = digits.lstrip("0")
    bare = digits.rstrip("0")
    return Value(bare, exponent + len(digits) - len(bare)) if bare else NOUGHT


def fold(word: str) -> str:
    """Return a word as number words are looked up: without case, and Arabic without signs."""
    folded = word.casefold()
    if folded < _ARABIC:
        return folded
    bare: str = _SIGNS.sub("", folded)
    return bare.translate(_LETTERS)


class _Atom(NamedTuple):
    """A word that says a number: plain values, or a power of ten."""

    values: tuple[Fraction, ...] = ()
    scale: int = 0
    joiner: bool = False


_JOINER = _Atom(joiner=True)
_BREAK = _Atom()


class Lexicon(NamedTuple):
    """A language's number words, folded; `longest` is of what begins compounds."""

    atoms: Mapping[str, _Atom]
    scales: Mapping[str, int]
    starts: tuple[str, ...]
    longest: int
    language: Language


@per_language
def lexicon(language: Language) -> Lexicon:
    """Return a language's number words by their folded forms."""
    numbers = language.numbers
    scales = {fold(word): exponent for word, exponent in numbers.scale.items()}
    atoms = {
        " ".join(map(fold, word.split())): _Atom(tuple(Fraction(v) for v in values))
        for word, values in numbers.words.items()
    }
    atoms |= {word: _Atom(scale=exponent) for word, exponent in scales.items() if len(word) > 1}
    atoms |= {fold(word): _JOINER for word in numbers.joiners}
    starts = tuple(sorted(map(fold, numbers.prefixes), key=len, reverse=True))
    return Lexicon(atoms, scales, starts, max(map(len, atoms), default=0), language)


def spelled(text: str, language: Language) -> set[Value]:
    """Return the values of the number words and Roman numerals of a text."""
    known = lexicon(language)
    found = {
        value_of(number)
        for run in _runs(list(_atoms(_WORD.findall(text), known)))
        for number in _read(run, units_first=language.numbers.units_first)
    }
    found.update(value_of(_roman(numeral)) for numeral in _ROMAN.findall(text) if numeral)
    return found


def scale_of(word: str, known: Lexicon) -> int:
    """Return the power of ten that a word stands for, or 0."""
    return known.scales.get(fold(word), 0)


def _atoms(words: Sequence[str], known: Lexicon) -> Iterator[_Atom | None]:
    """Yield what each word says; None for words that say no number."""
    folded = [fold(word) for word in words]
    skip = False
    for place, word in enumerate(folded):
        if skip:
            skip = False
            continue
        following = folded[place + 1] if place + 1 < len(folded) else ""
        atoms, skip = _look_up(word, following, known)
        yield from atoms


def _look_up(word: str, following: str, known: Lexicon) -> tuple[Sequence[_Atom | None], bool]:
    """Return what a word says, and whether the one after it is part of that."""
    if not word[0].isalpha():
        return (_BREAK,), False
    for form in forms(word, known.starts):
        before = () if form == word else (_JOINER,)
        if two := known.atoms.get(f"{form} {following}"):
            return (*before, two), True
        if atom := known.atoms.get(form):
            return (*before, atom), False
    if any(word.endswith(ending) for ending in known.language.numbers.duals):
        return (_Atom((Fraction(2),)),), False
    if known.language.numbers.compounds and len(word) <= _LONGEST_WORD:
        return tuple(_compound(word, known)), False
    return (None,), False


def forms(word: str, starts: Sequence[str]) -> Iterator[str]:
    """Yield a word, and what it is without the particles that are written together with it."""
    yield word
    for start in starts:
        if word.startswith(start) and len(word) - len(start) >= _LEAST_REST:
            yield from forms(word[len(start) :], starts)


def _compound(word: str, known: Lexicon) -> Iterator[_Atom | None]:
    """Yield the number that a compound begins with: femårs, tjugofem, femogtyve."""
    position = 0
    while position < len(word):
        ends = range(min(len(word), position + known.longest), position + 1, -1)
        end = next((end for end in ends if word[position:end] in known.atoms), None)
        if end is None:
            break
        yield known.atoms[word[position:end]]
        position = end
    if position < len(word):
        # What a compound goes on with counts nothing: "til" is no "ti".
        yield _BREAK if position else None


def _runs(atoms: Sequence[_Atom | None]) -> Iterator[list[_Atom]]:
    """Yield the stretches of words that say numbers, over at most two other words."""
    run: list[_Atom] = []
    gap = 0
    for atom in atoms:
        if atom is None:
            gap += 1
            continue
        if run and gap > _GAP:
            yield run
            run = []
        if run and (atom is _BREAK or (gap and not atom.scale and atom.values[:1] != (_HALF,))):
            yield run
            run = []
        gap = 0
        if atom is not _BREAK:
            run.append(atom)
    if run:
        yield run


class _Sum:
    """A number that is said word by word: what is complete, and what the next word goes on with."""

    def __init__(self) -> None:
        self.total = Fraction(0)
        self.current: Fraction | None = None
        self._scaled = 0

    def take(self) -> Iterator[Fraction]:
        """Yield the number so far, if any, and begin another."""
        if self.total or self.current is not None:
            yield self.total + (self.current or 0)
        self.total, self.current, self._scaled = Fraction(0), None, 0

    def scale(self, exponent: int) -> Iterator[Fraction]:
        """Go on with a power of ten."""
        power = Fraction(10) ** exponent
        if exponent <= _HUNDREDS:
            if self.current is not None and self.current >= _TWENTY:
                # "fifty per hundred" in Arabic, and no number.
                yield from self.take()
            self.current = (self.current or 1) * power
        elif self.current is None and self._scaled and exponent >= self._scaled:
            self.total *= power
        else:
            self.total += (1 if self.current is None else self.current) * power
            self.current = None
        self._scaled = exponent

    def add(self, value: Fraction, *, joined: bool, units_first: bool) -> Iterator[Fraction]:
        """Go on with a plain value."""
        if self.current is not None:
            if value in _COUNTED and self.current < _TEN and not joined:
                yield self.current * value
            if not _joins(self.current, value, joined=joined, units_first=units_first):
                yield from self.take()
            elif value == _HALF and not joined:
                yield self.total + self.current
        self.current = value + (self.current or 0)


def _read(run: Sequence[_Atom], *, units_first: bool) -> Iterator[Fraction]:
    """Yield the numbers that a stretch of number words says."""
    said = _Sum()
    joined = False
    for atom in run:
        if atom.scale:
            yield from said.scale(atom.scale)
        elif atom.values:
            yield from atom.values[1:]
            yield from said.add(atom.values[0], joined=joined, units_first=units_first)
        joined = atom.joiner
    yield from said.take()


def _joins(current: Fraction, value: Fraction, *, joined: bool, units_first: bool) -> bool:
    """Whether a number goes on with a value: twenty five, hundred and two, fem og tyve."""
    last = current % HUNDRED
    if value == _HALF:
        return current.denominator == 1 and (current > 1 or joined)
    if current >= HUNDRED and not last:
        return value < HUNDRED
    if joined and units_first and 0 < last < _TEN:
        return value >= _TWENTY and value < HUNDRED and not value % _TEN
    if last in _TO_TWENTY:
        return 0 < value < _TWENTY
    return last >= _TEN and not last % _TEN and 0 < value < _TEN


def _roman(numeral: str) -> int:
    values = [_ROMAN_VALUES[letter] for letter in numeral]
    return sum(
        -value if value < max(values[i + 1 :], default=0) else value
        for i, value in enumerate(values)
    )
