"""Candidates: what an engine offers for a whole text, put together from its units."""

from collections.abc import Mapping, Sequence

import pytest

from babelwright.build.candidates import Candidate, Step, Variant, propose, steps
from babelwright.catalog.model import Structure
from babelwright.translation.engine import Failure, Hypotheses, Origin, Outcome, UnitKind
from babelwright.translation.store import Store
from support.engines import UNKNOWN, Answers, RuleEngine, TableEngine, identity_of

STRUCTURE = Structure(frozenset({"Dr"}))
TWO = "Dr. Lee left. Nobody saw it!"
LONG = "The owner of the shop counted the bicycles, and nobody helped her in the yard."
HALVES = ("The owner of the shop counted the bicycles,", "and nobody helped her in the yard.")


def offered(
    store: Store, engine: TableEngine, text: str, variant: Variant, hypotheses: int = 4
) -> list[Candidate] | Failure:
    found = propose(Step(engine, variant), [text], STRUCTURE, hypotheses, store)
    assert list(found) == [text]
    return found[text]


def texts_of(candidates: list[Candidate] | Failure) -> list[str]:
    assert not isinstance(candidates, Failure)
    return [candidate.text for candidate in candidates]


def test_every_engines_best_comes_first_then_what_else_each_has_then_smaller_pieces() -> None:
    memory = TableEngine({}, identity_of("memory"), stored=False)
    whole = TableEngine({}, identity_of("whole"), unit=UnitKind.TEXT)
    argos = TableEngine({}, identity_of("argos"))
    assert [step.label for step in steps([memory, whole, argos])] == [
        "memory best",
        "whole best",
        "argos best",
        "memory n-best",
        "whole n-best",
        "argos n-best",
        "argos clauses",
    ]
    assert steps([]) == []


def test_an_engine_of_sentences_is_given_sentences_and_a_text_is_put_together(
    store: Store,
) -> None:
    engine = TableEngine({"Dr. Lee left.": ("TS. Lee đã đi.",), "Nobody saw it!": ("Không ai!",)})
    assert offered(store, engine, TWO, Variant.BEST) == [
        Candidate("TS. Lee đã đi. Không ai!", "table", "1", Variant.BEST, Origin.MACHINE)
    ]
    assert sorted(engine.units) == ["Dr. Lee left.", "Nobody saw it!"]


def test_an_engine_of_texts_is_given_the_whole(store: Store) -> None:
    engine = TableEngine({TWO: ("Tất cả.",)}, unit=UnitKind.TEXT)
    assert texts_of(offered(store, engine, TWO, Variant.BEST)) == ["Tất cả."]
    assert engine.units == [TWO]


@pytest.mark.parametrize(
    ("text", "answers", "result"),
    [
        ("One.\n\n  Two.", {"One.": "Một.", "Two.": "Hai."}, "Một.\n\n  Hai."),
        ("One.\n---\nTwo.", {"One.": "Một.", "Two.": "Hai."}, "Một.\n---\nHai."),
        ("12. 13.\nOne.", {"12. 13.": "?", "One.": "Một."}, "12. 13.\nMột."),
        ("Café", {"Café": "Cà phe\u0302"}, "Cà phê"),
    ],
    ids=["blank lines", "rule", "no letters", "composed"],
)
def test_what_stands_between_sentences_and_has_no_letters_stays(
    store: Store, text: str, answers: Mapping[str, str], result: str
) -> None:
    engine = TableEngine({unit: (answer,) for unit, answer in answers.items()})
    assert texts_of(offered(store, engine, text, Variant.BEST)) == [result]
    assert "12. 13." not in engine.units


def test_one_sentence_that_fails_fails_the_text_and_names_the_engine(store: Store) -> None:
    engine = TableEngine({"Dr. Lee left.": ("TS. Lee đã đi.",)}, identity_of("tiny"))
    assert offered(store, engine, TWO, Variant.BEST) == Failure(f"tiny: {UNKNOWN}")


@pytest.mark.parametrize(
    ("first", "second", "joined"),
    [
        (("a", "b"), ("x", "y"), ["a x", "b y"]),
        (("a", "b", "c"), ("x",), ["a x", "b x", "c x"]),
        (("a", "a"), ("x", "x"), ["a x"]),
        (("a", "b"), ("x", "y", "z"), ["a x", "b y", "b z"]),
    ],
)
def test_the_nth_candidate_is_made_of_the_nth_hypotheses_or_the_last(
    store: Store, first: tuple[str, ...], second: tuple[str, ...], joined: list[str]
) -> None:
    engine = TableEngine({"Dr. Lee left.": first, "Nobody saw it!": second})
    assert texts_of(offered(store, engine, TWO, Variant.N_BEST)) == joined
    assert {count for _, count in engine.asked} == {4}


def test_best_asks_for_one_hypothesis_and_n_best_for_as_many_as_wanted(store: Store) -> None:
    engine = TableEngine({"One.": ("1", "2", "3", "4", "5")})
    assert len(texts_of(offered(store, engine, "One.", Variant.BEST))) == 1
    assert len(texts_of(offered(store, engine, "One.", Variant.N_BEST, 3))) == 3
    assert [count for _, count in engine.asked] == [1, 3]


def test_clauses_are_translated_apart_and_joined_with_what_stood_between(store: Store) -> None:
    engine = TableEngine({HALVES[0]: ("Nửa đầu,",), HALVES[1]: ("nửa sau.",)})
    (found,) = propose(Step(engine, Variant.CLAUSES), [LONG], STRUCTURE, 4, store).values()
    assert texts_of(found) == ["Nửa đầu, nửa sau."]
    assert sorted(engine.units) == sorted(HALVES)


def test_equal_units_of_several_texts_are_asked_for_once(store: Store) -> None:
    engine = TableEngine({"Yes.": ("Vâng.",), "No.": ("Không.",)})
    texts = ["Yes. No.", "No. Yes.", "Yes. Yes. No."]
    found = propose(Step(engine, Variant.BEST), texts, STRUCTURE, 4, store)
    assert [texts_of(found[text]) for text in texts] == [
        ["Vâng. Không."],
        ["Không. Vâng."],
        ["Vâng. Vâng. Không."],
    ]
    assert sorted(engine.units) == ["No.", "Yes."]


class Mixed(RuleEngine):
    """A memory with some sentences by people and some by machines."""

    stored = False

    def translate(self, units: Sequence[str], hypotheses: int) -> list[Outcome]:
        del hypotheses
        return [
            Hypotheses((unit,), Origin.HUMAN if "people" in unit else Origin.MACHINE)
            for unit in units
        ]


@pytest.mark.parametrize(
    ("text", "origin"),
    [
        ("By people.", Origin.HUMAN),
        ("By people. Also by people.", Origin.HUMAN),
        ("By people. Not so.", Origin.MACHINE),
    ],
)
def test_a_text_is_a_humans_when_all_of_its_sentences_are(
    store: Store, text: str, origin: Origin
) -> None:
    (found,) = propose(Step(Mixed(), Variant.BEST), [text], STRUCTURE, 1, store).values()
    assert not isinstance(found, Failure)
    assert [candidate.origin for candidate in found] == [origin]


def test_what_was_translated_before_is_not_asked_for_again(store: Store) -> None:
    answers: Answers = {"Yes.": ("Vâng.",)}
    first = offered(store, TableEngine(answers), "Yes.", Variant.BEST)
    again = TableEngine({})
    assert offered(store, again, "Yes.", Variant.BEST) == first
    assert again.asked == []
