"""The report page, read in headless Chromium."""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Page

from support.browser import open_page
from support.projects import PAIRS, Project, make_project

ARABIC = "يفتح المتجر أبوابه في الساعة التاسعة صباحا كل يوم."


@pytest.fixture(scope="module")
def project(tmp_path_factory: pytest.TempPathFactory) -> Project:
    """A build with a filtered row, a flagged one, and hostile text."""
    made = make_project(tmp_path_factory.mktemp("report"))
    pairs = dict(PAIRS)
    pairs["The store starts its day at nine."] = ARABIC
    pairs["The train to the coast was late again."] = "<b>Chuyến tàu</b> ra bờ biển lại bị trễ."
    made.write_pairs(pairs)
    assert made.build() == 0
    return made


@pytest.fixture
def page(project: Project) -> Iterator[Page]:
    with open_page(project.release() / "report.html") as opened:
        yield opened


def test_the_counts_add_up(page: Page) -> None:
    numbers = [int(text) for text in page.locator("#sum b").all_text_contents()]
    source, released, filtered, failed = numbers
    assert numbers == [4, 3, 1, 0]
    assert source == released + filtered + failed
    cells = page.locator("table.counts tbody td.n").all_text_contents()
    assert [int(cell) for cell in cells] == numbers


def test_the_checks_are_told_in_words_with_those_that_found_something_first(page: Page) -> None:
    first = page.locator("table.checks").first
    rows = first.locator("tbody tr").all_text_contents()
    assert any("Too few of the letters are of the language's script." in row for row in rows)
    assert all(int(re.findall(r"\d+", row)[0]) > 0 for row in rows)
    page.locator("details summary").click()
    assert page.get_by_text("Brackets do not pair, and in the source they do.").is_visible()


def test_the_worst_pairs_come_first_side_by_side(page: Page) -> None:
    first = page.locator("section.pair").first
    assert "rejected" in first.locator("header").inner_text()
    boxes = [each.bounding_box() for each in first.locator(".texts > div").all()]
    assert boxes[0] and boxes[1]
    assert boxes[0]["y"] == boxes[1]["y"]
    assert boxes[0]["x"] < boxes[1]["x"]
    assert page.locator("section.pair").count() == len(PAIRS)


def test_text_runs_in_its_own_direction(page: Page) -> None:
    english, arabic = page.locator("section.pair").first.locator(".texts > div").all()
    direction = "element => getComputedStyle(element).direction"
    assert english.evaluate(direction) == "ltr"
    assert arabic.evaluate(direction) == "rtl"


def test_text_never_becomes_markup(page: Page) -> None:
    assert page.locator(".texts b").count() == 0
    assert page.get_by_text("<b>Chuyến tàu</b>").count() >= 1


def test_the_histogram_has_all_judged_texts(page: Page) -> None:
    titles = page.locator("#histogram title").all_text_contents()
    assert sum(int(title.split(": ")[1].split()[0]) for title in titles) == len(PAIRS)


def test_it_needs_nothing_from_anywhere(project: Project) -> None:
    text = (project.release() / "report.html").read_text(encoding="utf-8")
    assert not re.search(r"""(?:src|href)\s*=|url\(|@import|<script""", text)


@pytest.mark.parametrize("dark", [False, True], ids=["light", "dark"])
@pytest.mark.parametrize("width", [360, 1200], ids=["telephone", "desk"])
def test_it_fits_the_screen(project: Project, width: int, dark: bool) -> None:
    with open_page(project.release() / "report.html", width=width, dark=dark) as opened:
        assert opened.evaluate("document.documentElement.scrollWidth") <= width


def test_the_threshold_stands_where_the_calibration_says(tmp_path: Path) -> None:
    from babelwright.review.report import _histogram

    fidelity = {
        "histogram": {"from": -0.2, "width": 0.05, "bins": [{"accepted": 1, "rejected": 0}] * 24},
        "calibration": {"cosine": 0.4},
    }
    assert _histogram(fidelity)["threshold"] == pytest.approx(50.0)
    assert _histogram({**fidelity, "calibration": None})["threshold"] is None
