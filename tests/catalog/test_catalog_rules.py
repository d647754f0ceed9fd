"""What is wrong with builders and tasks beyond their schemas."""

from pathlib import Path

import pytest

from babelwright.catalog.load import load_catalog
from babelwright.tasks.registry import task_types
from support.catalogs import (
    BUILDER,
    SHA,
    TASK,
    builder_problems,
    problems,
    replaced,
    task_problems,
    write_catalog,
)

FILE = 'file = "data/pairs.jsonl"'
EXPECT = "expect = { test = 3 }"
HUB = f'hub = "someone/pairs"\nrevision = "{SHA}"'
INPUTS = 'inputs = { corpus = { file = "c.jsonl" }, queries = { file = "q.jsonl" } }'
MEMORY = '["memory"]\n[[engine.memory.files]]\npath = "{}"\norigin = "human"\nlicence = "mit"'
A_FILE = '{ path = "a", origin = "human", licence = "mit" }'
TYPES = ", ".join(repr(name) for name in sorted(task_types()))
LANGUAGES = "'ar', 'da', 'en', 'fo', 'fr', 'is', 'nb', 'nn', 'sv', 'vi'"


@pytest.mark.parametrize(
    ("old", "new", "found"),
    [
        ('"sts"', '"stss"', "2: unknown task type 'stss'; did you mean 'sts'?"),
        (
            '"sts"',
            '"pairs"',
            f"2: unknown task type 'pairs'; allowed: {TYPES}",
        ),
        ('["vi"]', '["vi", "fr"]', "4: 'fr' is not a language of the builder; allowed: 'vi'"),
        ('"en"', '"eng"', "10: unknown language 'eng'; did you mean 'en'?"),
        ('"en"', '"xx"', f"10: unknown language 'xx'; allowed: {LANGUAGES}"),
        ('"en"', '"vi"', "4: 'vi' is the source's own language: use method = 'collect'"),
        ("test = 3", "tset = 3", "13: 'tset' is none of the splits; did you mean 'test'?"),
        (
            "test = 3",
            "source = { tset = 3 }",
            "13: 'tset' is none of the splits; did you mean 'test'?",
        ),
        (
            "test = 3",
            "corpus = { test = 3 }",
            "13: 'corpus' is none of the inputs; allowed: 'source'",
        ),
        (FILE, "", "8: needs `file`, or the source needs `hub` and `revision`"),
        (
            "domains =",
            'date = ["2026-02-30", "2026-03-01"]\ndomains =',
            "5: date: there is no day '2026-02-30'",
        ),
        (
            "domains =",
            'date = ["2026-03-02", "2026-03-01"]\ndomains =',
            "5: date: the first day is after the last",
        ),
        (
            "domains =",
            "score = { min = 5, max = 0 }\ndomains =",
            "5: score: `min` must be a number below `max`",
        ),
        (
            "domains =",
            "score = { min = nan, max = 5 }\ndomains =",
            "5: score: `min` must be a number below `max`",
        ),
        (
            "domains =",
            "score = { min = 0, max = inf }\ndomains =",
            "5: score: `min` must be a number below `max`",
        ),
    ],
)
def test_a_task_that_does_not_fit_the_catalog_is_explained(
    tmp_path: Path, old: str, new: str, found: str
) -> None:
    assert task_problems(tmp_path, (old, new)) == [f"task.toml:{found}"]


@pytest.mark.parametrize(
    "subtype",
    ["Linguistic acceptability", "Language identification", "Dialect pairing", "False Friends"],
)
def test_what_measures_the_sources_own_wording_is_never_translated(
    tmp_path: Path, subtype: str
) -> None:
    change = ("domains =", f'subtypes = ["{subtype}"]\ndomains =')
    message = "tasks are never translated: they measure the source's wording"
    assert task_problems(tmp_path / "a", change) == [f"task.toml:5: {subtype!r} {message}"]
    collected = replaced(TASK, change, ('"translate"', '"collect"'), ('"en"', '"vi"'))
    assert load_catalog(write_catalog(tmp_path / "b", collected))


@pytest.mark.parametrize(
    ("old", "new", "found"),
    [
        ('["vi"]', '["vn"]', [f"2: unknown language 'vn'; allowed: {LANGUAGES}"]),
        ('["argos"]', '["memory"]', ["4: the memory engine needs [[engine.memory.files]]"]),
        (
            '["argos"]',
            f'["argos"]\n[engine.memory]\nfiles = [{A_FILE}]',
            ["5: settings for 'memory', not in `engines`"],
        ),
        (
            '["argos"]',
            f'["memory"]\n[engine.memory]\nfiles = [{A_FILE}]\n[engine.argos]\nbeam = 2',
            ["7: settings for 'argos', not in `engines`"],
        ),
        ('["argos"]', MEMORY.format("/a.tmx"), ["6: '/a.tmx' is not a relative path"]),
        (
            '["argos"]',
            MEMORY.format("a.tsv") + '\naligned = { path = "../b.tsv" }',
            ["6: '../b.tsv' leaves the catalog's folder"],
        ),
        (
            '["argos"]',
            '["argos"]\nengine = { argos = { packages = ["ok", "~/b"] } }',
            ["5: '~/b' is not a relative path"],
        ),
        ('"tiny"', '"small"', ["1: the folder is called 'tiny'"]),
    ],
)
def test_a_builder_that_does_not_fit_the_catalog_is_explained(
    tmp_path: Path, old: str, new: str, found: list[str]
) -> None:
    errors = [each for each in builder_problems(tmp_path, (old, new)) if each[0] == "b"]
    assert errors == [f"builder.toml:{each}" for each in found]


