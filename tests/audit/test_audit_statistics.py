"""What two files of mteb's descriptive statistics show."""

from copy import deepcopy
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from babelwright.audit.findings import Finding, Weigher
from babelwright.audit.statistics import Expected, compare, splits
from babelwright.catalog.model import Catalog, Severity
from support.auditing import kinds, only, settings_of

VIETNAMESE = Expected(1.1, "made up")


def texts(number: int, mean: float, *, least: int, longest: int, unique: int) -> dict[str, Any]:
    return {
        "total_text_length": round(number * mean),
        "min_text_length": least,
        "average_text_length": round(number * mean) / number,
        "max_text_length": longest,
        "unique_texts": unique,
    }


CLASSIFICATION: dict[str, Any] = {
    "test": {
        "num_samples": 1000,
        "samples_in_train": 5,
        "text_statistics": texts(1000, 80.0, least=10, longest=300, unique=990),
        "label_statistics": {"labels": {"0": {"count": 600}, "1": {"count": 400}}},
    }
}
RETRIEVAL: dict[str, Any] = {
    "test": {
        "num_samples": 5100,
        "documents_text_statistics": texts(5000, 900.0, least=0, longest=40_000, unique=4990),
        "queries_text_statistics": texts(100, 50.0, least=12, longest=190, unique=100),
        "relevant_docs_statistics": {
            "num_relevant_docs": 300,
            "min_relevant_docs_per_query": 1,
            "average_relevant_docs_per_query": 3.0,
            "unique_relevant_docs": 280,
        },
    }
}


def found(
    catalog: Catalog,
    source: dict[str, Any],
    target: dict[str, Any],
    expected: Expected | None = VIETNAMESE,
) -> list[Finding]:
    weigher = Weigher(settings_of(catalog))
    theirs, ours = splits(source)["test"], splits(target)["test"]
    return list(compare(theirs, ours, expected, weigher))


def changed(content: dict[str, Any], **facts: Any) -> dict[str, Any]:
    """Return statistics with other facts of the split, `key__inner` one level down."""
    made = deepcopy(content)
    for name, value in facts.items():
        key, _, inner = name.partition("__")
        if inner:
            made["test"][key][inner] = value
        else:
            made["test"][key] = value
    return made


@pytest.mark.parametrize(
    "content", [CLASSIFICATION, RETRIEVAL], ids=["classification", "retrieval"]
)
def test_equal_statistics_show_nothing(catalog: Catalog, content: dict[str, Any]) -> None:
    assert found(catalog, content, content, Expected(1.0, "itself")) == []


def test_missing_queries_and_documents_are_told_apart(catalog: Catalog) -> None:
    target = changed(
        RETRIEVAL,
        queries_text_statistics=texts(40, 55.0, least=12, longest=190, unique=40),
        documents_text_statistics=texts(4000, 990.0, least=0, longest=44_000, unique=3995),
    )
    findings = found(catalog, RETRIEVAL, target)
    lost, fewer = only(findings, "rows-lost"), only(findings, "documents-lost")
    assert (lost.where, lost.detail) == ("test queries", "40 of 100 queries are there (40.0%)")
    assert (lost.severity, lost.share) == (Severity.HARD, 0.6)
    assert (fewer.severity, fewer.share) == (Severity.SOFT, 0.2)
    assert lost.damage > fewer.damage


def test_more_rows_than_the_source_are_told(catalog: Catalog) -> None:
    extra = only(
        found(catalog, CLASSIFICATION, changed(CLASSIFICATION, num_samples=4000)), "rows-extra"
    )
    assert extra.detail == "4,000 rows for 1,000 of the source (4.00 times)"
    assert extra.share == 0.75


@pytest.mark.parametrize(
    ("mean", "told"), [(88.0, False), (80.0, False), (102.0, True), (72.0, True)]
)
def test_a_mean_far_from_the_languages_is_told(catalog: Catalog, mean: float, told: bool) -> None:
    target = changed(
        CLASSIFICATION, text_statistics=texts(1000, mean, least=10, longest=330, unique=990)
    )
    assert ("mean-length" in kinds(found(catalog, CLASSIFICATION, target))) == told
    assert "mean-length" not in kinds(found(catalog, CLASSIFICATION, target, None))


def test_a_runaway_text_counts_by_its_share_of_all_characters(catalog: Catalog) -> None:
    target = changed(
        CLASSIFICATION, text_statistics=texts(1000, 88.0, least=10, longest=30_000, unique=990)
    )
    runaway = only(found(catalog, CLASSIFICATION, target), "longest-text")
    assert runaway.detail.startswith(
        "30,000 characters; the source's longest has 300 (100.0 times)"
    )
    assert runaway.share == pytest.approx((30_000 - 330) / 88_000, abs=1e-5)


