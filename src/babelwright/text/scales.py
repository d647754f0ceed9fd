"""Finds numbers whose digits were kept and whose magnitude was not: billion for milliard."""

from collections.abc import Iterator

from babelwright.catalog.model import Language
from babelwright.text.figures import Figures
from babelwright.text.numerals import Value

_THOUSAND = 3
# A code point that no text has.
_NEVER = "\U0010ffff"


def rescaled(ours: Figures, theirs: Figures) -> list[str]:
    """Return what the source says at one magnitude and the target at another alone.

    A scale word stands on one side at least, and the number in neither text at the other's
    magnitude; where the target has the digits without any scale ("1.5 to 2 million"), nothing is
    said.
    """
    if not ours.scales | theirs.scales:
        return []
    known = theirs.values | theirs.spelled
    back = ours.values | ours.spelled
    sources = [value for value in _magnitudes(ours) if value not in known]
    targets = [value for value in _magnitudes(theirs) if value not in back]
    by_digits: dict[str, set[Value]] = {}
    for target in targets:
        by_digits.setdefault(target.digits, set()).add(target)
    return sorted(
        {
            f"{_said(source)} became {_said(target)}"
            for source in sources
            for target in by_digits.get(source.digits, ())
            if _is_scale(source.exponent - target.exponent)
        }
    )


def _magnitudes(side: Figures) -> Iterator[Value]:
    """Yield the values that are a thousand or more, however they are written."""
    for mention in side.mentions:
        if mention.scale >= _THOUSAND or len(mention.values) == 1:
            yield from (value for value in mention.values[:1] if _is_large(value))
    yield from (value for value in side.spelled if _is_large(value))


def _is_large(value: Value) -> bool:
    return len(value.digits) + value.exponent > _THOUSAND


def _is_scale(difference: int) -> bool:
    return difference != 0 and not difference % _THOUSAND


def _said(value: Value) -> str:
    digits = value.digits or "0"
    number = digits if len(digits) == 1 else f"{digits[0]}.{digits[1:]}"
    return f"{number}e{value.exponent + len(digits) - 1}"


def scale_hint(language: Language) -> str:
    """Return an RE2 pattern of the language's scale words, from a thousand."""
    words = (word for word, exponent in language.numbers.scale.items() if exponent >= _THOUSAND)
    either = "|".join(sorted(word for word in words if len(word) > 1))
    return f"(?i:{either or _NEVER})"
