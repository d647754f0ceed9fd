"""Audits of the installed mteb by the statistics that it carries."""

from pathlib import Path

import pytest

from babelwright.audit.mteb import mteb_version, of_task, translated
from babelwright.audit.published import audit_mteb, audit_task
from babelwright.audit.report import Report, as_markdown
from babelwright.catalog.model import Catalog
from babelwright.errors import UsageError
from support.auditing import only, settings_of

pytest.importorskip("mteb")

PUBLISHED = Path(__file__).resolve().parents[2] / "docs/audit-of-public-benchmarks.md"


def task(catalog: Catalog, name: str) -> Report:
    return audit_task(name, settings_of(catalog), catalog.languages)


def test_the_published_audit_is_what_the_installed_mteb_shows(catalog: Catalog) -> None:
    text = PUBLISHED.read_text(encoding="utf-8")
    if f"mteb {mteb_version()}, " not in text:
        pytest.skip(f"it is of another mteb than {mteb_version()}")
    assert as_markdown(audit_mteb(settings_of(catalog), catalog.languages)) == text


def test_a_task_is_held_to_the_one_it_derives_from(catalog: Catalog) -> None:
    report = task(catalog, "Banking77VNClassification")
    assert report.source == "Banking77Classification"
    assert only(report.findings, "rows-lost").detail == "2,378 of 3,080 rows are there (77.2%)"
    assert only(report.findings, "leakage-new").detail == (
        "251 texts of 2,378 are in the training split (10.6%); 0 of 3,080 in the source"
    )


def test_a_name_that_mteb_lacks_is_said_with_what_is_taken_for_it(catalog: Catalog) -> None:
    report = task(catalog, "Quora-VN")
    assert report.source == "QuoraRetrieval"
    assert only(report.findings, "parent-unknown").detail == (
        "adapted_from names 'Quora', and mteb has no such task; QuoraRetrieval is taken for it"
    )
    long = [each for each in report.findings if each.kind == "mean-length"]
    assert [each.where for each in long] == ["test documents"]
    assert long[0].detail.startswith("2.08 characters for one of the source's, on average; 1.11 is")


def test_a_dropped_restriction_is_said_in_words(catalog: Catalog) -> None:
    dropped = only(task(catalog, "FEVER-VN").findings, "licence-dropped")
    assert dropped.detail == (
        "cc-by-sa-4.0; the licence of FEVER is cc-by-nc-sa-3.0: non-commercial use only"
    )


def test_languages_of_one_task_are_held_to_its_english(catalog: Catalog) -> None:
    report = task(catalog, "MultilingualNanoQuoraRetrieval")
    assert ("MultilingualNanoQuoraRetrieval ar", "MultilingualNanoQuoraRetrieval en") in (
        report.beside
    )
    runaway = [each for each in report.findings if each.kind == "longest-text"]
    arabic = next(each for each in runaway if each.subject.endswith(" ar"))
    assert arabic.detail.startswith("36,879 characters; the source's longest has 332 (111.1 times)")


def test_what_derives_from_a_translation_is_held_to_its_source() -> None:
    (pairing,) = of_task("ArguAna-Fa.v2")
    assert pairing.source
    assert pairing.source.name == "ArguAna"


def test_a_part_is_held_to_the_part_with_as_many_rows() -> None:
    (pairing,) = of_task("HotpotQA-PLHardNegatives")
    assert pairing.source
    assert pairing.source.name == "HotpotQAHardNegatives"


@pytest.mark.filterwarnings("ignore:The task .* is currently in beta")
def test_every_task_that_says_it_is_machine_translated_is_there() -> None:
    import mteb

    named = {
        each.metadata.name
        for each in mteb.get_tasks(
            exclude_superseded=False, exclude_beta=False, exclude_aggregate=True
        )
        if "machine-translated" in str(each.metadata.sample_creation)
        and each.metadata.modalities == ["text"]
    }
    assert len(named) > 100
    assert named <= {each.target.task for each in translated()}


def test_an_unknown_task_is_answered_with_the_nearest(catalog: Catalog) -> None:
    with pytest.raises(UsageError, match="has no task 'Banking77VN'") as caught:
        task(catalog, "Banking77VN")
    assert "Banking77VNClassification" in str(caught.value)


def test_a_task_without_a_source_is_said(catalog: Catalog) -> None:
    with pytest.raises(UsageError, match="KorSTS derives from no task of mteb in another language"):
        task(catalog, "KorSTS")
