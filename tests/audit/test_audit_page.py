"""The page of an audit, read in headless Chromium."""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Page

from babelwright.audit.findings import Row, Weigher
from babelwright.audit.report import Report, as_page, make_report
from babelwright.catalog.model import Catalog
from support.auditing import settings_of
from support.browser import open_page

ARABIC = "اشترت مريم 54 تفاحة من السوق."
HOSTILE = "<script>document.title = 'taken'</script><b>bold</b>"


def make(catalog: Catalog) -> Report:
    weigher = Weigher(settings_of(catalog))
    rows = [Row("p1", "Mariam bought 45 apples at the market.", ARABIC, "45 became 54")]
    findings = [
        weigher.of_split("rows-lost", "test rows", "40 of 100 rows are there (40.0%)", 0.6),
        weigher.of_rows(
            "number-changed",
            catalog.gates.checks["number-changed"].severity,
            "A number changed.",
            where="test rows sentence1",
            failing=1,
            of=6,
            rows=rows,
        ),
        weigher.of_split("licence-unknown", "card", HOSTILE, 1.0),
        weigher.of_split("not-compared", "statistics", "there are none", 0.0),
    ]
    return make_report(HOSTILE, "en", "ar", findings, compared=["6 rows, by id"])


@pytest.fixture(scope="module")
def file(catalog: Catalog, tmp_path_factory: pytest.TempPathFactory) -> Path:
    made = tmp_path_factory.mktemp("audit") / "audit.html"
    made.write_text(as_page(make(catalog), catalog.rooms.cards), encoding="utf-8")
    return made


@pytest.fixture
def page(file: Path) -> Iterator[Page]:
    with open_page(file) as opened:
        yield opened


def test_findings_come_by_damage_with_their_numbers(page: Page) -> None:
    damages = page.locator(".finding header b").all_text_contents()
    assert damages == ["53.3", "12.0", "2.8"]
    first = page.locator(".finding").first.inner_text()
    assert "rows-lost" in first
    assert "40 of 100 rows are there (40.0%)" in first
    assert page.locator("#sum").inner_text().split() == ["2", "hard", "1", "soft", "1", "info"]


def test_evidence_stands_side_by_side_each_in_its_direction(page: Page) -> None:
    english, arabic = page.locator(".finding .texts > div").all()
    direction = "element => getComputedStyle(element).direction"
    assert english.evaluate(direction) == "ltr"
    assert arabic.evaluate(direction) == "rtl"
    boxes = [english.bounding_box(), arabic.bounding_box()]
    assert boxes[0] and boxes[1]
    assert boxes[0]["y"] == boxes[1]["y"]
    assert boxes[0]["x"] < boxes[1]["x"]


def test_text_never_becomes_markup(page: Page) -> None:
    assert page.title() == f"{HOSTILE}: audit"
    assert page.locator("main b b, h1 b, td b").count() == 0
    assert page.locator("script").count() == 0


def test_every_kind_opens_by_the_keyboard(page: Page) -> None:
    kinds = page.locator("details")
    assert kinds.count() == 4
    summary = kinds.first.locator("summary")
    summary.focus()
    page.keyboard.press("Enter")
    assert kinds.first.locator("table").is_visible()
    page.keyboard.press("Tab")
    focused = page.evaluate("document.activeElement.getAttribute('role')")
    assert focused == "region"


def test_a_finding_leads_to_its_kind(page: Page) -> None:
    targets = page.locator(".finding a").evaluate_all("all => all.map(a => a.hash.slice(1))")
    ids = page.locator("details").evaluate_all("all => all.map(d => d.id)")
    assert targets
    assert set(targets) <= set(ids)


@pytest.mark.parametrize("dark", [False, True], ids=["light", "dark"])
@pytest.mark.parametrize("width", [360, 1200], ids=["telephone", "desk"])
def test_it_fits_the_screen(file: Path, width: int, dark: bool) -> None:
    with open_page(file, width=width, dark=dark) as opened:
        assert opened.evaluate("document.documentElement.scrollWidth") <= width


def test_it_needs_nothing_from_anywhere(file: Path) -> None:
    text = file.read_text(encoding="utf-8")
    assert not re.search(r"""src\s*=|href\s*=\s*"(?!#)|url\(|@import|<script""", text)


def test_an_audit_without_findings_says_so(catalog: Catalog, tmp_path: Path) -> None:
    clean = make_report("none", "en", "vi", [])
    assert "No hard finding." in as_page(clean, catalog.rooms.cards)
