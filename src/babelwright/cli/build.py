"""The verb `build`: tasks in, releases out."""

import json
import os
import platform
import tempfile
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from itertools import groupby
from pathlib import Path

from filelock import FileLock, Timeout

from babelwright import __version__
from babelwright.build.aligning import align
from babelwright.build.pipeline import Bench, Build, Built
from babelwright.build.plan import Planned, Skipped, offline, select
from babelwright.catalog.load import load_catalog
from babelwright.catalog.model import Builder, Catalog, Task
from babelwright.cli.faults import explain
from babelwright.cli.output import Output
from babelwright.cli.planning import make_plan
from babelwright.cli.progress import BuildProgress
from babelwright.cli.summary import PLANNED, TRIED, Outcome, document, show
from babelwright.errors import BabelwrightError, ReleaseError, UsageError
from babelwright.fidelity.embedder import Embedder
from babelwright.fidelity.open import open_embedder
from babelwright.finished import Part
from babelwright.release.bundle import Release, write_release
from babelwright.release.exempted import check_exemptions
from babelwright.release.limits import check_limits
from babelwright.release.publish.kept import Kept
from babelwright.release.publish.open import HUB, open_target, repository_of
from babelwright.release.publish.target import Target
from babelwright.release.version import Standing, parse
from babelwright.review.report import make_report
from babelwright.tasks.base import config_of
from babelwright.tasks.registry import task_types
from babelwright.translation.store import Store

REPORT = "report.html"


@dataclass(frozen=True)
class Options:
    """What the command line asks for; see `babelwright build --help`."""

    language: str | None
    builder: str | None
    tasks: tuple[str, ...]
    limit: int | None
    offline: bool
    push: bool
    to: str | None
    private: bool
    out: Path
    catalog: Path
    data: Path | None
    work: Path
    embedder: str | None
    version: str | None = None
    dry_run: bool = False
    propose: bool = False


def run(options: Options, output: Output) -> int:
    """Build what is asked for; return the exit status: 0 when nothing failed.

    Raises:
        BabelwrightError: Nothing can be built at all.
    """
    _check(options)
    if options.offline:
        os.environ["HF_HUB_OFFLINE"] = "1"
    catalog = load_catalog(options.catalog, data=options.data)
    planned = select(
        catalog, language=options.language, builder=options.builder, tasks=options.tasks
    )
    if options.version is not None and len({each.task.name for each in planned}) != 1:
        raise UsageError("--version is the version of one release", hint="Name it with --task")
    skipped: list[Skipped] = []
    if options.offline:
        planned, skipped = offline(planned)
    session = _Session(options, catalog, output)
    outcomes = [
        session.task(builder, task)
        for (builder, task), _ in groupby(planned, key=lambda each: (each.builder, each.task))
    ]
    outcomes += [Outcome(each.task, "skipped", reason=each.reason) for each in skipped]
    session.close()
    show(outcomes, output)
    output.document({"tasks": [document(outcome) for outcome in outcomes]})
    return 1 if any(outcome.state == "failed" for outcome in outcomes) else 0


def _check(options: Options) -> None:
    given = {"--push": options.push, "--dry-run": options.dry_run}
    given["--version"] = options.version is not None
    for name in (name for name, present in given.items() if present and options.limit is not None):
        raise UsageError(f"--limit and {name} do not go together: a part of the rows is no release")
    publishing = options.push or options.dry_run
    to_hub = publishing if options.to is None else options.to.startswith(HUB)
    if options.offline and to_hub:
        what = next((name for name in ("--push", "--dry-run") if given[name]), "--to")
        raise UsageError(
            f"--offline and {what} to the Hub do not go together", hint="Add --to FOLDER"
        )
    for name, present in (("--private", options.private), ("--pr", options.propose)):
        if present and not publishing:
            raise UsageError(f"{name} is for --push")
    if options.version is not None:
        _check_version(options.version)
    if options.to is not None:
        # A target that is none is told before hours of building, not after.
        open_target(options.to, private=options.private, proposing=options.propose)


def _check_version(version: str) -> None:
    try:
        good = ".".join(map(str, parse(version))) == version
    except ValueError:
        good = False
    if not good:
        raise UsageError(f"{version!r} is no version", hint="Write three numbers: 2.0.0")


