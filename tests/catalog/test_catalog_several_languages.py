"""What task files say of texts in several languages."""

from pathlib import Path

import pytest

from babelwright.catalog.load import load_catalog
from support.catalogs import TASK, replaced, task_problems, write_catalog

RETRIEVAL = (
    ('type = "sts"', 'type = "retrieval"'),
    (
        'sql = "SELECT * FROM source"',
        'corpus = "SELECT 1 FROM source"\nqueries = "SELECT 1 FROM source"\n'
        'qrels = "SELECT 1 FROM source"',
    ),
)


def with_key(line: str) -> tuple[str, str]:
    return ('domains = ["News"]', f'domains = ["News"]\n{line}')


@pytest.mark.parametrize(
    ("changes", "message"),
    [
        (
            [with_key('cross_lingual = "queries"')],
            "task.toml:6: cross_lingual: a sts task has no queries",
        ),
        (
            [
                *RETRIEVAL,
                with_key('cross_lingual = "corpus"'),
                ('method = "translate"', 'method = "collect"'),
                ('language = "en"', 'language = "vi"'),
            ],
            "task.toml:6: cross_lingual: 'vi' is the source's own language",
        ),
        (
            [with_key("parallel = true")],
            "task.toml:6: parallel: is for bitext_mining, not for sts",
        ),
        (
            [with_key("parallel = true"), ('type = "sts"', 'type = "bitext_mining"')],
            "task.toml:6: parallel: needs several languages; "
            "one language and the source's are a pair",
        ),
        (
            [("expect = { test = 3 }", 'codes = { da = "dan" }')],
            "task.toml:13: codes: 'da' is no language of the task",
        ),
    ],
)
def test_what_does_not_fit_is_told(
    tmp_path: Path, changes: list[tuple[str, str]], message: str
) -> None:
    assert task_problems(tmp_path, *changes) == [message]


@pytest.mark.parametrize("code", ["../x", "a'b", "", "x y"])
def test_what_a_source_calls_a_language_cannot_leave_names_and_sql(
    tmp_path: Path, code: str
) -> None:
    (problem,) = task_problems(tmp_path, ("expect = { test = 3 }", f'codes = {{ vi = "{code}" }}'))
    assert "codes" in problem


def test_the_language_stands_for_itself_unless_the_source_has_a_name_for_it(
    tmp_path: Path,
) -> None:
    for codes, wanted in (("", "rows.vi"), ('codes = { vi = "vie_Latn" }', "rows.vie_Latn")):
        root = tmp_path / wanted
        task = replaced(TASK, ("expect = { test = 3 }", codes))
        (builder,) = load_catalog(write_catalog(root, task)).builders
        assert builder.tasks[0].source.of("rows.{language}", "vi") == wanted
