"""Knows units: what they measure, which stand for each other, and what converts to what."""

from typing import NamedTuple

from babelwright.text.numbers import Mention
from babelwright.text.numerals import Value

# Dimension, and how many of its base unit one is: of a speed, the length in an hour. Degrees are
# converted apart.
_UNITS = {
    "mile": ("length", 1609.344),
    "yard": ("length", 0.9144),
    "foot": ("length", 0.3048),
    "inch": ("length", 0.0254),
    "mil": ("length", 10000.0),
    "kilometre": ("length", 1000.0),
    "metre": ("length", 1.0),
    "centimetre": ("length", 0.01),
    "millimetre": ("length", 0.001),
    "stone": ("mass", 6.35),
    "pound": ("mass", 0.4536),
    "ounce": ("mass", 0.02835),
    "tonne": ("mass", 1000.0),
    "kilogram": ("mass", 1.0),
    "gram": ("mass", 0.001),
    "gallon": ("volume", 3.785),
    "pint": ("volume", 0.4732),
    "litre": ("volume", 1.0),
    "millilitre": ("volume", 0.001),
    "square_mile": ("area", 2589988.0),
    "square_kilometre": ("area", 1e6),
    "square_metre": ("area", 1.0),
    "square_foot": ("area", 0.0929),
    "acre": ("area", 4046.9),
    "hectare": ("area", 10000.0),
    "mph": ("length", 1609.344),
    "kmh": ("length", 1000.0),
    "mps": ("length", 3600.0),
    "fahrenheit": ("degree", 1.0),
    "celsius": ("degree", 1.0),
    "degree": ("degree", 1.0),
    "percent": ("share", 0.01),
    "point": ("share", 0.01),
    "basis_point": ("share", 0.0001),
    "second": ("time", 1.0),
    "minute": ("time", 60.0),
    "hour": ("time", 3600.0),
    "day": ("time", 86400.0),
    "week": ("time", 604800.0),
    "month": ("time", 2629746.0),
    "year": ("time", 31556952.0),
}
# A speed is often said by its length, an area by its unit with a word after it, degrees bare; and
# texts that round have metres for yards, per cent for percentage points.
_KINDS = {
    "yard": "metre",
    "mph": "mile",
    "kmh": "kilometre",
    "square_mile": "mile",
    "square_kilometre": "kilometre",
    "square_metre": "metre",
    "square_foot": "foot",
    "point": "percent",
    "celsius": "degree",
    "fahrenheit": "degree",
}
# What texts convert from imperial units.
_CONVERTED = frozenset({"length", "mass", "volume", "area", "degree"})
# One of these with a number is one of those with another, where it is converted within so much.
_TOLERANCE = 0.09
_DEGREES = 2.0
_ROUNDED = 0.7


class Measure(NamedTuple):
    """A number with its unit."""

    mention: Mention
    unit: str
    written: str

    @property
    def is_sure(self) -> bool:
        """Whether it can be nothing else: "m" may be minutes or millions, an apostrophe no foot."""
        return len(self.written) > 1 or self.written in "%٪"

    @property
    def key(self) -> tuple[str, Value]:
        """Unit and number."""
        return self.unit, self.mention.values[0]

    @property
    def amount(self) -> float:
        """The number, as the separators of its language say it."""
        digits, exponent = self.mention.values[0]
        return float(f"{digits or 0}e{exponent}")


def dimension(unit: str) -> str:
    """Return what a unit measures: length, mass, time ..."""
    return _UNITS[unit][0]


def convertible_dimension(unit: str) -> str:
    """Return what a unit measures if texts convert it from imperial units, else nothing."""
    found = dimension(unit)
    return found if found in _CONVERTED else ""


def kind(unit: str) -> str:
    """Return what a unit is one of, together with those it may stand for."""
    return _KINDS.get(unit, unit)


def is_converted(source: Measure, target: Measure) -> bool:
    """Whether a measure stands for another one in another unit of the same dimension."""
    (ours, one), (theirs, other) = _UNITS[source.unit], _UNITS[target.unit]
    if (ours, theirs) == ("area", "length"):
        # "km vuông": the word for square follows its unit.
        ours, other = theirs, other * other
    if ours != theirs or (source.unit == target.unit and ours != "degree"):
        return False
    if ours == "degree":
        return any(
            abs(convert(source.amount) - target.amount) <= _DEGREES
            for convert in (_celsius, _fahrenheit)
        ) or _is_near(source.amount / 1.8, target.amount)
    wanted = source.amount * one / other
    return _is_near(wanted, target.amount) or abs(wanted - target.amount) <= _ROUNDED


def _is_near(one: float, other: float) -> bool:
    return abs(one - other) <= _TOLERANCE * max(abs(one), abs(other))


def _celsius(fahrenheit: float) -> float:
    return (fahrenheit - 32) / 1.8


def _fahrenheit(celsius: float) -> float:
    return celsius * 1.8 + 32
