"""What an engine is given of a text: all of it, in units that it takes."""

import pytest

from babelwright.build.candidates import Candidate, Step, Variant, propose
from babelwright.catalog.model import Structure
from babelwright.text.chunks import Limit
from babelwright.translation.engine import Failure, Origin, UnitKind
from babelwright.translation.store import Store
from support.engines import RuleEngine, TableEngine, identity_of, machine

STRUCTURE = Structure(frozenset({"Dr"}), ("article",))
LONG = "The owner of the shop counted the bicycles, and nobody helped her in the yard."
ACT = "Article 1\r\n\r\n1. Dogs bark. Cats do not.\n2. Birds:\n  (a) sing;\n  (b)\tfly.\n"


def best(
    store: Store, engine: TableEngine | RuleEngine, text: str, variant: Variant = Variant.BEST
) -> Candidate | Failure:
    found = propose(Step(engine, variant), [text], STRUCTURE, 1, store)[text]
    return found if isinstance(found, Failure) else found[0]


def test_a_sentence_longer_than_the_engine_takes_is_divided(store: Store) -> None:
    engine = TableEngine(
        {
            "The owner of the shop counted the bicycles,": ("Bà chủ đếm xe,",),
            "and nobody helped her in the yard.": ("và không ai giúp bà.",),
        },
        limit=Limit(50),
    )
    found = best(store, engine, LONG)
    assert isinstance(found, Candidate)
    assert (found.text, found.variant) == ("Bà chủ đếm xe, và không ai giúp bà.", Variant.BEST)


@pytest.mark.parametrize("most", [20, 60, 500])
@pytest.mark.parametrize("unit", UnitKind)
def test_no_unit_is_longer_than_the_engine_takes_and_the_layout_stays(
    store: Store, most: int, unit: UnitKind
) -> None:
    engine = TableEngine({}, limit=Limit(most), unit=unit)
    best(store, engine, ACT * 3)
    assert max(len(sent) for sent in engine.units) <= most
    same = RuleEngine(limit=Limit(most), unit=unit, identity=identity_of("same"))
    found = best(store, same, ACT * 3)
    assert isinstance(found, Candidate)
    assert found.text == ACT * 3


def test_bullets_and_numbers_are_not_sent(store: Store) -> None:
    engine = RuleEngine(str.upper)
    found = best(store, engine, ACT)
    assert isinstance(found, Candidate)
    assert found.text == (
        "ARTICLE 1\r\n\r\n1. DOGS BARK. CATS DO NOT.\n2. BIRDS:\n  (a) SING;\n  (b)\tFLY.\n"
    )


def test_a_word_longer_than_the_engine_takes_is_a_failure_and_is_not_sent(store: Store) -> None:
    engine = TableEngine({"Short.": ("Ngắn.",)}, limit=Limit(10))
    found = best(store, engine, "Short. Extraordinarily.")
    assert found == Failure(
        "table: 'Extraordinarily.'... is longer than it takes and cannot be divided"
    )
    assert engine.units == ["Short."]


def test_an_address_longer_than_the_engine_takes_stays_as_it_is(store: Store) -> None:
    engine = RuleEngine(str.upper, limit=Limit(20))
    address = "https://example.org/" + "a" * 40
    found = best(store, engine, f"Go and read all of {address} now.")
    assert isinstance(found, Candidate)
    assert found.text == f"GO AND READ ALL OF {address} NOW."


def test_an_engine_of_texts_is_given_sections_up_to_its_limit(store: Store) -> None:
    text = "Intro.\n\nArticle 1\nDogs bark.\n\nArticle 2\nCats do not."
    engine = RuleEngine(unit=UnitKind.TEXT, limit=Limit(25))
    table = TableEngine({}, unit=UnitKind.TEXT, limit=Limit(25))
    best(store, table, text)
    assert sorted(table.units) == ["Article 1\nDogs bark.", "Article 2\nCats do not.", "Intro."]
    found = best(store, engine, text)
    assert isinstance(found, Candidate)
    assert found.text == text


def test_a_memory_knows_a_text_by_sections_paragraphs_lines_and_sentences(store: Store) -> None:
    text = "Article 1\nA. B.\n\nC d. E f.\nG h.\n\n1. I j. K l.\n2. M n. O p."
    memory = TableEngine(
        {
            "Article 1\nA. B.": ("Điều 1\nA B.",),
            "C d. E f.\nG h.": ("Đoạn\nhai.",),
            "I j. K l.": ("Dòng ba.",),
            "M n.": ("Câu bốn.",),
            "O p.": ("Câu năm.",),
        },
        stored=False,
        origin=Origin.HUMAN,
    )
    found = best(store, memory, text)
    assert isinstance(found, Candidate)
    assert found.text == "Điều 1\nA B.\n\nĐoạn\nhai.\n\n1. Dòng ba.\n2. Câu bốn. Câu năm."
    assert found.origin is Origin.HUMAN
    assert len(memory.asked) == 1


def test_a_memory_that_lacks_one_sentence_fails_the_text(store: Store) -> None:
    memory = TableEngine({"A b.": ("X.",)}, stored=False)
    assert isinstance(best(store, memory, "A b.\nC d."), Failure)


def test_smaller_pieces_are_asked_for_where_a_sentence_failed_alone(store: Store) -> None:
    answers = {
        "Dogs bark, all of them, and all night long.": ("Chó sủa.",),
        "The owner of the shop counted the bicycles,": ("Bà chủ đếm xe,",),
        "and nobody helped her in the yard.": ("và không ai giúp bà.",),
    }
    engine = TableEngine(answers)
    text = f"Dogs bark, all of them, and all night long. {LONG}"
    assert isinstance(best(store, engine, text), Failure)
    found = best(store, engine, text, Variant.CLAUSES)
    assert isinstance(found, Candidate)
    assert found.text == "Chó sủa. Bà chủ đếm xe, và không ai giúp bà."
    sent = [unit for batch, _ in engine.asked[1:] for unit in batch]
    assert sorted(sent) == sorted(list(answers)[1:])


def test_a_failed_sentence_without_a_mark_is_divided_between_words(store: Store) -> None:
    engine = TableEngine({"One two three four": ("Một",), "five six seven eight.": ("hai.",)})
    text = "One two three four five six seven eight."
    store.save(engine.identity, {"Known.": machine("Rồi.")}, 1)
    found = best(store, engine, f"{text} Known.", Variant.CLAUSES)
    assert isinstance(found, Candidate)
    assert found.text == "Một hai. Rồi."
