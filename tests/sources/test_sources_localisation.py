"""Translation memories and catalogues: TMX, XLIFF and PO."""

import sys
from itertools import pairwise
from pathlib import Path

import pytest

from babelwright.errors import MissingExtra
from babelwright.sources.localisation import read_units
from support.reading import refused, rows_of

TMX = """<?xml version="1.0" encoding="utf-8"?>
<tmx version="1.4"><header srclang="en" datatype="plaintext" segtype="sentence"
 creationtool="t" creationtoolversion="1" o-tmf="t" adminlang="en"/><body>
<tu tuid="1"><tuv xml:lang="fr"><seg>Bonjour</seg></tuv>
 <tuv xml:lang="en"><seg>Hello</seg></tuv><tuv xml:lang="vi"><seg>Xin chào</seg></tuv></tu>
<tu tuid="2"><tuv xml:lang="en"><seg>Bye</seg></tuv>
 <tuv xml:lang="fr"><seg>Au revoir</seg></tuv></tu>
<tu tuid="3"><tuv xml:lang="en"><seg>A &amp; B &lt;b&gt;</seg></tuv>
 <tuv xml:lang="vi"><seg>A và B</seg></tuv></tu>
<tu tuid="4"><tuv xml:lang="en"><seg>Empty</seg></tuv><tuv xml:lang="vi"><seg/></tuv></tu>
</body></tmx>
"""
XLIFF = """<?xml version="1.0" encoding="UTF-8"?>
<xliff version="1.2" xmlns="urn:oasis:names:tc:xliff:document:1.2">
<file original="f" source-language="en" target-language="vi" datatype="plaintext"><body>
<trans-unit id="a" approved="yes"><source>Hello</source><target>Xin chào</target></trans-unit>
<trans-unit id="b"><source>Bye</source>
 <target state="needs-review-translation">Tạm biệt</target></trans-unit>
<trans-unit id="c"><source>No target</source></trans-unit>
<trans-unit id="d"><source>Empty</source><target/></trans-unit>
</body></file></xliff>
"""
PO = """\
msgid ""
msgstr "Content-Type: text/plain; charset=UTF-8\\n"

msgctxt "menu"
msgid "Open"
msgstr "Mở"

#, fuzzy
msgid "Close"
msgstr "Đóng"

msgid "Untranslated"
msgstr ""

msgid "in two "
"parts\\n"
msgstr "hai "
"phần\\n"

#~ msgid "Obsolete"
#~ msgstr "Cũ"
"""


def pairs(folder: Path, name: str, data: str, **settings: object) -> list[tuple[str, str]]:
    return [(row["source"], row["target"]) for row in rows_of(folder, name, data, **settings)]


@pytest.fixture(autouse=True, scope="module")
def _toolkit() -> None:
    pytest.importorskip("translate.storage.tmx")


@pytest.mark.parametrize(
    ("languages", "found"),
    [
        (("en", "vi"), [("Hello", "Xin chào"), ("A & B <b>", "A và B")]),
        (("en", "fr"), [("Hello", "Bonjour"), ("Bye", "Au revoir")]),
        (("vi", "en"), [("Xin chào", "Hello"), ("A và B", "A & B <b>")]),
        (("fr", "vi"), [("Bonjour", "Xin chào")]),
    ],
)
def test_a_tmx_gives_the_two_languages_asked_for_in_whatever_order_they_stand(
    tmp_path: Path, languages: tuple[str, str], found: list[tuple[str, str]]
) -> None:
    assert pairs(tmp_path, "a.tmx", TMX, languages=languages) == found


@pytest.mark.parametrize(
    ("english", "vietnamese"),
    [("en-US", "vi-VN"), ("EN", "VI"), ("en_GB", "vi_VN"), ("en-GB", "vi"), ("en", "vi-Latn-VN")],
)
def test_a_tmx_may_write_regions(tmp_path: Path, english: str, vietnamese: str) -> None:
    data = TMX.replace('lang="en"', f'lang="{english}"').replace(
        'lang="vi"', f'lang="{vietnamese}"'
    )
    wanted = [("Hello", "Xin chào"), ("A & B <b>", "A và B")]
    assert pairs(tmp_path, "a.tmx", data, languages=("en", "vi")) == wanted


