"""Which paths a catalog file may name."""

from pathlib import PurePosixPath


def path_problem(path: str) -> str | None:
    """Return why a path may not stand in a catalog, or None.

    A pull request adds catalog files: they must not reach outside the catalog's folder.
    """
    if path.startswith(("/", "~", "\\")) or ":" in path.split("/", 1)[0]:
        return f"{path!r} is not a relative path"
    if ".." in PurePosixPath(path).parts:
        return f"{path!r} leaves the catalog's folder"
    return None
