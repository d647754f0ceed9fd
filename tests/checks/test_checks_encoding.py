"""Characters that no text should have."""

import pytest

from babelwright.catalog.model import Gates, Language
from support.batches import collected, find, pairs_of, rows

CONTROLS = [*"\x00\x07\x0b\x1b\x7f\x85\x9f\ufffd\uffff\ufdd0\ue000"]
INVISIBLE = [*"\u200b\u200e\u200f\u202a\u202e\u2060\u2066\u2069\ufeff"]
FINE = [*"\t\n\u00a0\u202f\u200c\u200d\u0301👍ـ\U0001f1fb"]


@pytest.mark.parametrize("character", CONTROLS, ids=ascii)
def test_control_replacement_and_private_use_characters_fail(
    languages: dict[str, Language], gates: Gates, character: str
) -> None:
    batch = pairs_of(languages, "en-vi", [("Good day", "Xin chào"), ("Hi", f"Xin{character} chào")])
    assert find("control-characters", batch, gates) == [(1, "1 of them")]
    assert rows("invisible-characters", batch, gates) == []


@pytest.mark.parametrize("character", INVISIBLE, ids=ascii)
def test_direction_marks_and_zero_width_characters_fail(
    languages: dict[str, Language], gates: Gates, character: str
) -> None:
    batch = pairs_of(languages, "en-ar", [("Hi", f"{character}مرحبا{character}"), ("Hi", "مرحبا")])
    assert find("invisible-characters", batch, gates) == [(0, "2 of them")]
    assert rows("control-characters", batch, gates) == []


@pytest.mark.parametrize("character", FINE, ids=ascii)
def test_space_joiners_and_marks_pass(
    languages: dict[str, Language], gates: Gates, character: str
) -> None:
    batch = pairs_of(languages, "en-fr", [("Good day", f"Bon{character}jour")])
    assert rows("control-characters", batch, gates) == []
    assert rows("invisible-characters", batch, gates) == []


@pytest.mark.parametrize(
    ("check", "character"), [("control-characters", "\x0c"), ("invisible-characters", "\u200b")]
)
def test_what_the_source_has_is_not_held_against_the_target(
    languages: dict[str, Language], gates: Gates, check: str, character: str
) -> None:
    batch = pairs_of(languages, "en-sv", [(f"a{character}b", f"a{character}{character}b")])
    assert rows(check, batch, gates) == []


@pytest.mark.parametrize(
    ("check", "character"), [("control-characters", "\ufffd"), ("invisible-characters", "\ufeff")]
)
def test_collected_text_is_looked_at_too(
    languages: dict[str, Language], gates: Gates, check: str, character: str
) -> None:
    batch = collected(languages, "da", ["god dag", f"god{character}dag"])
    assert rows(check, batch, gates) == [1]
