"""Starts a client process: calls one function, and notes which addresses it contacts."""

import importlib
import json
import sys
from pathlib import Path
from typing import Any


def main(answer: Path) -> None:
    """Read the job from standard input, do it, and write the result to a file."""
    addresses: set[str] = set()

    def watch(event: str, args: tuple[Any, ...]) -> None:
        if event == "socket.connect" and isinstance(args[1], tuple):
            addresses.add(str(args[1][0]))
        elif event == "socket.getaddrinfo":
            addresses.add(str(args[0]))

    sys.addaudithook(watch)
    job = json.load(sys.stdin)
    function = getattr(importlib.import_module(job["module"]), job["function"])
    value = function(**job["arguments"])
    result = {"value": value, "addresses": sorted(addresses)}
    answer.write_text(json.dumps(result), encoding="utf-8")


if __name__ == "__main__":
    main(Path(sys.argv[1]))
