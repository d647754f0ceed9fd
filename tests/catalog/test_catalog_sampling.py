"""What a task file may say in [sample], and what it means."""

from pathlib import Path

import pytest

from babelwright.catalog.load import load_catalog
from babelwright.catalog.model import Sample
from support.catalogs import TASK, replaced, task_problems, write_catalog

TABLES = {
    "retrieval": ("corpus", "queries", "qrels"),
    "reranking": ("corpus", "queries", "qrels", "top_ranked"),
}


def changes(kind: str, sample: str) -> tuple[tuple[str, str], ...]:
    """Return what makes the task one of another type with a sample."""
    mapping = "\n".join(f'{table} = "SELECT 1"' for table in TABLES.get(kind, ("sql",)))
    return (
        ('"sts"', f'"{kind}"'),
        ('sql = "SELECT * FROM source"', f"{mapping}\n\n{sample}"),
    )


def sample_of(root: Path, kind: str, sample: str) -> Sample | None:
    catalog = load_catalog(write_catalog(root, replaced(TASK, *changes(kind, sample))))
    return catalog.builders[0].tasks[0].sample


@pytest.mark.parametrize(
    ("kind", "sample", "meaning"),
    [
        ("sts", "", None),
        ("sts", "[sample]\nsize = 500", Sample(sizes={"test": 500})),
        ("sts", "[sample]\nsize = { test = 9 }\nseed = 7", Sample(7, sizes={"test": 9})),
        ("sts", '[sample]\nsize = "all"', None),
        ("clustering", "", None),
        ("classification", "", Sample(sizes={"test": 2048})),
        ("multilabel_classification", "", Sample(sizes={"test": 2048})),
        ("classification", "[sample]\nseed = 7", Sample(7, sizes={"test": 2048})),
        ("classification", '[sample]\nsize = "all"', None),
        ("classification", '[sample]\nsize = { test = "all" }', None),
        ("retrieval", "", None),
        ("retrieval", "[sample]\nqueries = 300", Sample(queries=300)),
        (
            "retrieval",
            "[sample]\nqueries = 3\nhard_negatives = 2\ndistractors = 0",
            Sample(queries=3, hard_negatives=2, distractors=0),
        ),
        ("reranking", "[sample]\ndistractors = 9", Sample(distractors=9)),
    ],
)
def test_a_sample_means_what_it_says(
    tmp_path: Path, kind: str, sample: str, meaning: Sample | None
) -> None:
    assert sample_of(tmp_path, kind, sample) == meaning


def test_a_size_by_split_leaves_the_others_at_their_default(tmp_path: Path) -> None:
    text = replaced(
        TASK,
        *changes("classification", "[sample]\nsize = { train = 4096, dev = 'all' }"),
        ('{ test = "test" }', '{ train = "a", dev = "b", test = "c" }'),
    )
    task = load_catalog(write_catalog(tmp_path, text)).builders[0].tasks[0]
    assert task.sample == Sample(sizes={"train": 4096, "test": 2048})


@pytest.mark.parametrize(
    ("kind", "sample", "problem"),
    [
        (
            "sts",
            "queries = 3",
            "19: [sample] 'queries' is not for a sts task; allowed: 'seed', 'size'",
        ),
        (
            "retrieval",
            "size = 3",
            "21: [sample] 'size' is not for a retrieval task; "
            "allowed: 'distractors', 'hard_negatives', 'queries', 'seed'",
        ),
        (
            "reranking",
            "hard_negatives = 3",
            "22: [sample] 'hard_negatives' is not for a reranking task: "
            "its candidates are what a query is hard on",
        ),
        ("sts", "sise = 3", "19: [sample] unknown key 'sise'; did you mean 'size'?"),
        (
            "sts",
            "size = { tset = 3 }",
            "19: [sample] 'tset' is none of the splits; did you mean 'test'?",
        ),
        ("sts", "seed = 3", "18: [sample] says nothing to draw: give size"),
        (
            "retrieval",
            "seed = 3",
            "20: [sample] says nothing to draw: give distractors, hard_negatives, queries",
        ),
        (
            "sts",
            "size = 0",
            '19: sample.size: A number of rows, "all", or a table by split: '
            "{ train = 4096, test = 2048 }.",
        ),
        (
            "sts",
            'size = { test = "every" }',
            '19: sample.size: A number of rows, "all", or a table by split: '
            "{ train = 4096, test = 2048 }.",
        ),
        ("retrieval", "queries = 2.5", "21: sample.queries = 2.5 is not of type 'integer'"),
        ("retrieval", "queries = 0", "21: sample.queries: 0 is less than the minimum of 1"),
        ("retrieval", "seed = -1", "21: sample.seed: -1 is less than the minimum of 0"),
    ],
)
def test_a_sample_that_cannot_be_is_explained(
    tmp_path: Path, kind: str, sample: str, problem: str
) -> None:
    found = task_problems(tmp_path, *changes(kind, f"[sample]\n{sample}"))
    assert found == [f"task.toml:{problem}"]


def test_what_bm25_cannot_compare_is_told(tmp_path: Path) -> None:
    found = task_problems(
        tmp_path,
        *changes("retrieval", "[sample]\nhard_negatives = 3"),
        ('"translate"', '"collect"\ncross_lingual = "queries"'),
    )
    assert found == [
        "task.toml:22: [sample] 'hard_negatives' needs queries and documents in one language"
    ]
