"""The repair loop: candidates until one passes, the choice of the best, and never a drop first."""

from dataclasses import replace

import pytest

from babelwright.build.repair import needs_no_engine
from babelwright.checks.gate import Verdict
from babelwright.translation.engine import Origin, UnitKind
from support.engines import UNKNOWN, TableEngine, identity_of
from support.repairing import Workshop, told

SOURCE = "The shop sold 250 bicycles in May, and the owner was very happy about it."
CLAUSES = ("The shop sold 250 bicycles in May,", "and the owner was very happy about it.")
GOOD = "Cửa hàng đã bán 250 chiếc xe đạp vào tháng Năm, và người chủ rất vui về điều đó."
OTHER = "Cửa hàng bán được 250 chiếc xe đạp trong tháng Năm và chủ tiệm rất vui vì điều đó."
THIRD = "Tiệm ấy bán 250 chiếc xe đạp hồi tháng Năm và bà chủ rất mừng vì chuyện đó."
WRONG = GOOD.replace("250", "260")
WORSE = WRONG.replace("Cửa hàng", "Cửa hàng (((")
LOST = GOOD.replace("250 ", "")
SHORT = "Cửa hàng đã bán 250 chiếc xe đạp"


def engine(name: str, *answers: str, source: str = SOURCE, **settings: object) -> TableEngine:
    """Return an engine that knows one text."""
    identity = identity_of(name)
    table = TableEngine({source: answers} if answers else {}, identity)
    for key, value in settings.items():
        setattr(table, key, value)
    return table


def test_a_candidate_that_passes_is_the_last_one_asked_for(workshop: Workshop) -> None:
    one, two = engine("one", GOOD), engine("two", OTHER)
    case = workshop.repair(SOURCE, one, two)
    assert case.settled
    assert told(case.attempts) == [("one", "best", "pass")]
    assert (one.asked, two.asked) == ([([SOURCE], 1)], [])


@pytest.mark.parametrize("first", [(), (WRONG,), (SHORT,), (SOURCE,)], ids=repr)
def test_what_one_engine_cannot_the_next_can(workshop: Workshop, first: tuple[str, ...]) -> None:
    case = workshop.repair(SOURCE, engine("one", *first), engine("two", GOOD))
    best = case.best()
    assert best is not None
    assert (best.candidate.engine, best.candidate.text) == ("two", GOOD)
    assert best.judged.verdict is Verdict.PASS
    assert case.failures == ([] if first else [f"one: {UNKNOWN}"])


def test_after_every_engines_best_come_the_other_hypotheses(workshop: Workshop) -> None:
    one, two = engine("one", WRONG, SOURCE, GOOD), engine("two", SHORT, OTHER)
    case = workshop.repair(SOURCE, one, two)
    assert told(case.attempts) == [
        ("one", "best", "hard"),
        ("two", "best", "hard"),
        ("one", "n-best", "hard"),
        ("one", "n-best", "pass"),
    ]
    assert one.asked == [([SOURCE], 1), ([SOURCE], workshop.gates.hypotheses)]
    assert two.asked == [([SOURCE], 1)]


def test_what_was_cut_off_is_tried_in_smaller_pieces(workshop: Workshop) -> None:
    halves = GOOD.replace(", và", ",|và").split("|")
    answers = {SOURCE: (SHORT,), CLAUSES[0]: (halves[0],), CLAUSES[1]: (halves[1],)}
    one = TableEngine(answers, identity_of("one"))
    case = workshop.repair(SOURCE, one)
    assert told(case.attempts) == [("one", "best", "hard"), ("one", "clauses", "pass")]
    best = case.best()
    assert best is not None
    assert best.candidate.text == GOOD


def test_smaller_pieces_are_tried_where_an_engine_had_nothing_at_all(workshop: Workshop) -> None:
    halves = GOOD.replace(", và", ",|và").split("|")
    one = TableEngine({CLAUSES[0]: (halves[0],), CLAUSES[1]: (halves[1],)})
    case = workshop.repair(SOURCE, one)
    assert told(case.attempts) == [("table", "clauses", "pass")]
    assert case.failures == [f"table: {UNKNOWN}"] * 2


def test_smaller_pieces_are_not_tried_against_what_they_cannot_help(workshop: Workshop) -> None:
    one = engine("one", WRONG)
    case = workshop.repair(SOURCE, one)
    assert told(case.attempts) == [("one", "best", "hard")]
    assert all(CLAUSES[0] not in batch for batch, _ in one.asked)


def test_no_more_ways_are_tried_than_the_gates_allow(workshop: Workshop) -> None:
    engines = [engine(name, WRONG.replace("260", str(n))) for n, name in enumerate("abcdef", 261)]
    case = workshop.repair(SOURCE, *engines, attempts=3)
    assert told(case.attempts) == [(name, "best", "hard") for name in "abc"]
    assert engines[3].asked == []


def test_an_engine_that_has_no_answer_does_not_count_as_tried(workshop: Workshop) -> None:
    silent = [engine(name) for name in "abc"]
    case = workshop.repair(SOURCE, *silent, engine("d", GOOD), attempts=1)
    assert told(case.attempts) == [("d", "best", "pass")]


def test_the_same_answer_twice_is_one_attempt(workshop: Workshop) -> None:
    case = workshop.repair(SOURCE, engine("one", WRONG), engine("two", WRONG))
    assert told(case.attempts) == [("one", "best", "hard")]