def test_a_translated_task_needs_an_engine_and_a_collected_one_does_not(tmp_path: Path) -> None:
    builder = replaced(BUILDER, ('engines = ["argos"]\n', ""))
    (problem,) = problems(write_catalog(tmp_path / "a", builder=builder))
    assert problem.endswith("task.toml:3: the builder has no `engines` to translate with")
    collected = TASK.replace('"translate"', '"collect"').replace('"en"', '"vi"')
    assert load_catalog(write_catalog(tmp_path / "b", collected, builder)).builders[0].engines == ()


@pytest.mark.parametrize(
    ("path", "problem"),
    [
        ("/etc/passwd", "'/etc/passwd' is not a relative path"),
        ("~/pairs", "'~/pairs' is not a relative path"),
        ("~root/pairs", "'~root/pairs' is not a relative path"),
        ("C:/pairs", "'C:/pairs' is not a relative path"),
        ("file:///etc/passwd", "'file:///etc/passwd' is not a relative path"),
        ("https://example.org/pairs", "'https://example.org/pairs' is not a relative path"),
        ("hf://datasets/a/b", "'hf://datasets/a/b' is not a relative path"),
        ("..", "'..' leaves the catalog's folder"),
        ("../pairs", "'../pairs' leaves the catalog's folder"),
        ("a/../../pairs", "'a/../../pairs' leaves the catalog's folder"),
        ("./a/..", "'./a/..' leaves the catalog's folder"),
    ],
)
def test_a_path_that_leaves_the_folder_is_refused(tmp_path: Path, path: str, problem: str) -> None:
    assert task_problems(tmp_path, ("data/pairs.jsonl", path)) == [f"task.toml:9: {problem}"]


@pytest.mark.parametrize("path", ["pairs", "./pairs", "a/b..c/..pairs", "a b/ç.jsonl", "{split}/x"])
def test_a_path_within_the_folder_is_taken(tmp_path: Path, path: str) -> None:
    catalog = load_catalog(write_catalog(tmp_path, replaced(TASK, ("data/pairs.jsonl", path))))
    assert catalog.builders[0].tasks[0].source.inputs[0].file == path


@pytest.mark.parametrize(
    ("source", "expect", "found"),
    [
        (f"{INPUTS}\n{FILE}", "", ["10: each input has a `file` of its own"]),
        (INPUTS, "expect = { test = 3 }", ["13: say which input: test = { test = 3 }"]),
        (
            INPUTS,
            "expect = { corpse = { test = 3 } }",
            ["13: 'corpse' is none of the inputs; did you mean 'corpus'?"],
        ),
        (
            INPUTS,
            "expect = { corpus = { dev = 3 } }",
            ["13: 'dev' is none of the splits; allowed: 'test'"],
        ),
        (
            "inputs = { corpus = {} }",
            "",
            ["9: needs `file`, or the source needs `hub` and `revision`"],
        ),
        ('inputs = { corpus = { file = "../c" } }', "", ["9: '../c' leaves the catalog's folder"]),
        (f"{HUB}\n{INPUTS}", "", ["11: a Hub source has no `file`; use config and split"] * 2),
        (
            "inputs = { Corpus = {} }",
            "",
            [
                "9: source.inputs = 'Corpus' is malformed; "
                "A lower-case letter, then lower-case letters, digits and underscores."
            ],
        ),
    ],
)
def test_the_inputs_of_a_source_are_held_to_its_kind(
    tmp_path: Path, source: str, expect: str, found: list[str]
) -> None:
    assert task_problems(tmp_path, (FILE, source), (EXPECT, expect)) == [
        f"task.toml:{problem}" for problem in found
    ]


@pytest.mark.parametrize(
    ("type_", "mapping", "found"),
    [
        (
            "sts",
            'rows = "SELECT 1"',
            [
                "16: [map] unknown table 'rows'; allowed: 'sql'",
                "15: [map] 'sql' is missing: a sts task needs it",
            ],
        ),
        (
            "retrieval",
            'sql = "SELECT 1"',
            [
                "16: [map] unknown table 'sql'; allowed: 'corpus', 'qrels', 'queries'",
                "15: [map] 'corpus' is missing: a retrieval task needs it",
                "15: [map] 'qrels' is missing: a retrieval task needs it",
                "15: [map] 'queries' is missing: a retrieval task needs it",
            ],
        ),
        (
            "retrieval",
            'corpus = "SELECT 1"\nqueries = "SELECT 1"\nqrel = "SELECT 1"',
            [
                "18: [map] unknown table 'qrel'; did you mean 'qrels'?",
                "15: [map] 'qrels' is missing: a retrieval task needs it",
            ],
        ),
    ],
)
def test_the_mapping_has_the_tables_of_its_type_and_no_other(
    tmp_path: Path, type_: str, mapping: str, found: list[str]
) -> None:
    changes = (('"sts"', f'"{type_}"'), ('sql = "SELECT * FROM source"', mapping))
    assert task_problems(tmp_path, *changes) == [f"task.toml:{problem}" for problem in found]
