"""Whole audits of small translated benchmarks, each spoiled in one way."""

import csv
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from babelwright.audit.report import Report
from babelwright.catalog.model import Catalog, Severity
from babelwright.errors import BabelwrightError
from support.auditing import (
    Rows,
    audit,
    kinds,
    labelled_task,
    only,
    pairs_task,
    write_jsonl,
)
from support.projects import Project, sts_rows

EN_VI = ("en", "vi")


def of_pairs(
    catalog: Catalog, folder: Path, spoil: Callable[[Rows], Any] = lambda _: None
) -> Report:
    """Audit the STS table after something was done to its translation."""
    write_jsonl(folder / "en/test.jsonl", pairs_task(0))
    translated = pairs_task(1)
    spoil(translated)
    write_jsonl(folder / "vi/test.jsonl", translated)
    return audit(catalog, folder / "en", folder / "vi", EN_VI)


def test_a_good_translation_has_no_hard_finding(catalog: Catalog, tmp_path: Path) -> None:
    report = of_pairs(catalog, tmp_path)
    assert report.clean
    assert report.compared == ("test rows: 6 rows, aligned by id",)


def test_rows_are_told_by_their_ids_in_whatever_order(catalog: Catalog, tmp_path: Path) -> None:
    assert of_pairs(catalog, tmp_path, Rows.reverse).clean


def test_missing_rows_are_counted_and_shown(catalog: Catalog, tmp_path: Path) -> None:
    report = of_pairs(catalog, tmp_path, lambda rows: rows.pop(2))
    lost = only(report.findings, "rows-lost")
    assert lost.detail == "1 of 6 ids are missing"
    assert [row.id for row in lost.rows] == ["p2"]
    assert lost.rows[0].source == "My brother works in a large hospital."
    assert lost.damage == pytest.approx(100 * 16 / 18 / 6, abs=1e-6)
    assert report.compared == ("test rows: 5 rows (5 beside 6 of the source), aligned by id",)


def test_rows_that_the_source_has_not_are_told(catalog: Catalog, tmp_path: Path) -> None:
    extra = {"id": "p9", "sentence1": "Trời đang mưa.", "sentence2": "Trời nắng.", "score": 1.0}
    report = of_pairs(catalog, tmp_path, lambda rows: rows.append(extra))
    assert only(report.findings, "rows-extra").detail == "1 of 7 ids are not those of the source"


def test_a_changed_number_stands_with_both_texts(catalog: Catalog, tmp_path: Path) -> None:
    def spoil(rows: Rows) -> None:
        rows[1]["sentence1"] = rows[1]["sentence1"].replace("45", "54")

    report = of_pairs(catalog, tmp_path, spoil)
    changed = only(report.findings, "number-changed")
    assert changed.where == "test rows sentence1"
    assert changed.detail == "1 of 6 texts (16.7%)"
    (row,) = changed.rows
    assert (row.id, row.detail) == ("p1", "45 became 54")
    assert "45 apples" in row.source
    assert "54 quả táo" in row.target
    assert not report.clean


def test_a_text_left_in_english_is_told(catalog: Catalog, tmp_path: Path) -> None:
    def spoil(rows: Rows) -> None:
        rows[3]["sentence2"] = pairs_task(0)[3]["sentence2"]

    assert {"copied", "marks"} <= kinds(of_pairs(catalog, tmp_path, spoil).findings)


def test_a_text_with_half_of_its_words_is_told(catalog: Catalog, tmp_path: Path) -> None:
    source = "The mayor opened the new library on Friday and thanked all teachers of the town."
    whole = (
        "Thị trưởng khai trương thư viện mới hôm thứ sáu và cảm ơn tất cả giáo viên của thị trấn."
    )

    def write(translation: str) -> Report:
        rows = [{**row, "id": f"{i}{row['id']}"} for i in range(3) for row in labelled_task(0)]
        translated = [
            {**row, "id": f"{i}{row['id']}"} for i in range(3) for row in labelled_task(1)
        ]
        write_jsonl(tmp_path / "en/test.jsonl", [*rows, {"id": "x", "text": source, "label": 1}])
        last = {"id": "x", "text": translation, "label": 1}
        write_jsonl(tmp_path / "vi/test.jsonl", [*translated, last])
        return audit(catalog, tmp_path / "en", tmp_path / "vi", EN_VI)

    def flagged(report: Report) -> set[str]:
        return {
            finding.kind
            for finding in report.findings
            if any(row.id == "x" for row in finding.rows)
        }

    assert flagged(write(whole)) == set()
    assert "coverage-doubt" in flagged(write("Thị trưởng khai trương thư viện mới."))


