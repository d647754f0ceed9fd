"""What is counted: the planted, the seen, the mended; and what does not count."""

from collections.abc import Sequence
from dataclasses import replace
from random import Random

import pytest

from babelwright.catalog.model import Catalog, Gates, Severity
from babelwright.checks.planted.base import Group, Kind, Others, Pair
from babelwright.selftest.measure import MENDED, Measured, Recall
from babelwright.selftest.options import collapsed_options
from babelwright.selftest.run import Settings, selftest
from support.parallel import pairs
from support.planting import kind_of
from support.selftests import good_pairs, static, words

GOOD = pairs("sv")


def measured(
    catalog: Catalog,
    *kinds: Kind,
    rows: Sequence[tuple[str, str]] = GOOD,
    rate: float = 0.5,
    seed: int = 1,
) -> Measured:
    """Run the selftest with these kinds alone."""
    return selftest(
        catalog,
        (catalog.languages["en"], catalog.languages["sv"]),
        good_pairs(rows),
        words(catalog),
        static(),
        settings=Settings(seed, rate, 0),
        kinds=kinds,
    )


def first(found: Measured) -> Recall:
    return found.recalls[0]


def made(name: str, spoil: str | None = None, add: str = "") -> Kind:
    """Return a kind that writes a text, or adds one, or plants nothing."""

    def plant(pair: Pair, others: Others, rng: Random) -> str | None:
        del others, rng
        return spoil if not add else pair.target + add

    return Kind(name, Group.MEANING, "made for a test", (), plant, "nothing")


def test_every_pair_is_planted_once_and_every_check_that_sees_it_is_counted(
    catalog: Catalog,
) -> None:
    recall = first(measured(catalog, kind_of("empty")))
    assert (recall.planted, recall.hard, recall.flagged) == (len(GOOD),) * 3
    assert recall.checks["empty"] == len(GOOD)


def test_what_no_check_sees_counts_as_planted_and_as_nothing_else(catalog: Catalog) -> None:
    recall = first(measured(catalog, made("full-stop", add=" ")))
    assert recall == Recall("full-stop", len(GOOD))


def test_what_can_be_planted_nowhere_is_there_with_nothing_planted(catalog: Catalog) -> None:
    assert first(measured(catalog, made("never"))) == Recall("never")


def test_soft_flags_count_apart_from_hard_ones(catalog: Catalog) -> None:
    recall = first(measured(catalog, made("a-number-more", add=" 4531.")))
    assert recall.flagged == recall.planted == len(GOOD)
    assert recall.checks["number-invented"] == len(GOOD)
    assert recall.hard == 0


def test_what_the_published_form_mends_counts_as_caught(catalog: Catalog) -> None:
    recall = first(measured(catalog, kind_of("nfd")))
    assert recall.planted > 10
    assert recall == Recall("nfd", recall.planted, recall.planted, recall.planted, recall.checks)
    assert recall.checks == {MENDED: recall.planted}


@pytest.mark.parametrize("kind", ["number-swapped", "untranslated", "url-lost", "truncated-60"])
def test_a_defect_of_one_pair_is_seen_at_any_rate(catalog: Catalog, kind: str) -> None:
    found = [measured(catalog, kind_of(kind), rate=rate).recalls[0] for rate in (0.05, 0.3, 1.0)]
    assert len({(each.planted, each.hard) for each in found}) == 1
    assert found[0].hard > 0


def test_the_same_seed_finds_the_same_and_another_plants_otherwise(catalog: Catalog) -> None:
    kinds = [kind_of(name) for name in ("truncated-10", "repeated-2", "half-translated")]
    assert measured(catalog, *kinds) == measured(catalog, *kinds)
    assert len({str(measured(catalog, *kinds, seed=seed).recalls) for seed in range(3)}) > 1


ALARMING = (GOOD[0][0].replace(".", ", said 450 people."), GOOD[0][1])
REJECTED = (GOOD[1][0], GOOD[1][0])


def test_false_alarms_are_counted_by_severity_and_check(catalog: Catalog) -> None:
    alarms = measured(catalog, rows=[ALARMING, REJECTED, *GOOD[2:]]).alarms
    assert (alarms.pairs, alarms.hard, alarms.soft) == (len(GOOD), 1, 1)
    assert alarms.checks["number-lost"] == alarms.checks["copied"] == 1


def test_what_is_said_of_the_unspoilt_pair_does_not_count_as_seen(catalog: Catalog) -> None:
    rows = [ALARMING] * 1 + GOOD[2:]
    recall = first(measured(catalog, made("full-stop", add=" "), rows=rows))
    assert (recall.planted, recall.flagged) == (len(rows), 0)


def test_a_pair_that_is_rejected_unspoilt_counts_by_what_else_is_said(catalog: Catalog) -> None:
    rows = [REJECTED, *GOOD[2:]]
    recall = first(measured(catalog, kind_of("doubled"), rows=rows))
    assert recall.planted == recall.checks["repetition"] == len(rows)
    assert "copied" not in recall.checks


def test_pairs_get_what_a_kind_spoils_before_it_is_spoilt(catalog: Catalog) -> None:
    recall = first(measured(catalog, kind_of("table-broken"), kind_of("empty-to-text")))
    assert recall.planted == len(GOOD)
    assert recall.hard > 0


def test_all_checks_off_see_nothing(catalog: Catalog) -> None:
    silent = {
        name: replace(gate, severity=Severity.INFO) for name, gate in catalog.gates.checks.items()
    }
    quiet = replace(catalog, gates=replace(catalog.gates, checks=silent))
    found = measured(quiet, kind_of("empty"), kind_of("untranslated"), rows=[ALARMING, *GOOD])
    assert [(each.hard, each.flagged) for each in found.recalls] == [(0, 0)] * 2
    assert found.alarms.checks == {}


QUESTIONS = [Pair(f"Word {n}", f"Ord {n}") for n in range(23)]


@pytest.mark.parametrize("rate", [0.2, 1.0])
def test_collapsed_options_are_found_and_whole_questions_are_not(gates: Gates, rate: float) -> None:
    recall = collapsed_options(QUESTIONS, gates, 1, rate)
    assert recall == Recall("options-collapsed", 5, 5, 5, {"options-collapsed": 5}, 0)


def test_where_collapsed_options_are_soft_they_are_flagged(gates: Gates) -> None:
    rule = replace(gates.checks["options-collapsed"], severity=Severity.SOFT)
    soft = replace(gates, checks={**gates.checks, "options-collapsed": rule})
    recall = collapsed_options(QUESTIONS, soft, 1, 0.5)
    assert (recall.planted, recall.hard, recall.flagged) == (5, 0, 5)


def test_where_collapsed_options_are_only_counted_they_are_not_seen(gates: Gates) -> None:
    rule = replace(gates.checks["options-collapsed"], severity=Severity.INFO)
    counted = replace(gates, checks={**gates.checks, "options-collapsed": rule})
    assert collapsed_options(QUESTIONS, counted, 1, 0.5) == Recall("options-collapsed", 5)


def test_texts_that_are_equal_already_make_no_question(gates: Gates) -> None:
    same = [Pair(f"Word {n}", "Ord") for n in range(23)]
    assert collapsed_options(same, gates, 1, 0.5) == Recall("options-collapsed")
