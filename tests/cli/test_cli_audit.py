"""The verb `audit` as a user meets it."""

import json
from pathlib import Path

import pytest
from jsonschema import Draft202012Validator

from babelwright.catalog.schema import Schemas
from babelwright.cli.audit import Options, run
from babelwright.cli.output import Output
from babelwright.errors import BabelwrightError
from support.auditing import pairs_task, write_jsonl

STATISTICS = {
    "num_samples": 100,
    "text_statistics": {
        "total_text_length": 8000,
        "min_text_length": 10,
        "average_text_length": 80.0,
        "max_text_length": 200,
        "unique_texts": 100,
    },
}


def options(folder: Path, *sides: str | None, **others: object) -> Options:
    given = {
        "source": sides[0] if sides else None,
        "translated": sides[1] if len(sides) > 1 else None,
        "mteb": None,
        "mteb_all": False,
        "lang": None,
        "source_lang": None,
        "out": folder / "audit.html",
        "catalog": Path(),
        **others,
    }
    return Options(**given)  # type: ignore[arg-type]


def two_sides(folder: Path) -> tuple[str, str]:
    write_jsonl(folder / "en/test.jsonl", pairs_task(0))
    write_jsonl(folder / "vi/test.jsonl", pairs_task(1))
    return str(folder / "en"), str(folder / "vi")


def statistics(file: Path, **changed: object) -> str:
    file.write_text(json.dumps({"test": {**STATISTICS, **changed}}), encoding="utf-8")
    return str(file)


def test_a_good_translation_exits_with_0_and_writes_a_page(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    status = run(options(tmp_path, *two_sides(tmp_path), lang="vi"), Output(as_json=False))
    assert status == 0
    told = capsys.readouterr().out
    assert "test rows: 6 rows, aligned by id" in told
    assert ", 0 of them hard" in told
    assert (tmp_path / "audit.html").read_text().startswith("<!doctype html>")


def test_a_hard_finding_exits_with_1_and_stands_in_the_table(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    source, target = two_sides(tmp_path)
    write_jsonl(tmp_path / "vi/test.jsonl", pairs_task(1)[:3])
    assert run(options(tmp_path, source, target, lang="vi"), Output(as_json=False)) == 1
    lines = capsys.readouterr().out.splitlines()
    assert any("rows-lost" in line and "3 of 6 ids are missing" in line for line in lines)


def test_json_is_by_its_schema(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], schemas: Schemas
) -> None:
    source, target = two_sides(tmp_path)
    rows = pairs_task(1)
    rows[1]["sentence1"] = rows[1]["sentence1"].replace("45", "54")
    write_jsonl(tmp_path / "vi/test.jsonl", rows)
    assert run(options(tmp_path, source, target), Output(as_json=True)) == 1
    document = json.loads(capsys.readouterr().out)
    Draft202012Validator(schemas.bundled("audit")).validate(document)
    changed = next(each for each in document["findings"] if each["kind"] == "number-changed")
    assert changed["rows"][0]["detail"] == "45 became 54"
    assert document["counts"]["hard"] == sum(
        each["severity"] == "hard" for each in document["findings"]
    )


def test_two_files_of_statistics_are_compared(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], schemas: Schemas
) -> None:
    source = statistics(tmp_path / "en.json")
    target = statistics(tmp_path / "vi.json", num_samples=60)
    assert run(options(tmp_path, source, target, lang="vi"), Output(as_json=True)) == 1
    document = json.loads(capsys.readouterr().out)
    Draft202012Validator(schemas.bundled("audit")).validate(document)
    kinds = {each["kind"] for each in document["findings"]}
    assert kinds == {"rows-lost"}


def test_without_a_language_no_mean_is_compared_and_that_is_said(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    long = {**STATISTICS["text_statistics"], "average_text_length": 160.0}  # type: ignore[dict-item]
    source, target = (
        statistics(tmp_path / "a.json"),
        statistics(tmp_path / "b.json", text_statistics=long),
    )
    run(options(tmp_path, source, target), Output(as_json=False))
    assert "language is not said (--lang): no mean length is compared" in capsys.readouterr().out


@pytest.mark.parametrize(
    ("sides", "others", "message"),
    [
        ((), {}, "nothing to audit"),
        (("en",), {}, "an audit needs two sides: the source, and its translation"),
        (("en", "vi"), {"mteb_all": True}, "more than one thing to audit"),
        ((), {"mteb": "X", "lang": "vi"}, "mteb says the languages of its tasks"),
        (("en", "vi"), {"lang": "vo"}, "--lang vo: there is no such language"),
        (("en", "nowhere"), {}, "nowhere is not a folder"),
    ],
)
def test_a_command_line_that_asks_for_nothing_is_answered(
    tmp_path: Path,
    sides: tuple[str, ...],
    others: dict[str, object],
    message: str,
) -> None:
    two_sides(tmp_path)
    given = [str(tmp_path / side) for side in sides]
    with pytest.raises(BabelwrightError) as caught:
        run(options(tmp_path, *given, **others), Output(as_json=True))
    assert message in str(caught.value)
    assert not (tmp_path / "audit.html").exists()


def test_json_that_is_no_json_is_said(tmp_path: Path) -> None:
    (tmp_path / "a.json").write_text("{")
    given = str(tmp_path / "a.json")
    with pytest.raises(BabelwrightError, match="is not JSON"):
        run(options(tmp_path, given, given), Output(as_json=True))
