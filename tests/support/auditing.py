"""Small translated benchmarks, to be spoiled in one way each, and what an audit says of them."""

import json
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from babelwright.audit.findings import Finding
from babelwright.audit.report import Report
from babelwright.audit.sides import audit_sides
from babelwright.catalog.auditing import AuditSettings, load_audit_settings
from babelwright.catalog.model import Catalog
from babelwright.catalog.schema import Schemas

Rows = list[dict[str, Any]]

# English and Vietnamese, by hand; two rows of a pair task each.
SENTENCES = [
    ("The bakery opens at six every morning.", "Tiệm bánh mở cửa lúc sáu giờ mỗi sáng."),
    ("The bakery is closed on Sundays.", "Tiệm bánh đóng cửa vào các ngày chủ nhật."),
    ("Maria bought 45 apples at the market.", "Maria đã mua 45 quả táo ở chợ."),
    ("The old bridge was repaired last year.", "Cây cầu cũ đã được sửa vào năm ngoái."),
    ("My brother works in a large hospital.", "Anh trai tôi làm việc trong một bệnh viện lớn."),
    ("The children are playing in the garden.", "Bọn trẻ đang chơi trong vườn."),
    ("We waited two hours for the last train.", "Chúng tôi đã đợi chuyến tàu cuối hai tiếng."),
    ("The museum shows paintings from Spain.", "Bảo tàng trưng bày tranh từ Tây Ban Nha."),
    ("She wrote a long letter to her teacher.", "Cô ấy đã viết một bức thư dài cho thầy giáo."),
    ("The river was very high after the rain.", "Nước sông dâng rất cao sau cơn mưa."),
    ("Nobody knew where the key was hidden.", "Không ai biết chiếc chìa khóa được giấu ở đâu."),
    ("The farmer sold 120 eggs on Friday.", "Người nông dân đã bán 120 quả trứng hôm thứ sáu."),
]


def pairs_task(language: int) -> Rows:
    """Return an STS table in a language: 0 is English, 1 Vietnamese."""
    texts = [pair[language] for pair in SENTENCES]
    scores = [1.5, 0.5, 0.0, 0.2, 0.0, 4.0]
    return [
        {
            "id": f"p{i}",
            "sentence1": texts[2 * i],
            "sentence2": texts[2 * i + 1],
            "score": score,
        }
        for i, score in enumerate(scores)
    ]


def labelled_task(language: int, *, start: int = 0, end: int = 12) -> Rows:
    """Return a classification table in a language."""
    return [
        {"id": f"c{i}", "text": SENTENCES[i][language], "label": i % 3} for i in range(start, end)
    ]


def write_jsonl(file: Path, rows: Sequence[Mapping[str, Any]]) -> Path:
    """Write rows to a file, and its folder."""
    file.parent.mkdir(parents=True, exist_ok=True)
    lines = (json.dumps(row, ensure_ascii=False) + "\n" for row in rows)
    file.write_text("".join(lines), encoding="utf-8")
    return file


def write_retrieval(folder: Path, corpus: Rows, queries: Rows, qrels: Rows) -> Path:
    """Write a retrieval task in BEIR's layout."""
    write_jsonl(folder / "corpus.jsonl", corpus)
    write_jsonl(folder / "queries.jsonl", queries)
    lines = ["query-id\tcorpus-id\tscore"]
    lines += ["\t".join(str(value) for value in row.values()) for row in qrels]
    (folder / "qrels").mkdir(exist_ok=True)
    (folder / "qrels/test.tsv").write_text("\n".join(lines) + "\n", encoding="utf-8")
    return folder


def settings_of(catalog: Catalog) -> AuditSettings:
    """Return the bundled settings."""
    return load_audit_settings(catalog.rooms, Schemas(catalog.rooms.schemas))


def audit(
    catalog: Catalog, source: Path, target: Path, languages: tuple[str | None, str | None]
) -> Report:
    """Audit a folder beside another."""
    found = [catalog.languages[code] if code else None for code in languages]
    said = (found[0], found[1])
    return audit_sides(
        str(source), str(target), said, catalog, settings_of(catalog), say=lambda _: None
    )


def kinds(findings: Sequence[Finding]) -> set[str]:
    """Return the kinds of findings."""
    return {finding.kind for finding in findings}


def only(findings: Sequence[Finding], kind: str) -> Finding:
    """Return the one finding of a kind."""
    (found,) = (finding for finding in findings if finding.kind == kind)
    return found
