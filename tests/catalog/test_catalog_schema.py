"""What the schemas refuse: each problem with its file, its line and the nearest allowed value."""

from pathlib import Path

import pytest

from support.catalogs import SHA, builder_problems, task_problems

FILE = 'file = "data/pairs.jsonl"'
HUB = f'hub = "someone/pairs"\nrevision = "{SHA}"'
ROWS = "A number of rows; with several inputs one for each split: { test = 100 }."
NAMESPACE = "Where --push publishes: hf://ORGANISATION or a folder."
FULL_SHA = "A full commit SHA, 40 hex digits: a branch or a short SHA can change under us."


@pytest.mark.parametrize(
    ("old", "new", "found"),
    [
        (
            "method =",
            "methd =",
            ["'method' is missing", "unknown key 'methd'; did you mean 'method'?"],
        ),
        (
            "licence =",
            "license =",
            ["'licence' is missing", "unknown key 'license'; did you mean 'licence'?"],
        ),
        ('type = "sts"', "", ["'type' is missing"]),
        (
            '"translate"',
            '"translated"',
            ["method = 'translated' is not allowed; did you mean 'translate'?"],
        ),
        (
            '"translate"',
            '"by hand"',
            ["method = 'by hand' is not allowed; allowed: 'collect', 'translate'"],
        ),
        ('["News"]', '["news"]', ["domains.0 = 'news' is not allowed; did you mean 'News'?"]),
        (
            '["News"]',
            '["News", "Blogs"]',
            ["domains.1 = 'Blogs' is not allowed; did you mean 'Blog'?"],
        ),
        ('["News"]', '["News", "News"]', ["domains: ['News', 'News'] has non-unique elements"]),
        ('["News"]', "[]", ["domains: [] should be non-empty"]),
        ('["News"]', '"News"', ["domains = News is not of type 'array'"]),
        ('"cc0-1.0"', '"cc0"', ["source.licence = 'cc0' is not allowed; did you mean 'cc0-1.0'?"]),
        (
            '"cc0-1.0"',
            '"CC-BY-4.0"',
            ["source.licence = 'CC-BY-4.0' is not allowed; did you mean 'cc-by-4.0'?"],
        ),
        ('"sts"', "3", ["type = 3 is not of type 'string'; write it in quotes"]),
        (
            '["vi"]',
            '["Vietnamese"]',
            ["languages.0 = 'Vietnamese' is malformed; A BCP 47 code, such as vi."],
        ),
        (
            '"Tiny-VN"',
            '"../up"',
            [
                "name = '../up' is malformed; Also the repository's name: a letter, then 2 to 60 "
                "letters, digits, underscores, dots and hyphens."
            ],
        ),
        (
            '"Pairs of sentences, translated for a test."',
            '"Short"',
            ["description: 'Short' is shorter than 20 characters"],
        ),
        ('"SELECT * FROM source"', '""', ["map.sql: '' is shorter than 6 characters"]),
        (
            "test = 3",
            "test = -3",
            [f"source.expect.test: {ROWS}"],
        ),
        (
            "test = 3",
            "test = true",
            [f"source.expect.test: {ROWS}"],
        ),
        (
            "test = 3",
            "test = 3.5",
            [f"source.expect.test: {ROWS}"],
        ),
        (
            '{ test = "test" }',
            '{ te-st = "test" }',
            ["source.splits = 'te-st' is malformed; Letters, digits and underscores."],
        ),
        ('{ test = "test" }', "{}", ["source.splits: {} should be non-empty"]),
        (
            '"data/pairs.jsonl"',
            '"data/pairs.jsonl"\nformat = "jsonlines"',
            ["source.format = 'jsonlines' is not allowed; did you mean 'jsonl'?"],
        ),
        (
            '"data/pairs.jsonl"',
            '"data/pairs.jsonl"\ncsv = { quotes = "none" }',
            ["[source.csv] unknown key 'quotes'; did you mean 'quoting'?"],
        ),
        (
            '"data/pairs.jsonl"',
            '"data/\\u0000"',
            ["source.file = 'data/\\x00' is malformed; A path without control characters."],
        ),
    ],
)
def test_a_task_that_breaks_its_schema_is_explained(
    tmp_path: Path, old: str, new: str, found: list[str]
) -> None:
    problems = task_problems(tmp_path, (old, new))
    assert [problem.split(" ", 1)[1].removeprefix("[source] ") for problem in problems] == found


