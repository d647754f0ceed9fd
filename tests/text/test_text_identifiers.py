"""Identifiers: check digits, forms of law, and what became of them."""

from collections.abc import Callable

import pytest
from hypothesis import given
from hypothesis import strategies as st

from babelwright.text.identifiers import (
    HINT,
    cusip,
    iban,
    identifiers,
    isin,
    key_of,
    lei,
    luhn,
    missing_identifiers,
    sedol,
)
from babelwright.text.patterns import rows_like
from support.laws import law

# Public examples of the standards, and of well-known firms.
VALID: list[tuple[str, Callable[[str], bool]]] = [
    ("US0378331005", isin),
    ("GB0002634946", isin),
    ("DE000BAY0017", isin),
    ("DE89370400440532013000", iban),
    ("GB82WEST12345698765432", iban),
    ("NO9386011117947", iban),
    ("5493001KJTIIGC8Y1R12", lei),
    ("38259P508", cusip),
    ("B0YBKJ7", sedol),
]


@pytest.mark.parametrize(("key", "valid"), VALID)
def test_a_right_check_digit_is_known_and_a_wrong_one_too(
    key: str, valid: Callable[[str], bool]
) -> None:
    assert valid(key)
    assert not valid(key[:-1] + str((int(key[-1]) + 1) % 10))


def test_plain_numbers_and_words_have_no_check_digit() -> None:
    assert not cusip("037833100"), "nine digits are anything"
    assert not sedol("0263494"), "seven digits are anything"


@law
@given(st.integers(min_value=0, max_value=10**12), st.integers(0, 11), st.integers(1, 9))
def test_luhn_tells_every_single_digit(number: int, place: int, by: int) -> None:
    digits = f"{number:012d}"
    check = next(digit for digit in "0123456789" if luhn(digits + digit))
    spoilt = digits[:place] + str((int(digits[place]) + by) % 10) + digits[place + 1 :]
    assert not luhn(spoilt + check)


READ = [
    ("The fund US0378331005 rose", ["ISIN US0378331005"]),
    ("The fund US0378331006 rose", []),
    ("to DE89 3704 0044 0532 0130 00 now", ["IBAN DE89 3704 0044 0532 0130 00"]),
    ("ECLI:EU:C:2014:317 says", ["ECLI ECLI:EU:C:2014:317"]),
    ("see 32016R0679", ["CELEX 32016R0679"]),
    ("Nghị định 15/2020/NĐ-CP", ["decree 15/2020/NĐ-CP"]),
    ("Luật số 45/2019/QH14", ["decree 45/2019/QH14"]),
    ("enligt SFS 2018:218", ["SFS SFS 2018:218"]),
    ("jf. LOV-2018-06-15-38", ["law LOV-2018-06-15-38"]),
    ("jf. LBK nr 1284 af", ["act LBK nr 1284"]),
    ("l'article L. 121-1 du code", ["article L. 121-1"]),
    ("Regulation (EU) 2016/679", ["EU act (EU) 2016/679"]),
    ("case C-131/12 of", ["case C-131/12"]),
    ("n° 19-12.345", ["appeal 19-12.345"]),
    ("NASDAQ: MSFT and $AAPL", ["ticker $AAPL", "ticker NASDAQ: MSFT"]),
    ("It cost $500 in 2020, room A1234567", []),
    ("ABCDEFGHIJKL MNOPQRSTUVWXYZ 12345", []),
]


@pytest.mark.parametrize(("text", "wanted"), READ)
def test_identifiers_are_read_where_they_are_valid(text: str, wanted: list[str]) -> None:
    assert sorted(f"{each.kind} {each.written}" for each in identifiers(text)) == wanted
    assert rows_like([text], HINT) == [0] if wanted else True


MISSING = [
    ("The fund US0378331005", "Fonden US0378331005", []),
    ("The fund US0378331005", "Fonden", ["ISIN US0378331005"]),
    (
        "The fund US0378331005",
        "Fonden US0378331006",
        ["ISIN US0378331005 became US0378331006, whose check digit is wrong"],
    ),
    ("to DE89370400440532013000", "till DE89 3704 0044 0532 0130 00", []),
    ("article L. 121-1", "artikel L.121-1", []),
    ("article L. 121-1", "artikel L. 121-2", ["article L. 121-1"]),
    ("Regulation (EU) 2016/679", "règlement (UE) 2016/679", []),
    ("Regulation (EU) 2016/679", "règlement (UE) 2016/697", ["EU act (EU) 2016/679"]),
    ("Decree 15/2020/NĐ-CP", "Nghị định 51/2020/NĐ-CP", ["decree 15/2020/NĐ-CP"]),
    ("ECLI:EU:C:2014:317", "ECLI:EU:C:2014:317.", []),
]


@pytest.mark.parametrize(("source", "target", "wanted"), MISSING)
def test_what_is_missing_is_named_and_its_broken_copy(
    source: str, target: str, wanted: list[str]
) -> None:
    assert missing_identifiers(source, target) == wanted


@law
@given(st.text(alphabet="AB01ĐLVO-/.: US0378331005", max_size=60))
def test_a_text_misses_nothing_of_itself(text: str) -> None:
    assert missing_identifiers(text, text) == []
    assert missing_identifiers(text, text.lower()) == []


def test_a_key_is_capitals_and_digits() -> None:
    assert key_of("de89 3704-0044") == "DE8937040044"
