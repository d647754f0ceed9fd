"""Checks over whole splits: ceilings, what became equal, names of queries and documents."""

from collections.abc import Iterator, Mapping

import duckdb
import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from babelwright.checks.corpus.ceiling import ceiling
from babelwright.checks.corpus.entities import Judged, agreement, shared_names
from babelwright.checks.corpus.equal import add_keys, newly_equal, newly_leaked

THRESHOLDS: Mapping[str, float] = {"longest": 20, "within": 0.03, "least": 3, "beyond": 1.25}
LENGTHS = np.array([100, 900, 5000, 9000, 12000, 20000, 40000])


def test_texts_that_end_together_below_their_sources_have_a_ceiling() -> None:
    found = ceiling(LENGTHS, np.minimum(LENGTHS, 5000), 1.0, THRESHOLDS)
    assert found
    assert (found.least, found.most, found.texts) == (5000, 5000, 5)
    assert (found.beyond, found.of) == (4, 7)


def test_a_ceiling_is_found_though_it_wavers() -> None:
    cut = np.array([100, 900, 4950, 5010, 5040, 4990, 5050])
    found = ceiling(LENGTHS, cut, 1.0, THRESHOLDS)
    assert found
    assert (found.least, found.most) == (4950, 5050)


def test_long_texts_that_lie_together_in_the_source_have_none() -> None:
    lengths = np.array([100, 4950, 5000, 5010, 5040])
    assert ceiling(lengths, lengths, 1.0, THRESHOLDS) is None


@pytest.mark.parametrize("ratio", [0.7, 1.0, 1.3])
def test_a_column_that_is_shorter_as_a_whole_has_none(ratio: float) -> None:
    sources = np.arange(50, 90)
    assert ceiling(sources, (sources * 0.7).astype(np.int64), ratio, THRESHOLDS) is None


@given(st.lists(st.integers(1, 10**6), min_size=1, max_size=60), st.floats(0.5, 2.0))
def test_a_whole_translation_never_has_a_ceiling(lengths: list[int], ratio: float) -> None:
    sources = np.array(lengths)
    targets = np.ceil(sources * ratio).astype(np.int64)
    assert ceiling(sources, targets, ratio, THRESHOLDS) is None


def test_nothing_has_no_ceiling() -> None:
    assert ceiling(LENGTHS, np.array([], dtype=np.int64), 1.0, THRESHOLDS) is None


@pytest.fixture
def connection() -> Iterator[duckdb.DuckDBPyConnection]:
    with duckdb.connect() as opened:
        add_keys(opened, None, None)
        yield opened


def table(connection: duckdb.DuckDBPyConnection, name: str, rows: list[tuple[str, str]]) -> str:
    connection.execute(
        f"CREATE TABLE {name} (_position BIGINT, _id VARCHAR, s_text VARCHAR, t_text VARCHAR)"
    )
    for place, (source, target) in enumerate(rows):
        connection.execute(
            f"INSERT INTO {name} VALUES (?, ?, ?, ?)",  # noqa: S608
            [place, f"{name}{place}", source, target],
        )
    return name


def test_only_what_translation_made_equal_counts(connection: duckdb.DuckDBPyConnection) -> None:
    rows = [("A cat.", "Mèo."), ("a cat", "mèo"), ("One kitten.", "Mèo!"), ("A dog.", "Chó.")]
    found = newly_equal(connection, table(connection, "a", rows), ["text"])
    assert (found.rows, found.of) == (1, 4)
    assert found.shown == (("a0", "a2", "A cat.", "One kitten.", "Mèo!"),)


def test_empty_translations_are_not_equal_texts(connection: duckdb.DuckDBPyConnection) -> None:
    rows = [("A cat.", ""), ("A dog.", "")]
    assert newly_equal(connection, table(connection, "a", rows), ["text"]).rows == 0


def test_only_what_was_not_in_training_before_leaks(connection: duckdb.DuckDBPyConnection) -> None:
    train = table(connection, "t", [("A cat.", "Mèo."), ("A dog.", "Chó.")])
    test = table(connection, "e", [("A cat!", "Mèo"), ("A hound.", "Chó"), ("A cow.", "Bò.")])
    found = newly_leaked(connection, train, test, ["text"])
    assert (found.rows, found.of) == (1, 3)
    assert found.shown == (("t1", "e1", "A dog.", "A hound.", "Chó"),)


def test_names_are_capitals_within_a_sentence_that_the_document_has_too() -> None:
    query = "Who did Anna Berg meet in Oslo? Berg was alone."
    assert shared_names(query, "Later Berg and Anna left. Who knows.") == ["Anna", "Berg"]
    assert shared_names("Is the March cold?", "They march in March.") == []


def test_inflected_names_are_alike() -> None:
    pair = Judged("1", "Is it far to Reykjavik?", "The road to Reykjavik is long.",
                  "Er langt til Reykjavíkur?", "Vegurinn til Reykjavíkur er langur.")  # fmt: skip
    assert agreement([pair], most=5, same_script=True)[:3] == (1, 0, 0)
    other = pair._replace(document_translated="Vegurinn til Reikiavíkur er langur.")
    assert agreement([other], most=5, same_script=True)[:3] == (0, 1, 0)


def test_a_rendering_is_learnt_from_the_queries() -> None:
    pairs = [
        Judged(str(i), f"{word} is north of Germany?", "It borders Germany there.",
               f"{thing} ở phía bắc nước Đức?", "Nó giáp với nước Đức ở đó.")
        for i, (word, thing) in enumerate([("What", "Cái gì"), ("Who", "Ai"), ("Which", "Nào")])
    ]  # fmt: skip
    assert agreement(pairs, most=5, same_script=True)[:3] == (3, 0, 0)
    pairs += [
        Judged("4", "Who is north of the lake?", "A man.", "Ai ở phía bắc nước hồ?", "Một người."),
    ]
    assert agreement(pairs, most=5, same_script=True)[:3] == (3, 0, 0)
    pairs[0] = pairs[0]._replace(document_translated="Nó giáp với xứ kia ở đó.")
    found = agreement(pairs, most=5, same_script=True)
    assert found[:3] == (2, 1, 0)
    assert found.shown[0].name == "Germany"


def test_in_another_script_a_name_beside_its_rendering_says_nothing() -> None:
    pair = Judged("1", "Where is the Amazon?", "The Amazon is a river.",
                  "أين يقع الأمازون؟", "الأمازون (Amazon) نهر.")  # fmt: skip
    assert agreement([pair], most=5, same_script=False)[:3] == (0, 0, 1)