@pytest.mark.parametrize("branch", ["main", "v1.0", SHA[:7], SHA.upper(), SHA + "0", SHA + "\\n"])
def test_a_revision_that_is_no_full_sha_is_refused(tmp_path: Path, branch: str) -> None:
    (problem,) = task_problems(tmp_path, (FILE, HUB.replace(SHA, branch)))
    shown = branch.replace("\\n", "\n")
    assert problem == f"task.toml:10: source.revision = {shown!r} is malformed; {FULL_SHA}"


@pytest.mark.parametrize(
    ("change", "line"),
    [
        (("Tiny-VN", "Tiny-VN\\n"), 1),
        (('languages = ["vi"]', 'languages = ["vi\\n"]'), 4),
        (('{ test = "test" }', '{ "test\\n" = "test" }'), 12),
        (("pairs.jsonl", "pairs.jsonl\\n"), 9),
    ],
)
def test_no_name_ends_with_a_line_feed(tmp_path: Path, change: tuple[str, str], line: int) -> None:
    (problem,) = task_problems(tmp_path, change)
    assert problem.startswith(f"task.toml:{line}: ")
    assert "is malformed" in problem


@pytest.mark.parametrize(
    "source",
    [
        'hub = "someone/pairs"',
        f"{HUB}\n{FILE}",
    ],
)
def test_a_hub_source_needs_a_revision_and_no_file(tmp_path: Path, source: str) -> None:
    form = "needs `hub` with `revision` (a full commit SHA), or `file`, or `inputs`"
    assert task_problems(tmp_path, (FILE, source)) == [f"task.toml:8: source: {form}"]


@pytest.mark.parametrize("name", ["pairs", "a/b/c", "../pairs", "/pairs", "some one/pairs", "a/"])
def test_a_hub_dataset_has_a_namespace_and_a_name(tmp_path: Path, name: str) -> None:
    (problem,) = task_problems(tmp_path, (FILE, HUB.replace("someone/pairs", name)))
    hint = "Dataset id on the Hub: NAMESPACE/NAME."
    assert problem == f"task.toml:9: source.hub = {name!r} is malformed; {hint}"


def test_dates_are_text(tmp_path: Path) -> None:
    change = ("domains =", "date = [2026-11-01, 2026-11-30]\ndomains =")
    assert task_problems(tmp_path, change) == [
        "task.toml:5: date.0 = 2026-11-01 is not of type 'string'; write it in quotes",
        "task.toml:5: date.1 = 2026-11-30 is not of type 'string'; write it in quotes",
    ]


@pytest.mark.parametrize(
    ("old", "new", "found"),
    [
        ('["argos"]', '["argo"]', "4: engines.0 = 'argo' is not allowed; did you mean 'argos'?"),
        (
            '["argos"]',
            '["deepl"]',
            "4: engines.0 = 'deepl' is not allowed; allowed: 'argos', 'memory'",
        ),
        (
            '["argos"]',
            '["argos", "argos"]',
            "4: engines: ['argos', 'argos'] has non-unique elements",
        ),
        (
            '["argos"]',
            '["argos"]\nengine = { argos = { beam = 17 } }',
            "5: engine.argos.beam: 17 is greater than the maximum of 16",
        ),
        (
            '["argos"]',
            '["argos"]\nengine = { argos = { beams = 4 } }',
            "5: [engine.argos] unknown key 'beams'; did you mean 'beam'?",
        ),
        (
            '["argos"]',
            '["argos"]\nengine = { memory = {} }',
            "5: [engine.memory] 'files' is missing",
        ),
        (
            '"releases"',
            '"s3://bucket"',
            f"3: namespace = 's3://bucket' is malformed; {NAMESPACE}",
        ),
        (
            '"releases"',
            '"hf://me/repo"',
            f"3: namespace = 'hf://me/repo' is malformed; {NAMESPACE}",
        ),
    ],
)
def test_a_builder_that_breaks_its_schema_is_explained(
    tmp_path: Path, old: str, new: str, found: str
) -> None:
    assert builder_problems(tmp_path, (old, new)) == [f"builder.toml:{found}"]


def test_a_memory_file_needs_who_made_it_and_under_what_licence(tmp_path: Path) -> None:
    memory = '["memory"]\n[[engine.memory.files]]\npath = "a.tmx"\norigin = "me"'
    assert builder_problems(tmp_path, ('["argos"]', memory)) == [
        "builder.toml:5: [engine.memory.files.0] 'licence' is missing",
        "builder.toml:7: engine.memory.files.0.origin = 'me' is not allowed; "
        "allowed: 'human', 'machine'",
    ]
