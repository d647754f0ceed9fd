"""The decision for every text: accepted, rejected or failed, and by whom."""

import unicodedata
from collections.abc import Sequence

import pyarrow.parquet as pq
import pytest

from babelwright.build import translating
from babelwright.build.translating import (
    BATCH,
    DECISIONS,
    batches,
    judge_texts,
    translate_texts,
)
from babelwright.translation.engine import Origin, Outcome, UnitKind
from support.engines import UNKNOWN, RuleEngine, TableEngine, identity_of
from support.parallel import pairs
from support.repairing import Workshop, write_texts

SOURCE = "The shop sold 250 bicycles in May."
GOOD = "Cửa hàng đã bán 250 chiếc xe đạp vào tháng Năm."
WRONG = GOOD.replace("250", "260")
LOST = GOOD.replace("250 ", "")


class Heard:
    """Keeps what a build tells of its progress."""

    def __init__(self) -> None:
        self.stages: list[tuple[str, int | None]] = []
        self.items: list[int] = []

    def stage(self, name: str, total: int | None = None) -> None:
        self.stages.append((name, total))
        self.items.append(0)

    def advance(self, items: int) -> None:
        self.items[-1] += items


def test_an_accepted_text_tells_where_it_comes_from(workshop: Workshop) -> None:
    (found,) = workshop.decide([SOURCE], TableEngine({SOURCE: (GOOD,)}, identity_of("tiny")))
    assert found == {
        "text": 0,
        "source": SOURCE,
        "target": GOOD,
        "raw": None,
        "state": "accepted",
        "reason": None,
        "engine": "tiny",
        "revision": "1",
        "variant": "best",
        "origin": "machine",
        "attempt": 1,
        "cosine": found["cosine"],
        "margin": None,
        "flags": [],
        "attempts": [
            {
                "engine": "tiny",
                "variant": "best",
                "text": GOOD,
                "verdict": "pass",
                "flags": [],
                "cosine": found["cosine"],
                "margin": None,
            }
        ],
    }
    assert found["cosine"] is not None


@pytest.mark.parametrize(
    ("written", "raw"),
    [
        (GOOD.replace("ế", "e\u0301\u0302"), GOOD.replace("ế", "e\u0301\u0302")),
        (unicodedata.normalize("NFD", GOOD), None),
    ],
    ids=["marks in another order", "decomposed"],
)
def test_what_the_engine_wrote_is_kept_where_it_was_mended(
    workshop: Workshop, written: str, raw: str | None
) -> None:
    assert written != GOOD
    (found,) = workshop.decide([SOURCE], TableEngine({SOURCE: (written,)}))
    assert (found["target"], found["raw"]) == (GOOD, raw)


def test_a_repaired_text_tells_every_attempt_and_which_was_taken(workshop: Workshop) -> None:
    one = TableEngine({SOURCE: (WRONG,)}, identity_of("one"))
    two = TableEngine({SOURCE: (GOOD,)}, identity_of("two"))
    (found,) = workshop.decide([SOURCE], one, two)
    assert (found["state"], found["engine"], found["attempt"]) == ("accepted", "two", 2)
    assert [(each["text"], each["verdict"], each["flags"]) for each in found["attempts"]] == [
        (WRONG, "hard", ["number-changed"]),
        (GOOD, "pass", []),
    ]
    assert found["flags"] == []


def test_a_text_that_nothing_saves_is_rejected_by_its_best_candidates_first_hard_flag(
    workshop: Workshop,
) -> None:
    worse = TableEngine({SOURCE: (WRONG + " (((",)}, identity_of("worse"))
    bad = TableEngine({SOURCE: (WRONG,)}, identity_of("bad"))
    (found,) = workshop.decide([SOURCE], worse, bad)
    assert (found["state"], found["reason"], found["target"]) == (
        "rejected",
        "number-changed",
        WRONG,
    )
    (flag,) = found["flags"]
    assert (flag["check"], flag["severity"]) == ("number-changed", "hard")
    assert "became" in flag["detail"]


