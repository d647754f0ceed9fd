"""Identifiers with check digits, made up: ISIN, LEI and IBAN."""

from random import Random

import regex

IDENTIFIER = regex.compile(
    r"(?<=\()(?:ISIN [A-Z]{2}[A-Z0-9]{9}[0-9]|LEI [A-Z0-9]{18}[0-9]{2}"
    r"|IBAN [A-Z]{2}[0-9]{2}[0-9]{12,20})(?=\))"
)
_DIGITS = "0123456789"
_COUNTRIES = ("DE", "FR", "DK", "SE", "NO")


def identifier(rng: Random) -> str:
    """Return an identifier with its name before it, whose check digits are right."""
    country = rng.choice(_COUNTRIES)
    kind = rng.choice(("ISIN", "LEI", "IBAN"))
    if kind == "ISIN":
        body = country + _number(rng, 9)
        return f"ISIN {body}{luhn(body)}"
    if kind == "LEI":
        body = _number(rng, 4) + "00" + _number(rng, 12)
        return f"LEI {body}{mod97(body)}"
    account = _number(rng, 16)
    return f"IBAN {country}{mod97(account + country)}{account}"


def luhn(body: str) -> str:
    """Return the check digit of an ISIN's first eleven characters (ISO 6166)."""
    digits = [int(digit) for char in body for digit in str(int(char, 36))]
    doubled = (
        digit * 2 if place % 2 == 0 else digit for place, digit in enumerate(reversed(digits))
    )
    return str(-sum(digit // 10 + digit % 10 for digit in doubled) % 10)


def mod97(body: str) -> str:
    """Return the check digits after which a code is 1 modulo 97 (ISO 7064 MOD 97-10)."""
    value = int("".join(str(int(char, 36)) for char in body) + "00")
    return f"{98 - value % 97:02d}"


def _number(rng: Random, count: int) -> str:
    return "".join(rng.choice(_DIGITS) for _ in range(count))
