"""Reads TOML and remembers on which line each key stands.

`tomllib` parses; it keeps no positions, so a second, much simpler scan finds the line of every key
for the messages. The scan never decides what a file means.
"""

import re
import tomllib
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any, NamedTuple

from babelwright.errors import CatalogError, Place, Problem

MAX_BYTES = 1_000_000

_HEADER = re.compile(r"^\s*(\[\[?)\s*(.+?)\s*\]\]?\s*(?:#.*)?$")
_KEY = re.compile(
    r"""^\s*((?:[\w-]+|"[^"]*"|'[^']*')(?:\s*\.\s*(?:[\w-]+|"[^"]*"|'[^']*'))*)\s*="""
)
_PART = re.compile(r"""[\w-]+|"[^"]*"|'[^']*'""")
_STRING = re.compile(r'"(?:\\.|[^"\\])*"|\'[^\']*\'')
# Everything in which a bracket or an equals sign means nothing. The long forms stand first.
_OPAQUE = re.compile(
    r"""\"{3}(?:\\.|[^\\])*?\"{3,5}|'{3}.*?'{3,5}|"(?:\\.|[^"\\\n])*"|'[^'\n]*'|\#[^\n]*""",
    re.DOTALL,
)
_ERROR_LINE = re.compile(r"\(at (?:line (\d+), column \d+|end of document)\)")


class Document(NamedTuple):
    """A parsed file: its content, and the line of each key path."""

    file: Path
    content: dict[str, Any]
    lines: Mapping[tuple[str | int, ...], int]

    def line(self, path: Sequence[str | int]) -> int:
        """Return the line of the key at `path`, or of the nearest table around it (1-based)."""
        key = tuple(path)
        while key and key not in self.lines:
            key = key[:-1]
        return self.lines.get(key, 1)

    def problem(self, path: Sequence[str | int], message: str) -> Problem:
        """Return a problem at the key at `path`."""
        return Problem(Place(self.file, self.line(path)), message)


class Section(NamedTuple):
    """A part of a document: a whole file, or one table of a file that holds several."""

    document: Document
    path: tuple[str | int, ...]
    content: dict[str, Any]

    @property
    def where(self) -> str:
        """The file and line, for messages."""
        return str(Place(self.document.file, self.document.line(self.path)))

    def problem(self, path: Sequence[str | int], message: str) -> Problem:
        """Return a problem at `path` within the section."""
        return self.document.problem([*self.path, *path], message)


def read(file: Path) -> Document:
    """Parse a TOML file.

    Raises:
        CatalogError: The file cannot be read, is over 1 MB, or is not TOML.
    """
    try:
        data = file.read_bytes()
        if len(data) > MAX_BYTES:
            raise CatalogError((Problem(Place(file), "the file is larger than 1 MB"),))
        text = data.decode("utf-8-sig")  # some editors begin a file with a byte order mark
        return Document(file, tomllib.loads(text), _key_lines(text))
    except OSError as error:
        reason = error.strerror or str(error)
        raise CatalogError((Problem(Place(file), f"cannot be read: {reason}"),)) from error
    except UnicodeDecodeError as error:
        raise CatalogError((Problem(Place(file), "is not UTF-8 text"),)) from error
    except RecursionError as error:
        raise CatalogError((Problem(Place(file), "is nested too deeply"),)) from error
    except tomllib.TOMLDecodeError as error:
        found = _ERROR_LINE.search(str(error))
        line = int((found and found.group(1)) or text.rstrip().count("\n") + 1)
        message = f"is not TOML: {_ERROR_LINE.sub('', str(error)).strip()}"
        raise CatalogError((Problem(Place(file, line), message),)) from error


def _key_lines(text: str) -> dict[tuple[str | int, ...], int]:
    lines: dict[tuple[str | int, ...], int] = {}
    table: tuple[str | int, ...] = ()
    arrays: dict[tuple[str | int, ...], int] = {}
    depth = 0
    for number, line in enumerate(_OPAQUE.sub(_plain, text).split("\n"), start=1):
        if depth == 0:
            if header := _HEADER.match(line):
                table = _open_table(header, arrays)
                _note_key(lines, table, number)
                continue
            if key := _KEY.match(line):
                _note_key(lines, table + _parts(key.group(1)), number)
        bare = _STRING.sub("", line)
        depth += bare.count("[") + bare.count("{") - bare.count("]") - bare.count("}")
    return lines


def _plain(found: re.Match[str]) -> str:
    """Return what stands for a long string or a comment: its line ends.

    Their values are not needed, and their lines can look like keys and headers. A short string may
    be a key and stays.
    """
    text = found.group()
    if text.startswith(('"""', "'''", "#")):
        return "\n" * text.count("\n")
    return text


def _open_table(
    header: re.Match[str], arrays: dict[tuple[str | int, ...], int]
) -> tuple[str | int, ...]:
    """Return the path of the table a header opens; elements of arrays of tables are numbered."""
    parts = _parts(header.group(2))
    path: tuple[str | int, ...] = ()
    for part in parts[:-1]:
        path += (part,)
        if path in arrays:
            path += (arrays[path],)
    path += (parts[-1],)
    if header.group(1) == "[[":
        arrays[path] = arrays.get(path, -1) + 1
        path += (arrays[path],)
    return path


def _note_key(
    lines: dict[tuple[str | int, ...], int], path: tuple[str | int, ...], number: int
) -> None:
    for end in range(1, len(path) + 1):
        lines.setdefault(path[:end], number)


def _parts(key: str) -> tuple[str, ...]:
    return tuple(part.strip("\"'") for part in _PART.findall(key))
