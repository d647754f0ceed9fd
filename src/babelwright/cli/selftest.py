"""The verb `selftest`: what do the checks see of planted defects, and what of good pairs?"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from babelwright.catalog import floors as recorded_floors
from babelwright.catalog.floors import Floors, write_floors
from babelwright.catalog.load import load_catalog
from babelwright.catalog.model import Catalog, Language
from babelwright.catalog.schema import nearest
from babelwright.catalog.selftest import load_selftest
from babelwright.cli.output import Output
from babelwright.cli.selftest_tables import alarm_rows, as_json, kind_rows, not_planted
from babelwright.errors import UsageError
from babelwright.fidelity.open import open_embedder
from babelwright.selftest.floors import Breach, breaches, recorded
from babelwright.selftest.good import Good, NoPairs, file_pairs, sample_pairs, samples_folder
from babelwright.selftest.intervals import wilson
from babelwright.selftest.measure import Measured
from babelwright.selftest.run import Settings, selftest

_KINDS = (
    ("defect", "left"),
    ("group", "left"),
    ("planted", "right"),
    ("hard %", "right"),
    ("any %", "right"),
    ("95 %", "right"),
    ("seen by", "left"),
)
_ALARMS = (("false alarms", "left"), ("pairs", "right"), ("share %", "right"), ("95 %", "right"))


@dataclass(frozen=True)
class Options:
    """What the command line asked for."""

    language: str | None
    every: bool
    source: str
    pairs: Path | None
    settings: Settings
    embedder: str
    record: bool
    catalog: Path


def run(options: Options, output: Output) -> int:
    """Run the selftest of one language or all; 1 when something falls below its floor.

    Raises:
        UsageError: The options do not go together, or name what is not there.
        CatalogError: The catalog has problems.
        SourceError: There are no good pairs.
    """
    _check(options)
    catalog = load_catalog(options.catalog)
    planted, floors = load_selftest(catalog.rooms)
    embedder = open_embedder(options.embedder, catalog.rooms.models)
    held = _held(options, catalog, floors, output)
    document: dict[str, Any] = {"settings": _settings(options)._asdict(), "languages": {}}
    found: list[Breach] = []
    measured: dict[str, Measured] = {}
    for languages, good in _chosen(options, catalog):
        code = languages[1].code
        output.note(f"{code}: planting defects in {good.origin}")
        measured[code] = each = selftest(
            catalog, languages, good, planted, embedder, settings=options.settings
        )
        _show(code, good, each, options, output)
        floor = held.languages.get(code) if held else None
        below = breaches(code, each, floor) if floor else ()
        found += below
        document["languages"][code] = as_json(each, good.origin)
        if held and floor is None:
            output.warn(f"{code}: validation/{recorded_floors.FILE} has no floors for it")
    document["below"] = [breach._asdict() for breach in found]
    if options.record:
        _record(options, catalog, floors, measured, output)
        found = []
    for breach in found:
        output.error(str(breach))
    if held and not found and not options.record:
        count = len(set(measured) & set(held.languages))
        output.say(f"{count} of {len(measured)} languages held to their floors, none below")
    output.document(document)
    return 1 if found else 0


def _check(options: Options) -> None:
    if (options.language is None) == (not options.every):
        raise UsageError("say which language", hint="--lang vi, or --all for all of them")
    if options.every and options.pairs:
        raise UsageError("--all and --pairs do not go together", hint="Name one: --lang vi")
    if options.language == options.source:
        raise UsageError(
            f"source and target are both {options.source!r}",
            hint="--source-lang names the sources' language",
        )
    if options.record and (options.pairs or options.source != "en"):
        raise UsageError(
            "--record keeps what was measured on the samples, from English",
            hint="Leave --pairs and --source-lang out",
        )


def _settings(options: Options) -> recorded_floors.Settings:
    set_by = options.settings
    return recorded_floors.Settings(
        options.source, set_by.seed, set_by.rate, set_by.sample, options.embedder
    )


def _held(
    options: Options, catalog: Catalog, floors: Floors | None, output: Output
) -> Floors | None:
    """Return the floors, if what is measured can be held to them."""
    if options.record:
        return None
    if floors is None:
        output.warn(f"the catalog has no validation/{recorded_floors.FILE}: nothing to hold to")
        return None
    if options.pairs:
        output.warn("floors are those of the samples: these pairs are not held to them")
        return None
    if samples_folder(catalog).parent.resolve() != catalog.rooms.validation.parent.resolve():
        output.warn("not held to the floors, which are those of other samples")
        return None
    if floors.settings != _settings(options):
        listed = ", ".join(f"{name} {value}" for name, value in floors.settings._asdict().items())
        output.warn(f"not held to the floors, which were recorded with {listed}")
        return None
    return floors


def _chosen(options: Options, catalog: Catalog) -> Iterator[tuple[tuple[Language, Language], Good]]:
    """Yield the languages asked for, with their good pairs."""
    source = _language(options.source, catalog)
    if options.language:
        target = _language(options.language, catalog)
        if options.pairs:
            yield (source, target), file_pairs(options.pairs, catalog, source, target)
        else:
            yield (source, target), sample_pairs(catalog, source, target)
        return
    some = False
    for target in catalog.languages.values():
        if target.code == source.code:
            continue
        try:
            good = sample_pairs(catalog, source, target)
        except NoPairs:  # a language of a catalog need not have samples
            continue
        some = True
        yield (source, target), good
    if not some:
        raise UsageError(
            "the samples have no pairs in any language of the catalog",
            hint="Name a file: --lang vi --pairs FILE",
        )


def _language(code: str, catalog: Catalog) -> Language:
    if code not in catalog.languages:
        raise UsageError(f"unknown language {code!r}; {nearest(code, catalog.languages)}")
    return catalog.languages[code]


def _show(code: str, good: Good, measured: Measured, options: Options, output: Output) -> None:
    alarms, set_by = measured.alarms, options.settings
    planted = sum(recall.planted for recall in measured.recalls)
    output.say(
        f"{code}: {planted:,} defects planted in {alarms.pairs} of {len(good.pairs)} good pairs "
        f"({good.origin}), in {set_by.rate:.0%} of a batch"
    )
    output.table(_KINDS, kind_rows(measured))
    for line in not_planted(measured):
        output.say(line)
    output.say()
    output.table(_ALARMS, alarm_rows(alarms))
    low, high = wilson(alarms.hard, alarms.pairs)
    output.say(
        f"{alarms.hard} of {alarms.pairs} good pairs rejected "
        f"({low:.1%} to {high:.1%} of such pairs), {alarms.soft} more flagged soft"
    )
    output.say()


def _record(
    options: Options,
    catalog: Catalog,
    older: Floors | None,
    measured: Mapping[str, Measured],
    output: Output,
) -> None:
    settings = _settings(options)
    kept = older.languages if older and older.settings == settings else {}
    new = {code: recorded(each) for code, each in measured.items()}
    file = catalog.rooms.validation / recorded_floors.FILE
    write_floors(Floors(settings, {**kept, **new}), file)
    output.say(f"floors of {', '.join(new)} written to {file}")
