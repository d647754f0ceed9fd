"""Reads identifiers: of securities, accounts and firms, by their check digits; of law, by form.

What a check digit confirms is no chance: one word in ten of the right length passes a single digit,
so forms that other words have too count only where letters and digits are mixed.
"""

from collections.abc import Callable, Mapping
from typing import NamedTuple

import regex

_TEN, _NINETY_SEVEN = 10, 97
_SEDOL_WEIGHTS = (1, 3, 1, 7, 3, 9, 1)
_LEAST_DIGITS, _LEAST_OF_SEDOL = 4, 2
# So many characters of one identifier may be another's that is called its broken copy.
_NEAR = 2

_SPACED = regex.compile(r"[^0-9A-ZĐ]+")


class Identifier(NamedTuple):
    """An identifier: what kind it is of, as written, and what it is compared by."""

    kind: str
    written: str
    key: str


def key_of(text: str) -> str:
    """Return the capitals and digits of a text; letters lose their case."""
    return str(_SPACED.sub("", text.upper()))


def luhn(digits: str) -> bool:
    """Whether the last digit is the Luhn check digit (ISO/IEC 7812-1, annex B)."""
    total = 0
    for place, digit in enumerate(reversed(digits)):
        value = int(digit) * (1 + place % 2)
        total += value - 9 if value >= _TEN else value
    return not total % _TEN


def _numbered(text: str) -> str:
    """Return the text with 10 to 35 for A to Z."""
    return "".join(str(int(char, 36)) for char in text)


def isin(key: str) -> bool:
    """Whether it is an ISIN with its check digit (ISO 6166)."""
    return luhn(_numbered(key))


def lei(key: str) -> bool:
    """Whether it is a legal entity identifier with its check digits (ISO 17442, ISO 7064)."""
    return int(_numbered(key)) % _NINETY_SEVEN == 1


def iban(key: str) -> bool:
    """Whether it is an IBAN with its check digits (ISO 13616)."""
    return int(_numbered(key[4:] + key[:4])) % _NINETY_SEVEN == 1


def cusip(key: str) -> bool:
    """Whether it is a CUSIP with its check digit (ANSI X9.6), letters and digits mixed."""
    total = 0
    for place, char in enumerate(key[:-1]):
        value = int(char, 36) * (1 + place % 2)
        total += value // _TEN + value % _TEN
    return _is_mixed(key) and (_TEN - total % _TEN) % _TEN == int(key[-1])


def sedol(key: str) -> bool:
    """Whether it is a SEDOL with its check digit (London Stock Exchange), with a letter."""
    weighed = (int(char, 36) * weight for char, weight in zip(key, _SEDOL_WEIGHTS, strict=True))
    return _is_mixed(key, _LEAST_OF_SEDOL) and not sum(weighed) % _TEN


def _is_mixed(key: str, least: int = _LEAST_DIGITS) -> bool:
    return sum(map(str.isdecimal, key)) >= least and not key.isdecimal()


def _always(key: str) -> bool:
    return bool(key)


class _Form(NamedTuple):
    pattern: str
    is_valid: Callable[[str], bool] = _always


