"""BM25 over documents on disk."""

import math
from pathlib import Path

import numpy as np
import pyarrow as pa
import pytest
from hypothesis import given
from hypothesis import strategies as st

from babelwright.build.bm25 import HEAP, Hits, Index
from support.laws import law

DOCUMENTS = [
    "The cat sat on the mat.",
    "The dog chased the cat, and the cat ran.",
    "A boat on the river.",
    "Tiger, tiger, burning bright",
]


def index(folder: Path, documents: list[str] = DOCUMENTS, heap: int = HEAP) -> Index:
    folder.mkdir()
    made = Index(folder, heap)
    batch = pa.record_batch({"row": np.arange(len(documents)), "text": documents})
    assert list(made.add([batch])) == [len(documents)]
    return made


def best(hits: Hits) -> list[int]:
    return [int(row) for row in hits.rows]


@pytest.fixture(scope="module")
def small(tmp_path_factory: pytest.TempPathFactory) -> Index:
    return index(tmp_path_factory.mktemp("bm25") / "index")


def test_scores_are_those_of_the_formula(small: Index) -> None:
    # Idf and saturation of Robertson and Zaragoza (2009), with the mean length of the four.
    lengths = [6, 9, 5, 4]
    idf = math.log(1 + (4 - 2 + 0.5) / (2 + 0.5))
    found = small.search("cat", 10)
    assert best(found) == [1, 0]
    for row, score in zip(found.rows, found.scores, strict=True):
        frequency = DOCUMENTS[row].lower().count("cat")
        norm = 1.2 * (1 - 0.75 + 0.75 * lengths[row] / 6)
        assert score == pytest.approx(idf * frequency * 2.2 / (frequency + norm), abs=0.001)


def test_all_is_said_when_there_is_no_more(small: Index, tmp_path: Path) -> None:
    assert small.search("cat", 10).all
    many = [f"cat {'and ' * n}" for n in range(40)]
    assert not index(tmp_path / "index", many).search("cat", 2).all


def test_documents_of_one_score_come_all_or_not_at_all(tmp_path: Path) -> None:
    documents = ["cat", *["cat dog"] * 30, *["cat dog bird"] * 30]
    found = index(tmp_path / "index", documents).search("cat", 5)
    assert sorted(best(found)) == list(range(31))


@pytest.mark.parametrize(
    "text",
    ["", "...", "cat AND (", '"', "text:cat^9~", "[a TO b]", "*", "\\", "cat OR NOT dog", "{}"],
)
def test_no_text_is_query_syntax(small: Index, text: str) -> None:
    words = {word for word in ("cat", "dog", "a", "on", "the") if word in small.terms(text)}
    expected = {n for n, each in enumerate(DOCUMENTS) if words & set(small.terms(each))}
    assert set(best(small.search(text, 10))) == expected


@law
@given(text=st.text(max_size=40))
def test_any_text_is_taken(small: Index, text: str) -> None:
    assert small.search(text, 3).all in (True, False)


@pytest.mark.parametrize(
    ("text", "terms"),
    [
        ("It's 3.5 km!", ["it", "s", "3", "5", "km"]),
        ("ĐƯỜNG phố", ["đường", "phố"]),
        ("नमस्ते दुनिया", ["नमस्ते", "दुनिया"]),
        ("العَرَبِيَّة", ["العَرَبِيَّة"]),
        ("你好 abc世界", ["你", "好", "abc", "世", "界"]),
        ("x" * 300, ["x" * 300]),
    ],
)
def test_letters_marks_and_digits_make_terms_in_every_script(
    small: Index, text: str, terms: list[str]
) -> None:
    assert small.terms(text) == terms


def test_a_query_that_says_a_term_twice_weighs_it_twice(small: Index) -> None:
    [once], [twice] = (small.search(text, 5).scores for text in ("boat", "boat Boat"))
    assert twice == pytest.approx(2 * once, abs=0.002)


def test_how_documents_lie_in_segments_has_no_say(tmp_path: Path) -> None:
    generator = np.random.default_rng(0)
    words = np.array([f"w{n}" for n in range(3000)])
    share = 1 / np.arange(1, 3001)
    drawn = generator.choice(words, (30_000, 40), p=share / share.sum())
    documents = [" ".join(each) for each in drawn]
    mixed = [int(n) for n in generator.permutation(len(documents))]
    one = index(tmp_path / "one", documents)
    other = index(tmp_path / "other", [documents[n] for n in mixed], heap=15_000_000)
    assert one.segments == 1 < other.segments
    for text in documents[:50]:
        query = " ".join(text.split()[:6])
        here, there = one.search(query, 20), other.search(query, 20)
        found = {mixed[row]: score for row, score in zip(best(there), there.scores, strict=True)}
        assert found == dict(zip(best(here), here.scores, strict=True))
