"""What people wrote into a card: whatever stands outside its markers survives a new release.

The body between the markers and the metadata that the manifest gives are made again each time. Text
before and after the markers, and metadata under other keys (`extra_gated_prompt`), are theirs.
"""

import re
from collections.abc import Collection
from typing import Any, NamedTuple

import yaml  # type: ignore[import-untyped,unused-ignore]

BEGIN, END = "<!-- babelwright: generated, begin -->", "<!-- babelwright: generated, end -->"

_METADATA = re.compile(r"\A---[ \t]*\n(?P<metadata>.*?\n|)---[ \t]*(?:\n|\Z)", re.DOTALL)


class _Card(NamedTuple):
    metadata: str
    before: str
    generated: str | None
    after: str


def merged(made: str, standing: str | None, owned: Collection[str]) -> str:
    """Return a new card with what people wrote into the one that stands.

    A card without markers was written by people: all its text is kept, below the new card's.

    Args:
        made: The new card, as it is generated.
        standing: The card that it replaces; None where there is none.
        owned: Keys of the metadata that are generated.

    Raises:
        ValueError: The standing card's markers are not one pair, or its metadata is no mapping:
            what is whose cannot be told.
    """
    if standing is None:
        return made
    new, old = _parted(made), _parted(standing.replace("\r\n", "\n"))
    theirs = {key: value for key, value in _mapping(old.metadata).items() if key not in owned}
    before = old.before if old.before.strip() else new.before
    after = old.after if old.after.strip() else new.after
    if old.generated is None:
        before, after = new.before, f"\n\n{old.after.strip()}\n" if old.after.strip() else new.after
    return f"---\n{new.metadata}{_dumped(theirs)}---\n{before}{new.generated}{after}"


def _parted(card: str) -> _Card:
    found = _METADATA.match(card)
    metadata, body = (found["metadata"], card[found.end() :]) if found else ("", card)
    marks = (body.count(BEGIN), body.count(END))
    if marks == (0, 0):
        return _Card(metadata, "", None, body)
    start, stop = body.find(BEGIN), body.find(END)
    if marks != (1, 1) or stop < start:
        raise ValueError(
            f"its markers are damaged: {marks[0]} at the beginning and {marks[1]} at the end of "
            "what is generated, instead of one each"
        )
    stop += len(END)
    return _Card(metadata, body[:start], body[start:stop], body[stop:])


def _mapping(metadata: str) -> dict[Any, Any]:
    try:
        found = yaml.safe_load(metadata) if metadata.strip() else {}
    except (yaml.YAMLError, RecursionError) as error:
        raise ValueError(f"its metadata is no YAML: {str(error).splitlines()[0]}") from error
    if not isinstance(found, dict):
        raise ValueError("its metadata is no mapping")
    return found


def _dumped(metadata: dict[Any, Any]) -> str:
    if not metadata:
        return ""
    return str(yaml.safe_dump(metadata, allow_unicode=True, sort_keys=False, width=float("inf")))
