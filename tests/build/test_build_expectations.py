"""Great Expectations suites: they run, say which rows fail, and never pass unread."""

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pandas as pd
import pyarrow as pa
import pytest

from babelwright import _env
from babelwright.build.expectations import Outcome, run_suite
from babelwright.errors import BabelwrightError

BETWEEN = "expect_column_values_to_be_between"


def frame_of(**columns: list[Any]) -> pd.DataFrame:
    frame: pd.DataFrame = pa.table(columns).to_pandas(types_mapper=pd.ArrowDtype)
    return frame


ROWS = frame_of(id=["a", "b", "c"], other=["x", "y", "z"], score=[1.0, 7.0, -1.0])


def suite(folder: Path, *expectations: tuple[str, dict[str, Any]]) -> Path:
    file = folder / "sts.rows.json"
    listed = [{"type": kind, "kwargs": kwargs} for kind, kwargs in expectations]
    file.write_text(json.dumps({"name": "sts.rows", "expectations": listed}), encoding="utf-8")
    return file


def run(file: Path, frame: pd.DataFrame = ROWS, key: tuple[str, ...] = ("id",)) -> Outcome:
    return run_suite(file, frame, {"low": 0, "high": 5}, key)


def test_a_suite_that_holds_tells_what_was_expected(tmp_path: Path) -> None:
    file = suite(
        tmp_path,
        ("expect_column_values_to_be_unique", {"column": "id"}),
        (BETWEEN, {"column": "score", "min_value": -5, "max_value": 10}),
    )
    found = run(file)
    assert found.failures == []
    assert found.result == {
        "suite": "sts.rows",
        "expectations": [
            {
                "expectation": "expect_column_values_to_be_unique",
                "kwargs": {"column": "id"},
                "success": True,
            },
            {
                "expectation": BETWEEN,
                "kwargs": {"column": "score", "min_value": -5, "max_value": 10},
                "success": True,
            },
        ],
    }


def test_failing_rows_are_told_with_their_key_and_value(tmp_path: Path) -> None:
    file = suite(tmp_path, (BETWEEN, {"column": "score", "min_value": 0, "max_value": 5}))
    found = run(file, key=("id", "other"))
    assert found.failures == [
        ("b\ty", f"{BETWEEN} (score): 7.0"),
        ("c\tz", f"{BETWEEN} (score): -1.0"),
    ]
    assert found.result["expectations"][0]["success"] is False


def test_a_failing_table_is_told_with_what_was_seen(tmp_path: Path) -> None:
    file = suite(tmp_path, ("expect_table_row_count_to_equal", {"value": 4}))
    assert run(file).failures == [("", "expect_table_row_count_to_equal: observed 3")]


def test_a_suite_may_ask_for_parameters_and_gets_no_others(tmp_path: Path) -> None:
    bounds = {"min_value": {"$PARAMETER": "low"}, "max_value": {"$PARAMETER": "high"}}
    file = suite(tmp_path, (BETWEEN, {"column": "score", **bounds}))
    assert [row for row, _ in run(file).failures] == ["b", "c"]
    wide = run_suite(file, ROWS, {"low": -5, "high": 10, "unused": 1}, ["id"])
    assert wide.failures == []


def test_a_parameter_that_nobody_gives_is_told(tmp_path: Path) -> None:
    file = suite(tmp_path, (BETWEEN, {"column": "score", "min_value": {"$PARAMETER": "lowest"}}))
    with pytest.raises(BabelwrightError, match="lowest") as caught:
        run(file)
    assert caught.value.place is not None
    assert caught.value.place.file == file


@pytest.mark.parametrize(
    ("expectation", "said"),
    [
        (("expect_column_to_be_nice", {"column": "id"}), "there is no expectation expect_column_"),
        ((BETWEEN, {"column": "nope", "min_value": 0}), "nope"),
        ((BETWEEN, {"column": "score"}), "min_value"),
        ((BETWEEN, {"colunm": "score", "min_value": 0}), "column"),
    ],
    ids=["unknown", "no such column", "no bounds", "misspelt"],
)
def test_an_expectation_that_cannot_be_run_stops_with_the_file(
    tmp_path: Path, expectation: tuple[str, dict[str, Any]], said: str
) -> None:
    file = suite(tmp_path, ("expect_column_values_to_be_unique", {"column": "id"}), expectation)
    with pytest.raises(BabelwrightError, match=said) as caught:
        run(file)
    assert str(caught.value).startswith(f"{file}: ")


@pytest.mark.parametrize(
    ("content", "said"),
    [
        ("{", "the expectation suite cannot be read: "),
        ("", "the expectation suite cannot be read: "),
        ("[]", "is not an expectation suite"),
        ('{"name": "x"}', "is not an expectation suite"),
        ('{"expectations": []}', "is not an expectation suite"),
        (None, "the expectation suite cannot be read: "),
    ],
    ids=["broken", "empty", "array", "no expectations", "no name", "missing"],
)
def test_what_is_no_suite_is_told(tmp_path: Path, content: str | None, said: str) -> None:
    file = tmp_path / "sts.rows.json"
    if content is not None:
        file.write_text(content, encoding="utf-8")
    with pytest.raises(BabelwrightError) as caught:
        run(file)
    assert str(caught.value).startswith(f"{file}: {said}")


def test_a_table_without_rows_can_be_checked(tmp_path: Path) -> None:
    file = suite(
        tmp_path,
        ("expect_table_row_count_to_equal", {"value": 0}),
        (BETWEEN, {"column": "score", "min_value": 0}),
    )
    empty = pa.schema([("id", pa.string()), ("score", pa.float64())]).empty_table()
    assert run(file, empty.to_pandas(types_mapper=pd.ArrowDtype)).failures == []


@pytest.mark.parametrize("name", ["GX_ANALYTICS_ENABLED", "ORT_DISABLE_TELEMETRY"])
def test_no_library_sends_usage_data_unless_the_user_says_so(
    monkeypatch: pytest.MonkeyPatch, name: str
) -> None:
    monkeypatch.delenv(name, raising=False)
    _env.prepare()
    quiet = os.environ[name]
    assert quiet == {"GX_ANALYTICS_ENABLED": "false", "ORT_DISABLE_TELEMETRY": "1"}[name]
    monkeypatch.setenv(name, "as the user wishes")
    _env.prepare()
    assert os.environ[name] == "as the user wishes"


QUIET = """
import os, socket, sys
from pathlib import Path
import pandas as pd
from babelwright.build.expectations import run_suite
called = []
socket.socket.connect = lambda *given: called.append(given)
socket.getaddrinfo = lambda *given, **named: called.append(given)
found = run_suite(Path(sys.argv[1]), pd.DataFrame({"id": ["a", "a"]}), {}, ["id"])
assert len(found.failures) == 2
assert called == []
assert os.environ["GX_ANALYTICS_ENABLED"] == "false"
"""


def test_a_suite_runs_without_network_and_without_a_word(tmp_path: Path) -> None:
    file = suite(tmp_path, ("expect_column_values_to_be_unique", {"column": "id"}))
    environment = {name: value for name, value in os.environ.items() if "ANALYTICS" not in name}
    done = subprocess.run(
        [sys.executable, "-c", QUIET, str(file)],
        capture_output=True,
        text=True,
        check=False,
        env={**environment, "HOME": str(tmp_path)},
        cwd=tmp_path,
    )
    assert (done.returncode, done.stdout, done.stderr) == (0, "", "")
    assert [path.name for path in tmp_path.iterdir()] == ["sts.rows.json"]
