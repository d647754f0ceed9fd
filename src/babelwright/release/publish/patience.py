"""How long a client of the Hub tries: what passes by itself is asked for again, within reason."""

import time
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, TypeVar

T = TypeVar("T")

TOO_MANY, STALE, CONFLICT, NOT_FOUND = 429, 412, 409, 404
_TRANSIENT = frozenset({408, 425, TOO_MANY, 500, 502, 503, 504})
_LONGEST_PAUSE = 30.0


def cause_of(error: BaseException) -> BaseException:
    """Return the error itself: the client wraps those of uploads in a RuntimeError."""
    while isinstance(error, RuntimeError) and error.__cause__ is not None:
        error = error.__cause__
    return error


def status_of(error: BaseException) -> int:
    """Return the HTTP status of an error of the Hub's client; 0 where there was no answer."""
    return int(getattr(getattr(cause_of(error), "response", None), "status_code", 0))


def passes(error: BaseException) -> bool:
    """Whether an error may be another's fault that passes: a busy server, a broken line."""
    from httpx2 import TransportError
    from huggingface_hub.errors import LocalEntryNotFoundError

    # The second is a file that could not be asked for.
    return (
        isinstance(cause_of(error), TransportError | LocalEntryNotFoundError)
        or status_of(error) in _TRANSIENT
    )


def reset_of(error: BaseException) -> float | None:
    """Return the seconds that an answer asks to wait; None where it asks for nothing."""
    from huggingface_hub.utils._http import parse_ratelimit_headers

    headers: Any = getattr(getattr(cause_of(error), "response", None), "headers", None)
    if headers is None:
        return None
    limit = parse_ratelimit_headers(headers)
    if status_of(error) == TOO_MANY and limit is not None and limit.remaining == 0:
        return float(limit.reset_in_seconds) + 1  # the header counts whole seconds
    after = str(headers.get("Retry-After", ""))
    return float(after) + 1 if after.isdigit() else None


def _silent(text: str) -> None:
    del text


@dataclass(frozen=True)
class Patience:
    """How often to try, and how to wait.

    Attributes:
        attempts: Tries in all.
        longest: The longest wait that is sat out, in seconds: the Hub counts in windows of five
            minutes. A longer one is an error that says how long.
        wait: Waits for so many seconds.
        tell: Tells people that there is waiting, and why.
    """

    attempts: int = 6
    longest: float = 600.0
    wait: Callable[[float], None] = time.sleep
    tell: Callable[[str], None] = _silent

    def ask(self, question: Callable[[], T]) -> T:
        """Return the answer to a question that changes nothing, however often it is asked."""
        for attempt in range(self.attempts):
            try:
                return question()
            except Exception as error:
                if not passes(error):
                    raise
                self.pause(error, attempt)
        raise AssertionError("the last pause raises")

    def pause(self, error: Exception, attempt: int) -> None:
        """Wait before the next attempt.

        Args:
            error: Why the last one failed.
            attempt: Its number, from 0.

        Raises:
            Exception: The error, if there is no next attempt or it is too far away.
        """
        asked = reset_of(error)
        seconds = min(2.0**attempt, _LONGEST_PAUSE) if asked is None else asked
        if attempt + 1 >= self.attempts or seconds > self.longest:
            raise error
        if asked is not None:
            self.tell(f"the Hub asks to wait {seconds:.0f} s")
        self.wait(seconds)
