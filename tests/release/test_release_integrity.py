"""A release whose judgements were rewritten hangs together, and one that was tampered with not."""

import json
import shutil
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from babelwright.catalog.model import Catalog
from babelwright.catalog.schema import Schemas
from babelwright.release.integrity import loose_ends
from babelwright.release.verify import verify
from support.projects import Project, make_project

NAME = "PocketRanking-VN"
TASK = """
name        = "PocketRanking-VN"
type        = "reranking"
method      = "translate"
languages   = ["vi"]
domains     = ["Written"]
description = "A few questions that fit in a pocket."

[source]
language = "en"
licence  = "cc0-1.0"
splits   = { test = "test" }
inputs   = { corpus = { file = "corpus.jsonl" }, queries = { file = "queries.jsonl" }, qrels = { file = "qrels.jsonl" }, top = { file = "top.jsonl" } }

[map]
corpus     = "SELECT id, text FROM corpus"
queries    = "SELECT id, text FROM queries"
qrels      = 'SELECT "query-id", "corpus-id", score FROM qrels'
top_ranked = 'SELECT "query-id", "corpus-ids" FROM top'
"""  # noqa: E501
SHOP = ("The shop opens at nine in the morning.", "Cửa hàng mở cửa lúc chín giờ sáng.")
DOCUMENTS = {
    "shop": SHOP,
    "shop-again": ("The shop opens at nine in the morning!", ""),  # equal in the source
    "train": ("The train to the coast was late.", "Chuyến tàu ra bờ biển bị trễ."),
    "rail": ("The coastal train came too late.", "Chuyến tàu ra bờ biển bị trễ!"),  # made equal
    "rent": ("The rent is 250 euros a month.", "Tiền thuê nhà là 900 euro mỗi tháng."),  # distracts
    "fare": ("A ticket costs 410 euros each.", "Mỗi tấm vé có giá là 900 euro đấy."),  # is relevant
    **{
        f"d{n}": (f"Paragraph number {n} is about fish.", f"Đoạn văn số {n} nói về loài cá.")
        for n in range(20, 40)
    },
}
QUESTIONS = {
    "when": ("When does the shop open?", "Cửa hàng mở cửa khi nào?"),
    "late": ("Which train was late?", "Chuyến tàu nào bị trễ?"),
    "cost": ("What does a ticket cost?", "Một tấm vé giá bao nhiêu?"),
    **{
        f"q{n}": (f"What is in paragraph {n}?", f"Trong đoạn văn {n} có gì?") for n in range(20, 40)
    },
}
JUDGED = [
    ("when", "shop-again", 1), ("late", "train", 1), ("late", "rail", 2), ("cost", "fare", 1),
    ("when", "rent", 0), *((f"q{n}", f"d{n}", 1) for n in range(20, 40)),
]  # fmt: skip
CANDIDATES = {
    "when": ["rent", "shop-again", "shop"], "late": ["d20", "rail", "train"], "cost": ["fare"],
    **{f"q{n}": [f"d{n}", "rent"] for n in range(20, 40)},
}  # fmt: skip


@pytest.fixture(scope="module")
def ranking(tmp_path_factory: pytest.TempPathFactory) -> Project:
    project = make_project(tmp_path_factory.mktemp("ranking"))
    (project.root / "builders/pocket/sts.toml").unlink()
    project.write("builders/pocket/ranking.toml", TASK)
    texts = [*DOCUMENTS.values(), *QUESTIONS.values()]
    project.write_pairs({source: target for source, target in texts if target})
    for name, rows in (("corpus", DOCUMENTS), ("queries", QUESTIONS)):
        listed = [{"id": i, "text": source} for i, (source, _) in rows.items()]
        project.write_rows(f"{name}.jsonl", listed)
    judged = [{"query-id": q, "corpus-id": d, "score": s} for q, d, s in JUDGED]
    project.write_rows("qrels.jsonl", judged)
    ranked = [{"query-id": q, "corpus-ids": ids} for q, ids in CANDIDATES.items()]
    project.write_rows("top.jsonl", ranked)
    assert project.build() == 0
    return project


def rows(folder: Path, name: str) -> list[dict[str, Any]]:
    (file,) = folder.glob(name)
    found: list[dict[str, Any]] = pq.read_table(file).to_pylist()
    return found


