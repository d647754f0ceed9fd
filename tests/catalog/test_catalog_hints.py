"""The hints of messages, and schemas that are broken themselves."""

from pathlib import Path

import pytest

from babelwright.catalog.schema import Schemas, nearest
from babelwright.errors import CatalogError


@pytest.mark.parametrize(
    ("word", "allowed", "hint"),
    [
        ("nwes", ["News", "Blog"], "did you mean 'News'?"),
        ("NEWS", ["News", "Blog"], "did you mean 'News'?"),
        ("cc0", ["cc", "cc0-1.0", "cc-by-4.0"], "did you mean 'cc0-1.0'?"),
        ("cc-by", ["cc", "cc-by-4.0", "cc-by-nc-nd-4.0"], "did you mean 'cc-by-4.0'?"),
        ("sport", ["b", "a"], "allowed: 'a', 'b'"),
        ("", ["b", "a"], "allowed: 'a', 'b'"),
        (
            "x",
            [f"w{n:02}" for n in range(13)],
            "allowed: " + ", ".join(f"'w{n:02}'" for n in range(12)) + ", ...",
        ),
        ("x", [], "allowed: "),
    ],
)
def test_the_hint_names_the_nearest_word_or_a_few(word: str, allowed: list[str], hint: str) -> None:
    assert nearest(word, allowed) == hint


@pytest.mark.parametrize(
    ("content", "message"),
    [
        ("{", r"task\.json: is not JSON: "),
        ("[]", r"task\.json: is not a JSON object"),
        (None, r"task\.json: cannot be read: No such file or directory"),
    ],
)
def test_a_broken_schema_is_a_problem_with_its_file(
    tmp_path: Path, content: str | None, message: str
) -> None:
    if content is not None:
        (tmp_path / "task.json").write_text(content, encoding="utf-8")
    with pytest.raises(CatalogError, match=message):
        Schemas(tmp_path).load("task")
