"""Keeps what is made of a language, so that it is made once."""

from collections.abc import Callable
from functools import wraps
from typing import TypeVar

from babelwright.catalog.model import Language

T = TypeVar("T")


def per_language(make: Callable[[Language], T]) -> Callable[[Language], T]:
    """Have a function of a language return what it returned the first time for it.

    Languages hold mappings and have no hash; they are told apart by identity, and each one that
    was asked for is kept.
    """
    kept: dict[int, tuple[Language, T]] = {}

    @wraps(make)
    def get(language: Language) -> T:
        found = kept.get(id(language))
        if found is None:
            found = kept[id(language)] = (language, make(language))
        return found[1]

    return get
