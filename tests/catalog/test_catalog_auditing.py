"""`validation/audit.toml`: the values it becomes, and what is wrong with it."""

import shutil
from pathlib import Path

import pytest

from babelwright.catalog.auditing import AuditSettings, load_audit_settings
from babelwright.catalog.locate import bundled_root, rooms
from babelwright.catalog.model import Catalog, Severity
from babelwright.catalog.schema import Schemas
from babelwright.checks.gate import CHECKS
from babelwright.errors import CatalogError
from babelwright.fidelity.gate import ABOUT

BUNDLED = bundled_root() / "validation/audit.toml"


def load(root: Path, *changes: tuple[str, str]) -> AuditSettings:
    """Load a catalog's settings: the bundled ones with changes."""
    text = BUNDLED.read_text(encoding="utf-8")
    for old, new in changes:
        assert old in text
        text = text.replace(old, new, 1)
    (root / "builders").mkdir()
    (root / "validation").mkdir()
    (root / "validation/audit.toml").write_text(text, encoding="utf-8")
    return load_audit_settings(rooms(root), Schemas(bundled_root() / "schemas"))


def test_every_failure_has_a_rank_of_its_own(catalog: Catalog) -> None:
    settings = load_audit_settings(catalog.rooms, Schemas(catalog.rooms.schemas))
    assert sorted(settings.ranks.values()) == list(range(1, 19))
    assert {kind.rank for kind in settings.kinds.values()} <= set(settings.ranks.values())


def test_every_check_of_rows_is_named_or_begins_with_a_name(catalog: Catalog) -> None:
    settings = load_audit_settings(catalog.rooms, Schemas(catalog.rooms.schemas))
    checks = {check.id for check in CHECKS} | set(ABOUT)
    assert [check for check in sorted(checks) if settings.named(check) is None] == []
    assert settings.named("empty-to-text") == "empty-to-text"
    assert settings.named("number-changed") == "number"
    assert settings.named("numbered") is None


def test_a_catalog_may_weigh_otherwise(tmp_path: Path) -> None:
    rows = 'severity = "hard"\nabout    = "Rows of the source are missing."'
    settings = load(tmp_path, (rows, rows.replace("hard", "soft")))
    assert settings.kinds["rows-lost"].severity is Severity.SOFT


def test_a_catalog_without_settings_has_the_bundled_ones(tmp_path: Path) -> None:
    (tmp_path / "builders").mkdir()
    shutil.copytree(bundled_root() / "validation", tmp_path / "validation")
    (tmp_path / "validation/audit.toml").unlink()
    settings = load_audit_settings(rooms(tmp_path), Schemas(bundled_root() / "schemas"))
    assert settings.kinds["rows-lost"].severity is Severity.HARD


@pytest.mark.parametrize(
    ("old", "new", "message"),
    [
        ('copied             = "language"', 'copied = "languge"', "unknown failure 'languge'"),
        ("[kinds.ceiling]", "[kinds.cieling]", "unknown kind 'cieling'"),
        ("[kinds.ceiling]", "[kinds.cieling]", "missing kind 'ceiling'"),
        ("difference = 0.15", "distance = 0.15", "unknown threshold 'distance'"),
        ("difference = 0.15", "distance = 0.15", "missing threshold 'difference'"),
        ("hard = 1.0", "hard = 2.0", "severities.hard: 2.0 is greater"),
        ("rank = 18", "rank = 19", "failures.provenance.rank: 19 is greater"),
    ],
)
def test_what_is_wrong_is_said_with_its_line(
    tmp_path: Path, old: str, new: str, message: str
) -> None:
    with pytest.raises(CatalogError) as caught:
        load(tmp_path, (old, new))
    found = [problem for problem in caught.value.problems if message in problem.message]
    assert found, str(caught.value)
    assert found[0].place.line


def test_languages_are_found_by_mtebs_codes(catalog: Catalog) -> None:
    settings = load_audit_settings(catalog.rooms, Schemas(catalog.rooms.schemas))

    def found(code: str) -> str | None:
        language = settings.language(code, catalog.languages)
        return language.code if language else None

    assert found("vie-Latn") == "vi"
    assert found("ara-Arab") == found("arb-Arab") == "ar"
    assert found("nor-Latn") == "nb"
    assert found("arb-Latn") is None
    assert found("deu-Latn") is None
