"""Turns a task's declaration into a value, and finds what its schema cannot."""

import datetime
import math
from collections.abc import Collection, Iterable, Sequence
from pathlib import Path

from babelwright.catalog.model import Task
from babelwright.catalog.mteb import mteb_names, mteb_version
from babelwright.catalog.sampling import make_sample, sample_problems
from babelwright.catalog.schema import Schemas, nearest
from babelwright.catalog.sources import make_source, source_problems
from babelwright.catalog.toml import Section
from babelwright.errors import Problem

ONLY_TABLE = "rows"
_SQL_KEY = "sql"
PARALLEL_TYPE = "bitext_mining"

# A translation of these is a different task: what they measure is the source's own wording.
NEVER_TRANSLATED = frozenset(
    {"Linguistic acceptability", "Language identification", "Dialect pairing", "False Friends"}
)

# mteb's words for texts that people, machines or both translated.
BY_PEOPLE = frozenset({"human-translated", "human-translated and localized"})
BY_MACHINES = frozenset(
    {
        "machine-translated",
        "machine-translated and verified",
        "machine-translated and LM verified",
        "machine-translated and localized",
        "created and machine-translated",
    }
)
BY_BOTH = "multiple"
TRANSLATED = BY_PEOPLE | BY_MACHINES | {BY_BOTH}


def task_problems(
    section: Section,
    builder_languages: Sequence[str],
    engines: Sequence[str],
    languages: Collection[str],
    schemas: Schemas,
) -> Iterable[Problem]:
    """Yield what is wrong with a task beyond its schema."""
    content = section.content
    for index, code in enumerate(content["languages"]):
        if code not in builder_languages:
            hint = nearest(code, builder_languages)
            message = f"{code!r} is not a language of the builder; {hint}"
            yield section.problem(["languages", index], message)
    own = content["source"]["language"]
    if own not in languages:
        hint = nearest(own, languages)
        yield section.problem(["source", "language"], f"unknown language {own!r}; {hint}")
    yield from _type_problems(section, schemas)
    yield from _origin_problems(section)
    yield from source_problems(section)
    yield from _range_problems(section)
    yield from _language_problems(section, schemas)
    if content["method"] == "translate":
        yield from _translation_problems(section, engines)


def _type_problems(section: Section, schemas: Schemas) -> Iterable[Problem]:
    kind, mapping = section.content["type"], section.content["map"]
    if kind not in schemas.task_types:
        hint = nearest(kind, schemas.task_types)
        yield section.problem(["type"], f"unknown task type {kind!r}; {hint}")
        return
    tables = set(schemas.load(f"rows/{kind}")["$defs"])
    wanted = {_SQL_KEY} if tables == {ONLY_TABLE} else tables
    for key in mapping:
        if key not in wanted:
            message = f"[map] unknown table {key!r}; {nearest(key, wanted)}"
            yield section.problem(["map", key], message)
    for key in sorted(wanted - set(mapping)):
        yield section.problem(["map"], f"[map] {key!r} is missing: a {kind} task needs it")
    yield from sample_problems(section, tables)


def _origin_problems(section: Section) -> Iterable[Problem]:
    """Yield what is wrong with where a task says it comes from."""
    content = section.content
    for index, name in enumerate(content.get("adapted_from", ())):
        if name not in mteb_names():
            hint = nearest(name, mteb_names())
            message = f"adapted_from: mteb {mteb_version()} has no task {name!r}; {hint}"
            yield section.problem(["adapted_from", index], message)
    made = content.get("sample_creation")
    if content["method"] == "translate" and made is not None and made not in TRANSLATED:
        message = (
            f"sample_creation: {made!r} is not what a translation is; {nearest(made, TRANSLATED)}"
        )
        yield section.problem(["sample_creation"], message)