# Patterns that RE2 reads too: no look-around, no back-reference.
_FORMS: Mapping[str, _Form] = {
    "ISIN": _Form(r"\b[A-Z]{2}[A-Z0-9]{9}[0-9]\b", isin),
    "LEI": _Form(r"\b[A-Z0-9]{18}[0-9]{2}\b", lei),
    "IBAN": _Form(
        r"\b[A-Z]{2}[0-9]{2}(?:[ \u00a0]?[A-Z0-9]{4}){2,7}(?:[ \u00a0]?[A-Z0-9]{1,3})?\b", iban
    ),
    "CUSIP": _Form(r"\b[0-9A-Z]{8}[0-9]\b", cusip),
    "SEDOL": _Form(r"\b[0-9B-DF-HJ-NP-TV-Z]{6}[0-9]\b", sedol),
    "ECLI": _Form(r"\bECLI:[A-Z]{2}:[A-Z0-9]{1,7}:[0-9]{4}:[A-Z0-9.]{1,25}"),
    "CELEX": _Form(r"\b[1-9CE][0-9]{4}[A-Z]{1,2}[0-9]{4}(?:\([0-9]{2}\))?"),
    # 15/2020/NĐ-CP, 45/2019/QH14
    "decree": _Form(r"\b[0-9]{1,5}/[0-9]{4}/[A-ZĐ][A-ZĐ0-9-]{1,20}"),
    # SFS 2018:218
    "SFS": _Form(r"\bSFS[ \u00a0][0-9]{4}:[0-9]{1,5}\b"),
    # LOV-2018-06-15-38, FOR-2018-06-15-876
    "law": _Form(r"\b(?:LOV|FOR)-[0-9]{4}-[0-9]{2}-[0-9]{2}(?:-[0-9]{1,5})?\b"),
    # LBK nr 1284, BEK nr. 12
    "act": _Form(r"\b(?:LBK|BEK|LOV|CIR|VEJ)[ \u00a0]nr\.?[ \u00a0][0-9]{1,5}\b"),
    # L. 121-1, R*. 123-4, D.12
    "article": _Form(r"\b[LRDA]\*?\.?[ \u00a0]?[0-9]{1,5}-[0-9]{1,4}(?:-[0-9]{1,4})*\b"),
    # (EU) 2016/679, (EC) No 1234/2007, 2014/65/EU
    "EU act": _Form(
        r"\((?:EU|EC|EEC|UE|CE)\)[ \u00a0](?:\p{L}{1,3}\.?°?[ \u00a0])?[0-9]{1,4}/[0-9]{1,4}\b"
        r"|\b[0-9]{4}/[0-9]{1,4}/(?:EU|EC|EEC|UE|CE)\b"
    ),
    # C-123/45, T-12/07 P
    "case": _Form(r"\b[CTF][-‑][0-9]{1,4}/[0-9]{2}\b"),
    # n° 19-12.345, U.2020.1234H
    "appeal": _Form(r"\b[0-9]{2}-[0-9]{2}\.[0-9]{3}\b|\bU\.[0-9]{4}\.[0-9]{1,4}[A-Z]"),
    # $AAPL, NASDAQ: MSFT
    "ticker": _Form(
        r"\$[A-Z]{1,5}\b"
        r"|\b(?:NASDAQ|NYSE|LSE|AMEX|OTC|TSX|ASX|HOSE|HNX|OMX|OSE)"
        r"[ \u00a0]?:[ \u00a0]?[A-Z0-9]{1,6}\b"
    ),
}
# Whose letters another language writes otherwise: (EU) is (UE) in French.
_BY_DIGITS = frozenset({"EU act", "act"})

# RE2 has no escape for a no-break space that regex has too: the character itself stands there.
HINT = "|".join(form.pattern for form in _FORMS.values()).replace(r"\u00a0", "\u00a0")
_PATTERNS = {kind: regex.compile(form.pattern) for kind, form in _FORMS.items()}
_DIGITS = regex.compile(r"[0-9/]+")


def identifiers(text: str) -> list[Identifier]:
    """Return the identifiers of a text whose check digits are right or that need none."""
    return [each for each in _candidates(text) if _FORMS[each.kind].is_valid(each.key)]


def _candidates(text: str) -> list[Identifier]:
    return [
        Identifier(kind, found.group(), key_of(found.group()))
        for kind, pattern in _PATTERNS.items()
        for found in pattern.finditer(text)
    ]


def missing_identifiers(source: str, target: str) -> list[str]:
    """Return the identifiers of the source that the target does not have, in words.

    Spaces, hyphens and stops within one may differ. Where the target has one of the same kind with
    a wrong check digit that differs little, both are named.
    """
    target_key = key_of(target)
    lost = [each for each in identifiers(source) if not _has(each, target, target_key)]
    if not lost:
        return []
    broken = [each for each in _candidates(target) if not _FORMS[each.kind].is_valid(each.key)]
    return sorted({_told(each, broken) for each in lost})


def _has(wanted: Identifier, target: str, target_key: str) -> bool:
    if wanted.kind in _BY_DIGITS:
        return all(digits in target for digits in _DIGITS.findall(wanted.written))
    return wanted.key in target_key


def _told(lost: Identifier, broken: list[Identifier]) -> str:
    for each in broken:
        if each.kind == lost.kind and _is_near(lost.key, each.key):
            return f"{lost.kind} {lost.written} became {each.written}, whose check digit is wrong"
    return f"{lost.kind} {lost.written}"


def _is_near(one: str, other: str) -> bool:
    return len(one) == len(other) and (
        sum(a != b for a, b in zip(one, other, strict=True)) <= _NEAR
        or sorted(one) == sorted(other)
    )
