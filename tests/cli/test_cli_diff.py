"""`babelwright diff`: what people and machines are shown of two releases."""

import json
from pathlib import Path
from typing import Any

import jsonschema
import pytest

from babelwright.catalog.schema import Schemas
from babelwright.cli.diff import run
from babelwright.cli.output import Output
from babelwright.errors import BabelwrightError
from loopback_hub import LoopbackHub, run_client
from release import walk_hub
from support.tiny_releases import CARD, ROWS, Row, tiny_release

CHANGED: list[Row] = [
    {**ROWS[0], "sentence1": "Câu số không."},
    {**ROWS[1], "score": 4.5},
    *ROWS[2:5],
    {"id": "p9", "sentence1": "Mới.", "sentence2": "Cũng mới.", "score": 2.0},
]


@pytest.fixture
def releases(tmp_path: Path) -> tuple[str, str]:
    """Two releases in a folder that acts as a namespace, by reference."""
    for version, rows in (("1.0.0", ROWS), ("2.0.0", CHANGED)):
        tiny_release(tmp_path / f"TinySTS-VN/v{version}", version, rows)
    return f"{tmp_path}/TinySTS-VN@v1.0.0", f"{tmp_path}/TinySTS-VN@v2.0.0"


def shown(
    capsys: pytest.CaptureFixture[str], before: str, after: str, limit: int | None = 20
) -> str:
    assert run(before, after, limit, Output(as_json=False)) == 0
    return capsys.readouterr().out


def document(
    capsys: pytest.CaptureFixture[str],
    schemas: Schemas,
    before: str,
    after: str,
    limit: int | None = 20,
) -> dict[str, Any]:
    assert run(before, after, limit, Output(as_json=True)) == 0
    found: dict[str, Any] = json.loads(capsys.readouterr().out)
    jsonschema.validate(found, schemas.load("diff"))
    return found


def test_people_are_shown_rows_with_what_changed_in_their_cells(
    releases: tuple[str, str], capsys: pytest.CaptureFixture[str]
) -> None:
    text = shown(capsys, *releases)
    assert "TinySTS-VN 1.0.0 -> TinySTS-VN 2.0.0" in text
    why = "default test: 1 row added, 1 removed, 2 changed"
    assert f"major ({why}): at least 2.0.0" in text
    assert "  ~ id=p0\n      sentence1: Câu số [-0-]{+không+}.\n" in text
    assert "  ~ id=p1\n      score: 1.0 -> 4.5\n" in text
    assert "  - id=p5\n" in text
    assert "  + id=p9\n      sentence1: Mới.\n" in text
    assert "  ~ data/default/test-00000-of-00001.parquet\n" in text
    assert "  -# TinySTS-VN 1.0.0\n  +# TinySTS-VN 2.0.0\n" in text


def test_as_many_rows_are_shown_as_were_asked_for(
    releases: tuple[str, str], capsys: pytest.CaptureFixture[str], schemas: Schemas
) -> None:
    text = shown(capsys, *releases, limit=1)
    assert text.count("id=p") == 1
    assert "3 more rows differ; --all shows them" in text
    assert len(document(capsys, schemas, *releases, limit=0)["rows"]) == 0
    assert len(document(capsys, schemas, *releases, limit=None)["rows"]) == 4


def test_machines_get_a_document_with_its_schema(
    releases: tuple[str, str], capsys: pytest.CaptureFixture[str], schemas: Schemas
) -> None:
    found = document(capsys, schemas, *releases)
    assert (found["bump"], found["least_version"]) == ("major", "2.0.0")
    assert found["splits"] == [
        {
            "config": "default",
            "split": "test",
            "before": 6,
            "after": 6,
            "rows": {"added": 1, "removed": 1, "changed": 2, "moved": 0},
        }
    ]
    first = found["rows"][0]
    assert first["texts"]["sentence1"] == [
        ["equal", "Câu số "],
        ["removed", "0"],
        ["added", "không"],
        ["equal", "."],
    ]
    assert found["rows_that_differ"] == len(found["rows"]) == 4