def _range_problems(section: Section) -> Iterable[Problem]:
    """Yield what is wrong with pairs of a least and a greatest value."""
    days = []
    for index, day in enumerate(section.content.get("date", ())):
        try:
            days.append(datetime.date.fromisoformat(day))
        except ValueError:
            yield section.problem(["date", index], f"date: there is no day {day!r}")
    if days != sorted(days):
        yield section.problem(["date"], "date: the first day is after the last")
    score = section.content.get("score", {"min": 0, "max": 1})
    if not -math.inf < score["min"] < score["max"] < math.inf:
        yield section.problem(["score"], "score: `min` must be a number below `max`")


def _language_problems(section: Section, schemas: Schemas) -> Iterable[Problem]:
    """Yield what is wrong with texts in several languages."""
    content = section.content
    kind, own = content["type"], content["source"]["language"]
    if "cross_lingual" in content and kind in schemas.task_types:
        table = content["cross_lingual"]
        if table not in schemas.load(f"rows/{kind}")["$defs"]:
            message = f"cross_lingual: a {kind} task has no {table}"
            yield section.problem(["cross_lingual"], message)
        elif content["method"] == "collect" and own in content["languages"]:
            message = f"cross_lingual: {own!r} is the source's own language"
            yield section.problem(["cross_lingual"], message)
    for code in content["source"].get("codes", {}):
        if code not in content["languages"]:
            message = f"codes: {code!r} is no language of the task"
            yield section.problem(["source", "codes", code], message)
    if content.get("parallel"):
        if kind != PARALLEL_TYPE:
            message = f"parallel: is for {PARALLEL_TYPE}, not for {kind}"
            yield section.problem(["parallel"], message)
        elif len(content["languages"]) == 1:
            message = "parallel: needs several languages; one language and the source's are a pair"
            yield section.problem(["parallel"], message)


def _translation_problems(section: Section, engines: Sequence[str]) -> Iterable[Problem]:
    content = section.content
    if not engines:
        yield section.problem(["method"], "the builder has no `engines` to translate with")
    if content["source"]["language"] in content["languages"]:
        message = "is the source's own language: use method = 'collect'"
        yield section.problem(["languages"], f"{content['source']['language']!r} {message}")
    for subtype in NEVER_TRANSLATED.intersection(content.get("subtypes", ())):
        message = f"{subtype!r} tasks are never translated: they measure the source's wording"
        yield section.problem(["subtypes"], message)


def unfilled(task: Task) -> tuple[str, ...]:
    """Return the keys that a task lacks for mteb to call its metadata complete.

    All others of `TaskMetadata.is_filled` are derived.
    """
    wanted = {"date": task.date, "annotations_creators": task.annotations_creators}
    return tuple(name for name, value in wanted.items() if value is None)


def make_task(section: Section, root: Path) -> Task:
    """Return the task that a valid section declares; its paths start from `root`."""
    content = section.content
    score = content.get("score")
    date = content.get("date")
    return Task(
        name=content["name"],
        type=content["type"],
        method=content["method"],
        languages=tuple(content["languages"]),
        domains=tuple(content["domains"]),
        description=content["description"],
        licence=content.get("licence", content["source"]["licence"]),
        source=make_source(content["source"]),
        map={ONLY_TABLE if key == _SQL_KEY else key: sql for key, sql in content["map"].items()},
        file=section.document.file,
        root=root,
        subtypes=tuple(content.get("subtypes", ())),
        adapted_from=tuple(content.get("adapted_from", ())),
        annotations_creators=content.get("annotations_creators"),
        sample_creation=content.get("sample_creation"),
        dialect=tuple(content.get("dialect", ())),
        date=(date[0], date[1]) if date else None,
        citation=content.get("citation"),
        labels=tuple(content.get("labels", ())),
        score=(float(score["min"]), float(score["max"])) if score else None,
        cross_lingual=content.get("cross_lingual"),
        parallel=content.get("parallel", False),
        sample=make_sample(content),
    )
