"""The facts that manifest, card and report are made from."""

from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from babelwright.build import facts
from babelwright.build.closing import Note
from babelwright.build.translating import DECISIONS
from babelwright.catalog.model import Calibration, Gates
from babelwright.ledger import Event, State, events_table
from babelwright.tasks.registry import task_types
from support.closure import Bench
from support.engines import identity_of
from support.laws import law

EMBEDDER = ("static-1", "f" * 64)


def decisions(folder: Path, *rows: dict[str, Any]) -> Path:
    file = folder / "decisions.parquet"
    filled = [
        {"text": n, "state": "accepted", "flags": [], "attempts": [], **row}
        for n, row in enumerate(rows)
    ]
    pq.write_table(pa.Table.from_pylist(filled, schema=DECISIONS), file)
    return file


def by(engine: str, **more: Any) -> dict[str, Any]:
    told = {"engine": engine, "revision": "1", "variant": "best", "origin": "machine"}
    return {**told, "attempt": 1, **more}


def test_every_reason_that_a_gate_can_give_has_words(gates: Gates) -> None:
    words: dict[str, str] = {}
    for task_type in task_types().values():
        words |= facts.about(task_type)
    assert set(gates.checks) <= set(words)
    assert all(words.values())
    assert words["no-translation"] == "No engine of the chain has a translation."


def test_the_ledgers_facts_have_words_and_severities(tmp_path: Path, gates: Gates) -> None:
    rows = [{"id": n, "sentence1": "One.", "sentence2": f"Two {n}.", "score": 1.0} for n in "abcd"]
    ledger = Bench(tmp_path, "sts", gates, {"test": rows}).ledger
    events = [
        Event("rows", "test", "a", State.FILTERED, "copied", "x"),
        Event("rows", "test", "b", State.FAILED, "no-translation", "x"),
        Event("rows", "test", "c", State.FLAGGED, "ending", "x"),
    ]
    ledger.record("2-translation", events_table(events))
    found = facts.ledger_facts(ledger, task_types()["sts"], gates)
    assert found["counts"] == [
        {
            "table": "rows",
            "split": "test",
            "source": 4,
            "released": 2,
            "filtered": 1,
            "failed": 1,
            "unsampled": 0,
        }
    ]
    told = {each["reason"]: (each["severity"], each["about"]) for each in found["reasons"]}
    assert {reason: severity for reason, (severity, _) in told.items()} == {
        "copied": "hard",
        "no-translation": "hard",
        "ending": "soft",
    }
    assert all(about for _, about in told.values())


def test_translation_tells_which_engines_were_used_and_for_how_many_texts(tmp_path: Path) -> None:
    file = decisions(
        tmp_path,
        by("one"),
        by("one"),
        by("two", attempt=2, variant="n-best"),
        by("two", state="rejected", attempt=3),
        by("copy", revision=None, variant=None, origin=None, attempt=0),
        {"state": "failed"},
    )
    engines = [identity_of(name) for name in ("one", "two", "three")]
    found = facts.translation_facts(file, engines)
    assert found["texts"] == {"accepted": 4, "failed": 1, "rejected": 1}
    assert [(each["name"], each["used"]) for each in found["engines"]] == [
        ("one", True),
        ("two", True),
        ("three", False),
    ]
    assert {
        (each["engine"], each["attempt"], each["texts"]) for each in found["accepted_from"]
    } == {
        ("copy", 0, 1),
        ("one", 1, 2),
        ("two", 2, 1),
    }


def test_an_engine_whose_texts_were_all_rejected_was_not_used(tmp_path: Path) -> None:
    file = decisions(tmp_path, by("one", state="rejected"))
    (engine,) = facts.translation_facts(file, [identity_of("one")])["engines"]
    assert engine["used"] is False


def test_another_revision_of_an_engine_was_not_used(tmp_path: Path) -> None:
    file = decisions(tmp_path, by("one", revision="2"))
    (engine,) = facts.translation_facts(file, [identity_of("one")])["engines"]
    assert engine["used"] is False


