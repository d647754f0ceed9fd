"""The memories of a builder: imported once, from files of any format."""

import sqlite3
from collections.abc import Mapping
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest

from babelwright.catalog.model import CsvStyle, MemoryFile
from babelwright.translation.engine import Hypotheses, Origin, UnitKind
from support.shelf import HELLO, Shelf, knows, memory

TMX = """<?xml version="1.0" encoding="utf-8"?>
<tmx version="1.4"><header srclang="en" datatype="plaintext" segtype="sentence"
 creationtool="t" creationtoolversion="1" o-tmf="t" adminlang="en"/><body>
<tu><tuv xml:lang="en"><seg>Hello</seg></tuv><tuv xml:lang="{code}"><seg>{text}</seg></tuv></tu>
</body></tmx>
"""


@pytest.mark.parametrize(
    ("file", "content"),
    [
        (memory(), HELLO),
        (memory("memory.tmx"), TMX.format(code="vi", text="Xin chào")),
        (memory("memory.parquet"), HELLO),
        (memory("m.parquet", columns=("en", "vi")), {"en": ["Hello"], "vi": ["Xin chào"]}),
        (memory("memory.csv"), "target,source\nXin chào,Hello\n"),
        (
            memory("m.tsv", csv=CsvStyle(header=False, columns=("source", "target"))),
            "Hello\tXin chào\n",
        ),
        (memory("memory.data", format="jsonl"), HELLO),
        (memory("memory.po"), 'msgid "Hello"\nmsgstr "Xin chào"\n'),
    ],
    ids=["jsonl", "tmx", "parquet", "columns", "csv", "tsv", "declared", "po"],
)
def test_a_memory_may_be_a_file_of_any_format(
    shelf: Shelf, file: MemoryFile, content: str | Mapping[str, list[Any]]
) -> None:
    if Path(file.path).suffix in (".tmx", ".po"):
        pytest.importorskip("translate.storage")
    shelf.write(file.path, content)
    chain = shelf.open(file)
    assert chain.missing == ()
    assert knows(chain, "Hello") == "Xin chào"
    assert knows(chain, "Good bye") is None


def test_a_memory_knows_whole_texts_else_their_sentences(shelf: Shelf) -> None:
    shelf.write("memory.jsonl", HELLO)
    engines = shelf.open(memory()).engines
    assert [engine.unit for engine in engines] == [UnitKind.TEXT, UnitKind.SENTENCE]
    assert {engine.identity.name for engine in engines} == {"memory"}
    assert {engine.stored for engine in engines} == {False}


def test_two_files_may_be_aligned_line_by_line(shelf: Shelf) -> None:
    shelf.write("en.txt", "Hello\nGood bye\n")
    shelf.write("vi.txt", "Xin chào\nTạm biệt\n")
    columns = ("text", "text")
    file = memory("en.txt", columns=columns, aligned=memory("vi.txt"))
    assert knows(shelf.open(file), "Good bye") == "Tạm biệt"


def test_files_of_different_length_are_not_aligned(shelf: Shelf) -> None:
    shelf.write("en.txt", "Hello\nGood bye\n")
    shelf.write("vi.txt", "Xin chào\n")
    file = memory("en.txt", columns=("text", "text"), aligned=memory("vi.txt"))
    assert "vi.txt: has 1 rows for 2 in en.txt: they are not aligned" in shelf.refused(file)


@pytest.mark.parametrize(
    ("file", "content", "said"),
    [
        (
            memory(columns=("en", "target")),
            HELLO,
            "memory.jsonl: the memory has no column 'en' but source, target",
        ),
        (
            memory("m.parquet"),
            {"source": ["Hello"], "target": [7]},
            "m.parquet: the memory's column 'target' is int64, not text",
        ),
        (memory("none.jsonl"), None, "builder.toml: there is no file 'none.jsonl' in "),
        (memory("../out.jsonl"), None, "'../out.jsonl' leads out of the catalog's folder"),
        (memory(), "{broken\n", "memory.jsonl:1: is not JSON"),
        (memory(), "", "memory.jsonl: the memory has no units from en to vi"),
        (memory("memory.dat"), "x", "memory.dat: the format of a .dat file is not known"),
    ],
    ids=["column", "type", "missing", "outside", "broken", "empty", "format"],
)
def test_a_memory_that_cannot_be_used_says_why(
    shelf: Shelf, file: MemoryFile, content: str | Mapping[str, list[Any]] | None, said: str
) -> None:
    if content is not None:
        shelf.write(file.path, content)
    told = shelf.refused(file)
    assert told.startswith("no engine can translate English to Vietnamese:\n")
    assert said in told
    assert told.endswith("Mend one of them, or change `engines` in the builder's builder.toml")


