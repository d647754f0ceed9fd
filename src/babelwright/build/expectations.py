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
    context = _quiet_context(gx)
    suite = gx.ExpectationSuite(name=content["name"], expectations=content["expectations"])
    batch = (
        context.data_sources.add_pandas("rows")
        .add_dataframe_asset("rows")
        .add_batch_definition_whole_dataframe("all")
    )
    definition = gx.ValidationDefinition(
        name=content["name"], data=batch, suite=context.suites.add(suite)
    )
    wanted = {name for name in parameters if f'"{name}"' in json.dumps(content)}
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        result = context.validation_definitions.add(definition).run(
            batch_parameters={"dataframe": frame},
            expectation_parameters={name: parameters[name] for name in wanted},
            result_format={
                "result_format": "COMPLETE",
                "unexpected_index_column_names": list(key),
            },
        )
    return _outcome(file, content["name"], result.to_json_dict(), key)


def _load(file: Path) -> dict[str, Any]:
    try:
        content: dict[str, Any] = json.loads(file.read_text(encoding="utf-8"))
    except (OSError, ValueError) as error:
        message = f"the expectation suite cannot be read: {error}"
        raise BabelwrightError(message, place=Place(file)) from error
    return content


def _quiet_context(gx: Any) -> Any:
    from great_expectations.data_context.types.base import ProgressBarsConfig

    logging.getLogger("great_expectations").setLevel(logging.ERROR)
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
