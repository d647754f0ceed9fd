"""Which restrictions a licence has, and which of them a derived one lost."""

import re
from collections.abc import Mapping

# The word a licence's name has for each restriction that what is derived must keep.
_RESTRICTIONS: Mapping[str, str] = {
    "nc": "non-commercial use only",
    "nd": "no derivatives",
    "sa": "share alike",
}
_WORD = re.compile(r"[a-z]+")
_UNKNOWN = frozenset({"", "not specified", "unknown", "other", "multiple", "none", "null"})


def is_named(licence: str | None) -> bool:
    """Whether a licence is named at all; `unknown` and `not specified` name none."""
    return (licence or "").strip().casefold() not in _UNKNOWN


def restrictions(licence: str | None) -> set[str]:
    """Return the restrictions of a licence: `nc`, `nd`, `sa`."""
    if not is_named(licence) or "://" in str(licence):  # an address does not say its terms
        return set()
    return set(_WORD.findall(str(licence).casefold())) & _RESTRICTIONS.keys()


def dropped(source: str | None, derived: str | None) -> list[str]:
    """Return in words the restrictions of the source's licence that the derived one lacks."""
    if not is_named(derived) or "://" in str(derived):
        return []
    lost = restrictions(source) - restrictions(derived)
    return [words for name, words in _RESTRICTIONS.items() if name in lost]