def test_a_longest_text_that_is_cut_is_told_where_no_row_is_missing(catalog: Catalog) -> None:
    cut = texts(5000, 900.0, least=0, longest=5050, unique=4990)
    findings = found(catalog, RETRIEVAL, changed(RETRIEVAL, documents_text_statistics=cut))
    assert only(findings, "longest-cut").numbers == {"longest": 5050, "source_longest": 40_000}
    fewer = texts(4000, 900.0, least=0, longest=5050, unique=3990)
    findings = found(catalog, RETRIEVAL, changed(RETRIEVAL, documents_text_statistics=fewer))
    assert "longest-cut" not in kinds(findings)


def test_texts_from_nothing_and_nothing_from_texts_are_told(catalog: Catalog) -> None:
    target = changed(
        RETRIEVAL,
        documents_text_statistics__min_text_length=24,
        queries_text_statistics__min_text_length=0,
    )
    findings = found(catalog, RETRIEVAL, target)
    assert only(findings, "empty-to-text").where == "test documents"
    assert only(findings, "text-to-empty").where == "test queries"


def test_new_duplicates_are_those_beyond_the_sources(catalog: Catalog) -> None:
    target = changed(CLASSIFICATION, text_statistics__unique_texts=940)
    new = only(found(catalog, CLASSIFICATION, target), "duplicates-new")
    assert new.detail == "60 of 1,000 texts repeat another; 10 of 1,000 in the source"
    assert new.share == 0.05


def test_equal_sources_rendered_differently_are_told(catalog: Catalog) -> None:
    target = changed(CLASSIFICATION, text_statistics__unique_texts=998)
    assert only(found(catalog, CLASSIFICATION, target), "rendered-differently").detail == (
        "998 distinct texts for 990 of the source"
    )


@given(st.integers(1, 1000), st.integers(0, 999), st.data())
def test_rows_that_only_leave_make_no_duplicate(
    catalog: Catalog, unique: int, left: int, data: st.DataObject
) -> None:
    kept = 1000 - left
    least, most = max(1, unique - left), min(unique, kept)
    distinct = data.draw(st.integers(least, most))
    source = changed(
        CLASSIFICATION, text_statistics=texts(1000, 80.0, least=10, longest=300, unique=unique)
    )
    target = changed(
        CLASSIFICATION, text_statistics=texts(kept, 88.0, least=10, longest=300, unique=distinct)
    )
    assert "duplicates-new" not in kinds(found(catalog, source, target))


def test_new_leakage_is_that_beyond_the_sources(catalog: Catalog) -> None:
    leaked = only(
        found(catalog, CLASSIFICATION, changed(CLASSIFICATION, samples_in_train=105)), "leakage-new"
    )
    assert leaked.share == 0.1
    fewer = changed(CLASSIFICATION, samples_in_train=2)
    assert "leakage-new" not in kinds(found(catalog, CLASSIFICATION, fewer))


def test_lost_and_shifted_labels_are_told_by_name(catalog: Catalog) -> None:
    labels = {"labels": {"0": {"count": 1000}}}
    findings = found(catalog, CLASSIFICATION, changed(CLASSIFICATION, label_statistics=labels))
    assert only(findings, "labels-lost").detail == "1 of 2 labels; lost: 1"
    shifted = only(findings, "labels-shifted")
    assert shifted.share == pytest.approx(0.4)
    assert "+40.0 percentage points" in shifted.detail


def test_labels_by_other_names_are_not_compared(catalog: Catalog) -> None:
    labels = {"labels": {"no": {"count": 600}, "yes": {"count": 400}}}
    findings = found(catalog, CLASSIFICATION, changed(CLASSIFICATION, label_statistics=labels))
    assert not kinds(findings) & {"labels-lost", "labels-shifted"}


def test_judgements_are_compared(catalog: Catalog) -> None:
    target = changed(
        RETRIEVAL,
        relevant_docs_statistics={
            "min_relevant_docs_per_query": 0,
            "average_relevant_docs_per_query": 1.5,
            "unique_relevant_docs": 100,
            "num_missing_corpus_ids": 20,
        },
    )
    findings = found(catalog, RETRIEVAL, target)
    assert only(findings, "qrels-dangling").share == 0.1
    assert only(findings, "queries-unanswered").share == 0.01
    assert only(findings, "qrels-per-query").share == 0.5


def test_one_language_of_several_is_taken() -> None:
    one = deepcopy(CLASSIFICATION["test"])
    content = {"test": {"num_samples": 9, "hf_subset_descriptive_stats": {"vi": one}}}
    assert splits(content, "vi")["test"].rows == 1000
    assert splits(content, "ar") == {}
