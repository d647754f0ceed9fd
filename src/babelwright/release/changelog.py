"""The changelog of a dataset: one entry a release, newest first."""

from babelwright.release.version import Change, Previous

_TITLE = "# Changelog\n"


def make_changelog(version: str, previous: Previous | None, change: Change | None) -> str:
    """Return the changelog with this release's entry above those of the release before it."""
    older = ""
    if previous is not None:
        file = previous.folder / "CHANGELOG.md"
        older = file.read_text(encoding="utf-8").removeprefix(_TITLE) if file.is_file() else ""
    return f"{_TITLE}\n## {version}\n\n{_entry(change)}{older}"


def _entry(change: Change | None) -> str:
    if change is None:
        return "- First release.\n"
    lines = [f"- {column}.\n" for column in change.columns]
    lines += [
        f"- `{each.config}` `{each.split}`: {each.added} rows added, {each.removed} removed, "
        f"{each.changed} changed.\n"
        if any(each[2:])
        else f"- `{each.config}` `{each.split}`: the same rows in another order.\n"
        for each in change.differences
    ]
    return "".join(lines) or "- Card, metadata or encoding changed; the rows are the same.\n"
