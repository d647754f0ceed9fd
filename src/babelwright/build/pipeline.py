"""One task in one language, from source to finished tables. Every stage resumes."""

import hashlib
import json
from dataclasses import dataclass, replace
from functools import cached_property
from pathlib import Path
from typing import Any

import pyarrow as pa

from babelwright.build import facts
from babelwright.build.closing import close, open_tables
from babelwright.build.engines import Chain, open_chain
from babelwright.build.finishing import Stages, finish
from babelwright.build.keeping import CANONICAL, CLOSED, keep_tables
from babelwright.build.plan import Planned, key_of, specification
from babelwright.build.progress import Progress
from babelwright.build.reading import read_source
from babelwright.build.refusing import refuse_unsound
from babelwright.build.repair import Loop
from babelwright.build.sampling import draw, drawn_tables
from babelwright.build.texts import collect_texts
from babelwright.build.translating import judge_texts, translate_texts
from babelwright.build.workdir import WorkDir
from babelwright.catalog.model import Catalog, Language
from babelwright.fidelity.embedder import Embedder
from babelwright.judging import Judge, make_judge
from babelwright.ledger import Ledger, events_table
from babelwright.tasks.base import TaskType, config_of
from babelwright.tasks.keys import source_languages
from babelwright.tasks.registry import task_types
from babelwright.tasks.rules import Phase
from babelwright.translation.store import Store

SOURCE, TEXTS, DECIDED, FINISHED = "1-source", "2-texts", "3-decided", "4-finished"
ALIGNED = "5-aligned"


@dataclass(frozen=True)
class Bench:
    """What all builds of one command share.

    Attributes:
        catalog: The catalog.
        store: The translation store.
        embedder: For fidelity.
        builds: Folder of the builds' working folders.
        limit: Rows taken of each split; None for all.
    """

    catalog: Catalog
    store: Store
    embedder: Embedder
    builds: Path
    limit: int | None = None


@dataclass(frozen=True)
class Built:
    """A finished build.

    Attributes:
        planned: Task and language.
        folder: Its finished folder.
        key: Hash of everything that decided it.
        resumed: Whether it stood there already.
        missing: Why engines of the chain could not be used.
    """

    planned: Planned
    folder: Path
    key: str
    resumed: bool
    missing: tuple[str, ...]


