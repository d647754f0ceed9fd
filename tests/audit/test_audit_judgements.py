"""Audits of retrieval tasks: corpus, queries, judgements, and names across them."""

from collections.abc import Sequence
from pathlib import Path
from typing import Any

from babelwright.audit.report import Report
from babelwright.catalog.model import Catalog
from support.auditing import Rows, audit, kinds, only, write_retrieval

DOCUMENTS = [
    ("In March the painter Holm moved to Lisbon and opened a school there.",
     "Vào tháng ba, họa sĩ Holm chuyển đến Lisbon và mở một trường học ở đó."),
    ("The Karlsen factory made 300 bicycles a week until it burned down.",
     "Nhà máy Karlsen sản xuất 300 chiếc xe đạp mỗi tuần cho đến khi bị cháy."),
    ("Every autumn the village of Tarn holds a fair for its old horses.",
     "Mỗi mùa thu, làng Tarn tổ chức một hội chợ cho những con ngựa già."),
]  # fmt: skip
QUERIES = [
    ("Where did the painter Holm open a school?", "Họa sĩ Holm đã mở trường học ở đâu?"),
    ("How many bicycles did the Karlsen factory make?",
     "Nhà máy Karlsen đã sản xuất bao nhiêu xe đạp?"),
    ("When does the village of Tarn hold its fair?", "Khi nào làng Tarn tổ chức hội chợ?"),
]  # fmt: skip


def judged(folder: Path, language: int, **changed: Any) -> Path:
    """Write the task in a language: 0 is English, 1 Vietnamese."""
    tables: dict[str, Rows] = {
        "corpus": texts("d", DOCUMENTS, language),
        "queries": texts("q", QUERIES, language),
        "qrels": [{"query-id": f"q{i}", "corpus-id": f"d{i}", "score": 1} for i in range(3)],
    }
    return write_retrieval(folder, **{**tables, **changed})


def texts(prefix: str, pairs: Sequence[tuple[str, str]], language: int) -> Rows:
    return [{"_id": f"{prefix}{i}", "text": pair[language]} for i, pair in enumerate(pairs)]


def audited(catalog: Catalog, tmp_path: Path, **changed: Any) -> Report:
    source = judged(tmp_path / "en", 0)
    return audit(catalog, source, judged(tmp_path / "vi", 1, **changed), ("en", "vi"))


def test_a_good_task_has_its_names_alike(catalog: Catalog, tmp_path: Path) -> None:
    report = audited(catalog, tmp_path)
    assert report.clean
    assert report.compared == (
        "corpus: 3 rows, aligned by id",
        "test qrels: 3 rows, aligned by id",
        "queries: 3 rows, aligned by id",
        "test qrels: qrel entity agreement 100.0%: of 3 names that queries share with their "
        "documents, 0 are rendered differently (0 more could not be told)",
    )


def test_judgements_of_what_is_not_there_are_told(catalog: Catalog, tmp_path: Path) -> None:
    corpus = texts("d", DOCUMENTS, 1)[:2]
    report = audited(catalog, tmp_path, corpus=corpus)
    assert {"documents-lost", "qrels-dangling", "queries-unanswered"} <= kinds(report.findings)
    dangling = only(report.findings, "qrels-dangling")
    assert dangling.detail == "1 of 3 judgements; 0 of 3 in the source"
    assert dangling.rows[0].id == "q2 d2"
    assert only(report.findings, "queries-unanswered").rows[0].target == QUERIES[2][1]


def test_scores_that_moved_are_told(catalog: Catalog, tmp_path: Path) -> None:
    qrels = [{"query-id": f"q{i}", "corpus-id": f"d{i}", "score": 1 + i // 2} for i in range(3)]
    moved = only(audited(catalog, tmp_path, qrels=qrels).findings, "qrels-moved")
    assert moved.detail == "1 of 3 judgements have another score"
    assert (moved.rows[0].id, moved.rows[0].detail) == ("q2 d2", "score 1 became 2")


def test_a_judgement_that_is_missing_is_a_row_that_is_missing(
    catalog: Catalog, tmp_path: Path
) -> None:
    qrels = [{"query-id": f"q{i}", "corpus-id": f"d{i}", "score": 1} for i in range(2)]
    report = audited(catalog, tmp_path, qrels=qrels)
    lost = only(report.findings, "rows-lost")
    assert (lost.where, lost.rows[0].id) == ("test qrels", "q2 d2")
    assert only(report.findings, "queries-unanswered").detail == "1 of 3 queries"


def test_judgements_without_scores_are_held_to_what_is_there(
    catalog: Catalog, tmp_path: Path
) -> None:
    folder = judged(tmp_path / "vi", 1)
    lines = (folder / "qrels/test.tsv").read_text().splitlines()
    (folder / "qrels/test.tsv").write_text(
        "\n".join(line.rsplit("\t", 1)[0] for line in (*lines, "q9\td9\t1")) + "\n"
    )
    report = audit(catalog, judged(tmp_path / "en", 0), folder, ("en", "vi"))
    assert only(report.findings, "qrels-dangling").rows[0].id == "q9 d9"


def test_names_that_differ_are_told_where_there_are_enough(
    catalog: Catalog, tmp_path: Path
) -> None:
    names = [f"Ha{first}{second}u" for first in "bdgklm" for second in "aeiouy"]
    english = [
        (f"The lake of {name} is deep.", f"How deep is the lake of {name}?") for name in names
    ]
    rendered = [f"{name[:3]}x{name[3:]}" if i % 4 == 0 else name for i, name in enumerate(names)]
    vietnamese = [
        (f"Hồ {name} rất sâu và rộng.", f"Hồ {other} sâu bao nhiêu mét vậy?")
        for name, other in zip(names, rendered, strict=True)
    ]
    folders = []
    for code, pairs in (("en", english), ("vi", vietnamese)):
        folders.append(
            write_retrieval(
                tmp_path / code,
                [{"_id": f"d{i}", "text": pair[0]} for i, pair in enumerate(pairs)],
                [{"_id": f"q{i}", "text": pair[1]} for i, pair in enumerate(pairs)],
                [{"query-id": f"q{i}", "corpus-id": f"d{i}", "score": 1} for i in range(36)],
            )
        )
    report = audit(catalog, folders[0], folders[1], ("en", "vi"))
    found = only(report.findings, "entity-agreement")
    assert found.numbers == {"alike": 27, "different": 9, "undecided": 0}
    assert found.detail.startswith("qrel entity agreement 75.0%: of 36 names")
    assert "the document alone has" in found.rows[0].detail
    assert len(found.rows) == 5