def test_a_doubtful_text_is_accepted_with_its_flag_and_no_reason(workshop: Workshop) -> None:
    (found,) = workshop.decide([SOURCE], TableEngine({SOURCE: (LOST,)}))
    assert (found["state"], found["reason"]) == ("accepted", None)
    assert [flag["check"] for flag in found["flags"]] == ["number-lost"]


def test_a_text_that_no_engine_has_failed_with_each_reason_once(workshop: Workshop) -> None:
    engines = [TableEngine({}, identity_of(name)) for name in ("one", "two")]
    (found,) = workshop.decide([SOURCE], *engines)
    assert (found["state"], found["target"], found["engine"]) == ("failed", None, None)
    assert found["reason"] == f"one: {UNKNOWN}; two: {UNKNOWN}"


def test_one_engine_that_fails_does_not_fail_the_text(workshop: Workshop) -> None:
    broken = TableEngine({}, identity_of("broken"))
    (found,) = workshop.decide([SOURCE], broken, TableEngine({SOURCE: (WRONG,)}))
    assert (found["state"], found["reason"]) == ("rejected", "number-changed")


@pytest.mark.parametrize(
    ("text", "target"), [("1,250.50", "1,250.50"), ("🙂", "🙂"), ("—…", "—…"), ("٣", "٣")]
)
def test_texts_without_letters_are_copied_and_never_sent(
    workshop: Workshop, text: str, target: str
) -> None:
    engine = TableEngine({text: ("wrong",)})
    (found,) = workshop.decide([text], engine)
    assert engine.asked == []
    assert (found["state"], found["target"], found["engine"]) == ("accepted", target, "copy")
    assert (found["attempt"], found["attempts"], found["cosine"]) == (0, [], None)


def test_decisions_stand_in_the_order_of_the_texts(workshop: Workshop) -> None:
    texts = ["7", *(source for source, _ in pairs("vi")), "8", "unknown words"]
    engine = TableEngine({source: (target,) for source, target in pairs("vi")}, unit=UnitKind.TEXT)
    found = workshop.decide(texts, engine)
    assert [each["text"] for each in found] == list(range(len(texts)))
    assert [each["source"] for each in found] == texts
    states = [each["state"] for each in found]
    assert states == ["accepted"] * (len(texts) - 1) + ["failed"]
    margins = [each["margin"] for each in found[1:-2]]
    assert None not in margins, "a pool of more than eight texts"


def test_more_texts_than_a_batch_are_all_decided_and_told(workshop: Workshop) -> None:
    count = translating.BATCH * 2 + 7
    file, out = workshop.folder / "texts.parquet", workshop.folder / "decisions.parquet"
    write_texts(file, [(f"word {n}" if n % 3 else str(n), None) for n in range(count)])
    heard = Heard()
    engine = RuleEngine(lambda unit: unit.replace("word", "từ"))
    translate_texts(file, workshop.loop(engine, attempts=1), workshop.own(), heard, out)
    found = pq.read_table(out)
    assert found.schema == DECISIONS
    assert found["text"].to_pylist() == list(range(count))
    assert heard.stages == [("translating", count), ("checking and repairing", count)]
    assert heard.items == [count, count]


