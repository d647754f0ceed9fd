"""The verb `selftest`: its table, its document, its exit status, and its one message a mistake."""

import json
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from babelwright.catalog.load import load_catalog
from babelwright.catalog.locate import bundled_root
from babelwright.checks.planted.kinds import KINDS
from babelwright.cli.check import run as check
from babelwright.cli.output import Output
from babelwright.cli.selftest import Options, run
from babelwright.errors import CatalogError, SourceError, UsageError
from babelwright.selftest import options as options_kind
from babelwright.selftest.run import Settings
from support.catalogs import write_catalog
from support.parallel import pairs

OPTIONS = Options(
    language="da",
    every=False,
    source="en",
    pairs=None,
    settings=Settings(sample=8),
    embedder="static-1",
    record=False,
    catalog=bundled_root(),
)

Run = Callable[..., dict[str, Any]]


@pytest.fixture
def own(tmp_path: Path) -> Path:
    """A catalog of its own, with validation and samples."""
    root = write_catalog(tmp_path / "own")
    for name in ("validation", "samples"):
        (root / name).mkdir(exist_ok=True)
    for file in ("gates.toml",):
        (root / "validation" / file).write_text((bundled_root() / "validation" / file).read_text())
    rows = [{"en": source, "da": target} for source, target in pairs("da")]
    lines = [json.dumps(row, ensure_ascii=False) for row in rows]
    (root / "samples/pairs.jsonl").write_text("\n".join(lines), encoding="utf-8")
    return root


def test_the_table_has_a_hundred_columns_at_most(capsys: pytest.CaptureFixture[str]) -> None:
    assert run(OPTIONS, Output(as_json=False)) == 0
    said = capsys.readouterr()
    lines = [line.rstrip() for line in said.out.splitlines()]
    assert max(map(len, lines)) <= 100
    assert lines[0].startswith("da: ")
    assert "defects planted in 8 of 95 good pairs (samples), in 50% of a batch" in lines[0]
    (row,) = [line.split() for line in lines if line.startswith("untranslated ")]
    assert row[1:6] == ["structural", "8", "100", "100", "68-100"]
    assert any(line.startswith("not planted: ") for line in lines)
    assert "not held to the floors, which were recorded with source en, seed 42" in said.err


def test_the_document_has_every_kind_with_its_counts(capsys: pytest.CaptureFixture[str]) -> None:
    assert run(OPTIONS, Output(as_json=True)) == 0
    document = json.loads(capsys.readouterr().out)
    assert document["settings"] == {
        "source": "en",
        "seed": 42,
        "rate": 0.5,
        "sample": 8,
        "embedder": "static-1",
    }
    assert document["below"] == []
    defects = document["languages"]["da"]["defects"]
    assert len(defects) >= 46
    for found in defects.values():
        assert found["hard"] <= found["flagged"] <= found["planted"] <= 8
        assert (found["interval"] is None) == (found["planted"] == 0)
    assert defects["empty"]["checks"]["empty"] == 8


def test_what_falls_below_its_floor_fails_and_is_named(
    own: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    options = replace(OPTIONS, catalog=own)
    assert run(replace(options, record=True), Output(as_json=False)) == 0
    floors = own / "validation/floors.toml"
    assert f"floors of da written to {floors}" in capsys.readouterr().out
    assert run(options, Output(as_json=False)) == 0
    assert "1 of 1 languages held to their floors, none below" in capsys.readouterr().out
    with floors.open("a") as file:
        file.write("date-changed = [0.0, 0.5]\n")
    assert run(options, Output(as_json=True)) == 1
    said = capsys.readouterr()
    message = "da: date-changed: recall, no longer planted, is 0.0%, recorded are 50.0%"
    assert message in said.err
    assert json.loads(said.out)["below"][0]["name"] == "date-changed"


def test_recording_one_language_keeps_the_others(own: Path) -> None:
    options = replace(OPTIONS, catalog=own, record=True)
    assert run(options, Output(as_json=True)) == 0
    text = (own / "validation/floors.toml").read_text()
    (own / "validation/floors.toml").write_text(text.replace("languages.da", "languages.sv"))
    assert run(options, Output(as_json=True)) == 0
    text = (own / "validation/floors.toml").read_text()
    assert "[languages.da]" in text
    assert "[languages.sv]" in text


def test_pairs_of_a_file_are_not_held_to_the_floors_of_the_samples(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file = tmp_path / "mine.tsv"
    rows = [("en", "da"), *pairs("da")]
    file.write_text("\n".join("\t".join(row).replace("\n", " ") for row in rows))
    assert run(replace(OPTIONS, pairs=file, settings=Settings()), Output(as_json=False)) == 0
    said = capsys.readouterr()
    assert "these pairs are not held to them" in said.err
    assert f"14 of 14 good pairs ({file})" in said.out


def test_a_catalog_without_floors_says_so(own: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(replace(OPTIONS, catalog=own), Output(as_json=False)) == 0
    assert "no validation/floors.toml: nothing to hold to" in capsys.readouterr().err


@pytest.mark.parametrize(
    ("changes", "message"),
    [
        ({"language": None}, "say which language"),
        ({"every": True}, "say which language"),
        ({"language": None, "every": True, "pairs": Path("a.tsv")}, "do not go together"),
        ({"language": "en"}, "source and target are both 'en'"),
        ({"language": "svv"}, "unknown language 'svv'; did you mean 'sv'?"),
        ({"source": "xx"}, "unknown language 'xx'"),
        ({"record": True, "source": "sv"}, "on the samples, from English"),
        ({"record": True, "pairs": Path("a.tsv")}, "on the samples, from English"),
    ],
)
def test_what_does_not_go_together_is_told(changes: dict[str, Any], message: str) -> None:
    with pytest.raises(UsageError) as caught:
        run(replace(OPTIONS, **changes), Output(as_json=False))
    assert message in str(caught.value)


def test_samples_with_no_pairs_for_a_language_are_told(own: Path) -> None:
    with pytest.raises(SourceError, match="0 pairs from English to Swedish"):
        run(replace(OPTIONS, catalog=own, language="sv"), Output(as_json=False))


def test_words_to_plant_that_are_malformed_are_told_by_check_and_selftest(own: Path) -> None:
    folder = own / "validation/planted"
    folder.mkdir()
    (folder / "da.toml").write_text('code = "da"\nrefusal = ["Nej."]\n')
    options = replace(OPTIONS, catalog=own)
    told = "da.toml:2: unknown key 'refusal'; did you mean 'refusals'"
    with pytest.raises(CatalogError) as by_check:
        check(own, Output(as_json=True))
    with pytest.raises(CatalogError) as by_selftest:
        run(options, Output(as_json=True))
    assert told in str(by_check.value)
    assert told in str(by_selftest.value)


def test_a_file_of_words_has_the_name_of_its_language(own: Path) -> None:
    folder = own / "validation/planted"
    folder.mkdir()
    (folder / "da.toml").write_text('code = "sv"\n')
    with pytest.raises(CatalogError, match="code differs from the file's name"):
        run(replace(OPTIONS, catalog=own), Output(as_json=True))
    assert load_catalog(own).languages


def test_the_page_about_the_selftest_has_every_kind_with_what_it_does() -> None:
    page = (Path(__file__).resolve().parents[2] / "docs/selftest.md").read_text(encoding="utf-8")
    for kind in KINDS:
        assert f"| `{kind.id}` | {kind.about} | {kind.needs} |" in page
    assert f"| `{options_kind.ID}` | {options_kind.ABOUT} |" in page