def test_two_engines_of_one_memory_are_told_once(tmp_path: Path) -> None:
    both = [identity_of("memory", unit=unit) for unit in ("text", "sentence")]
    found = facts.translation_facts(decisions(tmp_path, by("memory")), both)
    assert [each["name"] for each in found["engines"]] == ["memory"]


@pytest.mark.parametrize(
    ("cosine", "place"),
    [(-0.9, 0), (-0.2, 0), (-0.1, 2), (0.0, 4), (0.02, 4), (0.52, 14), (0.97, 23), (1.0, 23)],
)
def test_every_cosine_has_its_place_in_the_histogram(
    tmp_path: Path, cosine: float, place: int
) -> None:
    file = decisions(tmp_path, by("one", cosine=cosine), by("one", cosine=cosine, state="rejected"))
    found = facts.fidelity_facts(file, EMBEDDER, None)
    bins = found["histogram"]["bins"]
    assert [n for n, each in enumerate(bins) if any(each.values())] == [place]
    assert bins[place] == {"accepted": 1, "rejected": 1}


@settings(law, max_examples=25)
@given(st.lists(st.one_of(st.none(), st.floats(-1, 1).map(lambda x: round(x, 4))), max_size=30))
def test_the_histogram_has_every_judged_text_once(
    tmp_path_factory: pytest.TempPathFactory, cosines: list[float | None]
) -> None:
    folder = tmp_path_factory.mktemp("histogram")
    rows = [by("one", cosine=cosine) for cosine in cosines]
    found = facts.fidelity_facts(decisions(folder, *rows), EMBEDDER, None)
    bins = found["histogram"]["bins"]
    judged = [cosine for cosine in cosines if cosine is not None]
    assert found["judged"] == sum(each["accepted"] for each in bins) == len(judged)
    assert len(bins) == 24
    assert (found["cosine"]["median"] is None) is (not judged)


def test_fidelity_tells_medians_and_what_it_was_measured_with(tmp_path: Path) -> None:
    scores = ((0.1, 1.0), (0.5, None), (0.9, 1.9), (0.5, 1.1111))
    rows = [by("one", cosine=cosine, margin=margin) for cosine, margin in scores]
    calibration = Calibration("f" * 64, 0.3, 0.9, 0.01, 0.99, "2026-01-01", "pairs")
    found = facts.fidelity_facts(decisions(tmp_path, *rows), EMBEDDER, calibration)
    assert found["embedder"] == {"name": "static-1", "fingerprint": "f" * 64}
    assert found["calibration"]["cosine"] == 0.3
    assert found["cosine"] == {"median": 0.5, "p5": 0.16}
    assert found["margin"] == {"median": 1.1111}


def test_fidelity_tells_the_thresholds_of_coverage(tmp_path: Path) -> None:
    file, thresholds = decisions(tmp_path, by("one", cosine=0.5)), {"soft": {"missing": 1.2}}
    assert facts.fidelity_facts(file, EMBEDDER, None, thresholds)["coverage"] == thresholds
    assert facts.fidelity_facts(file, EMBEDDER, None)["coverage"] is None


def test_nothing_judged_has_no_medians(tmp_path: Path) -> None:
    file = decisions(tmp_path, by("copy"), {"state": "failed"})
    found = facts.fidelity_facts(file, EMBEDDER, None)
    assert (found["judged"], found["calibration"]) == (0, None)
    assert found["cosine"] == {"median": None, "p5": None}
    assert found["margin"] == {"median": None}


def test_notes_about_whole_splits_are_told() -> None:
    note = Note("rows", "test", "label-lost", "soft", "label 3 has no rows left")
    assert facts.closure_facts([note]) == [
        {
            "table": "rows",
            "split": "test",
            "reason": "label-lost",
            "severity": "soft",
            "detail": "label 3 has no rows left",
        }
    ]
