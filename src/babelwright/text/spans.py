"""Protected spans: what a translation must carry over unchanged."""

import re
from collections import Counter
from typing import NamedTuple

# Country codes that are words of our languages (is, no, se, de, fo) would match across a full stop
# without a space after it.
_TLD = "com|org|net|gov|edu|int|info|io|eu|uk|vn|fr|dk"

# One pattern, tried in this order at each place: code and markup may hold addresses. An address
# starts where a word does: tried at every letter, it would take the square of a long word's length.
_SPAN = re.compile(
    rf"""
      ```.+?```                                              # fenced code
    | `(?!\s)(?:[^`\n']|'(?!')){{1,80}}(?<!\s)`              # inline code, no TeX quotes
    | (?:https?|ftp)://[^\s<>"'`«»“”()\[\]{{}}]+             # address
    | \bwww\.[^\s<>"'`«»“”()\[\]{{}}]+
    | (?<![\w.+-])[\w.+-]+@[\w-]+(?:\.[\w-]+)+               # e-mail
    | \b[A-Za-z0-9-]+(?:\.[A-Za-z0-9-]+)*\.(?:{_TLD})\b(?:/[^\s<>"'`«»“”()\[\]{{}}]*)?
    | \$?\{{\{{?[A-Za-z0-9_.:! -]*\}}\}}?                     # {{name}}, ${{name}}, {{0}}
    | %(?:\(\w+\)|\d+\$)?[sdif]\b                            # %s, %(name)s, %1$s
    | </?[A-Za-z][^<>\n]{{0,200}}>                           # a tag
    """,
    re.VERBOSE | re.DOTALL,
)

# Every span has one of these: rows without them need no search.
HINT = r"[`@{%<]|://|www\.|[A-Za-z0-9]\.(?:" + _TLD + r")\b"

_HAS_CASE = re.compile(r"[`{%<]|://")

_TRAILING = ".,;:!?…'\"’،؛؟۔"


def protected_spans(text: str) -> list[str]:
    """Return the protected spans of a text in order; sentence punctuation is not part of them."""
    return [found.rstrip(_TRAILING) for found in _SPAN.findall(text)]


def span_places(text: str) -> list[tuple[int, int]]:
    """Return where the protected spans of a text begin and end, in order."""
    return [match.span() for match in _SPAN.finditer(text)]


def without_spans(text: str) -> str:
    """Return the text with a space in place of each protected span."""
    return _SPAN.sub(" ", text)


class SpanDifference(NamedTuple):
    """Spans that stand on one side oftener than on the other, sorted."""

    lost: list[str]
    invented: list[str]


def span_difference(source: str, target: str) -> SpanDifference:
    """Return the spans that the target does not have as often as the source, and the reverse."""
    ours, theirs = _counted(source), _counted(target)
    return SpanDifference(sorted((ours - theirs).elements()), sorted((theirs - ours).elements()))


def _counted(text: str) -> Counter[str]:
    # The case of an address without code or placeholder in it does not matter: Example.com.
    return Counter(
        span if _HAS_CASE.search(span) else span.casefold() for span in protected_spans(text)
    )