class _Session:
    """What the tasks of one command share."""

    def __init__(self, options: Options, catalog: Catalog, output: Output) -> None:
        self._options = options
        self._catalog = catalog
        self._output = output
        self._store = Store(options.work / "store.sqlite")
        self._embedders: dict[str, Embedder | BabelwrightError] = {}

    def close(self) -> None:
        """Close the store."""
        self._store.close()

    def task(self, builder: Builder, task: Task) -> Outcome:
        """Build, release and publish one task; a failure is an outcome, not an exception."""
        started = time.monotonic()
        outcome = Outcome(task, "released")
        try:
            self._task(builder, task, outcome)
        except BabelwrightError as error:
            outcome.state, outcome.error = "failed", str(error)
        except BrokenPipeError:  # of our own output
            raise
        except Exception as error:  # the other tasks are built all the same
            outcome.state, outcome.error = "failed", explain(error, self._options.work)
        if outcome.error:
            self._output.error(f"{task.name}: {outcome.error}")
        outcome.seconds = time.monotonic() - started
        if outcome.release and outcome.state not in (TRIED, PLANNED):
            self._write_run(outcome)
        return outcome

    def _task(self, builder: Builder, task: Task, outcome: Outcome) -> None:
        options = self._options
        parts = list(self._parts(builder, task))
        fidelities = [part.facts["fidelity"] for part in parts]
        judged = [each for each in fidelities if each and each["judged"]]
        outcome.medians = [each["cosine"]["median"] for each in judged]
        report = make_report(parts, self._catalog.gates, self._catalog.rooms.cards)
        try:
            check_limits(parts, self._catalog.gates)
            # A part of the rows may lack those that are exempt.
            if options.limit is None:
                check_exemptions(parts, self._catalog.exemptions)
        except ReleaseError:
            outcome.report = options.work / "reports" / f"{task.name}.html"
            outcome.report.parent.mkdir(parents=True, exist_ok=True)
            outcome.report.write_text(report, encoding="utf-8")
            raise
        with self._alone(task):
            self._release(builder, task, parts, report, outcome)

    @contextmanager
    def _alone(self, task: Task) -> Iterator[None]:
        """Hold a task's release for this process: another one that builds it waits."""
        lock = FileLock(self._options.work / "builds" / f"{task.name}.lock")
        try:
            lock.acquire(timeout=0)
        except Timeout:
            self._output.note(f"{task.name}: another process is releasing it; waiting")
            lock.acquire()
        try:
            yield
        finally:
            lock.release()

    def _release(
        self, builder: Builder, task: Task, parts: Sequence[Part], report: str, outcome: Outcome
    ) -> None:
        options, cards = self._options, self._catalog.rooms.cards
        where = options.to or builder.namespace
        target = self._target(where)
        with tempfile.TemporaryDirectory() as scratch:
            standing = (
                target.latest(task.name, Path(scratch))
                if target
                else self._remembered(where, task, outcome)
            )
            release = write_release(
                parts,
                standing,
                # A folder is a rehearsal: the card says where the builder publishes.
                repository=repository_of(
                    where if where.startswith(HUB) else builder.namespace, task.name
                ),
                cards=cards,
                extra={REPORT: report},
                out=self._out(Path(scratch)) / task.name,
                version=options.version,
            )
            if options.dry_run and target:
                files = target.changes(release, standing)
                outcome.plan = make_plan(where, release, standing, files)
                outcome.release, outcome.state = release, PLANNED
                return
        outcome.release, outcome.report = release, release.folder / REPORT
        if options.limit:
            outcome.state = TRIED
        elif release.unchanged:
            outcome.state = "unchanged"
        if options.push and target:
            self._publish(target, where, release, standing, outcome)

    def _publish(
        self, target: Target, where: str, release: Release, standing: Standing, outcome: Outcome
    ) -> None:
        published = target.publish(release, standing)
        outcome.published = published.where
        done = "proposed" if self._options.propose else "published"
        outcome.state = done if published.created else "unchanged"
        for note in published.notes:
            self._output.note(f"{release.name}: {note}")
        if where.startswith(HUB) and not self._options.propose:
            try:
                self._kept(where).keep(release)
            except OSError as error:
                self._output.warn(f"{release.name}: no copy is kept here: {error.strerror}")

    def _out(self, scratch: Path) -> Path:
        """Return the folder for releases: one that goes for those that nobody is to find."""
        if self._options.dry_run:
            return scratch / "planned"
        # A part of the rows is no release: it lies where none is looked for.
        return self._options.work / "trials" if self._options.limit else self._options.out

    def _remembered(self, where: str, task: Task, outcome: Outcome) -> Standing:
        """Return what is known here of a target that is not asked."""
        if self._options.limit is not None:
            return Standing()
        if not where.startswith(HUB):
            return open_target(where).latest(task.name, self._options.work)
        standing = self._kept(where).latest(task.name)
        outcome.counted = (
            f"counted from the last release that was pushed to {where} from here"
            if standing.previous
            else f"counted as a first release: none was pushed to {where} from here; "
            f"--to {where} asks there"
        )
        return standing

    def _kept(self, where: str) -> Kept:
        return Kept(self._options.work / "published", where)

    def _target(self, where: str) -> Target | None:
        """Return the target: asked for its last release, and published to with --push."""
        options = self._options
        if options.limit is None and (options.push or options.to or options.dry_run):
            return open_target(
                where,
                private=options.private,
                proposing=options.propose,
                tell=self._output.note,
            )
        return None

    def _parts(self, builder: Builder, task: Task) -> Iterator[Part]:
        """Build the task in each of its languages: a release has all of them."""
        bench = Bench(
            catalog=self._catalog,
            store=self._store,
            embedder=self._embedder(self._options.embedder or builder.embedder),
            builds=self._options.work / "builds",
            limit=self._options.limit,
        )
        for built in self._built(builder, task, bench):
            part = self._part(built)
            if part.facts["translation"]["texts"].get("failed"):
                # An engine that is missing matters where texts have no translation.
                for reason in built.missing:
                    self._output.warn(f"{task.name}: {reason}")
            yield part

    def _part(self, built: Built) -> Part:
        task, language = built.planned.task, built.planned.language
        task_type = task_types()[task.type]
        source = self._catalog.languages[task.source.language]
        config = config_of(task_type, task, source, language)
        return Part(
            task=task,
            task_type=task_type,
            language=language,
            source_language=source,
            folder=built.folder,
            key=built.key,
            exemptions=self._catalog.exemptions_of(task.name, config),
        )

    def _built(self, builder: Builder, task: Task, bench: Bench) -> list[Built]:
        builds, found = [], []
        for code in task.languages:
            planned = Planned(builder, task, self._catalog.languages[code])
            with BuildProgress(self._output, task.name) as progress:
                builds.append(Build(planned, bench, progress))
                found.append(builds[-1].run())
            if found[-1].resumed:
                self._output.note(f"{task.name}: {code} was built already")
        return align(builds, found) if task.parallel else found

    def _embedder(self, name: str) -> Embedder:
        if name not in self._embedders:
            try:
                self._embedders[name] = open_embedder(name, self._catalog.rooms.models)
            except BabelwrightError as error:
                # Looking for it takes a minute where there is no network: once is enough.
                self._embedders[name] = error
        found = self._embedders[name]
        if isinstance(found, BabelwrightError):
            raise found
        return found

    def _write_run(self, outcome: Outcome) -> None:
        """Write when and where this was built beside the release: no part of it."""
        facts = {
            "task": outcome.task.name,
            "finished": time.strftime("%Y-%m-%dT%H:%M:%SZ", time.gmtime()),
            "seconds": round(outcome.seconds, 3),
            "tool": __version__,
            "python": platform.python_version(),
            # Not platform.platform(): it starts a process, which would have the tokens.
            "machine": f"{platform.system()} {platform.release()} {platform.machine()}",
        }
        file = self._options.out / f"{outcome.task.name}.run.json"
        try:
            file.write_text(json.dumps(facts, indent=2) + "\n", encoding="utf-8")
        except OSError as error:
            self._output.warn(f"{outcome.task.name}: {file} cannot be written: {error.strerror}")