def test_margins_are_measured_against_an_even_sample(
    workshop: Workshop, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(translating, "POOL", 10)
    file, out = workshop.folder / "texts.parquet", workshop.folder / "decisions.parquet"
    write_texts(file, [(f"word {n}", None) for n in range(35)])
    engine = TableEngine({f"word {n}": (f"từ {n}",) for n in range(35)})
    heard = Heard()
    translate_texts(file, workshop.loop(engine, attempts=1), workshop.own(), heard, out)
    assert engine.asked[0] == ([f"word {n}" for n in (12, 16, 20, 24, 28, 32, 0, 4, 8)], 1)
    assert heard.stages[0] == ("translating", 10)
    assert heard.items[0] == 9


def test_no_text_at_all_is_no_decision(workshop: Workshop) -> None:
    assert workshop.decide([], TableEngine({})) == []


def test_a_text_is_translated_by_the_store_when_the_engine_is_gone(workshop: Workshop) -> None:
    first = workshop.decide([SOURCE], TableEngine({SOURCE: (GOOD,)}))
    empty = TableEngine({})
    assert workshop.decide([SOURCE], empty) == first
    assert empty.asked == []


def test_collected_texts_are_judged_as_they_are(workshop: Workshop) -> None:
    file, out = workshop.folder / "texts.parquet", workshop.folder / "decisions.parquet"
    write_texts(file, [(None, "Ca\u0300 phê ngon."), (None, "The coffee here is really good.")])
    heard = Heard()
    judge_texts(file, workshop.judge(source=None), workshop.own(), heard, out)
    good, foreign = pq.read_table(out).to_pylist()
    assert good["target"] == "Cà phê ngon.", "composed"
    assert (good["state"], good["engine"], good["attempt"], good["source"]) == (
        "accepted",
        "given",
        0,
        None,
    )
    assert (good["cosine"], good["origin"]) == (None, None)
    assert (foreign["state"], foreign["reason"]) == ("rejected", "marks")
    assert heard.stages == [("checking", 2)]


def test_collected_pairs_are_judged_as_pairs(workshop: Workshop) -> None:
    file, out = workshop.folder / "texts.parquet", workshop.folder / "decisions.parquet"
    table: list[tuple[str | None, str | None]] = [*pairs("vi"), (SOURCE, WRONG)]
    write_texts(file, table)
    judge_texts(file, workshop.judge(), workshop.own(), Heard(), out)
    found = pq.read_table(out).to_pylist()
    assert [each["state"] for each in found] == ["accepted"] * len(pairs("vi")) + ["rejected"]
    assert found[-1]["reason"] == "number-changed"
    assert all(each["margin"] is not None for each in found)


def test_a_humans_translation_is_told_as_one(workshop: Workshop) -> None:
    memory = TableEngine({SOURCE: (GOOD,)}, stored=False, origin=Origin.HUMAN)
    (found,) = workshop.decide([SOURCE], memory)
    assert found["origin"] == "human"


class Broken(TableEngine):
    """Raises whatever it is asked."""

    def translate(self, units: Sequence[str], hypotheses: int) -> list[Outcome]:
        raise ConnectionError(f"the line is dead: {len(units)} units, {hypotheses} hypotheses")


def test_an_engine_that_breaks_stops_the_stage_and_decides_nothing(workshop: Workshop) -> None:
    with pytest.raises(ConnectionError, match="the line is dead"):
        workshop.decide([SOURCE], Broken({}))
    assert not (workshop.folder / "decisions.parquet").exists()


def test_a_batch_of_long_documents_has_fewer_of_them(workshop: Workshop) -> None:
    file = workshop.folder / "texts.parquet"
    lengths = [1, 3_000_000, 2_000_000, 10, 4_500_000, 5]
    write_texts(file, [("x" * length, None) for length in lengths])
    assert [[text.key for text in batch] for batch in batches(file)] == [[0, 1, 2], [3, 4], [5]]
    assert [[text.key for text in batch] for batch in batches(file, 2)] == [[0, 2, 4]]


def test_a_batch_of_short_texts_has_a_fixed_number(workshop: Workshop) -> None:
    file = workshop.folder / "texts.parquet"
    write_texts(file, [(f"Text {n}.", None) for n in range(2 * BATCH + 3)])
    assert [len(batch) for batch in batches(file)] == [BATCH, BATCH, 3]
    assert [text.key for batch in batches(file, 5) for text in batch] == [*range(0, 1027, 5)]
