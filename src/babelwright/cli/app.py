"""The command line: one function a verb, and the mapping of errors to messages."""

import os
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Annotated, Any

import typer

from babelwright import __version__, _env
from babelwright.cli.faults import explain
from babelwright.cli.output import Output
from babelwright.errors import BabelwrightError, CatalogError

app = typer.Typer(
    name="babelwright",
    help="Build, check and publish multilingual embedding benchmarks.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    rich_markup_mode=None,
)

# Exit statuses beside 0 and 1; the first is the command line library's.
_USAGE, _FAULT, _INTERRUPTED = 2, 70, 130

Language = Annotated[str | None, typer.Option("--lang", help="Language, e.g. vi.")]
CatalogPath = Annotated[
    Path, typer.Option("--catalog", help="Folder with builders/, or one catalog file (.toml).")
]
DataPath = Annotated[
    Path | None, typer.Option("--data", help="Folder that paths of sources start from.")
]
AsJson = Annotated[bool, typer.Option("--json", help="Print one JSON document.")]


@app.callback(invoke_without_command=True)
def _root(
    version: Annotated[bool, typer.Option("--version", help="Print the version.")] = False,
) -> None:
    if version:
        typer.echo(f"babelwright {__version__}")
        raise typer.Exit


Tasks = Annotated[list[str] | None, typer.Option(help="Only this task; may be repeated.")]
Limit = Annotated[int | None, typer.Option(min=1, help="Only so many rows a split: to try a task.")]
Offline = Annotated[bool, typer.Option("--offline", help="Skip tasks that need the network.")]
To = Annotated[
    str | None, typer.Option(help="Where: hf://ORGANISATION or a folder [the builder's].")
]
Private = Annotated[bool, typer.Option("--private", help="Make new Hub repositories private.")]
PullRequest = Annotated[
    bool, typer.Option("--pr", help="Open or update a Hub pull request instead.")
]
DryRun = Annotated[
    bool, typer.Option("--dry-run", help="Show what --push would change; send nothing.")
]
AskedVersion = Annotated[
    str | None, typer.Option(help="Version, at least the one that the rows ask for.")
]
Work = Annotated[Path, typer.Option(help="Folder for the translation store and unfinished builds.")]
EmbedderName = Annotated[
    str | None, typer.Option(help="static-1, or a sentence-transformers model.")
]


@app.command()
def build(
    lang: Language = None,
    builder: Annotated[str | None, typer.Option(help="Only this builder's tasks.")] = None,
    task: Tasks = None,
    limit: Limit = None,
    offline: Offline = False,
    push: Annotated[bool, typer.Option("--push", help="Publish what is built.")] = False,
    to: To = None,
    private: Private = False,
    pr: PullRequest = False,
    dry_run: DryRun = False,
    version: AskedVersion = None,
    out: Annotated[Path, typer.Option(help="Folder for releases.")] = Path("releases"),
    catalog: CatalogPath = Path(),
    data: DataPath = None,
    work: Work = Path(".babelwright"),
    embedder: EmbedderName = None,
    as_json: AsJson = False,
) -> None:
    """Build tasks: translate or collect, check, repair, release.

    A build that was interrupted goes on where it stopped.

    Examples:
      babelwright build --lang vi --offline

      babelwright build --lang vi --push --to hf://my-organisation --private

      babelwright build --task STSBenchmark-VN --dry-run --to hf://my-organisation
    """

    def run(output: Output) -> int:
        from babelwright.cli.build import Options
        from babelwright.cli.build import run as run_build

        options = Options(
            language=lang,
            builder=builder,
            tasks=tuple(task or ()),
            limit=limit,
            offline=offline,
            push=push,
            to=to,
            private=private,
            out=out,
            catalog=catalog,
            data=data,
            work=work,
            embedder=embedder,
            version=version,
            dry_run=dry_run,
            propose=pr,
        )
        return run_build(options, output)

    _run(run, as_json)


@app.command()
def check(catalog: CatalogPath = Path(), as_json: AsJson = False) -> None:
    """Check the catalog's files: every problem with file, line and the nearest allowed value."""

    def run(output: Output) -> int:
        from babelwright.cli.check import run as run_check

        return run_check(catalog, output)

    _run(run, as_json)


@app.command(name="list")
def list_tasks(
    lang: Language = None, catalog: CatalogPath = Path(), as_json: AsJson = False
) -> None:
    """List the tasks of the catalog."""

    def run(output: Output) -> int:
        from babelwright.cli.listing import run as run_list

        return run_list(catalog, lang, output)

    _run(run, as_json)


@app.command()
def verify(
    release: Annotated[
        str, typer.Argument(help="hf://ORG/NAME@v1.0.0, FOLDER/NAME@v1.0.0, or its folder.")
    ],
    catalog: CatalogPath = Path(),
    as_json: AsJson = False,
) -> None:
    """Verify a release: checksums, rows, schema, ledger, and card against manifest."""

    def run(output: Output) -> int:
        from babelwright.cli.verify import run as run_verify

        return run_verify(release, catalog, output)

    _run(run, as_json)


