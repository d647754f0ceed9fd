"""Runs a Great Expectations suite over one table."""

import json
import logging
import warnings
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any, NamedTuple

import pandas as pd

from babelwright import _env
from babelwright.errors import BabelwrightError, Place


class Outcome(NamedTuple):
    """A suite's result as JSON values, and the rows (or tables, with an empty row) that fail."""

    result: dict[str, Any]
    failures: list[tuple[str, str]]


def run_suite(
    file: Path, frame: pd.DataFrame, parameters: Mapping[str, Any], key: Sequence[str]
) -> Outcome:
    """Run the suite in a file over a table.

    Args:
        file: A suite in Great Expectations' own JSON.
        frame: The table, of Arrow types.
        parameters: Values for the suite's `$PARAMETER`s.
        key: Columns that identify a row.

    Raises:
        BabelwrightError: There is no such suite, or it cannot be run.
    """
    _env.prepare()
    import great_expectations as gx

    content = _load(file)
    wanted = {name for name in parameters if f'"{name}"' in json.dumps(content)}
    try:
        result = _run(gx, content, frame, {name: parameters[name] for name in wanted}, key)
    except Exception as error:  # Great Expectations raises its own, pydantic's and Python's
        message = f"the expectation suite cannot be run: {error}"
        raise BabelwrightError(message, place=Place(file)) from error
    return _outcome(file, content["name"], result, key)


def _run(
    gx: Any,
    content: Mapping[str, Any],
    frame: pd.DataFrame,
    parameters: Mapping[str, Any],
    key: Sequence[str],
) -> dict[str, Any]:
    context = _quiet_context(gx)
    suite = gx.ExpectationSuite(name=content["name"], expectations=content["expectations"])
    _refuse_dropped(suite, content)
    batch = (
        context.data_sources.add_pandas("rows")
        .add_dataframe_asset("rows")
        .add_batch_definition_whole_dataframe("all")
    )
    definition = gx.ValidationDefinition(
        name=content["name"], data=batch, suite=context.suites.add(suite)
    )
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        result = context.validation_definitions.add(definition).run(
            batch_parameters={"dataframe": frame},
            expectation_parameters=parameters,
            result_format={
                "result_format": "COMPLETE",
                "unexpected_index_column_names": list(key),
            },
        )
    found: dict[str, Any] = result.to_json_dict()
    return found


def _refuse_dropped(suite: Any, content: Mapping[str, Any]) -> None:
    """Raise where Great Expectations left an expectation out: it logs unknown names, no more."""
    wanted = {each["type"] for each in content["expectations"]}
    dropped = wanted - {each.expectation_type for each in suite.expectations}
    if dropped:
        raise ValueError(f"there is no expectation {', '.join(sorted(dropped))}")


def _load(file: Path) -> dict[str, Any]:
    try:
        content: dict[str, Any] = json.loads(file.read_text(encoding="utf-8"))
    except (OSError, ValueError) as error:
        message = f"the expectation suite cannot be read: {error}"
        raise BabelwrightError(message, place=Place(file)) from error
    if not isinstance(content, dict) or {"name", "expectations"} - content.keys():
        message = "is not an expectation suite: it has no name and expectations"
        raise BabelwrightError(message, place=Place(file))
    return content


def _quiet_context(gx: Any) -> Any:
    from great_expectations.data_context.types.base import ProgressBarsConfig

    # What it logs as errors is raised here, and said once.
    logging.getLogger("great_expectations").setLevel(logging.CRITICAL)
    context = gx.get_context(mode="ephemeral")
    context.variables.progress_bars = ProgressBarsConfig(globally=False)
    return context


def _outcome(file: Path, name: str, result: Mapping[str, Any], key: Sequence[str]) -> Outcome:
    expectations = []
    failures: list[tuple[str, str]] = []
    for each in result["results"]:
        config = each["expectation_config"]
        kwargs = {k: v for k, v in config["kwargs"].items() if k != "batch_id"}
        expectations.append(
            {"expectation": config["type"], "kwargs": kwargs, "success": each["success"]}
        )
        exception = _exception(each)
        if exception:
            message = f"{config['type']} cannot be run: {exception}"
            raise BabelwrightError(message, place=Place(file))
        if not each["success"]:
            failures.extend(_failing_rows(each, config["type"], kwargs, key))
    return Outcome({"suite": name, "expectations": expectations}, failures)


def _failing_rows(
    result: Mapping[str, Any], kind: str, kwargs: Mapping[str, Any], key: Sequence[str]
) -> list[tuple[str, str]]:
    detail = result["result"]
    column = kwargs.get("column", "")
    message = f"{kind}{f' ({column})' if column else ''}"
    rows = detail.get("unexpected_index_list") or []
    if not rows:
        seen = detail.get("observed_value", detail.get("unexpected_count"))
        return [("", f"{message}: observed {seen!r}")]
    return [
        ("\t".join(str(row[name]) for name in key), f"{message}: {row.get(column)!r}")
        for row in rows
    ]


def _exception(result: Mapping[str, Any]) -> str:
    info = result.get("exception_info") or {}
    nested = info.values() if all(isinstance(each, dict) for each in info.values()) else [info]
    messages = [each.get("exception_message") for each in nested if each.get("raised_exception")]
    return str(messages[0]) if messages else ""
