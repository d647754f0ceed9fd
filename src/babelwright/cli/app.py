"""The command line: one function a verb, and the mapping of errors to messages."""

import sys
from collections.abc import Callable
from pathlib import Path
from typing import Annotated

import typer

from babelwright import __version__, _env
from babelwright.cli.faults import keep_traceback
from babelwright.cli.output import Output
from babelwright.errors import BabelwrightError

app = typer.Typer(
    name="babelwright",
    help="Build, check and publish multilingual embedding benchmarks.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    rich_markup_mode=None,
)

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


@app.command()
def build(
    lang: Language = None,
    builder: Annotated[str | None, typer.Option(help="Only this builder's tasks.")] = None,
    task: Annotated[list[str] | None, typer.Option(help="Only this task; may be repeated.")] = None,
    limit: Annotated[
        int | None, typer.Option(min=1, help="Only so many rows a split: to try a task.")
    ] = None,
    offline: Annotated[
        bool, typer.Option("--offline", help="Skip tasks that need the network.")
    ] = False,
    push: Annotated[bool, typer.Option("--push", help="Publish what is built.")] = False,
    to: Annotated[
        str | None, typer.Option(help="Where: hf://ORGANISATION or a folder [the builder's].")
    ] = None,
    private: Annotated[
        bool, typer.Option("--private", help="Make new Hub repositories private.")
    ] = False,
    out: Annotated[Path, typer.Option(help="Folder for releases.")] = Path("releases"),
    catalog: CatalogPath = Path(),
    data: DataPath = None,
    work: Annotated[
        Path, typer.Option(help="Folder for the translation store and unfinished builds.")
    ] = Path(".babelwright"),
    embedder: Annotated[
        str | None, typer.Option(help="static-1, or a sentence-transformers model.")
    ] = None,
    as_json: AsJson = False,
) -> None:
    """Build tasks: translate or collect, check, repair, release.

    A build that was interrupted goes on where it stopped.

    Examples:
      babelwright build --lang vi --offline

      babelwright build --lang vi --push --to hf://my-organisation --private
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
        output.error(str(error))
        output.document({"error": str(error)})
        status = 1
    except KeyboardInterrupt:
        output.error("interrupted; the same command goes on where this one stopped")
        status = 130
    except Exception:  # a fault of ours: one message, and the details where they can be sent from
        message = keep_traceback(Path(".babelwright"))
        output.error(message)
        output.document({"error": message})
        status = 70
    raise typer.Exit(status)


def main() -> None:
    """Run the command line."""
    app()


def build_main() -> None:
    """Run the verb `build` as a command of its own."""
    sys.argv.insert(1, "build")
    app()