def test_what_a_translator_marked_fuzzy_is_left_out(shelf: Shelf) -> None:
    pytest.importorskip("translate.storage")
    fuzzy = '\n\n#, fuzzy\nmsgid "Good bye"\nmsgstr "Xin chào"\n'
    shelf.write("memory.po", 'msgid "Hello"\nmsgstr "Xin chào"' + fuzzy)
    chain = shelf.open(memory("memory.po"))
    assert knows(chain, "Hello") == "Xin chào"
    assert knows(chain, "Good bye") is None


def test_blank_units_and_translations_are_left_out(shelf: Shelf) -> None:
    table: dict[str, list[Any]]
    table = {"source": ["Hello", "", "Bye", "Yes"], "target": [None, "x", "", "Va\u0302ng"]}
    shelf.write("m.parquet", table)
    chain = shelf.open(memory("m.parquet"))
    assert [knows(chain, unit) for unit in ("Hello", "", "Bye")] == [None, None, None]
    assert knows(chain, "Yes") == "Vâng", "composed"


def test_the_first_memory_that_knows_a_text_wins(shelf: Shelf) -> None:
    shelf.write("one.jsonl", HELLO)
    shelf.write("two.jsonl", {"source": ["Hello", "Yes"], "target": ["Chào", "Vâng"]})
    files = (memory("one.jsonl"), memory("two.jsonl", "machine", licence="cc-by-4.0"))
    chain = shelf.open(*files)
    assert (knows(chain, "Hello"), knows(chain, "Yes")) == ("Xin chào", "Vâng")
    assert chain.engines[0].translate(["Yes"], 1) == [Hypotheses(("Vâng",), Origin.MACHINE)]
    assert chain.engines[0].identity.licence == "cc-by-4.0, cc0-1.0"


def test_a_memory_of_another_language_does_not_take_the_others_with_it(shelf: Shelf) -> None:
    pytest.importorskip("translate.storage")
    shelf.write("sv.tmx", TMX.format(code="sv", text="Hej"))
    shelf.write("vi.tmx", TMX.format(code="vi", text="Xin chào"))
    files = (memory("sv.tmx"), memory("vi.tmx"))
    for target, answer, without in (("vi", "Xin chào", "sv"), ("sv", "Hej", "vi")):
        chain = shelf.open(*files, target=target)
        assert knows(chain, "Hello") == answer
        (missing,) = chain.missing
        assert missing.endswith(f"{without}.tmx: the memory has no units from en to {target}")
    assert shelf.refused(*files, target="da").count("the memory has no units from en to da") == 2


def test_one_memory_that_is_broken_breaks_the_engine(shelf: Shelf) -> None:
    shelf.write("memory.jsonl", HELLO)
    assert "none.jsonl" in shelf.refused(memory(), memory("none.jsonl"))


@pytest.mark.parametrize(
    "change", ["same", "content", "columns", "target"], ids=lambda change: f"{change}"
)
def test_the_revision_is_that_of_everything_that_decides_the_answers(
    shelf: Shelf, change: str
) -> None:
    table = {"source": ["Hello"], "target": ["Xin chào"], "other": ["Chào"]}
    shelf.write("memory.jsonl", table)
    before = shelf.open(memory()).engines[0].identity
    if change == "content":
        shelf.write("memory.jsonl", {**table, "target": ["Chào anh"]})
    columns = ("source", "other") if change == "columns" else ("source", "target")
    target = "sv" if change == "target" else "vi"
    after = shelf.open(memory(columns=columns), target=target).engines[0].identity
    assert (after.revision == before.revision) is (change == "same")


def test_a_memory_is_imported_once(shelf: Shelf, tmp_path: Path) -> None:
    def imported() -> int:
        with closing(sqlite3.connect(tmp_path / "store.sqlite")) as connection:
            return int(connection.execute("SELECT count(*) FROM memory").fetchone()[0])

    shelf.write("memory.jsonl", HELLO)
    first = shelf.open(memory())
    assert shelf.open(memory()).engines[0].identity == first.engines[0].identity
    assert imported() == 1
    shelf.write("memory.jsonl", {"source": ["Hello"], "target": ["Chào"]})
    assert knows(shelf.open(memory()), "Hello") == "Chào"
    assert knows(first, "Hello") == "Xin chào", "what was imported before stays as it was"
    assert imported() == 2
