"""Reads or imports into a store in a process of its own; says what it found as JSON."""

import json
import sys
from pathlib import Path

from babelwright.translation.store import MemoryEntry, Store
from support.engines import identity_of

MEMORY = b"m" * 32
UNITS = 400


def read(store: Store) -> dict[str, int]:
    """Look again and again until the last unit is there; count what is seen of torn batches."""
    wanted = [f"u{n}" for n in range(UNITS)]
    print("reading", flush=True)  # noqa: T201 - the parent waits for it
    torn = rounds = 0
    found: set[str] = set()
    while wanted[-1] not in found:
        found = set(store.find(identity_of(), wanted, 1))
        torn += len(found) % 10 > 0
        rounds += 1
    return {"torn": torn, "rounds": rounds, "found": len(found)}


def import_memory(store: Store) -> dict[str, int]:
    """Wait for the word, then import the memory."""
    print("ready", flush=True)  # noqa: T201 - the parent waits for it
    sys.stdin.readline()
    entries = (MemoryEntry(f"unit {n}", f"đơn vị {n}") for n in range(20_000))
    return {"entries": store.import_memory(MEMORY, entries)}


def main() -> None:
    """Do what the first argument says with the store that the second names."""
    store = Store(Path(sys.argv[2]))
    found = read(store) if sys.argv[1] == "read" else import_memory(store)
    print(json.dumps(found))  # noqa: T201
    store.close()


if __name__ == "__main__":
    main()