@app.command()
def selftest(
    lang: Language = None,
    every: Annotated[bool, typer.Option("--all", help="All languages with samples.")] = False,
    pairs: Annotated[
        Path | None, typer.Option(help="Good pairs: tmx, tsv, csv, jsonl, parquet [the samples].")
    ] = None,
    source_lang: Annotated[str, typer.Option(help="The sources' language.")] = "en",
    seed: Annotated[int, typer.Option(help="Another seed plants otherwise.")] = 42,
    rate: Annotated[
        float, typer.Option(min=0.01, max=1.0, help="Share of a batch that is spoilt.")
    ] = 0.5,
    sample: Annotated[
        int, typer.Option(min=0, help="Good pairs to take at most; 0: all of them.")
    ] = 60,
    embedder: Annotated[
        str, typer.Option(help="static-1, or a sentence-transformers model.")
    ] = "static-1",
    record: Annotated[
        bool, typer.Option("--record", help="Write validation/floors.toml anew.")
    ] = False,
    catalog: CatalogPath = Path(),
    as_json: AsJson = False,
) -> None:
    """Plant defects in good pairs: what do the checks see of them, and how often do they err?

    Fails when a kind of defect is seen less often, or a good pair flagged more often, than
    validation/floors.toml records.

    Examples:
      babelwright selftest --lang vi

      babelwright selftest --lang da --pairs my-translations.tmx --rate 0.1
    """

    def run(output: Output) -> int:
        from babelwright.cli.selftest import Options
        from babelwright.cli.selftest import run as run_selftest
        from babelwright.selftest.run import Settings

        options = Options(
            language=lang,
            every=every,
            source=source_lang,
            pairs=pairs,
            settings=Settings(seed, rate, sample),
            embedder=embedder,
            record=record,
            catalog=catalog,
        )
        return run_selftest(options, output)

    _run(run, as_json)


@app.command()
def audit(
    source: Annotated[
        str | None, typer.Argument(help="Folder, hf://ORG/NAME@REVISION, or mteb statistics.")
    ] = None,
    translated: Annotated[str | None, typer.Argument(help="The same, of the translation.")] = None,
    mteb: Annotated[str | None, typer.Option(help="A task of the installed mteb.")] = None,
    mteb_all: Annotated[
        bool, typer.Option("--mteb-all", help="Every translated task of the installed mteb.")
    ] = False,
    lang: Language = None,
    source_lang: Annotated[str | None, typer.Option(help="The source's language.")] = None,
    out: Annotated[Path | None, typer.Option(help="The report, .html or .md [audit.html].")] = None,
    catalog: CatalogPath = Path(),
    as_json: AsJson = False,
) -> None:
    """Audit a translated benchmark beside its source; findings by damage.

    Examples:
      babelwright audit stsb/en stsb/sv --lang sv

      babelwright audit hf://mteb/stsbenchmark-sts hf://someone/stsb-vn --lang vi

      babelwright audit --mteb Banking77VNClassification
    """

    def run(output: Output) -> int:
        from babelwright.cli.audit import Options
        from babelwright.cli.audit import run as run_audit

        options = Options(source, translated, mteb, mteb_all, lang, source_lang, out, catalog)
        return run_audit(options, output)

    _run(run, as_json)


@app.command()
def diff(
    before: Annotated[
        str, typer.Argument(help="hf://ORG/NAME@REVISION, FOLDER/NAME@v1.0.0, or its folder.")
    ],
    after: Annotated[str, typer.Argument(help="The other one.")],
    rows: Annotated[int, typer.Option(min=0, help="Show so many rows.")] = 20,
    every: Annotated[bool, typer.Option("--all", help="Show every row that differs.")] = False,
    as_json: AsJson = False,
) -> None:
    """Show what differs between two releases: rows, columns, configs, card, least version."""

    def run(output: Output) -> int:
        from babelwright.cli.diff import run as run_diff

        return run_diff(before, after, None if every else rows, output)

    _run(run, as_json)


@app.command()
def doctor(catalog: CatalogPath = Path(), as_json: AsJson = False) -> None:
    """Say what is installed, and what a build here could use."""

    def run(output: Output) -> int:
        from babelwright.cli.doctor import run as run_doctor

        return run_doctor(catalog, output)

    _run(run, as_json)


def _run(command: Callable[[Output], int], as_json: bool) -> None:
    """Run a verb; errors become one message, and every status but 0 means: not as promised."""
    _env.prepare()
    output = Output(as_json=as_json)
    try:
        status = command(output)
    except BabelwrightError as error:
        status = _fail(output, str(error), 1, **_details(error))
    except KeyboardInterrupt:
        message = "interrupted; the same command goes on where this one stopped"
        status = _fail(output, message, _INTERRUPTED)
    except BrokenPipeError:  # whoever read our output has gone: there is nobody to tell
        output.mute()
        status = 1
    except Exception as error:  # one message, and the details where they can be sent from
        message = explain(error, Path(".babelwright"))
        status = _fail(output, message, 1 if isinstance(error, OSError) else _FAULT)
    raise typer.Exit(status)


def _fail(output: Output, message: str, status: int, **details: Any) -> int:
    output.error(message)
    try:
        output.document({"error": message, **details})
    except OSError:  # it may be stdout itself that cannot be written
        output.mute()
    return status


def _details(error: BabelwrightError) -> dict[str, Any]:
    """Return for machines what a message for people has as text."""
    if not isinstance(error, CatalogError):
        return {}
    return {
        "problems": [
            {"file": str(place.file), "line": place.line, "message": message}
            for place, message in error.problems
        ]
    }


def main() -> None:
    """Run the command line."""
    for name in ("stdout", "stderr"):
        if getattr(sys, name) is None:  # closed by whoever called us
            setattr(sys, name, Path(os.devnull).open("w", encoding="utf-8"))
    try:
        app()
    except SystemExit as stop:
        if stop.code == _USAGE and "--json" in sys.argv:
            message = "the command line is not understood; what is wrong with it is on stderr"
            Output(as_json=True).document({"error": message})
        raise


def build_main() -> None:
    """Run the verb `build` as a command of its own."""
    sys.argv.insert(1, "build")
    main()
