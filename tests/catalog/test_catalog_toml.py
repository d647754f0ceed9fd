"""The line of every key in a TOML file, and files that are none."""

from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from babelwright.catalog.toml import MAX_BYTES, Document, Section, read
from babelwright.errors import CatalogError

PLAIN = (
    """\
# A comment with a [bracket and a """
    + '"""'
    + """
a.b.c = 1
"quoted key" = 2
'lit.eral' = 3
inline = { x = 1, y = { z = 2 } }

[table]
key = 1
x."y.z".w = 2
[ spaced . out ]
key = 1
["quo.ted".t] # comment ]
key = 3
"""
)
ARRAYS = """\
[[things]]
n = 1

[[things]]
n = 2
[things.sub]
m = 3
[[things.deep]]
q = 1
[[things.deep]]
q = 2
"""
LONG = '''\
multi = """
fake = 1
[fake]
"""
after = 4
literal = \'\'\'
fake = """
\'\'\'
array = [
  "one",   # ] a comment
  { k = 1 },
  """
  ] fake = 2
  """,
]
one_line = """it's \'\'\' here"""
last = "escaped \\" [ quote" # [
end = 5
'''


def document(tmp_path: Path, text: str) -> Document:
    file = tmp_path / "file.toml"
    file.write_text(text, encoding="utf-8", newline="")
    return read(file)


@pytest.mark.parametrize(
    ("text", "path", "line"),
    [
        (PLAIN, ["a"], 2),
        (PLAIN, ["a", "b"], 2),
        (PLAIN, ["a", "b", "c"], 2),
        (PLAIN, ["quoted key"], 3),
        (PLAIN, ["lit.eral"], 4),
        (PLAIN, ["inline"], 5),
        (PLAIN, ["inline", "y", "z"], 5),
        (PLAIN, ["table"], 7),
        (PLAIN, ["table", "key"], 8),
        (PLAIN, ["table", "x", "y.z", "w"], 9),
        (PLAIN, ["spaced", "out"], 10),
        (PLAIN, ["spaced", "out", "key"], 11),
        (PLAIN, ["quo.ted", "t"], 12),
        (PLAIN, ["quo.ted", "t", "key"], 13),
        (ARRAYS, ["things"], 1),
        (ARRAYS, ["things", 0], 1),
        (ARRAYS, ["things", 0, "n"], 2),
        (ARRAYS, ["things", 1], 4),
        (ARRAYS, ["things", 1, "n"], 5),
        (ARRAYS, ["things", 1, "sub"], 6),
        (ARRAYS, ["things", 1, "sub", "m"], 7),
        (ARRAYS, ["things", 1, "deep", 0, "q"], 9),
        (ARRAYS, ["things", 1, "deep", 1], 10),
        (ARRAYS, ["things", 1, "deep", 1, "q"], 11),
        (LONG, ["multi"], 1),
        (LONG, ["after"], 5),
        (LONG, ["literal"], 6),
        (LONG, ["array"], 9),
        (LONG, ["array", 2], 9),
        (LONG, ["one_line"], 16),
        (LONG, ["last"], 17),
        (LONG, ["end"], 18),
    ],
)
def test_every_key_has_the_line_it_stands_on(
    tmp_path: Path, text: str, path: list[str | int], line: int
) -> None:
    assert document(tmp_path, text).line(path) == line


def test_what_looks_like_a_key_in_a_long_string_or_an_array_is_none(tmp_path: Path) -> None:
    found = document(tmp_path, LONG)
    assert ("fake",) not in found.lines
    assert ("array", "fake") not in found.lines


@pytest.mark.parametrize(
    ("path", "line"),
    [
        (["table", "missing"], 7),
        (["table", "key", "deeper", 3], 8),
        (["nowhere"], 1),
        ([], 1),
    ],
)
def test_a_key_that_is_not_there_has_the_line_of_the_table_around_it(
    tmp_path: Path, path: list[str | int], line: int
) -> None:
    assert document(tmp_path, PLAIN).line(path) == line