def test_a_tmx_gives_the_language_itself_before_its_regions(tmp_path: Path) -> None:
    data = TMX.replace('lang="fr"', 'lang="en-GB"').replace("Bonjour", "Hullo")
    found = pairs(tmp_path, "a.tmx", data, languages=("en", "vi"))
    assert found == [("Hello", "Xin chào"), ("A & B <b>", "A và B")]
    longer = TMX.replace('lang="fr"', 'lang="eng"')
    assert pairs(tmp_path, "a.tmx", longer, languages=("en", "vi")) == found


def test_the_ids_of_a_tmx_are_its_units(tmp_path: Path) -> None:
    rows = rows_of(tmp_path, "a.tmx", TMX, languages=("en", "vi"))
    assert [row["id"] for row in rows] == ["1", "3"]


def test_an_entity_of_a_tmx_reads_no_file(tmp_path: Path) -> None:
    (tmp_path / "secret.txt").write_text("secret", encoding="utf-8")
    entity = f'<!DOCTYPE tmx [<!ENTITY x SYSTEM "file://{tmp_path}/secret.txt">]>\n<tmx version'
    data = TMX.replace("<tmx version", entity).replace("Hello", "&x;Hello")
    found = pairs(tmp_path, "a.tmx", data, languages=("en", "vi"))
    assert "secret" not in str(found)


def test_entities_of_a_tmx_cannot_fill_the_memory(tmp_path: Path) -> None:
    names = "abcdefghi"
    bomb = "".join(f'<!ENTITY {name} "{f"&{before};" * 10}">' for before, name in pairwise(names))
    entity = f'<!DOCTYPE tmx [<!ENTITY a "aaaaaaaaaa">{bomb}]>\n<tmx version'
    data = TMX.replace("<tmx version", entity).replace("Hello", "&i;Hello")
    assert "is not a readable TMX file" in refused(tmp_path, "a.tmx", data)


def test_an_xliff_gives_what_is_translated_and_what_is_not_approved(tmp_path: Path) -> None:
    rows = rows_of(tmp_path, "a.xlf", XLIFF)
    assert [(row["source"], row["target"], row["fuzzy"]) for row in rows] == [
        ("Hello", "Xin chào", False),
        ("Bye", "Tạm biệt", True),
    ]
    assert len({row["id"] for row in rows}) == 2


def test_a_po_leaves_out_headers_obsolete_and_untranslated_units(tmp_path: Path) -> None:
    rows = rows_of(tmp_path, "a.po", PO)
    assert [(row["source"], row["target"]) for row in rows] == [
        ("Open", "Mở"),
        ("Close", "Đóng"),
        ("in two parts\n", "hai phần\n"),
    ]
    assert [row["context"] for row in rows] == ["menu", "", ""]
    assert [row["fuzzy"] for row in rows] == [False, True, False]


@pytest.mark.parametrize(
    ("name", "data", "message"),
    [
        ("a.tmx", "<tmx><body>", "a.tmx: is not a readable TMX file: Premature end of data"),
        ("a.xlf", "no xml", "a.xlf: is not a readable XLIFF file: Start tag expected"),
        (
            "a.xlf",
            XLIFF.replace("1.2", "2.0"),
            "a.xlf: is not a readable XLIFF file: This file appears to be XLIFF 2.x",
        ),
        (
            "a.po",
            'msgid "x\nmsgstr',
            "a.po: is not a readable PO file: end-of-line within string on line 1",
        ),
    ],
)
def test_what_cannot_be_read_is_said_in_one_line(
    tmp_path: Path, name: str, data: str, message: str
) -> None:
    found = refused(tmp_path, name, data)
    assert found.startswith(message)
    assert "\n" not in found


def test_without_the_extra_it_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    for module in ("tmx", "xliff", "pypo"):
        monkeypatch.setitem(sys.modules, f"translate.storage.{module}", None)
    for kind in ("tmx", "xliff", "po"):
        with pytest.raises(MissingExtra) as caught:
            list(read_units(Path("a"), kind))
        assert str(caught.value) == (
            f"reading {kind.upper()} files needs a part that is not installed\n"
            "  Run: pip install 'babelwright[l10n]'"
        )
