"""Reads which currencies a text speaks of: signs, ISO 4217 codes, and words of its language."""

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


class Currencies(NamedTuple):
    """Currencies that a text speaks of, and others that a word of it may mean."""

    sure: frozenset[str]
    possible: frozenset[str]


class _Words(NamedTuple):
    pattern: regex.Pattern[str]
    currencies: Mapping[str, tuple[str, ...]]
    counted: frozenset[str]


@per_language
def _words(language: Language) -> _Words:
    names: dict[str, tuple[str, ...]] = {}
    counted: set[str] = set()
    units = {form.casefold() for forms in language.units.values() for form in forms}
    for currency, forms in language.currencies.items():
        for form in forms:
            word = form.rstrip("?").casefold()
            names[word] = (*names.get(word, ()), currency)
            if form.endswith("?"):
                counted.add(word)
            if word in units:
                names[word] += ("",)
    words = "|".join(map(_form, sorted(names, key=len, reverse=True))) or "(?!)"
    prefixes = "|".join(map(regex.escape, language.numbers.prefixes))
    codes = "|".join(_CODES)
    signs = "".join(_SIGNS)
    return _Words(
        regex.compile(
            rf"(?P<sign>[{signs}])|\b(?P<code>{codes})(?![\p{{L}}])"
            rf"|(?<![\p{{L}}\p{{M}}])(?:{prefixes})?(?P<word>(?i:{words}))(?![\p{{L}}\p{{M}}])"
        ),
        names,
        frozenset(counted),
    )


def _form(word: str) -> str:
    return regex.escape(word.rstrip("*")) + (r"[\p{L}\p{M}]{0,6}" if word.endswith("*") else "")


def currency_hint(language: Language) -> str:
    """Return an RE2 pattern that every text matches that speaks of a currency."""
    forms = {form.rstrip("?*") for forms in language.currencies.values() for form in forms}
    return "|".join(
        [f"(?i)[{''.join(_SIGNS)}]", *_CODES, *(regex.escape(each) for each in sorted(forms))]
    )


def currencies(text: str, language: Language) -> Currencies:
    """Return the currencies of a text; a word that may mean something else is only possible."""
    words = _words(language)
    sure: set[str] = set()
    possible: set[str] = set()
    for found in words.pattern.finditer(text):
        if found["sign"]:
            sure.add(_SIGNS[found["sign"]])
        elif found["code"]:
            sure.add(_CODES[found["code"]])
        else:
            word = _listed(found["word"].casefold(), words.currencies)
            names = words.currencies[word]
            possible.update(names)
            before = text[max(found.start() - _BETWEEN, 0) : found.start()]
            if len(names) == 1 and (word not in words.counted or _counts(before)):
                sure.update(names)
    return Currencies(frozenset(sure), frozenset(possible | sure))


def _listed(word: str, listed: Mapping[str, tuple[str, ...]]) -> str:
    if word in listed:
        return word
    return next(each for each in listed if each.endswith("*") and word.startswith(each[:-1]))


# A number, and a scale word perhaps, right before a word.
_NUMBER_BEFORE = regex.compile(r"\p{Nd}[\s\u00a0-]*(?:[\p{L}\p{M}]{1,10}[\s\u00a0]+){0,2}$")


def _counts(before: str) -> bool:
    return bool(_NUMBER_BEFORE.search(before))
