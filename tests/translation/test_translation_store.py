"""The translation store: what a key depends on, and that what is saved is found again."""

import sqlite3
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from babelwright.errors import BabelwrightError
from babelwright.translation.engine import Hypotheses, Identity, Origin
from babelwright.translation.store import Store, key_of
from support.engines import identity_of, machine
from support.laws import law

ENGINE = Identity("argos-en_vi", "1.0-abc", "en", "vi", {"beam": 4, "penalty": 0.2})
UNIT = "The court rejected the appeal."

# Text as it can stand in a source: anything but lone surrogates.
texts = st.text(st.characters(exclude_categories=["Cs"]), max_size=40)


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    opened = Store(tmp_path / "store.sqlite")
    yield opened
    opened.close()


@pytest.mark.parametrize(
    ("identity", "unit", "hypotheses"),
    [
        (replace(ENGINE, name="argos-en_fr"), UNIT, 1),
        (replace(ENGINE, revision="1.0-abd"), UNIT, 1),
        (replace(ENGINE, source="fr"), UNIT, 1),
        (replace(ENGINE, target="fr"), UNIT, 1),
        (replace(ENGINE, source="vi", target="en"), UNIT, 1),
        (replace(ENGINE, parameters={"beam": 5, "penalty": 0.2}), UNIT, 1),
        (replace(ENGINE, parameters={"beam": "4", "penalty": 0.2}), UNIT, 1),
        (replace(ENGINE, parameters={"beam": 4}), UNIT, 1),
        (replace(ENGINE, parameters={"beam": 4, "penalty": 0.2, "more": 1}), UNIT, 1),
        (ENGINE, UNIT + " ", 1),
        (ENGINE, UNIT.lower(), 1),
        (ENGINE, "", 1),
        (ENGINE, UNIT, 4),
    ],
)
def test_whatever_decides_a_translation_changes_its_key(
    identity: Identity, unit: str, hypotheses: int
) -> None:
    assert key_of(identity, unit, hypotheses) != key_of(ENGINE, UNIT, 1)


def test_the_order_of_parameters_and_the_licence_change_no_key() -> None:
    turned = replace(ENGINE, parameters={"penalty": 0.2, "beam": 4}, licence="mit")
    assert key_of(turned, UNIT, 1) == key_of(ENGINE, UNIT, 1)


_names = st.sampled_from(["", "a", "b", "ab", "a\x00", "en"])
_parameters = st.dictionaries(_names, st.integers(0, 2) | _names, max_size=2)
_deciding = st.tuples(_names, _names, _names, _names, _parameters, _names, st.integers(1, 2))


@law
@given(_deciding, _deciding)
def test_two_keys_are_equal_only_where_everything_is(
    one: tuple[str, str, str, str, dict[str, str | int], str, int],
    other: tuple[str, str, str, str, dict[str, str | int], str, int],
) -> None:
    keys = [key_of(Identity(*each[:5]), each[5], each[6]) for each in (one, other)]
    assert (keys[0] == keys[1]) == (one == other)


def test_a_key_stays_the_same_from_version_to_version() -> None:
    # A change here throws away everything that users have paid for.
    assert key_of(ENGINE, UNIT, 1).hex().startswith("68285b73cbb8b3b8")


@settings(law, max_examples=30)
@given(st.dictionaries(texts, st.lists(texts, min_size=1, max_size=4), max_size=8))
def test_what_is_saved_is_found_again(
    tmp_path_factory: pytest.TempPathFactory, saved: dict[str, list[str]]
) -> None:
    file = tmp_path_factory.mktemp("store") / "store.sqlite"
    outcomes = {unit: machine(*found) for unit, found in saved.items()}
    first = Store(file)
    first.save(ENGINE, outcomes, 4)
    first.close()
    again = Store(file)
    assert again.find(ENGINE, list(outcomes), 4) == outcomes
    again.close()


