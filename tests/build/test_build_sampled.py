"""Builds of samples, whole: what is translated, released, told and verified."""

import json
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

import duckdb
import pyarrow.parquet as pq
import pytest

from babelwright.catalog.model import Catalog
from babelwright.catalog.schema import Schemas
from babelwright.release.verify import verify
from support.projects import Project, make_project
from support.rereleasing import fit

CLASSES = """
name        = "PocketClasses-VN"
type        = "classification"
method      = "translate"
languages   = ["vi"]
domains     = ["Written"]
description = "A few classes that fit in a pocket."

[source]
file     = "{split}.jsonl"
language = "en"
licence  = "cc0-1.0"
splits   = { train = "train", test = "test" }

[map]
sql = "SELECT id, text, label FROM source"

[sample]
size = { train = 20, test = 10 }
"""
FINDING = """
name        = "PocketFinding-VN"
type        = "retrieval"
method      = "translate"
languages   = ["vi"]
domains     = ["Written"]
description = "A few questions and their answers."

[source]
language = "en"
licence  = "cc0-1.0"
splits   = { test = "test" }

[source.inputs]
corpus  = { file = "corpus.jsonl" }
queries = { file = "queries.jsonl" }
qrels   = { file = "qrels.jsonl" }

[map]
corpus  = "SELECT id, text FROM corpus"
queries = "SELECT id, text FROM queries"
qrels   = 'SELECT "query-id", "corpus-id", score FROM qrels'

[sample]
queries        = 3
hard_negatives = 2
distractors    = 4
"""
THINGS = ["bicycle", "kettle", "lantern", "ladder", "umbrella", "violin", "anchor", "basket"]
PLACES = ["market", "harbour", "library", "station", "garden", "museum"]
VIETNAMESE = dict(
    zip(
        [*THINGS, *PLACES],
        "xe đạp,ấm nước,đèn lồng,cái thang,cái ô,đàn vĩ cầm,mỏ neo,cái giỏ,"
        "chợ,bến cảng,thư viện,nhà ga,khu vườn,bảo tàng".split(","),
        strict=True,
    )
)


def sold(thing: str, place: str) -> tuple[str, str]:
    """Return a sentence and its translation."""
    there = f"Một {VIETNAMESE[thing]} cũ được bán ở {VIETNAMESE[place]} vào sáng nay."
    return f"An old {thing} was sold at the {place} this morning.", there


def asked(thing: str, place: str) -> tuple[str, str]:
    """Return a question and its translation."""
    there = f"Ai đã bán {VIETNAMESE[thing]} ở {VIETNAMESE[place]} vậy?"
    return f"Who sold the {thing} at the {place}?", there


COPIES = [
    (source.replace("this morning", "early this morning"), target.replace("vào", "từ sớm vào"))
    for source, target in (
        sold(thing, place) for thing, place in zip(THINGS, PLACES * 2, strict=False)
    )
]
SOLD = [sold(thing, place) for thing in THINGS for place in PLACES]
ASKED = [asked(thing, place) for thing, place in zip(THINGS, PLACES * 2, strict=False)]


def labelled(texts: list[tuple[str, str]]) -> list[dict[str, Any]]:
    return [
        {"id": f"r{n}", "text": text, "label": PLACES[n % 2]} for n, (text, _) in enumerate(texts)
    ]


def write_tasks(project: Project) -> None:
    """Write a catalog with two tasks and a memory for all their texts."""
    (project.root / "builders/pocket/sts.toml").unlink()
    project.write("builders/pocket/classes.toml", CLASSES)
    project.write("builders/pocket/finding.toml", FINDING)
    project.write_pairs(dict([*SOLD, *COPIES, *ASKED]))
    project.write_rows("train.jsonl", labelled(SOLD[:28]))
    project.write_rows("test.jsonl", labelled(SOLD[28:]))
    documents = [{"id": f"d{n}", "text": text} for n, (text, _) in enumerate(SOLD)]
    copies = [{"id": f"c{n}", "text": text} for n, (text, _) in enumerate(COPIES)]
    project.write_rows("corpus.jsonl", [*documents, *copies])
    questions = [{"id": f"q{n}", "text": text} for n, (text, _) in enumerate(ASKED)]
    project.write_rows("queries.jsonl", questions)
    judged = [
        {"query-id": f"q{n}", "corpus-id": f"d{n * 6 + n % 6}", "score": 1}
        for n in range(len(ASKED))
    ]
    project.write_rows("qrels.jsonl", judged)


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Project:
    """Two sampled tasks, built. Tests must not change it."""
    project = make_project(tmp_path_factory.mktemp("sampled"))
    write_tasks(project)
    assert project.build() == 0
    return project


