"""Turns the [source] of a task into a value, and finds what its schema cannot."""

from collections.abc import Iterable, Mapping
from typing import Any

from babelwright.catalog.model import CsvStyle, Input, Source
from babelwright.catalog.paths import path_problem
from babelwright.catalog.schema import nearest
from babelwright.catalog.toml import Section
from babelwright.errors import Problem

ONLY_INPUT = "source"


def source_problems(section: Section) -> Iterable[Problem]:
    """Yield what is wrong in [source] beyond the schema."""
    source = section.content["source"]
    inputs = source.get("inputs", {ONLY_INPUT: source})
    for name, each in inputs.items():
        at = ["source", "inputs", name] if "inputs" in source else ["source"]
        if "hub" not in source and "file" not in each:
            yield section.problem(at, "needs `file`, or the source needs `hub` and `revision`")
        if "hub" in source and "file" in each:
            yield section.problem([*at, "file"], "a Hub source has no `file`; use config and split")
        if message := _path_problem(each, source["splits"].values()):
            yield section.problem([*at, "file"], message)
    if "inputs" in source and "file" in source:
        yield section.problem(["source", "file"], "each input has a `file` of its own")
    for name, expected in source.get("expect", {}).items():
        yield from _expect_problems(section, source, inputs, name, expected)


def _path_problem(each: Mapping[str, Any], theirs: Iterable[str]) -> str | None:
    """Return why an input's file, with the name of a split in it, may not be read; or None."""
    file = each.get("file", "ok")
    names = [each["split"]] if "split" in each else theirs
    found = (path_problem(path) for path in (file, *(file.replace("{split}", it) for it in names)))
    return next((message for message in found if message), None)


def _expect_problems(
    section: Section, source: Mapping[str, Any], inputs: Mapping[str, Any], name: str, value: Any
) -> Iterable[Problem]:
    at = ["source", "expect", name]
    if isinstance(value, int):
        if "inputs" in source:
            message = f"say which input: {name} = {{ {next(iter(source['splits']))} = {value} }}"
            yield section.problem(at, message)
        elif name not in source["splits"]:
            hint = nearest(name, source["splits"])
            yield section.problem(at, f"{name!r} is none of the splits; {hint}")
        return
    if name not in inputs:
        yield section.problem(at, f"{name!r} is none of the inputs; {nearest(name, inputs)}")
    for split in value:
        if split not in source["splits"]:
            hint = nearest(split, source["splits"])
            yield section.problem([*at, split], f"{split!r} is none of the splits; {hint}")


def make_source(content: Mapping[str, Any]) -> Source:
    """Return the source that a valid [source] declares."""
    inputs = content.get("inputs", {ONLY_INPUT: content})
    expect: dict[tuple[str, str], int] = {}
    for name, value in content.get("expect", {}).items():
        if isinstance(value, int):
            expect[ONLY_INPUT, name] = value
        else:
            expect.update({(name, split): count for split, count in value.items()})
    return Source(
        licence=content["licence"],
        language=content["language"],
        splits=dict(content["splits"]),
        inputs=tuple(_input(name, each) for name, each in inputs.items()),
        hub=content.get("hub"),
        revision=content.get("revision"),
        url=content.get("url"),
        citation=content.get("citation"),
        expect=expect,
        codes=dict(content.get("codes", {})),
    )


def _input(name: str, content: Mapping[str, Any]) -> Input:
    return Input(
        name=name,
        config=content.get("config"),
        split=content.get("split"),
        file=content.get("file"),
        format=content.get("format"),
        csv=csv_style(content.get("csv")),
    )


def csv_style(content: Mapping[str, Any] | None) -> CsvStyle:
    """Return how a csv file is written; the defaults where nothing is said."""
    if not content:
        return CsvStyle()
    return CsvStyle(
        header=content.get("header", True),
        columns=tuple(content.get("columns", ())),
        quoting=content.get("quoting", "double"),
    )