def test_thousands_of_units_are_found_at_once(store: Store) -> None:
    outcomes = {f"Sentence {n}.": machine(f"Câu {n}.", f"Câu số {n}.") for n in range(2600)}
    store.save(ENGINE, outcomes, 2)
    assert store.find(ENGINE, list(outcomes), 2) == outcomes
    assert store.find(ENGINE, ["Sentence 2600.", "Sentence 7."], 2) == {
        "Sentence 7.": outcomes["Sentence 7."]
    }


def test_nothing_is_found_under_another_identity_or_number_of_hypotheses(store: Store) -> None:
    store.save(ENGINE, {UNIT: machine("Tòa án bác đơn kháng cáo.")}, 1)
    assert store.find(replace(ENGINE, revision="2"), [UNIT], 1) == {}
    assert store.find(ENGINE, [UNIT], 4) == {}
    assert store.find(ENGINE, [], 1) == {}


def test_a_unit_that_is_saved_again_has_the_later_translation(store: Store) -> None:
    store.save(ENGINE, {UNIT: machine("một")}, 1)
    store.save(ENGINE, {UNIT: machine("hai")}, 1)
    assert store.find(ENGINE, [UNIT], 1) == {UNIT: machine("hai")}


def test_what_is_stored_is_a_machines(store: Store) -> None:
    store.save(ENGINE, {UNIT: Hypotheses(("một",), Origin.MACHINE)}, 1)
    assert store.find(ENGINE, [UNIT], 1)[UNIT].origin is Origin.MACHINE


def test_a_batch_with_a_text_that_cannot_be_written_leaves_nothing(store: Store) -> None:
    lone = "half a pair: \ud83d"
    with pytest.raises(UnicodeEncodeError):
        store.save(ENGINE, {UNIT: machine("một"), lone: machine("hai")}, 1)
    assert store.find(ENGINE, [UNIT, lone], 1) == {}
    store.save(ENGINE, {UNIT: machine("một")}, 1)
    assert store.find(ENGINE, [UNIT], 1) == {UNIT: machine("một")}


def test_a_store_can_be_read_with_sqlite_alone(store: Store, tmp_path: Path) -> None:
    store.save(ENGINE, {UNIT: machine("Tòa án bác đơn.")}, 1)
    with sqlite3.connect(tmp_path / "store.sqlite") as connection:
        row = connection.execute(
            "SELECT source, target, unit, hypotheses, engine, revision, parameters FROM translation"
        ).fetchone()
    assert row == (
        "en",
        "vi",
        UNIT,
        '["Tòa án bác đơn."]',
        "argos-en_vi",
        "1.0-abc",
        '{"beam": 4, "penalty": 0.2}',
    )


def test_a_store_is_made_with_its_folders(tmp_path: Path) -> None:
    file = tmp_path / "work" / "deep" / "store.sqlite"
    Store(file).close()
    assert file.is_file()


@pytest.mark.parametrize("content", [b"This is a letter, and no database at all. " * 100])
def test_a_file_that_is_no_database_is_said_with_what_to_do(tmp_path: Path, content: bytes) -> None:
    file = tmp_path / "store.sqlite"
    file.write_bytes(content)
    with pytest.raises(BabelwrightError) as caught:
        Store(file)
    assert str(caught.value) == (
        f"{file}: the translation store cannot be used: file is not a database\n"
        "  Move store.sqlite away: the next build makes a new one"
    )
    assert file.read_bytes() == content


def test_a_folder_in_the_stores_place_is_said(tmp_path: Path) -> None:
    with pytest.raises(BabelwrightError, match="the translation store cannot be used"):
        Store(tmp_path)


def test_identities_differ_by_their_parameters_in_the_same_store(store: Store) -> None:
    store.save(identity_of(beam=1), {UNIT: machine("một")}, 1)
    store.save(identity_of(beam=4), {UNIT: machine("hai")}, 1)
    assert store.find(identity_of(beam=1), [UNIT], 1) == {UNIT: machine("một")}
    assert store.find(identity_of(beam=4), [UNIT], 1) == {UNIT: machine("hai")}