def test_a_moved_score_is_told_and_its_rounding_is_not(catalog: Catalog, tmp_path: Path) -> None:
    def spoil(rows: Rows) -> None:
        rows[0]["score"] = 1.5000000000000002
        rows[4]["score"] = 5.0

    moved = only(of_pairs(catalog, tmp_path, spoil).findings, "labels-moved")
    assert moved.detail == "1 of 6 rows have another score"
    assert moved.rows[0].detail == "score 0.0 became 5.0"


def test_sentences_that_became_equal_are_told_with_the_gold(
    catalog: Catalog, tmp_path: Path
) -> None:
    def spoil(rows: Rows) -> None:
        rows[0]["sentence2"] = rows[0]["sentence1"].upper()

    collapsed = only(of_pairs(catalog, tmp_path, spoil).findings, "pairs-collapsed")
    assert collapsed.detail == "1 of 6 pairs; the lowest score is 1.5"
    assert collapsed.rows[0].source.endswith("closed on Sundays.")


def test_pairs_that_became_equal_are_told_once(catalog: Catalog, tmp_path: Path) -> None:
    def spoil(rows: Rows) -> None:
        rows[5] |= {side: rows[4][side] for side in ("sentence1", "sentence2")}

    report = of_pairs(catalog, tmp_path, spoil)
    assert only(report.findings, "pairs-merged").numbers == {"rows": 1, "of": 6}
    contradicting = only(report.findings, "labels-contradict")
    assert contradicting.detail.startswith("2 of 6 rows equal another one whose score differs")


def test_options_that_became_equal_are_told(catalog: Catalog, tmp_path: Path) -> None:
    options = [["It turns.", "It spins.", "It sinks."], ["In March.", "In May.", "In June."]]
    translated = [
        ["Nó quay.", "Nó quay.", "Nó chìm."],
        ["Vào tháng ba.", "Tháng năm.", "Tháng sáu."],
    ]
    for code, language, choices in (("en", 0, options), ("vi", 1, translated)):
        rows = labelled_task(language, end=2)
        listed = [{**row, "choices": choices[i]} for i, row in enumerate(rows)]
        write_jsonl(tmp_path / code / "test.jsonl", listed)
    collapsed = only(
        audit(catalog, tmp_path / "en", tmp_path / "vi", EN_VI).findings, "options-collapsed"
    )
    assert (collapsed.where, collapsed.detail) == ("test rows choices", "1 of 2 rows")
    assert collapsed.rows[0].source == "It turns. | It spins. | It sinks."
    assert collapsed.rows[0].target == "Nó quay. | Nó quay. | Nó chìm."


def test_a_training_text_that_became_a_test_text_is_leakage(
    catalog: Catalog, tmp_path: Path
) -> None:
    for code, language in (("en", 0), ("vi", 1)):
        write_jsonl(tmp_path / code / "train.jsonl", labelled_task(language, end=8))
        write_jsonl(tmp_path / code / "test.jsonl", labelled_task(language, start=8))
    assert audit(catalog, tmp_path / "en", tmp_path / "vi", EN_VI).clean
    test = labelled_task(1, start=8)
    test[1]["text"] = labelled_task(1)[2]["text"] + " "
    write_jsonl(tmp_path / "vi/test.jsonl", test)
    leaked = only(audit(catalog, tmp_path / "en", tmp_path / "vi", EN_VI).findings, "leakage-new")
    assert leaked.detail == "1 of 4 rows are in train, and their sources not"
    assert leaked.where == "test rows"
    assert leaked.rows[0].id == "c2, c9"


def test_labels_by_other_names_are_matched_by_their_rows(catalog: Catalog, tmp_path: Path) -> None:
    named = [{**row, "label": ("a", "b", "c")[row["label"]]} for row in labelled_task(1)]
    write_jsonl(tmp_path / "en/test.jsonl", labelled_task(0))
    write_jsonl(tmp_path / "vi/test.jsonl", named)
    found = audit(catalog, tmp_path / "en", tmp_path / "vi", EN_VI).findings
    assert "labels-moved" not in kinds(found)
    named[0]["label"] = "b"
    write_jsonl(tmp_path / "vi/test.jsonl", named)
    found = audit(catalog, tmp_path / "en", tmp_path / "vi", EN_VI).findings
    assert only(found, "labels-moved").detail == "1 of 12 rows have another label"


def test_rows_without_ids_are_aligned_by_position(catalog: Catalog, tmp_path: Path) -> None:
    for code, language in (("en", 0), ("vi", 1)):
        folder = tmp_path / code
        folder.mkdir()
        with (folder / "test.csv").open("w", encoding="utf-8", newline="") as stream:
            for row in pairs_task(language):
                csv.writer(stream).writerow(list(row.values())[1:])
    report = audit(catalog, tmp_path / "en", tmp_path / "vi", EN_VI)
    assert report.compared == ("test rows: 6 rows, aligned by position",)
    assert report.notes[0].endswith(
        "test.csv has no header: its columns are taken for sentence1, sentence2, score"
    )
    assert report.clean


