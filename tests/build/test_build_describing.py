"""Finished rows held to mteb's checks: what is not released, and what is only noted."""

from dataclasses import replace
from pathlib import Path

import pytest

from babelwright.build.describing import Described, describe_finished
from babelwright.build.plan import Planned
from babelwright.build.validating import Finished
from babelwright.catalog.model import Catalog, Severity
from babelwright.errors import ValidationFailed
from babelwright.tasks.registry import task_types
from support.closure import Tables
from support.described import write_released
from support.tasks import make_task


def described(
    tmp_path: Path, catalog: Catalog, kind: str, tables: Tables, severity: Severity | None = None
) -> Described:
    """Describe finished tables; every check may have one severity."""
    gates = catalog.gates
    if severity:
        checks = {name: replace(gate, severity=severity) for name, gate in gates.checks.items()}
        gates = replace(gates, checks=checks)
    sizes = {name.split("/")[-1]: len(rows) for name, rows in tables.items()}
    finished = [
        Finished(each.table, each.split, each.files[0], sizes[each.split])
        for each in write_released(tmp_path, kind, tables)
    ]
    planned = Planned(catalog.builders[0], make_task(kind), catalog.languages["vi"])
    changed = replace(catalog, gates=gates)
    return describe_finished(planned, task_types()[kind], changed, finished, tmp_path)


def labelled(*texts: str) -> Tables:
    return {"test": [{"id": str(n), "text": text, "label": n % 2} for n, text in enumerate(texts)]}


def test_what_mteb_would_refuse_is_not_released(tmp_path: Path, catalog: Catalog) -> None:
    with pytest.raises(ValidationFailed) as caught:
        described(tmp_path, catalog, "classification", labelled("A boat", "Tea", "A boat"))
    message = str(caught.value)
    assert message == (
        "task.toml: it would not pass mteb's checks of dataset quality:\n"
        "  mteb-short-text: test, text_statistics: the shortest text has 3 characters, "
        "not 4 or more\n"
        "  mteb-duplicate-text: test, text_statistics: 2 different texts of 3\n"
        "  Leave such texts out in [map]: WHERE length(text) > 3; Select each text once in [map], "
        "or make duplicate-source hard in validation/gates.toml"
    )


def test_a_check_that_is_not_hard_is_noted(tmp_path: Path, catalog: Catalog) -> None:
    tables = labelled("A boat", "Tea")
    done = described(tmp_path, catalog, "classification", tables, Severity.SOFT)
    assert [tuple(note) for note in done.notes] == [
        (
            "rows",
            "test",
            "mteb-short-text",
            "soft",
            "text_statistics: the shortest text has 3 characters, not 4 or more",
        )
    ]
    failed = {each["check"]: each["failed"] for each in done.facts["quality"] if each["failed"]}
    assert list(failed) == ["mteb-short-text"]


def test_a_long_text_is_noted_as_mteb_warns_of_it(tmp_path: Path, catalog: Catalog) -> None:
    tables = labelled(*(f"Text {number:02}" for number in range(98)), "x" * 3000, "Text 98")
    done = described(tmp_path, catalog, "classification", tables)
    assert [(note.reason, note.severity) for note in done.notes] == [("mteb-long-text", "info")]


def test_the_note_of_a_type_with_several_tables_is_about_its_judgements(
    tmp_path: Path, catalog: Catalog
) -> None:
    tables: Tables = {
        "corpus/corpus": [{"id": "d1", "title": "", "text": "A boat."}],
        "queries/queries": [{"id": "q1", "text": "?"}],
        "qrels/test": [{"query-id": "q1", "corpus-id": "d1", "score": 1}],
    }
    (note,) = described(tmp_path, catalog, "retrieval", tables, Severity.INFO).notes
    assert (note.table, note.split, note.reason) == ("qrels", "test", "mteb-short-text")


def test_a_table_that_has_lost_all_rows_is_not_described(tmp_path: Path, catalog: Catalog) -> None:
    done = described(tmp_path, catalog, "classification", {"test": []})
    assert done == ({"statistics": {}, "profile": None, "quality": []}, ())


def test_levels_of_a_hierarchy_are_no_duplicates(tmp_path: Path, catalog: Catalog) -> None:
    rows = [{"id": str(n), "sentences": f"Text {n}", "labels": [0, n % 2 + 1]} for n in range(9)]
    done = described(tmp_path, catalog, "hierarchical_clustering", {"test": rows})
    assert done.facts["statistics"]["test"]["num_samples"] == 18
    assert done.notes == ()
    again = [*rows, {**rows[0], "id": "9"}]
    with pytest.raises(ValidationFailed, match="9 different texts of 10"):
        described(tmp_path, catalog, "hierarchical_clustering", {"test": again})