def counts(project: Project, name: str) -> dict[str, dict[str, int]]:
    [part] = project.manifest(name)["parts"]
    return {f"{each['table']}/{each['split']}": each for each in part["ledger"]["counts"]}


def translated(project: Project, name: str) -> list[str]:
    """Return the sources that stand in a build's pairs."""
    [file] = (project.options.work / "builds").glob(f"{name}-*/4-finished/pairs.parquet")
    return list(pq.read_table(file)["source"].to_pylist())


def test_every_row_is_accounted_for_those_not_drawn_too(built: Project) -> None:
    found = counts(built, "PocketClasses-VN")
    assert [(each["source"], each["released"], each["unsampled"]) for each in found.values()] == [
        (20, 10, 10),
        (28, 20, 8),
    ]
    [part] = built.manifest("PocketFinding-VN")["parts"]
    pool = part["sampling"]["pool"]
    corpus = counts(built, "PocketFinding-VN")["corpus/corpus"]
    assert corpus["source"] == 56
    assert pool["hard_negatives"] > 0
    assert pool["distractors"] == 4
    assert corpus["released"] == pool["judged"] + pool["hard_negatives"] + pool["distractors"]
    assert corpus["unsampled"] == 56 - corpus["released"] > 20


def test_only_what_was_drawn_is_translated(built: Project) -> None:
    sources = translated(built, "PocketClasses-VN")
    assert len(set(sources)) == len(sources) == 30
    found = counts(built, "PocketFinding-VN")
    sources = translated(built, "PocketFinding-VN")
    assert len(set(sources)) == len(sources)
    assert len(sources) == found["corpus/corpus"]["released"] + 3 < 20


def test_rows_that_are_not_drawn_are_listed_with_the_others_that_are_not_released(
    built: Project,
) -> None:
    with duckdb.connect() as connection:
        connection.read_parquet(
            str(built.release("PocketFinding-VN") / "rejected.parquet")
        ).create_view("rejected")
        rows = connection.execute(
            'SELECT "table", state, reason, count(*) FROM rejected GROUP BY ALL ORDER BY ALL'
        ).fetchall()
    corpus = counts(built, "PocketFinding-VN")["corpus/corpus"]
    assert rows == [
        ("corpus", "unsampled", "not-drawn", corpus["unsampled"]),
        ("qrels", "unsampled", "query-not-drawn", 5),
        ("queries", "unsampled", "not-drawn", 5),
    ]


def test_the_signature_has_sizes_and_seed(built: Project) -> None:
    assert "|n:10test+20train@42|" in built.manifest("PocketClasses-VN")["signature"]
    assert "|n:3q+2h+4d@42|" in built.manifest("PocketFinding-VN")["signature"]


def test_card_and_report_tell_of_the_sample(built: Project) -> None:
    classes = built.release("PocketClasses-VN")
    card = (classes / "README.md").read_text("utf-8")
    assert "`48 source = 30 released + 0 filtered + 0 failed + 18 not sampled`" in card
    assert "`test` 10 of 20, `train` 20 of 28, seed 42" in card
    assert "| rows | test | 20 | 10 | 0 | 0 | 10 |" in card
    report = (classes / "report.html").read_text("utf-8")
    assert "<b>18</b> not sampled" in report
    [part] = built.manifest("PocketFinding-VN")["parts"]
    pool = part["sampling"]["pool"]
    card = (built.release("PocketFinding-VN") / "README.md").read_text("utf-8")
    assert f"| {pool['hard_negatives']} | hard negatives: ranked high by BM25" in card
    report = (built.release("PocketFinding-VN") / "report.html").read_text("utf-8")
    assert f"{pool['hard_negatives']} hard negatives by BM25" in report


