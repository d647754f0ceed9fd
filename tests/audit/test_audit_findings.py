"""Damage, ranking, licences, and what is shown of a text."""

import pytest

from babelwright.audit.findings import Finding, Weigher, is_clean, ranked, shortened
from babelwright.audit.licences import dropped, is_named
from babelwright.catalog.auditing import AuditSettings
from babelwright.catalog.model import Catalog, Severity
from support.auditing import settings_of


@pytest.fixture
def settings(catalog: Catalog) -> AuditSettings:
    return settings_of(catalog)


def test_damage_is_rank_by_severity_by_share(settings: AuditSettings) -> None:
    assert settings.damage(1, Severity.HARD, 1.0) == 100
    assert settings.damage(10, Severity.HARD, 0.5) == 25
    assert settings.damage(10, Severity.SOFT, 0.5) == 12.5
    assert settings.damage(1, Severity.INFO, 1.0) == 0
    assert settings.damage(18, Severity.HARD, 1.0) == pytest.approx(100 / 18)
    assert settings.damage(1, Severity.HARD, 7.0) == 100


def test_the_most_damaging_findings_come_first(settings: AuditSettings) -> None:
    weigher = Weigher(settings)
    made = [
        weigher.of_split("not-compared", "metadata", "nothing", 0.0),
        weigher.of_split("licence-dropped", "metadata", "non-commercial use only", 1.0),
        weigher.of_split("rows-lost", "test rows", "half", 0.5),
    ]
    kinds = [finding.kind for finding in ranked(made)]
    assert kinds == ["rows-lost", "licence-dropped", "not-compared"]
    assert ranked(reversed(made)) == ranked(made)


def test_only_hard_findings_make_an_audit_fail(settings: AuditSettings) -> None:
    weigher = Weigher(settings)
    soft = weigher.of_split("licence-unknown", "card", "mit; the source's is unknown", 1.0)
    hard = weigher.of_split("licence-dropped", "card", "mit", 1.0)
    assert is_clean([soft])
    assert not is_clean([soft, hard])


def failing(settings: AuditSettings, check: str) -> Finding:
    return Weigher(settings).of_rows(
        check, Severity.HARD, "In words.", where="test text", failing=3, of=12, rows=[]
    )


def test_checks_of_rows_have_the_rank_of_their_failure(settings: AuditSettings) -> None:
    assert failing(settings, "number-changed").damage == pytest.approx(100 * 13 / 18 / 4, abs=1e-6)
    assert failing(settings, "number-changed").detail == "3 of 12 texts (25.0%)"
    soft = Weigher(settings).of_rows(
        "number-lost", Severity.SOFT, "In words.", where="test text", failing=1, of=100, rows=[]
    )
    assert (soft.share, soft.damage) == (0.01, 0.0)
    # A check that is newer than the settings counts as fidelity does.
    assert failing(settings, "unheard-of").damage == failing(settings, "fidelity").damage


def test_a_long_text_is_shown_by_its_beginning_and_its_end() -> None:
    assert shortened("short") == "short"
    assert shortened(None) == ""
    text = shortened("a" * 200 + "b" * 800 + "c" * 200)
    assert text.startswith("a" * 150 + " [...] ")
    assert text.endswith("c" * 150 + " (1,200 characters)")


@pytest.mark.parametrize(
    ("source", "derived", "lost"),
    [
        ("cc-by-nc-sa-4.0", "cc-by-sa-4.0", ["non-commercial use only"]),
        ("cc-by-nc-sa-3.0", "mit", ["non-commercial use only", "share alike"]),
        ("msr-la-nc", "cc-by-4.0", ["non-commercial use only"]),
        ("cc-by-nc-nd-4.0", "cc-by-nc-4.0", ["no derivatives"]),
        ("cc-by-4.0", "cc-by-sa-4.0", []),
        ("cc-by-nc-4.0", "cc-by-nc-sa-4.0", []),
        ("not specified", "mit", []),
        ("https://example.org/nc-licence", "mit", []),
        ("cc-by-nc-4.0", None, []),
        ("cc-by-nc-4.0", "unknown", []),
        ("cc-by-nc-4.0", "https://example.org/licence", []),
    ],
)
def test_a_restriction_is_dropped_where_a_named_licence_lacks_it(
    source: str, derived: str | None, lost: list[str]
) -> None:
    assert dropped(source, derived) == lost


def test_an_unknown_licence_names_none() -> None:
    assert is_named("mit")
    assert is_named("https://example.org/licence")
    assert not is_named("not specified")
    assert not is_named(None)
