"""Closure of sentence pairs, labels and bitext: one rule after the other."""

from pathlib import Path
from typing import Any

import pytest

from babelwright.catalog.model import Gates
from support.closure import Bench, Found

Pair = tuple[str, str, float]


def pairs(*rows: Pair) -> list[dict[str, Any]]:
    return [
        {"id": str(n), "sentence1": f"see {first}", "sentence2": f"see {second}", "score": score}
        for n, (first, second, score) in enumerate(rows)
    ]


def texts(*rows: tuple[str, int]) -> list[dict[str, Any]]:
    return [
        {"id": str(n), "text": f"see {text}", "label": label}
        for n, (text, label) in enumerate(rows)
    ]


def bitext(*rows: tuple[str, str]) -> list[dict[str, Any]]:
    return [
        {"id": str(n), "sentence1": f"see {first}", "sentence2": f"see {second}"}
        for n, (first, second) in enumerate(rows)
    ]


def closed_pairs(folder: Path, gates: Gates, before: list[Pair], after: list[Pair]) -> Found:
    bench = Bench(folder, "sts", gates, {"test": pairs(*before)})
    return bench.result({"test": pairs(*after)})


def closed_texts(
    folder: Path, gates: Gates, before: dict[str, list[Any]], after: dict[str, list[Any]]
) -> Found:
    source = {split: texts(*rows) for split, rows in before.items()}
    result = {split: texts(*rows) for split, rows in after.items()}
    return Bench(folder, "classification", gates, source).result(result)


def test_a_pair_that_translation_collapsed_leaves_if_its_score_says_it_differs(
    tmp_path: Path, gates: Gates
) -> None:
    before = [("a cat", "a kitten", 3.8), ("a cat", "the cat", 5.0), ("x", "y", 0.0)]
    after = [("con mèo", "Con mèo.", 3.8), ("con mèo", "con mèo", 5.0), ("ích", "ít", 0.0)]
    found = closed_pairs(tmp_path, gates, before, after)
    assert found.reasons == {"test 0": ["pair-collapsed"], "test 1": ["pair-identical (flagged)"]}
    assert found.details["test 0 pair-collapsed"] == "score 3.8, both: see con mèo"
    assert found.left["rows"] == ["test 1", "test 2"]


def test_a_pair_that_was_identical_stays(tmp_path: Path, gates: Gates) -> None:
    rows = [("a cat", "A cat", 3.0), ("b", "c", 5.0)]
    bench = Bench(tmp_path, "sts", gates, {"test": pairs(*rows, ("d", "d", 4.0))})
    assert bench.source().reasons == {"test 2": ["pair-identical-source (flagged)"]}
    after = [("mèo", "mèo", 3.0), ("b", "c", 5.0), ("d", "d", 4.0)]
    assert bench.result({"test": pairs(*after)}).reasons == {}


@pytest.mark.parametrize("turned", [False, True])
def test_pairs_that_translation_made_equal_leave_but_the_first(
    tmp_path: Path, gates: Gates, turned: bool
) -> None:
    before = [("one", "two", 1.0), ("uno", "dos", 1.0), ("three", "four", 3.0)]
    second = ("hai", "một") if turned else ("một", "hai")
    after = [("một", "hai", 1.0), (*second, 1.0), ("ba", "bốn", 3.0)]
    found = closed_pairs(tmp_path, gates, before, after)
    assert found.reasons == {"test 1": ["duplicate-created"]}
    assert found.details["test 1 duplicate-created"] == "same as 0"
    assert found.left["rows"] == ["test 0", "test 2"]


def test_pairs_that_are_equal_in_the_source_leave_but_the_first(
    tmp_path: Path, gates: Gates
) -> None:
    bench = Bench(tmp_path, "sts", gates, {"test": pairs(("a", "b", 1.0), ("B", "a!", 1.0))})
    assert bench.source().reasons == {"test 1": ["duplicate-source"]}
    found = bench.result({"test": pairs(("á", "bê", 1.0), ("bê", "á", 1.0))})
    assert found.reasons == {}
    assert found.left["rows"] == ["test 0"]


@pytest.mark.parametrize("turned", [False, True])
def test_equal_pairs_with_different_scores_all_leave_whatever_their_order(
    tmp_path: Path, gates: Gates, turned: bool
) -> None:
    first, second = [("a", "b", 1.0), ("B", "a!", 2.0)][:: -1 if turned else 1]
    source = pairs(first, second, ("c", "d", 1.0))
    found = Bench(tmp_path / "source", "sts", gates, {"test": source}).source()
    assert found.reasons == {f"test {n}": ["pair-contradiction-source"] for n in (0, 1)}
    assert found.details["test 0 pair-contradiction-source"] == (
        f"score {first[2]}, and others for the same text"
    )
    before = [("one", "two", first[2]), ("uno", "dos", second[2]), ("c", "d", 1.0)]
    found = closed_pairs(tmp_path / "made", gates, before, [first, second, ("c", "d", 1.0)])
    assert found.reasons == {f"test {n}": ["pair-contradiction"] for n in (0, 1)}
    assert found.left["rows"] == ["test 2"]


