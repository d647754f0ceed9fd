"""Hard negatives, and what looks like an unlabelled positive."""

from pathlib import Path
from typing import Any

import pytest

from babelwright.catalog.model import Gates, Sample
from support.drawing import Drawn, judged_tables

POSITIVE = "The harbour office opens at eight and sells tickets for the northern ferry line"
COPY = "The harbour office opens at eight, and sells tickets for the northern ferry"
ANSWER = "when does the harbour office open for tickets to the ferry"
HARD = "Ferry tickets were once printed by a press in the valley behind an old tannery"
FAR = [
    f"{one} grows beside {other} in gardens of kind number {n}"
    for n, (one, other) in enumerate(zip(["Mint"] * 30, ["sage"] * 30, strict=True))
]
QUERY = "when does the harbour office open for ferry tickets"


def drawn(tmp_path: Path, gates: Gates, documents: dict[str, str], **settings: Any) -> Drawn:
    far = {f"far{n}": text for n, text in enumerate(FAR)}
    judged = {("q", "positive"): 1, **settings.pop("judged", {})}
    queries = {"q": QUERY, **settings.pop("queries", {})}
    tables = judged_tables({"positive": POSITIVE, **documents, **far}, queries, judged)
    sample = Sample(**{"hard_negatives": 1, "distractors": 0, **settings})
    return Drawn(tmp_path / "x", "retrieval", gates, tables, sample)


def released(found: Drawn) -> set[str]:
    return {row for row, state in found.states("corpus").items() if state == "released"}


def test_the_best_unjudged_document_is_a_hard_negative(tmp_path: Path, gates: Gates) -> None:
    found = drawn(tmp_path, gates, {"hard": HARD})
    assert released(found) == {"positive", "hard"}
    assert found.relabel() == []
    assert not (tmp_path / "x/relabel.parquet").exists()


def test_text_that_a_positive_has_is_listed_and_the_next_takes_its_place(
    tmp_path: Path, gates: Gates
) -> None:
    found = drawn(tmp_path, gates, {"copy": COPY, "hard": HARD})
    assert released(found) == {"positive", "hard"}
    [row] = found.relabel()
    assert row["signal"] == "overlap"
    assert 0.8 < row["overlap"] < 1
    assert (row["query-id"], row["corpus-id"], row["positive-id"]) == ("q", "copy", "positive")
    assert (row["query"], row["document"], row["positive"]) == (QUERY, COPY, POSITIVE)
    assert row["rank"] in (1, 2)
    assert row["bm25"] > 0
    assert not row["kept"]


def test_words_that_all_documents_have_are_no_overlap(tmp_path: Path, gates: Gates) -> None:
    # Eight of ten words are those of every listing.
    listings = {
        f"listing{n}": f"For sale in good order, to be fetched today: thing{n} item{n}"
        for n in range(60)
    }
    found = drawn(
        tmp_path,
        gates,
        listings,
        queries={"p": "is thing1 for sale"},
        judged={("p", "listing1"): 1},
    )
    assert [row for row in found.relabel() if row["query-id"] == "p"] == []


def test_what_is_nearer_to_the_query_than_the_positive_is_listed(
    tmp_path: Path, gates: Gates
) -> None:
    found = drawn(tmp_path, gates, {"answer": ANSWER, "hard": HARD})
    assert released(found) == {"positive", "hard"}
    [row] = found.relabel()
    assert row["signal"] == "similarity"
    assert row["similarity"] > 0.95 * row["positive-similarity"]


@pytest.mark.parametrize(
    "asked",
    [
        "where may one buy passage northwards",  # no word of the positive
        "which office grows beside gardens",  # many others are as near
    ],
)
def test_nearness_says_nothing_where_the_positive_is_no_nearer_than_random_documents(
    tmp_path: Path, gates: Gates, asked: str
) -> None:
    documents = {"hard": HARD, "other": "ferry to where the office does not open"}
    found = drawn(
        tmp_path,
        gates,
        documents,
        queries={"p": asked},
        judged={("p", "positive"): 1},
    )
    assert [row for row in found.relabel() if row["query-id"] == "p"] == []


def test_suspects_are_no_distractors_either(tmp_path: Path, gates: Gates) -> None:
    found = drawn(tmp_path, gates, {"copy": COPY, "hard": HARD}, distractors=100)
    assert released(found) == {"positive", "hard", *(f"far{n}" for n in range(30))}


def test_a_suspect_that_another_query_judges_stays_and_the_list_says_so(
    tmp_path: Path, gates: Gates
) -> None:
    found = drawn(
        tmp_path,
        gates,
        {"copy": COPY, "hard": HARD},
        queries={"p": "who prints by the tannery"},
        judged={("p", "copy"): 0, ("p", "hard"): 1},
    )
    assert "copy" in released(found)
    [row] = [row for row in found.relabel() if row["query-id"] == "q"]
    assert (row["corpus-id"], row["kept"]) == ("copy", True)
    pool = found.facts["pool"]
    assert (pool["suspicious"], pool["suspicious_kept"]) == (1, 1)


def test_judged_documents_are_no_candidates_zeros_included(tmp_path: Path, gates: Gates) -> None:
    documents = {"zero": COPY, "hard": HARD}
    found = drawn(tmp_path, gates, documents, judged={("q", "zero"): 0})
    assert found.relabel() == []
    assert released(found) == {"positive", "zero", "hard"}


def test_it_looks_deeper_where_much_is_suspicious(tmp_path: Path, gates: Gates) -> None:
    copies = {f"copy{n}": f"{POSITIVE} {n}" for n in range(25)}
    found = drawn(tmp_path, gates, {**copies, "hard": HARD})
    assert released(found) == {"positive", "hard"}
    assert {row["corpus-id"] for row in found.relabel()} == set(copies)


def test_a_query_without_a_word_that_is_there_has_no_hard_negatives(
    tmp_path: Path, gates: Gates
) -> None:
    found = drawn(tmp_path, gates, {}, queries={"q": "?????"})
    assert released(found) == {"positive"}
    assert found.facts["pool"]["hard_negatives"] == 0


def test_the_list_is_the_same_every_time(tmp_path: Path, gates: Gates) -> None:
    copies = {f"copy{n}": f"{POSITIVE} {n}" for n in range(5)}
    found = []
    for name in ("one", "other"):
        (tmp_path / name).mkdir()
        made = drawn(tmp_path / name, gates, {**copies, "hard": HARD})
        found.append((made.folder / "relabel.parquet").read_bytes())
    assert found[0] == found[1]
