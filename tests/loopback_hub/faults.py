"""Faults a test can plant: the server fails on chosen requests, in a chosen way.

Each fault fires on the first requests that match it, `times` times, in the order in which
the faults were added; one request meets at most one fault. Nothing is random.
"""

import re
import threading
from collections.abc import Callable
from dataclasses import dataclass
from http import HTTPStatus

from .messages import HubError, Response

Step = Callable[[threading.Event], Response | None]


class ConnectionCut(Exception):
    """Tells the server to close the connection without an answer."""


@dataclass(frozen=True)
class Action:
    """What a fault does: a step before the request is handled, a step after, or both.

    A step that returns a response replaces the answer; one returned before the request is
    handled also keeps the request from having any effect.
    """

    before: Step | None = None
    after: Step | None = None


@dataclass(frozen=True)
class Fault:
    """An action, and the requests it happens to.

    `match` is a method ("*" for any) and a pattern searched in the path with its query.
    """

    match: tuple[str, re.Pattern[str]]
    action: Action
    times: int = 1

    def matches(self, method: str, target: str) -> bool:
        """Say whether the fault is meant for this request."""
        wanted, pattern = self.match
        return wanted in ("*", method) and pattern.search(target) is not None


class Faults:
    """The planted faults that have not fired yet. Safe to use from any thread."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._waiting: list[tuple[Fault, int]] = []

    def add(self, fault: Fault) -> None:
        """Plant a fault."""
        with self._lock:
            self._waiting.append((fault, fault.times))

    def clear(self) -> None:
        """Remove every fault that has not fired."""
        with self._lock:
            self._waiting.clear()

    @property
    def pending(self) -> list[Fault]:
        """The faults that can still fire; empty at the end of a test that met them all."""
        with self._lock:
            return [fault for fault, _ in self._waiting]

    def take(self, method: str, target: str) -> Action | None:
        """Return the action for this request and count it, or None."""
        with self._lock:
            for index, (fault, left) in enumerate(self._waiting):
                if fault.matches(method, target):
                    self._waiting[index : index + 1] = [(fault, left - 1)] if left > 1 else []
                    return fault.action
        return None


def status(code: int, *, after: bool = False, retry_after: int = 0) -> Action:
    """Answer with an error status, before the request has its effect or after it.

    A 429 carries the Hub's `RateLimit` headers and `Retry-After`, in seconds.
    """
    headers = {}
    if code == HTTPStatus.TOO_MANY_REQUESTS:
        headers = {
            "Retry-After": str(retry_after),
            "RateLimit": f'"api";r=0;t={retry_after}',
            "RateLimit-Policy": '"fixed window";"api";q=1000;w=300',
        }

    def step(_: threading.Event) -> Response:
        return HubError(code, f"Planted fault: status {code}", headers=headers).response()

    return Action(after=step) if after else Action(before=step)


def cut(*, after: bool = False) -> Action:
    """Close the connection without an answer, before the request has its effect or after."""

    def step(_: threading.Event) -> Response:
        raise ConnectionCut

    return Action(after=step) if after else Action(before=step)


def stall(seconds: float, *, after: bool = False) -> Action:
    """Keep the client waiting, then close the connection without an answer.

    The request has its effect before the wait, or none at all. Stopping the server ends the wait.
    """

    def step(stopping: threading.Event) -> Response:
        stopping.wait(seconds)
        raise ConnectionCut

    return Action(after=step) if after else Action(before=step)


def delay(seconds: float) -> Action:
    """Wait, then handle the request. Stopping the server ends the wait."""

    def step(stopping: threading.Event) -> None:
        stopping.wait(seconds)

    return Action(before=step)


def call(function: Callable[[], object]) -> Action:
    """Run a function of the test, then handle the request: a concurrent commit, say."""

    def step(_: threading.Event) -> None:
        function()

    return Action(before=step)
