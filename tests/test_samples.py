"""The samples: complete, original data that the gates and mteb's rules find nothing wrong with."""

import json
import re
import unicodedata
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pyarrow.parquet as pq
import pytest
from translate.storage.tmx import tmxfile

from babelwright.catalog.model import CsvStyle
from babelwright.sources.files import read_file
from babelwright.text.normal import matching_key

SAMPLES = Path(__file__).resolve().parent.parent / "samples"
# mteb's quality tests call texts of three characters or fewer short.
SHORT = 3


def rows(name: str) -> list[dict[str, Any]]:
    lines = (SAMPLES / name).read_text(encoding="utf-8").splitlines()
    return [json.loads(line) for line in lines]


def english() -> Iterator[str]:
    for row in rows("en/sts.jsonl"):
        yield from (row["sentence1"], row["sentence2"])
    for split in ("train", "test"):
        yield from (row["text"] for row in rows(f"en/classification.{split}.jsonl"))
    for row in rows("en/retrieval/corpus.jsonl"):
        yield from (row["title"], row["text"])
    yield from (row["text"] for row in rows("en/retrieval/queries.jsonl"))
    yield from (row["instruction"] for row in rows("en/retrieval/instructions.jsonl"))
    yield from (row["sentence1"] for row in rows("en/bitext.jsonl"))


@pytest.fixture(scope="module")
def memory() -> dict[str, str]:
    store = tmxfile.parsefile(str(SAMPLES / "memory/en-vi.tmx"))
    units = [(unit.source, unit.target) for unit in store.units]
    assert len(dict(units)) == len(units), "a source stands in the memory twice"
    return dict(units)


def test_the_memory_has_exactly_the_english_texts(memory: dict[str, str]) -> None:
    texts = list(english())
    assert len(texts) == len(set(texts)) > 400
    assert set(texts) == set(memory)


@pytest.mark.parametrize("code", ["da", "sv", "nb"])
def test_the_scandinavian_memory_has_sentences_and_queries_in_every_language(
    code: str, tmp_path: Path
) -> None:
    texts = [row["sentence1"] for row in rows("en/bitext.jsonl")[:30]]
    texts += [row["text"] for row in rows("en/retrieval/queries.jsonl")]
    file, out = SAMPLES / "memory/en-scandinavian.tmx", tmp_path / "units.parquet"
    assert read_file(file, "tmx", CsvStyle(), out, ("en", code)) == len(texts)
    units = pq.read_table(out).to_pylist()
    assert [unit["source"] for unit in units] == texts
    assert len({matching_key(unit["target"]) for unit in units}) == len(texts)


def test_no_two_texts_are_the_same_in_either_language(memory: dict[str, str]) -> None:
    for texts in (memory.keys(), memory.values()):
        counts = Counter(matching_key(text) for text in texts)
        assert [key for key, count in counts.items() if count > 1] == []


def test_texts_are_clean(memory: dict[str, str]) -> None:
    native = [row["text"] for s in ("train", "test") for row in rows(f"vi/requests.{s}.jsonl")]
    for text in [*memory, *memory.values(), *native]:
        assert text == unicodedata.normalize("NFC", text)
        assert text == text.strip()
        assert len(text) > SHORT
        assert not re.search(r"[^\S\n ]|  ", text), text


@pytest.mark.parametrize(
    ("pattern", "what"),
    [
        (r"\d,\d{3}", "thousands"),
        (r"\d\.\d", "decimals"),
        (r"\d{4}-\d\d-\d\d", "dates"),
        (r"USD|EUR|VND|£|\$", "currencies"),
        (r"https?://", "addresses"),
        (r"@example\.com", "e-mails"),
        (r"\{\w*\}|%s", "placeholders"),
        (r"`[^`]+`", "code"),
        (r"\b(?:not|never|without|no)\b", "negations"),
        (r"(?:Section|Article) \d", "references"),
        (r"\n\n", "paragraphs"),
    ],
)
def test_the_texts_hold_what_translation_loses(pattern: str, what: str) -> None:
    assert sum(bool(re.search(pattern, text)) for text in english()) >= 3, what


@pytest.mark.parametrize(
    ("name", "labels", "counts"),
    [("en/classification", 5, (60, 40)), ("vi/requests", 6, (72, 48))],
)
def test_labels_are_even(name: str, labels: int, counts: tuple[int, int]) -> None:
    for split, count in zip(("train", "test"), counts, strict=True):
        found = Counter(row["label"] for row in rows(f"{name}.{split}.jsonl"))
        assert len(found) == labels
        assert set(found.values()) == {count // labels}


def test_judgements_name_what_is_there() -> None:
    documents = {row["id"] for row in rows("en/retrieval/corpus.jsonl")}
    queries = {row["id"] for row in rows("en/retrieval/queries.jsonl")}
    lines = (SAMPLES / "en/retrieval/qrels.tsv").read_text().splitlines()[1:]
    judged = [line.split("\t") for line in lines]
    assert {query for query, _, _ in judged} == queries
    assert {document for _, document, _ in judged} < documents
    assert {score for _, _, score in judged} == {"1", "2"}


def test_the_readme_counts_right() -> None:
    text = (SAMPLES / "README.md").read_text()
    for words in ("60 pairs", "60 + 40", "50 documents, 25 queries", "470 units", "72 + 48"):
        assert words in text


CODES = ["en", "ar", "da", "fo", "fr", "is", "nb", "nn", "sv", "vi"]


def test_the_selftests_sentences_are_in_all_ten_languages() -> None:
    sentences = rows("pairs.jsonl")
    assert len(sentences) == 40
    for row in sentences:
        assert list(row) == CODES
        for text in row.values():
            assert text == unicodedata.normalize("NFC", text).strip()
            assert "  " not in text
    for code in CODES:
        assert len({matching_key(row[code]) for row in sentences}) == 40


def test_the_selftests_sentences_have_the_same_numbers_in_every_language() -> None:
    for row in rows("pairs.jsonl"):
        wanted = {re.sub(r"\D", "", number) for number in re.findall(r"\d[\d,.:]*", row["en"])}
        wanted = {number for number in wanted if int(number) > 12}
        for text in row.values():
            found = re.sub(r"(?<=\d)[\s.,:h]+(?=\d)", "", re.sub(r"(?<=\d) h (?=\d)", "", text))
            assert all(number in found for number in wanted), text
