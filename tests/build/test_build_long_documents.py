"""Long documents through a whole build: nothing cut off, the layout as it was."""

from pathlib import Path

import pyarrow.parquet as pq
import pytest

from support.projects import BUILDER, PAIRS, Project

TASK = """
name        = "LongTexts-VN"
type        = "bitext_mining"
method      = "translate"
languages   = ["vi"]
domains     = ["Legal"]
description = "Two long documents, translated by the memory of their parts."

[source]
file     = "documents.jsonl"
language = "en"
licence  = "cc0-1.0"
splits   = { test = "test" }

[map]
sql = "SELECT id, sentence1 FROM source"
"""
PARAGRAPH = (
    "The tenant keeps the flat clean. Repairs are paid by the owner.",
    "Bên thuê giữ căn hộ sạch sẽ. Chủ nhà trả tiền sửa chữa.",
)
HEADING = ("Article 12", "Điều 12")
ENGLISH, VIETNAMESE = list(PAIRS), list(PAIRS.values())


def document(texts: list[str], heading: str, paragraph: str, times: int) -> str:
    """Return a document with headings, lists, tables and paragraphs."""
    part = (
        f"{heading}\r\n\r\n{paragraph}\n\n1. {texts[0]}  {texts[1]}\n2. {texts[2]}\n"
        f"   (a)\t{texts[3]}\n   (b)\u00a0{texts[4]}\n\n| {texts[5]} | 12 |\n\n  - {texts[6]}\n\n\n"
    )
    return part * times + texts[7] + "\n"


TMX_UNIT = '<tu><tuv xml:lang="en"><seg>{}</seg></tuv><tuv xml:lang="vi"><seg>{}</seg></tuv></tu>'


def write_tmx(project: Project) -> None:
    units = "".join(TMX_UNIT.format(*pair) for pair in [*PAIRS.items(), PARAGRAPH, HEADING])
    head = '<header srclang="en" segtype="paragraph" adminlang="en" datatype="plaintext"/>'
    text = f'<?xml version="1.0"?><tmx version="1.4">{head}<body>{units}</body></tmx>'
    project.write("memory.tmx", text)
    project.write("builders/pocket/builder.toml", BUILDER.replace("memory.jsonl", "memory.tmx"))


@pytest.mark.parametrize("times", [1, 800], ids=["short", "of 300,000 characters"])
def test_a_document_of_known_paragraphs_and_sentences_keeps_its_layout(
    project: Project, times: int
) -> None:
    (project.root / "builders/pocket/sts.toml").unlink()
    project.write("builders/pocket/long.toml", TASK)
    write_tmx(project)
    source = document(ENGLISH, HEADING[0], PARAGRAPH[0], times)
    assert times == 1 or len(source) > 300_000
    rows = [{"id": "long", "sentence1": source}, {"id": "short", "sentence1": ENGLISH[0]}]
    project.write_rows("documents.jsonl", rows)
    assert project.build() == 0
    (file,) = (project.release("LongTexts-VN") / "data").rglob("*.parquet")
    released = {row["id"]: row["sentence2"] for row in pq.read_table(file).to_pylist()}
    assert released["long"] == document(VIETNAMESE, HEADING[1], PARAGRAPH[1], times)
    assert released["short"] == VIETNAMESE[0]


def test_the_report_of_a_long_document_shows_its_beginning(project: Project) -> None:
    (project.root / "builders/pocket/sts.toml").unlink()
    project.write("builders/pocket/long.toml", TASK)
    write_tmx(project)
    source = document(ENGLISH, HEADING[0], PARAGRAPH[0], 100)
    rows = [{"id": "long", "sentence1": source}, {"id": "short", "sentence1": ENGLISH[0]}]
    project.write_rows("documents.jsonl", rows)
    assert project.build() == 0
    report = Path(project.release("LongTexts-VN") / "report.html").read_text(encoding="utf-8")
    assert ENGLISH[0] in report
    assert len(report) < len(source)
