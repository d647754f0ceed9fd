"""Audits of datasets on the Hub, against the loopback Hub."""

import io
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from audit import walk_audit
from loopback_hub import LoopbackHub, run_client
from support.auditing import Rows, pairs_task

SOURCE, TARGET = "someone/sts", "someone/sts-several"
CARD = """---
license: {licence}
language: [{languages}]
configs:
{configs}
---
"""
CONFIG = "- config_name: {name}\n  data_files: [{{split: test, path: data/{name}/test-*.parquet}}]"


def card(licence: str, *configs: str, languages: str) -> bytes:
    listed = "\n".join(CONFIG.format(name=name) for name in configs)
    return CARD.format(licence=licence, languages=languages, configs=listed).encode()


def parquet(rows: Rows) -> bytes:
    sink = io.BytesIO()
    pq.write_table(pa.Table.from_pylist(rows), sink)
    return sink.getvalue()


@pytest.fixture(scope="module")
def hub() -> Iterator[LoopbackHub]:
    with LoopbackHub() as opened:
        opened.add_dataset(
            SOURCE,
            {
                "README.md": card("cc-by-nc-4.0", "default", languages="en"),
                "data/default/test-0.parquet": parquet(pairs_task(0)),
            },
        )
        opened.add_dataset(
            TARGET,
            {
                "README.md": card("cc-by-4.0", "vi", "en", languages="vi, en"),
                "data/vi/test-0.parquet": parquet(pairs_task(1)[:4]),
                "data/en/test-0.parquet": parquet(pairs_task(0)),
            },
        )
        yield opened


def audited(
    hub: LoopbackHub, home: Path, source: str, target: str, lang: str | None = None
) -> dict[str, Any]:
    found: dict[str, Any] = run_client(
        hub, home, walk_audit.audit, source=source, target=target, lang=lang
    )
    return found


def test_two_datasets_are_read_at_their_revisions_and_compared(
    hub: LoopbackHub, tmp_path: Path
) -> None:
    document = audited(hub, tmp_path, f"hf://{SOURCE}@main", f"hf://{TARGET}", lang="vi")
    assert document["compared"] == ["test rows: 4 rows (4 beside 6 of the source), aligned by id"]
    assert document["source"].startswith(f"hf://{SOURCE}@")
    assert document["source"].endswith("(English, by its card)")
    by_kind = {each["kind"]: each for each in document["findings"]}
    assert [row["id"] for row in by_kind["rows-lost"]["rows"]] == ["p4", "p5"]
    assert by_kind["licence-dropped"]["detail"].endswith("non-commercial use only")


def test_of_several_configs_none_is_guessed(hub: LoopbackHub, tmp_path: Path) -> None:
    document = audited(hub, tmp_path, f"hf://{SOURCE}", f"hf://{TARGET}")
    assert "has several configs, and no language is said: en, vi" in document["error"]


def test_a_dataset_that_is_not_there_is_said(hub: LoopbackHub, tmp_path: Path) -> None:
    document = audited(hub, tmp_path, "hf://someone/none", f"hf://{TARGET}", lang="vi")
    assert "there is no such dataset or revision" in document["error"]