def test_what_cannot_be_aligned_is_judged_as_a_whole(catalog: Catalog, tmp_path: Path) -> None:
    for code, language, end in (("en", 0, 12), ("vi", 1, 9)):
        rows = [{"text": row["text"]} for row in labelled_task(language, end=end)]
        write_jsonl(tmp_path / code / "test.jsonl", rows)
    report = audit(catalog, tmp_path / "en", tmp_path / "vi", EN_VI)
    assert report.compared == (
        "test rows: 9 rows beside 12, which have neither ids nor a number in common: the table as "
        "a whole alone",
    )
    lost = only(report.findings, "rows-lost")
    assert (lost.detail, lost.severity) == ("9 of 12 rows are there (75.0%)", Severity.HARD)


def test_a_licence_that_lost_a_restriction_is_told(catalog: Catalog, tmp_path: Path) -> None:
    of_pairs(catalog, tmp_path)
    (tmp_path / "en/README.md").write_text("---\nlicense: cc-by-nc-sa-4.0\n---\n")
    (tmp_path / "vi/README.md").write_text("---\nlicense: cc-by-sa-4.0\nlanguage: vi\n---\n")
    report = audit(catalog, tmp_path / "en", tmp_path / "vi", (None, None))
    dropped = only(report.findings, "licence-dropped")
    assert dropped.detail == (
        "cc-by-sa-4.0; the source's is cc-by-nc-sa-4.0: non-commercial use only"
    )
    assert "(Vietnamese, by its card)" in report.target
    assert "(English, by its texts)" in report.source


def test_a_column_that_was_not_translated_is_told_and_left_out(
    catalog: Catalog, tmp_path: Path
) -> None:
    for code, language in (("en", 0), ("vi", 1)):
        rows = [
            {"id": f"{i}{row['id']}", "title": f"Article number {i} of {row['id']}", **row}
            for i in range(2)
            for row in labelled_task(language)
        ]
        write_jsonl(tmp_path / code / "test.jsonl", rows)
    report = audit(catalog, tmp_path / "en", tmp_path / "vi", EN_VI)
    assert report.notes == (
        "test rows title: 100.0% of the texts are the source's own; it is not audited as a "
        "translation.",
    )
    assert not any("title" in each.where for each in report.findings)


def test_a_split_that_is_missing_is_told(catalog: Catalog, tmp_path: Path) -> None:
    write_jsonl(tmp_path / "en/dev.jsonl", pairs_task(0))
    lost = only(of_pairs(catalog, tmp_path).findings, "split-lost")
    assert lost.detail == "the source has dev rows too"


def test_a_release_of_ours_is_read_by_its_card(
    catalog: Catalog, project: Project, tmp_path: Path
) -> None:
    assert project.build() == 0
    write_jsonl(tmp_path / "en/test.jsonl", sts_rows())
    report = audit(catalog, tmp_path / "en", project.release(), (None, None))
    assert report.clean
    assert report.compared == ("test rows: 4 rows, aligned by id",)
    assert report.target.endswith("PocketSTS-VN (Vietnamese, by its card)")


def test_of_a_folder_with_several_languages_each_side_is_one(
    catalog: Catalog, tmp_path: Path
) -> None:
    of_pairs(catalog, tmp_path)
    assert audit(catalog, tmp_path, tmp_path, EN_VI).clean


def test_sides_without_a_common_table_are_refused(catalog: Catalog, tmp_path: Path) -> None:
    write_jsonl(tmp_path / "en/corpus.jsonl", [{"id": "d", "text": "A text."}])
    write_jsonl(tmp_path / "vi/test.jsonl", labelled_task(1))
    with pytest.raises(BabelwrightError) as caught:
        audit(catalog, tmp_path / "en", tmp_path / "vi", EN_VI)
    assert "have no table in common" in str(caught.value)
    assert "They have all corpus; and test rows" in str(caught.value)


def test_a_language_that_is_not_plain_is_asked_for(catalog: Catalog, tmp_path: Path) -> None:
    for code in ("one", "other"):
        rows = [{"id": str(i), "text": f"{i} + {i} = {2 * i} (item {i:08})"} for i in range(30)]
        write_jsonl(tmp_path / code / "test.jsonl", rows)
    with pytest.raises(BabelwrightError, match=r"the language of .* is not plain") as caught:
        audit(catalog, tmp_path / "one", tmp_path / "other", ("en", None))
    assert "Say it: --lang CODE, one of ar, da, en" in str(caught.value)
