"""The verb `audit`: a translated benchmark beside its source."""

import json
from dataclasses import dataclass
from pathlib import Path

from babelwright.audit.findings import Finding
from babelwright.audit.published import audit_files, audit_mteb, audit_task, is_statistics
from babelwright.audit.report import Report, as_json, as_markdown, as_page
from babelwright.catalog.auditing import load_audit_settings
from babelwright.catalog.load import load_catalog
from babelwright.catalog.model import Catalog, Language
from babelwright.catalog.schema import Schemas, nearest
from babelwright.cli.output import Mode, Output
from babelwright.errors import Place, SourceError, UsageError

_SHOWN = 20
_PAGE = "audit.html"
_USE = "Write: babelwright audit SOURCE TRANSLATED, or --mteb TASK, or --mteb-all"


@dataclass(frozen=True)
class Options:
    """What the command line says."""

    source: str | None
    translated: str | None
    mteb: str | None
    mteb_all: bool
    lang: str | None
    source_lang: str | None
    out: Path | None
    catalog: Path


def run(options: Options, output: Output) -> int:
    """Audit, tell, and write the page; return 0 when no finding is hard.

    Raises:
        BabelwrightError: There is nothing to audit, or it cannot be read.
    """
    _check(options)
    catalog = load_catalog(options.catalog)
    report = _audit(options, catalog, output)
    out = options.out or Path(_PAGE)
    text = as_markdown(report) if out.suffix == ".md" else as_page(report, catalog.rooms.cards)
    try:
        out.parent.mkdir(parents=True, exist_ok=True)
        out.write_text(text, encoding="utf-8")
    except OSError as error:
        raise UsageError(f"{out} cannot be written: {error.strerror}") from error
    _tell(report, out, output)
    output.document(as_json(report))
    return 0 if report.clean else 1


def _check(options: Options) -> None:
    given = [
        options.source is not None or options.translated is not None,
        options.mteb is not None,
        options.mteb_all,
    ]
    if sum(given) != 1:
        what = "nothing to audit" if not any(given) else "more than one thing to audit"
        raise UsageError(what, hint=_USE)
    if given[0] and (options.source is None or options.translated is None):
        raise UsageError("an audit needs two sides: the source, and its translation", hint=_USE)
    if not given[0] and (options.lang or options.source_lang):
        hint = "--lang and --source-lang go with SOURCE and TRANSLATED"
        raise UsageError("mteb says the languages of its tasks", hint=hint)


def _audit(options: Options, catalog: Catalog, output: Output) -> Report:
    settings = load_audit_settings(catalog.rooms, Schemas(catalog.rooms.schemas))
    if options.mteb_all:
        output.note("reading the statistics of the installed mteb")
        return audit_mteb(settings, catalog.languages)
    if options.mteb:
        return audit_task(options.mteb, settings, catalog.languages)
    assert options.source and options.translated  # noqa: S101 - _check has seen to it
    source, target = Path(options.source), Path(options.translated)
    languages = (
        _language(options.source_lang, catalog, "--source-lang"),
        _language(options.lang, catalog, "--lang"),
    )
    if _has_statistics(source) and _has_statistics(target):
        return audit_files(
            source,
            target,
            settings,
            catalog.languages,
            source_language=languages[0],
            target_language=languages[1],
        )
    from babelwright.audit.sides import audit_sides

    return audit_sides(
        options.source, options.translated, languages, catalog, settings, say=output.note
    )


def _has_statistics(file: Path) -> bool:
    """Whether it is one JSON file with mteb's statistics, and not one of rows."""
    if file.suffix != ".json" or not file.is_file():
        return False
    try:
        return is_statistics(json.loads(file.read_text(encoding="utf-8")))
    except (OSError, ValueError) as error:
        raise SourceError(f"is not JSON: {error}", place=Place(file)) from error


def _language(code: str | None, catalog: Catalog, option: str) -> Language | None:
    if code is None:
        return None
    if code not in catalog.languages:
        message = f"{option} {code}: there is no such language"
        raise UsageError(message, hint=nearest(code, catalog.languages))
    return catalog.languages[code]


def _tell(report: Report, page: Path, output: Output) -> None:
    for line in report.compared:
        output.say(line)
    for line in report.notes:
        output.say(line)
    output.say()
    if report.findings:
        shown = report.findings[:_SHOWN]
        columns = [("damage", "right"), ("severity", "left"), ("finding", "left")]
        columns += [("where", "left"), ("what was seen", "left")]
        output.table(columns, [_line(each) for each in shown])
        if len(report.findings) > len(shown):
            output.say(f"... and {len(report.findings) - len(shown):,} more in {page}")
        output.say()
    hard = sum(each.severity == "hard" for each in report.findings)
    number = f"{len(report.findings):,} finding{'' if len(report.findings) == 1 else 's'}"
    output.say(f"{report.title}: {number}, {hard:,} of them hard")
    if output.mode is not Mode.JSON:
        output.say(f"  report   {page}")


def _line(finding: Finding) -> tuple[str, ...]:
    where = " ".join(each for each in (finding.subject, finding.where) if each)
    return (
        f"{finding.damage:.2f}",
        finding.severity.value,
        finding.kind,
        where,
        _clipped(finding.detail),
    )


def _clipped(text: str, most: int = 160) -> str:
    line = " ".join(text.split())
    return line if len(line) <= most else f"{line[: most - 5]} [...]"
