"""Reads which currencies a text speaks of: signs, ISO 4217 codes, and words of its language."""

import re
from collections.abc import Mapping
from typing import NamedTuple

import regex

from babelwright.catalog.model import Language
from babelwright.text.known import per_language

# Dollars of all countries are one here, as crowns are: their words are the same.
_SIGNS = {
    "$": "dollar",
    "€": "euro",
    "£": "pound",
    "₫": "dong",
    "₽": "rouble",
    "₹": "rupee",
    "₩": "won",
    "₺": "lira",
    "₪": "shekel",
    "₿": "bitcoin",
}
_CODES = {
    **dict.fromkeys(("USD", "AUD", "CAD", "NZD", "HKD", "SGD"), "dollar"),
    **dict.fromkeys(("DKK", "NOK", "SEK", "ISK", "CZK"), "krone"),
    **dict.fromkeys(("INR", "PKR"), "rupee"),
    **dict.fromkeys(("SAR", "QAR", "OMR", "IRR"), "riyal"),
    **dict.fromkeys(("KWD", "JOD", "BHD", "IQD", "TND", "DZD"), "dinar"),
    **dict.fromkeys(("AED", "MAD"), "dirham"),
    **dict.fromkeys(("GBP", "EGP"), "pound"),
    **dict.fromkeys(("CNY", "RMB"), "yuan"),
    "EUR": "euro",
    "JPY": "yen",
    "CHF": "franc",
    "RUB": "rouble",
    "VND": "dong",
    "KRW": "won",
    "MXN": "peso",
    "TRY": "lira",
    "ILS": "shekel",
    "PLN": "zloty",
    "BTC": "bitcoin",
}
_BETWEEN = 24
_NUMBER_BEFORE = regex.compile(r"\p{Nd}[\s\u00a0-]*(?:[\p{L}\p{M}]{1,10}[\s\u00a0]+){0,2}$")
_TOKEN = re.compile(rf"[{''.join(_SIGNS)}]|[^\W\d_]+")


class Currencies(NamedTuple):
    """Currencies that a text speaks of, and others that a word of it may mean."""

    sure: frozenset[str]
    possible: frozenset[str]


class _Words(NamedTuple):
    """A language's words for currencies: whole, beginnings, of several words; and beside numbers."""

    names: Mapping[str, frozenset[str]]
    stems: tuple[tuple[str, frozenset[str]], ...]
    phrases: Mapping[str, frozenset[str]]
    counted: frozenset[str]
    prefixes: tuple[str, ...]


@per_language
def _words(language: Language) -> _Words:
    units = {form.casefold() for forms in language.units.values() for form in forms}
    names: dict[str, frozenset[str]] = {}
    counted: set[str] = set()
    for currency, forms in language.currencies.items():
        for form in forms:
            word = form.rstrip("?").casefold()
            # A word of a unit too is held against neither.
            names[word] = (
                names.get(word, frozenset()) | {currency} | ({""} if word in units else set())
            )
            if form.endswith("?"):
                counted.add(word)
    return _Words(
        {word: found for word, found in names.items() if " " not in word and word[-1] != "*"},
        tuple((word[:-1], found) for word, found in names.items() if word[-1] == "*"),
        {word: found for word, found in names.items() if " " in word},
        frozenset(counted),
        language.numbers.prefixes,
    )


def currency_hint(language: Language) -> str:
    """Return an RE2 pattern that every text matches that surely speaks of a currency."""
    forms = {form.rstrip("*") for forms in language.currencies.values() for form in forms}
    alone = [_begun(form) for form in sorted(forms) if not form.endswith("?")]
    counted = [_begun(form.rstrip("?")) for form in sorted(forms) if form.endswith("?")]
    # RE2's dot is no line feed, and \d no Arabic digit.
    beside = rf"\p{{Nd}}.{{0,{_BETWEEN}}}(?:{'|'.join(counted) or '$'})"
    return rf"[{''.join(_SIGNS)}]|\b(?:{'|'.join(_CODES)})|(?i:{'|'.join(alone) or '$'}|{beside})"


def _begun(form: str) -> str:
    """Return a word's pattern; RE2 knows where words begin for ASCII alone."""
    return (r"\b" if form[0].isascii() else "") + re.escape(form)


def currencies(text: str, language: Language) -> Currencies:
    """Return the currencies of a text; a word that may mean something else is only possible."""
    words = _words(language)
    sure: set[str] = set()
    possible: set[str] = set()
    for found in _TOKEN.finditer(text):
        token = found.group()
        if token in _SIGNS:
            sure.add(_SIGNS[token])
        elif token in _CODES:
            sure.add(_CODES[token])
        elif names := _named(token.casefold(), words):
            possible |= names
            if len(names) == 1 and (token.casefold() not in words.counted or _counts(text, found)):
                sure |= names
    folded = text.casefold() if words.phrases else ""
    for phrase, names in words.phrases.items():
        if phrase in folded:
            possible |= names
            sure |= names if len(names) == 1 else set()
    return Currencies(frozenset(sure), frozenset(possible | sure))


def _named(word: str, words: _Words) -> frozenset[str]:
    found = words.names.get(word)
    if found is not None:
        return found
    for stem, names in words.stems:
        if word.startswith(stem):
            return names
    for prefix in words.prefixes:
        if word.startswith(prefix) and word[len(prefix) :] in words.names:
            return words.names[word[len(prefix) :]]
    return frozenset()


def _counts(text: str, found: re.Match[str]) -> bool:
    """Whether a number, and a scale word perhaps, stands right before a word."""
    return bool(_NUMBER_BEFORE.search(text[max(found.start() - _BETWEEN, 0) : found.start()]))