def test_splits_and_columns_that_came_and_went_are_told(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], schemas: Schemas
) -> None:
    titled = [{**row, "title": "Tiêu đề"} for row in ROWS]
    tiny_release(tmp_path / "a", "1.0.0", splits={"test": ROWS, "dev": ROWS[:2]})
    tiny_release(tmp_path / "b", "2.0.0", splits={"test": titled, "train": titled[:3]})
    text = shown(capsys, str(tmp_path / "a"), str(tmp_path / "b"))
    assert "default: column title is new" in text
    assert "default dev: gone, 2 rows" in text
    assert "default train: new, 3 rows" in text
    found = document(capsys, schemas, str(tmp_path / "a"), str(tmp_path / "b"))
    assert [each["kind"] for each in found["rows"]] == ["removed"] * 2 + ["added"] * 3


def test_the_same_release_differs_in_nothing(
    releases: tuple[str, str], capsys: pytest.CaptureFixture[str], schemas: Schemas
) -> None:
    assert "nothing differs" in shown(capsys, releases[0], releases[0])
    assert document(capsys, schemas, releases[0], releases[0])["bump"] == "nothing"


def test_the_same_rows_in_other_shards_are_a_patch(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], schemas: Schemas
) -> None:
    tiny_release(tmp_path / "a")
    tiny_release(tmp_path / "b", shards=3)
    found = document(capsys, schemas, str(tmp_path / "a"), str(tmp_path / "b"))
    assert (found["bump"], found["rows"], found["splits"]) == ("patch", [], [])


def test_what_data_and_card_say_is_never_obeyed(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    hostile = "\x1b[2J[bold]x[/bold]\u202e"
    rows = [{**ROWS[0], "sentence1": hostile}, *ROWS[1:]]
    tiny_release(tmp_path / "a")
    tiny_release(tmp_path / "b", rows=rows, card=CARD + f"\n{hostile}\n")
    text = shown(capsys, str(tmp_path / "a"), str(tmp_path / "b"))
    assert "\x1b" not in text
    assert "\u202e" not in text
    assert text.count("\\x1b[2J[bold]x[/bold]\\u202e") == 2


@pytest.mark.parametrize(
    ("reference", "said"),
    [
        ("nowhere", "there is no release that can be read: No such file or directory"),
        ("hf://organisation", "names no revision"),
        ("hf://organisation/name", "names no revision"),
        ("hf://organisation/name/more@v1.0.0", "names no revision"),
        ("hf://organisation/name@", "names no revision"),
    ],
)
def test_what_is_no_release_is_told(releases: tuple[str, str], reference: str, said: str) -> None:
    with pytest.raises(BabelwrightError, match=said):
        run(releases[0], reference, 20, Output(as_json=True))


@pytest.mark.parametrize("name", ["../secret.parquet", "/etc/passwd", "data/gone.parquet"])
def test_a_manifest_names_no_file_outside_its_folder(
    tmp_path: Path, releases: tuple[str, str], name: str
) -> None:
    folder = tiny_release(tmp_path / "forged").folder
    file = folder / "manifest.json"
    manifest = json.loads(file.read_text())
    manifest["configs"][0]["splits"][0]["files"] = [name]
    file.write_text(json.dumps(manifest))
    with pytest.raises(BabelwrightError, match="is missing"):
        run(releases[0], str(folder), 20, Output(as_json=True))


def test_any_two_revisions_of_the_hub_are_compared(
    releases: tuple[str, str], tmp_path: Path
) -> None:
    with LoopbackHub() as hub:
        for version in ("1.0.0", "2.0.0"):
            folder = tmp_path / f"TinySTS-VN/v{version}"
            run_client(hub, tmp_path / "home", walk_hub.publish, folder=str(folder))
        name, before = "hf://babelwright/TinySTS-VN", len(hub.requests)
        found = run_client(
            hub,
            tmp_path / "stranger",
            walk_hub.compare,
            anonymous=True,
            before=f"{name}@v1.0.0",
            after=f"{name}@main",
        )
        seen = [each.path for each in hub.requests[before:] if "/resolve/" in each.path]
    assert (found["bump"], found["rows_that_differ"]) == ("major", 4)
    files = {path.rsplit("/", 1)[-1] for path in seen}
    assert files == {"manifest.json", "README.md", "test-00000-of-00001.parquet"}