def test_equal_rows_of_different_splits_are_no_duplicates(tmp_path: Path, gates: Gates) -> None:
    before = {"dev": [("x", 0)], "test": [("y", 0)]}
    after = {"dev": [("z", 0)], "test": [("z", 0)]}
    assert closed_texts(tmp_path, gates, before, after).reasons == {}


def test_texts_with_different_labels_that_became_equal_all_leave(
    tmp_path: Path, gates: Gates
) -> None:
    before = {"test": [("good", 0), ("bad", 1), ("fine", 0), ("other", 1)]}
    after = {"test": [("được", 0), ("Được", 1), ("được.", 0), ("khác", 1)]}
    found = closed_texts(tmp_path, gates, before, after)
    assert found.reasons == {f"test {n}": ["label-contradiction"] for n in (0, 1, 2)}
    assert found.left["rows"] == ["test 3"]


def test_texts_that_contradict_each_other_in_the_source_all_leave_it(
    tmp_path: Path, gates: Gates
) -> None:
    before = {"test": texts(("so so", 0), ("So so", 1), ("so so", 0), ("good", 1))}
    bench = Bench(tmp_path, "classification", gates, before)
    assert bench.source().reasons == {
        f"test {n}": ["label-contradiction-source"] for n in (0, 1, 2)
    }
    after = texts(("tạm", 0), ("tạm", 1), ("tạm", 0), ("tốt", 1))
    assert bench.result({"test": after}).reasons == {}


def test_a_training_text_that_became_one_of_the_test_leaves(tmp_path: Path, gates: Gates) -> None:
    before = {"train": [("hello", 0), ("bye", 0)], "test": [("hi", 0), ("hey", 0)]}
    after = {"train": [("chào", 0), ("tạm biệt", 0)], "test": [("Chào!", 0), ("ê", 0)]}
    found = closed_texts(tmp_path, gates, before, after)
    assert found.reasons == {"train 0": ["leakage-created"]}
    assert found.details["train 0 leakage-created"] == "also in test 0"
    assert found.left["rows"] == ["test 0", "test 1", "train 1"]


def test_a_training_text_that_is_in_the_test_already_leaves_the_source(
    tmp_path: Path, gates: Gates
) -> None:
    source = {"train": texts(("hello", 0), ("bye", 0)), "validation": texts(("Hello.", 0))}
    bench = Bench(tmp_path, "classification", gates, source)
    found = bench.source()
    assert found.reasons == {"train 0": ["leakage-source"]}
    assert found.details["train 0 leakage-source"] == "also in validation 0"
    after = {"train": texts(("chào", 0), ("tạm biệt", 0)), "validation": texts(("chào", 0))}
    assert bench.result(after).reasons == {}, "a row that left is not judged again"


def test_a_label_that_loses_its_last_row_is_noted_for_its_split(
    tmp_path: Path, gates: Gates
) -> None:
    before = {"train": [("hello", 2), ("bye", 0)], "test": [("hi", 2), ("bye", 0)]}
    after = {"train": [("chào", 2), ("tạm biệt", 0)], "test": [("chào", 2), ("đi", 0)]}
    found = closed_texts(tmp_path, gates, before, after)
    assert found.reasons == {"train 0": ["leakage-created"]}
    assert found.notes == [("train", "label-lost", "label 2 has no rows left")]


def test_a_label_whose_rows_all_failed_before_is_lost_too(tmp_path: Path, gates: Gates) -> None:
    source = {"test": texts(("one", 0), ("two", 1), ("three", 2))}
    bench = Bench(tmp_path, "classification", gates, source)
    bench.end(("rows", "test", "2"))
    found = bench.result({"test": texts(("một", 0), ("hai", 1), ("ba", 2))})
    assert found.notes == [("test", "label-lost", "label 2 has no rows left")]


def test_of_sentences_with_one_translation_the_first_stays(tmp_path: Path, gates: Gates) -> None:
    before = bitext(("you", ""), ("thou", ""), ("we", ""))
    bench = Bench(tmp_path, "bitext_mining", gates, {"test": before})
    after = bitext(("you", "bạn"), ("thou", "Bạn."), ("we", "ta"))
    found = bench.result({"test": after})
    assert found.reasons == {"test 1": ["bitext-ambiguous"]}
    assert found.details["test 1 bitext-ambiguous"] == "same sentence2 as 0"
    assert found.left["rows"] == ["test 0", "test 2"]


def test_a_sentence_with_two_translations_is_there_once(tmp_path: Path, gates: Gates) -> None:
    rows = {"test": bitext(("you", "bạn"), ("You.", "ông"))}
    bench = Bench(tmp_path, "bitext_mining", gates, rows)
    assert bench.source().reasons == {"test 1": ["duplicate-source"]}
    assert bench.result(rows).left["rows"] == ["test 0"]


def test_a_row_that_ended_before_is_no_first_of_a_pair(tmp_path: Path, gates: Gates) -> None:
    source = {"test": texts(("one", 0), ("uno", 0), ("un", 0))}
    bench = Bench(tmp_path, "classification", gates, source)
    bench.end(("rows", "test", "0"))
    found = bench.result({"test": texts(("một", 0), ("một", 0), ("một", 0))})
    assert found.reasons == {"test 2": ["duplicate-created"]}
    assert found.details["test 2 duplicate-created"] == "same as 1"
