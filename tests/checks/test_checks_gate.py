"""The gate: all checks over a batch, their severities, and the verdict."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from babelwright.catalog.model import Catalog, Gates, Language, Severity
from babelwright.checks.base import Pairs
from babelwright.checks.gate import CHECKS, Flag, Verdict, judge, verdict
from support.batches import collected, pairs_of
from support.laws import law
from support.parallel import pairs


def test_flags_stand_in_the_order_of_the_checks(
    languages: dict[str, Language], gates: Gates
) -> None:
    batch = pairs_of(languages, "en-sv", [("Hi (you) in 45 days", "Hej\x00 (ja ja ja ja 46 {x}")])
    found = [flag.check for flag in judge(batch, gates)[0]]
    order = [check.id for check in CHECKS]
    assert len(found) >= 4
    assert found == sorted(found, key=order.index)


@pytest.mark.parametrize("sources", [True, False])
def test_an_empty_batch_has_no_flags(
    languages: dict[str, Language], gates: Gates, sources: bool
) -> None:
    batch = pairs_of(languages, "en-vi", []) if sources else collected(languages, "vi", [])
    assert judge(batch, gates) == []


# Good pairs, and the targets of others that belong to none of them.
MIXED = [
    *pairs("sv"),
    *pairs("da"),
    *((source, source) for source, _ in pairs("sv")),
    *((source, f"{target} {target}") for source, target in pairs("sv")),
    ("Hi (you) in 45 days", "Hej\x00 (ja ja ja ja 46 {x}"),
    *((source, target[: len(target) // 2]) for source, target in pairs("sv")),
    *((source, "") for source, _ in pairs("sv")[:2]),
    ("", ""),
]


@pytest.fixture(scope="module")
def alone(catalog: Catalog) -> list[list[Flag]]:
    return [judge(pairs_of(catalog.languages, "en-sv", [row]), catalog.gates)[0] for row in MIXED]


def test_the_rows_here_fail_in_many_ways(alone: list[list[Flag]]) -> None:
    assert len({flag.check for flags in alone for flag in flags}) > 10
    assert [] in alone


@settings(law, max_examples=20)
@given(st.permutations(range(len(MIXED))))
def test_a_pair_has_the_same_flags_alone_and_anywhere_in_a_batch(
    languages: dict[str, Language], gates: Gates, alone: list[list[Flag]], order: list[int]
) -> None:
    shuffled = [MIXED[place] for place in order]
    found = judge(pairs_of(languages, "en-sv", shuffled), gates)
    assert found == [alone[place] for place in order]


def test_collected_text_has_the_same_flags_alone_and_in_a_batch(
    languages: dict[str, Language], gates: Gates
) -> None:
    texts = [target for _, target in MIXED]
    alone = [judge(collected(languages, "sv", [text]), gates)[0] for text in texts]
    assert judge(collected(languages, "sv", texts), gates) == alone


@pytest.mark.parametrize(
    ("severities", "worst"),
    [
        ([], Verdict.PASS),
        ([Severity.INFO], Verdict.PASS),
        ([Severity.INFO, Severity.SOFT], Verdict.SOFT),
        ([Severity.SOFT, Severity.SOFT], Verdict.SOFT),
        ([Severity.SOFT, Severity.HARD, Severity.INFO], Verdict.HARD),
        ([Severity.HARD], Verdict.HARD),
    ],
)
def test_the_verdict_is_the_worst_of_the_flags(severities: list[Severity], worst: Verdict) -> None:
    flags = [Flag(f"check-{i}", severity, "") for i, severity in enumerate(severities)]
    assert verdict(flags) is worst


def test_what_checks_share_is_worked_out_once(languages: dict[str, Language]) -> None:
    batch: Pairs = pairs_of(languages, "en-vi", [("a", "b")])
    numbers = iter(range(9))
    assert [batch.once("something", lambda: next(numbers)) for _ in range(3)] == [0, 0, 0]
    assert batch.once("another", lambda: next(numbers)) == 1


def test_a_text_could_be_in_any_language_but_the_targets(languages: dict[str, Language]) -> None:
    batch = pairs_of(languages, "en-vi", [("a", "b")])
    assert {each.code for each in batch.others} == set(languages) - {"vi"}


@pytest.mark.parametrize("code", ["ar", "en", "fr", "is", "vi"])
def test_digits_that_python_does_not_know_yet_stop_no_check(
    languages: dict[str, Language], gates: Gates, code: str
) -> None:
    digit = "\U0001e4f1"
    texts = [
        f"{digit} mars 2024, {digit}{digit}/0{digit}/2024 at {digit}:{digit}{digit}",
        f"Article {digit}. One\nArticle {digit}{digit}. Two",
        f"{digit}th century, XIX{digit}, {digit} million, 19:{digit}{digit}",
        f"$ {digit} USD, {digit} %, {digit},{digit}{digit}{digit} km",
    ]
    crossed = list(zip(texts, reversed(texts), strict=True))
    assert len(judge(pairs_of(languages, f"en-{code}", crossed), gates)) == len(texts)