def test_a_machines_doubtful_candidate_is_kept_while_a_better_one_is_sought(
    workshop: Workshop,
) -> None:
    case = workshop.repair(SOURCE, engine("one", LOST), engine("two", GOOD))
    assert told(case.attempts) == [("one", "best", "soft"), ("two", "best", "pass")]
    worse = workshop.repair(SOURCE, engine("three", LOST), engine("four", WRONG))
    best = worse.best()
    assert best is not None
    assert (best.candidate.text, best.judged.verdict) == (LOST, Verdict.SOFT)


@pytest.mark.parametrize(("text", "asks"), [(LOST, False), (WRONG, True)], ids=["soft", "hard"])
def test_a_humans_doubtful_translation_is_not_replaced_by_a_machines(
    workshop: Workshop, text: str, asks: bool
) -> None:
    human = engine("memory", text, unit=UnitKind.TEXT, stored=False, origin=Origin.HUMAN)
    machine = engine("machine", GOOD)
    best = workshop.repair(SOURCE, human, machine).best()
    assert best is not None
    assert bool(machine.asked) is asks
    assert best.candidate.text == (GOOD if asks else text)


def test_a_memory_is_never_asked_in_smaller_pieces(workshop: Workshop) -> None:
    memory = engine("memory", stored=False)
    case = workshop.repair(SOURCE, memory)
    assert case.attempts == []
    assert [batch for batch, _ in memory.asked] == [[SOURCE], [SOURCE]]


def test_of_candidates_that_all_fail_the_one_with_fewest_flags_is_best(workshop: Workshop) -> None:
    best = workshop.repair(SOURCE, engine("one", WORSE), engine("two", WRONG)).best()
    assert best is not None
    assert best.candidate.text == WRONG
    assert [flag.check for flag in best.judged.flags] == ["number-changed"]


def test_of_equals_a_humans_is_best_whatever_came_first(workshop: Workshop) -> None:
    machine = engine("machine", WRONG)
    human = engine("memory", THIRD.replace("250", "270"), origin=Origin.HUMAN)
    best = workshop.repair(SOURCE, machine, human).best()
    assert best is not None
    assert best.candidate.engine == "memory"


def test_of_equals_the_one_that_most_others_agree_with_is_best(workshop: Workshop) -> None:
    far, near, nearer = THIRD.replace("250", "270"), WRONG, WRONG.replace("rất", "rất là")
    best = workshop.repair(SOURCE, engine("a", far), engine("b", near), engine("c", nearer)).best()
    assert best is not None
    assert best.candidate.engine in ("b", "c")
    two = workshop.repair(SOURCE, engine("d", far), engine("e", near)).best()
    assert two is not None
    assert two.candidate.engine == "d", "two agree with each other equally: the first one"


def test_a_text_that_no_engine_has_keeps_every_reason(workshop: Workshop) -> None:
    case = workshop.repair(SOURCE, engine("one"), engine("two"))
    assert case.best() is None
    assert list(dict.fromkeys(case.failures)) == [f"one: {UNKNOWN}", f"two: {UNKNOWN}"]


def test_texts_go_through_together_and_each_ends_by_itself(workshop: Workshop) -> None:
    texts = {7: SOURCE, 3: "The train to the coast was late again.", 5: "Nobody was there."}
    one = TableEngine({SOURCE: (WRONG,), texts[3]: ("Chuyến tàu ra bờ biển lại bị trễ.",)})
    two = TableEngine({SOURCE: (GOOD,)}, identity_of("two"))
    loop = workshop.loop(one, two)
    cases = loop.run(texts, loop.judge.pool([], [], []))
    assert [case.key for case in cases] == [7, 3, 5]
    best = [case.best() for case in cases]
    assert [each.candidate.engine if each else None for each in best] == ["two", "table", None]
    assert sorted(two.asked[0][0]) == sorted([SOURCE, texts[5]])


def test_the_first_candidates_are_of_the_first_engine_that_has_one(workshop: Workshop) -> None:
    one = engine("one", WRONG)
    two = TableEngine({SOURCE: (GOOD,), "Yes.": ("Vâng.",)}, identity_of("two"))
    loop = workshop.loop(one, two)
    assert loop.first({1: SOURCE, 2: "Yes.", 3: "Hm."}) == {1: WRONG, 2: "Vâng."}
    assert workshop.loop().first({1: SOURCE}) == {}


def test_only_texts_with_letters_need_an_engine() -> None:
    texts = ["1,250.50", "", " ", "—…!", "🙂", "42 m", "Ω", "ع", "١٢٣"]
    assert needs_no_engine(texts) == [True, True, True, True, True, False, False, False, True]


def test_an_exempt_fault_is_repaired_where_it_can_be(workshop: Workshop) -> None:
    exempting = replace(workshop.gates, exempt=frozenset({"number-changed"}))
    shop = replace(workshop, gates=exempting)
    mended = shop.repair(SOURCE, engine("one", WRONG), engine("two", GOOD))
    best = mended.best()
    assert best is not None
    assert best.candidate.text == GOOD


def test_an_exempt_fault_is_better_than_one_that_ends_the_row(workshop: Workshop) -> None:
    exempting = replace(workshop.gates, exempt=frozenset({"number-changed"}))
    shop = replace(workshop, gates=exempting)
    case = shop.repair(SOURCE, engine("one", SOURCE), engine("two", WRONG))
    best = case.best()
    assert best is not None
    assert (best.candidate.text, best.judged.ends) == (WRONG, None)
    assert not case.settled