def test_merged_rows_are_released_with_what_they_name_now(ranking: Project) -> None:
    folder = ranking.release(NAME)
    judged = rows(folder, "data/qrels/*.parquet")
    assert [tuple(row.values()) for row in judged][:3] == [
        ("when", "shop", 1), ("late", "train", 2), ("when", "rent", 0),
    ]  # fmt: skip
    ranked = {
        row["query-id"]: row["corpus-ids"] for row in rows(folder, "data/top_ranked/*.parquet")
    }
    assert ranked["when"] == ["rent", "shop"]
    assert ranked["late"] == ["d20", "train"]
    assert "cost" not in ranked
    rejected = {
        f"{row['table']} {row['id']}": row["reason"] for row in rows(folder, "rejected.parquet")
    }
    assert rejected == {
        "corpus shop-again": "document-duplicate-source",
        "corpus rail": "document-duplicate-created",
        "corpus fare": "number-changed",
        "queries cost": "query-without-relevant",
        "qrels late\ttrain": "qrel-merged",
        "qrels cost\tfare": "qrel-dangling",
        "top_ranked cost": "candidates-dangling",
    }


def test_provenance_knows_a_row_by_both_its_names(ranking: Project) -> None:
    told = rows(ranking.release(NAME), "provenance.parquet")
    moved = {row["id"]: row["key"] for row in told if row["key"] != row["id"]}
    assert moved == {"when\tshop-again": "when\tshop", "late\trail": "late\ttrain"}
    rent = next(row for row in told if row["id"] == "rent")
    assert [text["state"] for text in rent["texts"]] == ["rejected"]


def test_such_a_release_is_verified(ranking: Project, catalog: Catalog, schemas: Schemas) -> None:
    held = verify(ranking.release(NAME), schemas, catalog.rooms.cards)
    assert [each.problems for each in held if not each.holds] == []


def test_card_and_report_say_what_a_distractor_and_a_merge_are(ranking: Project) -> None:
    folder = ranking.release(NAME)
    card = (folder / "README.md").read_text(encoding="utf-8")
    assert "A document with `distractor-only` is a text of the language" in card
    assert "was merged into it: judgements and candidates name the one that stayed" in card
    assert "`distractor-only`" in card
    report = (folder / "report.html").read_text(encoding="utf-8")
    assert report.count("released in documents that are distractors only") == 1


def change(folder: Path, name: str, changed: list[dict[str, Any]]) -> None:
    (file,) = folder.glob(name)
    pq.write_table(pa.Table.from_pylist(changed, schema=pq.read_schema(file)), file)


@pytest.mark.parametrize(
    ("name", "spoil", "problems"),
    [
        ("qrels", lambda row: {**row, "corpus-id": "shop-again"}, [
            "1 judgements of documents that are not there",
            "1 queries without a relevant candidate"]),
        ("qrels", lambda row: {**row, "query-id": "?"}, [
            "1 judgements of queries that are not there",
            "1 queries without a relevant document",
            "2 queries without a relevant candidate"]),
        ("qrels", lambda row: {**row, "corpus-id": "rent"}, [
            "1 judgements that call a distractor relevant"]),
        ("qrels", lambda row: {**row, "score": 0}, [
            "1 queries without a relevant document", "1 queries without a relevant candidate"]),
        ("top_ranked", lambda row: {**row, "corpus-ids": ["shop", "?"]}, [
            "1 candidates that are not there"]),
        ("top_ranked", lambda row: {**row, "query-id": "?"}, [
            "1 candidates of queries that are not there",
            "1 queries without a relevant candidate"]),
        ("queries", lambda row: {**row, "id": "?"}, [
            "2 judgements of queries that are not there", "1 queries without a judgement",
            "1 candidates of queries that are not there"]),
    ],
)  # fmt: skip
def test_what_hangs_on_nothing_is_told(
    ranking: Project, tmp_path: Path, name: str, spoil: Any, problems: list[str]
) -> None:
    folder = shutil.copytree(ranking.release(NAME), tmp_path / "release")
    first, *others = rows(folder, f"data/{name}/*.parquet")
    change(folder, f"data/{name}/*.parquet", [spoil(first), *others])
    manifest = json.loads((folder / "manifest.json").read_text())
    assert list(loose_ends(manifest, folder)) == [f"vi: {each}" for each in problems]
