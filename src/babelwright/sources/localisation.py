"""Reads TMX, XLIFF and PO files through translate-toolkit (extra `l10n`)."""

from collections.abc import Iterator
from importlib import import_module
from pathlib import Path
from typing import Any

from babelwright.errors import MissingExtra, Place, SourceError

_XML_LANG = "{http://www.w3.org/XML/1998/namespace}lang"
_STORES = {
    "tmx": ("translate.storage.tmx", "tmxfile"),
    "xliff": ("translate.storage.xliff", "xlifffile"),
    "po": ("translate.storage.pypo", "pofile"),
}


def read_units(
    file: Path, kind: str, languages: tuple[str, str] | None = None
) -> Iterator[dict[str, Any]]:
    """Yield the translation units of a file: `id`, `source`, `target`, `context`, `fuzzy`.

    Headers, obsolete units and units without a translation are left out.

    Args:
        file: The file.
        kind: tmx, xliff or po.
        languages: Source and target to take from a TMX file, which may hold several.

    Raises:
        MissingExtra: translate-toolkit is not installed.
        SourceError: The file is not what its format says.
    """
    store_type = _store_type(kind)
    try:
        store = store_type.parsefile(str(file))
    except Exception as error:
        message = f"is not a readable {kind.upper()} file: {_first_line(error)}"
        raise SourceError(message, place=Place(file)) from error
    for unit in store.units:
        if kind == "tmx" and languages:
            source, target = (_text(unit, language) for language in languages)
        else:
            source, target = unit.source, unit.target
        if unit.isheader() or unit.isobsolete() or not source or not target:
            continue
        yield {
            "id": str(unit.getid() or ""),
            "source": str(source),
            "target": str(target),
            "context": str(unit.getcontext() or ""),
            "fuzzy": bool(unit.isfuzzy()),
        }


def _text(unit: Any, language: str) -> Any:
    """Return a TMX unit's text in a language, else in the language of a region: en-GB for en.

    Asked for a language, translate-toolkit knows no region of it but one.
    """
    codes = [node.get(_XML_LANG, "") for node in unit.getlanguageNodes()]
    known = [code.replace("_", "-").lower() for code in codes]
    wanted = language.lower()
    places = [i for i, code in enumerate(known) if code == wanted]
    places += [i for i, code in enumerate(known) if code.startswith(f"{wanted}-")]
    return unit.gettarget(codes[places[0]]) if places else None


def _store_type(kind: str) -> Any:
    module, name = _STORES[kind]
    try:
        return getattr(import_module(module), name)
    except ImportError as error:
        raise MissingExtra("l10n", f"reading {kind.upper()} files") from error


def _first_line(error: Exception) -> str:
    return (str(error).strip() or type(error).__name__).split("\n", 1)[0]