@pytest.mark.parametrize("end", ["\n", "\r\n"])
@pytest.mark.parametrize("text", ["a\u2028b", "a\u2029b", "a\u0085b"])
def test_only_a_line_feed_ends_a_line(tmp_path: Path, text: str, end: str) -> None:
    found = document(tmp_path, f'first = "{text}"{end}second = 2{end}')
    assert found.line(["second"]) == 2
    assert found.content["first"] == text


VALUES = (
    "1",
    '"text"',
    '"# no comment ["',
    "'it is \"literal\" ['",
    "'''on one line'''",
    '"""\nkey = 1\n[table]\n"""',
    "'''\n\"\"\"\n'''",
    "[1, 2]",
    "[\n  1, # ]\n  2,\n]",
    '[\n  "]",\n  """\n]\n""",\n]',
    "{ x = 1, y = [1, 2] }",
    '"""a \\""" b"""',
)


@settings(deadline=None)
@given(st.lists(st.sampled_from(VALUES), min_size=1), st.lists(st.integers(0, 20)))
def test_keys_are_found_whatever_values_stand_before_them(
    tmp_path_factory: pytest.TempPathFactory, values: list[str], tables: list[int]
) -> None:
    lines: list[str] = []
    expected: dict[tuple[str, ...], int] = {}
    table: tuple[str, ...] = ()
    for number, value in enumerate(values):
        if number in tables:
            table = (f"table{number}",)
            lines.append(f"[{table[0]}]")
            expected[table] = len(lines)
        key = f"key{number}"
        expected[(*table, key)] = len(lines) + 1
        lines += f"{key} = {value}".split("\n")
    found = document(tmp_path_factory.mktemp("toml"), "\n".join(lines))
    assert {path: found.line(path) for path in expected} == expected
    assert set(found.lines) == set(expected)


def test_a_section_places_its_problems_in_the_whole_file(tmp_path: Path) -> None:
    found = document(tmp_path, ARRAYS)
    section = Section(found, ("things", 1), found.content["things"][1])
    assert section.where == f"{found.file}:4"
    assert str(section.problem(["sub", "m"], "is wrong")) == f"{found.file}:7: is wrong"
    assert str(section.problem(["none"], "is wrong")) == f"{found.file}:4: is wrong"


@pytest.mark.parametrize(
    ("data", "message"),
    [
        (b'a = 1\nb = "x\n', ":2: is not TOML: Illegal character '\\n'"),
        (b"a = 1\n\na = 2\n", ":3: is not TOML: Cannot overwrite a value"),
        (b"a = 1\nb =\n\n", ":2: is not TOML: Invalid value"),
        (b"a = 1\n[[b]\n", ":2: is not TOML: Expected ']]' at the end of an array declaration"),
        (b'a = "\xff"\n', ": is not UTF-8 text"),
        (b"a = " + b"[" * 20000, ": is nested too deeply"),
        (b"#" * (MAX_BYTES + 1), ": the file is larger than 1 MB"),
    ],
    ids=["unclosed", "twice", "end", "header", "encoding", "depth", "size"],
)
def test_a_file_that_is_no_toml_is_one_problem_with_its_line(
    tmp_path: Path, data: bytes, message: str
) -> None:
    file = tmp_path / "file.toml"
    file.write_bytes(data)
    with pytest.raises(CatalogError) as caught:
        read(file)
    (problem,) = caught.value.problems
    assert str(problem) == f"{file}{message}"


def test_a_missing_file_and_a_folder_say_so(tmp_path: Path) -> None:
    with pytest.raises(CatalogError, match=r"none\.toml: cannot be read: No such file"):
        read(tmp_path / "none.toml")
    with pytest.raises(CatalogError, match="cannot be read: Is a directory"):
        read(tmp_path)
