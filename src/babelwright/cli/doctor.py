"""The verb `doctor`: what is installed here, and what a build could use."""

import platform
from importlib.metadata import PackageNotFoundError, version
from importlib.util import find_spec
from pathlib import Path

from babelwright import __version__
from babelwright.catalog.load import load_catalog
from babelwright.cli.output import Output

_EXTRAS = {
    "argos": "argostranslate",
    "embed": "sentence_transformers",
    "l10n": "translate",
    "mteb": "mteb",
}
_CORE = ("datasets", "duckdb", "great_expectations", "huggingface_hub", "pyarrow", "sacrebleu")


def run(where: Path, output: Output) -> int:
    """Show versions, extras, and the catalog in use."""
    catalog = load_catalog(where)
    facts = {
        "babelwright": __version__,
        "python": platform.python_version(),
        **{name: _version(name) for name in _CORE},
        **{f"extra {extra}": _extra(extra, module) for extra, module in _EXTRAS.items()},
        "builders": str(catalog.rooms.builders.resolve()),
        "languages": ", ".join(catalog.languages),
        "Hub login": _login(),
    }
    width = max(len(name) for name in facts)
    for name, value in facts.items():
        output.say(f"{name:<{width}}  {value}")
    output.document(facts)
    return 0


def _version(package: str) -> str:
    try:
        return version(package)
    except PackageNotFoundError:
        return "missing"


def _extra(extra: str, module: str) -> str:
    if find_spec(module) is None:
        return f"not installed (pip install 'babelwright[{extra}]')"
    return "installed"


def _login() -> str:
    """Say whether there is a token, never which."""
    from huggingface_hub import get_token

    return "there is a token" if get_token() else "none: publishing to the Hub needs one"
