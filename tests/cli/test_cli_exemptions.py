"""Rows that are released although a hard check finds them: named, counted, told, and held to it."""

import shutil
from pathlib import Path

import pyarrow.parquet as pq
import pytest

from babelwright.catalog.load import load_catalog
from babelwright.catalog.locate import bundled_root
from babelwright.errors import CatalogError
from support.projects import PAIRS, Project

WRONG = "Chiếc xe đạp tốn của chị tôi 320 euro."
EXEMPTION = """
[[exempt]]
check  = "{check}"
task   = "{task}"
config = "{config}"
amount = {amount}
reason = "The source has a typing error, and the translation mends it."
"""


@pytest.fixture
def wrong(project: Project) -> Project:
    """A project in which a number of one row is not its source's."""
    project.write_pairs({**PAIRS, "The bicycle cost my sister 250 euros.": WRONG})
    shutil.copytree(bundled_root() / "validation", project.root / "validation")
    return project


def exempt(
    project: Project,
    check: str = "number-changed",
    task: str = "PocketSTS-VN",
    config: str = "default",
    amount: int = 1,
) -> Path:
    text = EXEMPTION.format(check=check, task=task, config=config, amount=amount)
    return project.write("validation/exemptions.toml", text)


def test_without_an_exemption_the_row_is_filtered(wrong: Project) -> None:
    assert wrong.build() == 0
    (count,) = wrong.manifest()["parts"][0]["ledger"]["counts"]
    assert (count["released"], count["filtered"]) == (3, 1)


def test_an_exempt_row_is_released_with_its_flag_and_told_of(wrong: Project) -> None:
    exempt(wrong)
    assert wrong.build() == 0
    part = wrong.manifest()["parts"][0]
    (count,) = part["ledger"]["counts"]
    assert (count["released"], count["filtered"]) == (4, 0)
    (told,) = part["exemptions"]
    assert (told["check"], told["amount"], told["used"]) == ("number-changed", 1, 1)
    reasons = {each["reason"]: each for each in part["ledger"]["reasons"]}
    assert reasons["number-changed"]["state"] == "flagged"
    table = pq.read_table(wrong.release() / "data/default/test-00000-of-00001.parquet")
    assert WRONG in table["sentence2"].to_pylist()
    for name in ("README.md", "report.html"):
        page = (wrong.release() / name).read_text(encoding="utf-8")
        assert "The source has a typing error, and the translation mends it." in page


def test_one_that_lets_nothing_through_any_more_is_an_error(
    wrong: Project, capsys: pytest.CaptureFixture[str]
) -> None:
    file = exempt(wrong)
    assert wrong.build() == 0
    wrong.write_pairs(PAIRS)
    assert wrong.build() == 1
    said = capsys.readouterr().err
    assert f"{file}:3: the exemption from number-changed lets nothing through any more" in said
    assert "Take it out" in said


def test_more_rows_than_the_amount_stop_the_release_though_the_build_stands(
    wrong: Project, capsys: pytest.CaptureFixture[str]
) -> None:
    exempt(wrong, amount=2)
    deposit = "A deposit is required by the contract."
    telephone = "Nobody answered the telephone yesterday."
    wrong.write_pairs({**PAIRS, "The bicycle cost my sister 250 euros.": WRONG})
    assert wrong.build() == 0
    wrong.write_pairs(
        {
            **PAIRS,
            "The bicycle cost my sister 250 euros.": WRONG,
            deposit: PAIRS[deposit] + " (x",
            telephone: PAIRS[telephone] + " (x",
        }
    )
    exempt(wrong, check="brackets", amount=1)
    assert wrong.build() == 1
    said = capsys.readouterr().err
    assert "brackets finds 2 of PocketSTS-VN, and 1 are exempt" in said


def test_a_part_of_the_rows_may_lack_what_is_exempt(wrong: Project) -> None:
    telephone = "Nobody answered the telephone yesterday."
    wrong.write_pairs({**PAIRS, telephone: PAIRS[telephone] + " (x"})
    exempt(wrong, check="brackets")
    assert wrong.build(limit=2) == 0


def test_a_config_that_the_task_does_not_have_is_named(
    wrong: Project, capsys: pytest.CaptureFixture[str]
) -> None:
    file = exempt(wrong, config="vi")
    assert wrong.build() == 1
    said = capsys.readouterr().err
    assert f"{file}:3: the exemption from number-changed names the config 'vi'" in said
    assert "PocketSTS-VN has: default" in said


def test_a_closure_rule_can_be_exempt(wrong: Project) -> None:
    deposit = "A deposit is required by the contract."
    wrong.write_pairs({**PAIRS, deposit: PAIRS["The contract does not mention a deposit."]})
    exempt(wrong, check="pair-collapsed")
    assert wrong.build() == 0
    part = wrong.manifest()["parts"][0]
    (told,) = part["exemptions"]
    assert (told["check"], told["used"]) == ("pair-collapsed", 1)
    (count,) = part["ledger"]["counts"]
    assert (count["released"], count["filtered"]) == (4, 0)


@pytest.mark.parametrize(
    ("changes", "message"),
    [
        ({"check": "number-chnaged"}, "unknown check 'number-chnaged'; did you mean"),
        ({"check": "qrel-dangling"}, "no release can do without 'qrel-dangling'"),
        ({"check": "mteb-duplicate-text"}, "no release can do without 'mteb-duplicate-text'"),
        ({"check": "ending"}, "'ending' is soft in gates.toml, which lets every row through"),
        ({"task": "PocketSTS"}, "there is no task 'PocketSTS'; did you mean 'PocketSTS-VN'?"),
        ({"amount": 0}, "0 is less than the minimum of 1"),
    ],
)
def test_mistakes_are_told_with_the_line(
    wrong: Project, changes: dict[str, str | int], message: str
) -> None:
    file = exempt(wrong, **changes)  # type: ignore[arg-type]
    with pytest.raises(CatalogError) as caught:
        load_catalog(wrong.root)
    assert message in str(caught.value)
    assert str(caught.value).startswith(f"{file}:")


def test_the_same_exemption_twice_is_a_mistake(wrong: Project) -> None:
    file = exempt(wrong)
    file.write_text(file.read_text(encoding="utf-8") * 2, encoding="utf-8")
    with pytest.raises(CatalogError, match=r"is exempt already at .*exemptions.toml:"):
        load_catalog(wrong.root)