def test_what_looks_like_an_unlabelled_positive_comes_with_the_release(built: Project) -> None:
    [part] = built.manifest("PocketFinding-VN")["parts"]
    listed = pq.read_table(built.release("PocketFinding-VN") / "relabel.parquet").to_pylist()
    # A copy of an answer stands in the corpus, under another id.
    assert len(listed) == part["sampling"]["pool"]["suspicious"] > 0
    assert {row["language"] for row in listed} == {"vi"}
    assert all(row["signal"] == "overlap" and row["overlap"] > 0.3 for row in listed)
    assert "relabel.parquet" in (built.release("PocketFinding-VN") / "README.md").read_text("utf-8")


Problems = Callable[[Path], list[str]]


@pytest.fixture
def problems(catalog: Catalog, schemas: Schemas) -> Problems:
    """What verify finds wrong with a release."""
    return lambda release: [
        problem
        for held in verify(release, schemas, catalog.rooms.cards)
        for problem in held.problems
    ]


@pytest.mark.parametrize("name", ["PocketClasses-VN", "PocketFinding-VN"])
def test_a_sampled_release_holds(built: Project, problems: Problems, name: str) -> None:
    assert problems(built.release(name)) == []


def test_a_build_of_a_sample_resumes_and_gives_the_same_release(
    built: Project, tmp_path: Path
) -> None:
    again = make_project(tmp_path)
    write_tasks(again)
    assert again.build() == 0
    for name in ("PocketClasses-VN", "PocketFinding-VN"):
        files = [file for file in built.release(name).rglob("*") if file.is_file()]
        for file in files:
            other = again.release(name) / file.relative_to(built.release(name))
            assert file.read_bytes() == other.read_bytes(), file.name
    # A killed build left the source behind: the stages after it find its sample.
    [folder] = (again.options.work / "builds").glob("PocketFinding-VN-*-*/")
    for stage in ("2-texts", "3-decided", "4-finished"):
        shutil.rmtree(folder / stage)
    before = (again.release("PocketFinding-VN") / "manifest.json").read_bytes()
    assert again.build(tasks=("PocketFinding-VN",)) == 0
    assert (again.release("PocketFinding-VN") / "manifest.json").read_bytes() == before


def test_a_trial_of_the_first_rows_draws_from_those(built: Project, tmp_path: Path) -> None:
    project = make_project(tmp_path)
    write_tasks(project)
    assert project.build(tasks=("PocketClasses-VN",), limit=15) == 0
    trial = project.options.work / "trials/PocketClasses-VN/manifest.json"
    [part] = json.loads(trial.read_text())["parts"]
    found = {each["split"]: each for each in part["ledger"]["counts"]}
    assert [(each["source"], each["unsampled"]) for each in found.values()] == [(15, 5), (15, 0)]


@pytest.mark.parametrize(
    ("count", "problem"),
    [
        ({"unsampled": 9, "source": 19}, "9 not sampled, but 10 of 20 drawn"),
        ({"unsampled": 9}, "does not add up"),
        ({"unsampled": 9, "filtered": 1}, "rows test: 10 unsampled, the ledger has 9"),
        ({"unsampled": 9, "filtered": 1}, "rejected.parquet: rows test: 0 filtered"),
    ],
)
def test_forged_counts_of_what_was_not_drawn_are_found(
    built: Project, tmp_path: Path, problems: Problems, count: dict[str, int], problem: str
) -> None:
    release = shutil.copytree(built.release("PocketClasses-VN"), tmp_path / "release")
    parts = json.loads((release / "manifest.json").read_text())["parts"]
    [test] = [each for each in parts[0]["ledger"]["counts"] if each["split"] == "test"]
    test |= count
    fit(release, parts=parts)
    found = problems(release)
    assert any(problem in each for each in found), found


@pytest.mark.parametrize(
    ("pool", "problem"),
    [
        ({"suspicious": 0}, "the manifest says 0"),
        ({"distractors": 99}, "were drawn"),
    ],
)
def test_a_forged_pool_is_found(
    built: Project, tmp_path: Path, problems: Problems, pool: dict[str, int], problem: str
) -> None:
    release = shutil.copytree(built.release("PocketFinding-VN"), tmp_path / "release")
    parts = json.loads((release / "manifest.json").read_text())["parts"]
    parts[0]["sampling"]["pool"] |= pool
    fit(release, parts=parts)
    found = problems(release)
    assert any(problem in each for each in found), found
