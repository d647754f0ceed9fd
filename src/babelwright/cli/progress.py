"""Shows a build's stages: a bar with rate and time left on a terminal, lines elsewhere."""

import time
from types import TracebackType
from typing import Self

from rich.progress import (
    BarColumn,
    MofNCompleteColumn,
    Progress,
    ProgressColumn,
    SpinnerColumn,
    Task,
    TextColumn,
    TimeRemainingColumn,
)
from rich.text import Text

from babelwright.cli.output import Mode, Output

# Seconds between two lines of a stage in a log.
_EVERY = 10.0


class _Rate(ProgressColumn):
    def render(self, task: Task) -> Text:
        """Show items a second."""
        return Text(f"{task.speed:,.0f}/s" if task.speed else "", style="dim")


class BuildProgress:
    """Hears of one task's build and shows it; a context, so that the bar goes when it ends."""

    def __init__(self, output: Output, name: str) -> None:
        self._output = output
        self._name = name
        self._bar: Progress | None = None
        self._stage = ""
        self._total: int | None = None
        self._done = 0
        self._told = 0.0
        if output.mode is Mode.RICH:
            self._bar = Progress(
                SpinnerColumn(),
                TextColumn("[bold]{task.fields[name]}[/bold] {task.description}"),
                BarColumn(bar_width=24),
                MofNCompleteColumn(),
                _Rate(),
                TimeRemainingColumn(),
                console=output.stderr,
                transient=True,
            )

    def __enter__(self) -> Self:
        if self._bar:
            self._bar.start()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        if self._bar:
            self._bar.stop()

    def stage(self, name: str, total: int | None = None) -> None:
        """A stage begins."""
        self._stage, self._total, self._done, self._told = name, total, 0, time.monotonic()
        if self._bar:
            for task in self._bar.task_ids:
                self._bar.remove_task(task)
            self._bar.add_task(name, total=total, name=self._name)
        elif self._output.mode is Mode.PLAIN:
            size = f" {total:,}" if total else ""
            self._output.note(f"{self._name}: {name}{size}")

    def advance(self, items: int) -> None:
        """So many items of the stage are done."""
        self._done += items
        if self._bar:
            self._bar.advance(self._bar.task_ids[0], items)
        elif self._output.mode is Mode.PLAIN and time.monotonic() - self._told > _EVERY:
            self._told = time.monotonic()
            self._output.note(f"{self._name}: {self._stage} {self._done:,} of {self._total or '?'}")