class Build:
    """The build of one task in one language."""

    def __init__(self, planned: Planned, bench: Bench, progress: Progress) -> None:
        self._planned = planned
        self._progress = progress
        self._type: TaskType = task_types()[planned.task.type]
        task, catalog = planned.task, bench.catalog
        source = catalog.languages[task.source.language]
        config = config_of(self._type, task, source, planned.language)
        self._bench = replace(bench, catalog=catalog.exempting(task.name, config))

    def run(self) -> Built:
        """Build, from where an earlier run stopped.

        Raises:
            BabelwrightError: With what is wrong, where, and what to do next.
        """
        key = key_of(self._specification)
        work = WorkDir(self._bench.builds, self._planned.name, key)
        with work.locked():
            finished = work.done(FINISHED)
            resumed = finished is not None
            if finished is None:
                source = self._source(work)
                texts = self._texts(work, source)
                stages = Stages(source, texts, self._decided(work, texts))
                finished = self._finish(work, stages)
        return Built(self._planned, finished, key, resumed, self._chain.missing)

    def without(self, built: Built, absent: pa.Table) -> Built:
        """Finish a build again without some of its rows.

        Args:
            built: What this build built.
            absent: The ledger's events of these rows (`EVENTS`).
        """
        if not absent.num_rows:
            return built
        work = WorkDir(self._bench.builds, self._planned.name, built.key)
        ids = json.dumps(absent.to_pydict(), sort_keys=True).encode()
        stage = f"{ALIGNED}-{hashlib.sha256(ids).hexdigest()[:12]}"
        with work.locked():
            finished = work.done(stage)
            if finished is None:
                stages = Stages(*(work.folder / name for name in (SOURCE, TEXTS, DECIDED)))
                finished = self._finish(work, stages, stage, absent)
        return replace(built, folder=finished)

    @cached_property
    def _languages(self) -> tuple[Language, Language]:
        languages = self._bench.catalog.languages
        return languages[self._planned.task.source.language], self._planned.language

    @cached_property
    def _chain(self) -> Chain:
        if self._planned.task.method == "collect":
            return Chain(())
        return open_chain(self._planned.builder, *self._languages, self._bench.store)

    @cached_property
    def _specification(self) -> dict[str, Any]:
        embedder = self._bench.embedder
        return specification(
            self._planned,
            self._bench.catalog,
            [engine.identity for engine in self._chain.engines],
            (embedder.name, embedder.fingerprint),
            self._bench.limit,
        )

    @property
    def _has_sources(self) -> bool:
        return any(field.source for field in self._type.fields(self._planned.task))

    @cached_property
    def _judge(self) -> Judge:
        judge = make_judge(self._bench.catalog, self._bench.embedder, *self._languages)
        return judge if self._has_sources else replace(judge, source=None)

    @cached_property
    def _own_judge(self) -> Judge:
        """Judges the texts that stay in the source's language, as collected ones."""
        return replace(self._judge, source=None, target=self._languages[0])

    def _source(self, work: WorkDir) -> Path:
        """Read, map and enter the source's rows, close the source itself, and draw a sample."""
        if done := work.done(SOURCE):
            return done
        self._progress.stage("reading")
        with work.writing(SOURCE) as folder:
            read_source(self._planned, self._type, folder, self._bench.limit)
            ledger = Ledger(folder / "ledger")
            canonical = folder / CANONICAL
            # A part of the rows dangles by itself.
            if self._bench.limit is None:
                refuse_unsound(self._planned.task, self._type, folder, self._bench.catalog)
            languages = source_languages(self._type, self._planned.task, *self._languages)
            with open_tables(
                self._type, canonical, canonical, ledger, folder, languages=languages
            ) as tables:
                closed = close(tables, self._type, self._bench.catalog.gates, Phase.SOURCE)
                keep_tables(tables, closed, canonical, folder / CLOSED)
                ledger.record("1-source", events_table(closed.events))
                draw(
                    tables,
                    self._planned.task,
                    self._type,
                    embedder=self._bench.embedder,
                    progress=self._progress,
                    folder=folder,
                )
        return work.folder / SOURCE

    def _texts(self, work: WorkDir, source: Path) -> Path:
        if done := work.done(TEXTS):
            return done
        with work.writing(TEXTS) as folder:
            drawn = drawn_tables(source)
            canonical, left = drawn / CANONICAL, drawn / CLOSED
            ledger = Ledger(source / "ledger")
            with open_tables(self._type, canonical, left, ledger, folder) as tables:
                collect_texts(tables, self._planned.task, self._type, folder)
        return work.folder / TEXTS

    def _decided(self, work: WorkDir, texts: Path) -> Path:
        """Translate, check and repair every text."""
        if done := work.done(DECIDED):
            return done
        with work.writing(DECIDED) as folder:
            listed, out = texts / "texts.parquet", folder / "decisions.parquet"
            if self._planned.task.method == "collect":
                judge_texts(listed, self._judge, self._own_judge, self._progress, out)
            else:
                loop = Loop(
                    judge=self._judge,
                    gates=self._bench.catalog.gates,
                    engines=self._chain.engines,
                    store=self._bench.store,
                    structure=self._languages[0].structure,
                )
                translate_texts(listed, loop, self._own_judge, self._progress, out)
        return work.folder / DECIDED

    def _finish(
        self,
        work: WorkDir,
        stages: Stages,
        stage: str = FINISHED,
        absent: pa.Table | None = None,
    ) -> Path:
        self._progress.stage("closing and validating")
        with work.writing(stage) as folder:
            finish(
                self._planned,
                self._type,
                self._bench.catalog,
                stages=stages,
                found=self._found(stages.decisions),
                absent=absent,
                folder=folder,
            )
        return work.folder / stage

    def _found(self, decisions: Path) -> dict[str, Any]:
        """Return the facts that are not the ledger's."""
        embedder = self._bench.embedder
        gate = self._judge.fidelity
        fidelity = (
            facts.fidelity_facts(
                decisions,
                (embedder.name, embedder.fingerprint),
                gate.calibration,
                gate.coverage.facts if gate.coverage else None,
            )
            if self._has_sources
            else None
        )
        return {
            "specification": self._specification,
            "translation": facts.translation_facts(
                decisions, [engine.identity for engine in self._chain.engines]
            ),
            "fidelity": fidelity,
            "gates_version": self._bench.catalog.gates.version,
        }
