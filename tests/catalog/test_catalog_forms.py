"""The two forms of a language: the values they become, and what could not work."""

from pathlib import Path

import pytest

from babelwright.catalog.forms import Matching, Normal, Sequences, matching_form, matching_section
from babelwright.catalog.load import load_catalog
from babelwright.catalog.locate import bundled_root
from babelwright.catalog.model import Language
from support.catalogs import copy_languages, problems, replaced, write_catalog

FORMS = r"""
[normal]
delete = "\uFEFF"
stretch = "\u0640"
compatibility = [["\uFE80", "\uFEFC"]]
look_alikes = { "Ð" = "Đ" }
unless = "ð"
shapes = "\u0302"
tones = "\u0301"

[matching]
drop = "\u0640"
fold = { "œ" = "oe" }

[[matching.sequences]]
from = ["oà"]
to = ["òa"]
after = ["h"]
not_after = ["q"]
"""


def _danish(root: Path, text: str) -> Path:
    """Write a catalog whose Danish has other forms; return its root."""
    file = copy_languages(write_catalog(root)) / "da.toml"
    whole = file.read_text(encoding="utf-8")
    start, end = whole.index("[matching]"), whole.index("[numbers]")
    file.write_text(whole[:start] + text + "\n" + whole[end:], encoding="utf-8")
    return root


def test_forms_become_what_the_file_declares(tmp_path: Path) -> None:
    language = load_catalog(_danish(tmp_path, FORMS)).languages["da"]
    assert language.normal == Normal(
        delete="\ufeff",
        stretch="\u0640",
        compatibility=(("\ufe80", "\ufefc"),),
        look_alikes=(("Ð", "Đ"),),
        unless="ð",
        shapes="\u0302",
        tones="\u0301",
    )
    assert language.matching == Matching(
        drop="\u0640",
        fold=(("œ", "oe"),),
        sequences=(Sequences((("oà", "òa"),), ("h",), ("q",)),),
    )


def test_a_language_without_forms_mends_and_folds_nothing(tmp_path: Path) -> None:
    language = load_catalog(_danish(tmp_path, "")).languages["da"]
    assert (language.normal, language.matching) == (Normal(), Matching())


@pytest.mark.parametrize("code", ["ar", "da", "en", "fo", "fr", "is", "nb", "nn", "sv", "vi"])
def test_what_is_written_down_of_a_key_is_read_again(
    languages: dict[str, Language], code: str
) -> None:
    matching = languages[code].matching
    assert matching_form({"matching": matching_section(matching)}) == matching


@pytest.mark.parametrize(
    ("old", "new", "problem"),
    [
        ('"œ" = "oe"', '"Œ" = "oe"', "'Œ' stands in no key: it is 'œ' there"),
        (
            '"œ" = "oe"',
            '"œ" = "oE"',
            "'oE', which 'œ' counts as, counts as something else itself",
        ),
        (
            '"œ" = "oe"',
            '"œ" = "oe", "e" = "i"',
            "'oe', which 'œ' counts as, counts as something else itself",
        ),
        ('to = ["òa"]', 'to = ["òa", "óa"]', "`from` has 1 spellings and `to` 2"),
        ('"Ð" = "Đ"', '"Ð" = "Đ", "Đ" = "D"', "'Đ', which 'Ð' becomes, would not stay"),
        ('"Ð" = "Đ"', '"ÐÐ" = "Đ"', "'ÐÐ' is too long"),
        ('tones = "\\u0301"\n', "", "'tones' is a dependency of 'shapes'"),
        ("drop =", "drops =", "[matching] unknown key 'drops'; did you mean 'drop'?"),
        ('["\\uFE80", "\\uFEFC"]', '["\\uFE80"]', "is too short"),
    ],
)
def test_forms_that_could_not_work_are_refused(
    tmp_path: Path, old: str, new: str, problem: str
) -> None:
    found = problems(_danish(tmp_path, replaced(FORMS, (old, new))))
    assert any(line.startswith("languages/da.toml:") and problem in line for line in found), found


def test_every_bundled_language_says_what_it_folds_in_its_own_file() -> None:
    folder = bundled_root() / "languages"
    with_keys = {
        file.stem
        for file in folder.glob("*.toml")
        if "\n[matching]\n" in file.read_text(encoding="utf-8")
    }
    assert with_keys == {"ar", "da", "fo", "fr", "is", "nb", "nn", "sv", "vi"}
