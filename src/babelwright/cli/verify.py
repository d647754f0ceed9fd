"""The verb `verify`: is a release what it says it is?"""

import tempfile
from pathlib import Path

from babelwright.catalog.locate import rooms
from babelwright.catalog.schema import Schemas
from babelwright.cli.output import Output
from babelwright.errors import UsageError
from babelwright.release.publish.open import HUB, parse_reference
from babelwright.release.verify import verify


def run(reference: str, catalog: Path, output: Output) -> int:
    """Verify a release; return 0 when every promise holds.

    Raises:
        BabelwrightError: There is no such release.
    """
    found = rooms(catalog.parent if catalog.suffix == ".toml" else catalog)
    with tempfile.TemporaryDirectory() as scratch:
        folder = _locate(reference, Path(scratch))
        held = verify(folder, Schemas(found.schemas), found.cards)
    for each in held:
        output.say(f"{'holds ' if each.holds else 'BROKEN'}  {each.promise}")
        for problem in each.problems:
            output.say(f"          {problem}")
    good = all(each.holds for each in held)
    output.say(f"\n{reference}: " + ("every promise holds" if good else "do not trust it"))
    output.document(
        {
            "release": reference,
            "holds": good,
            "promises": [{"promise": each.promise, "problems": each.problems} for each in held],
        }
    )
    return 0 if good else 1


def _locate(reference: str, scratch: Path) -> Path:
    """Return the release's folder, downloaded where it is on the Hub."""
    where, version = parse_reference(reference)
    if not where.startswith(HUB):
        return Path(where) / f"v{version}" if version else Path(where)
    namespace, _, name = where.removeprefix(HUB).partition("/")
    if not name or version is None:
        hint = "Write hf://ORGANISATION/NAME@v1.0.0"
        raise UsageError(f"{reference!r} names no release", hint=hint)
    from babelwright.release.publish.hub import HubTarget

    return HubTarget(namespace).download(name, version, scratch).folder
