"""The manifest: what a release is, how it was made, and what was counted. The card says no more."""

from collections.abc import Mapping, Sequence
from typing import Any

from babelwright import __version__
from babelwright.catalog.mteb import tasks_of
from babelwright.catalog.tasks import BY_BOTH, BY_MACHINES, BY_PEOPLE
from babelwright.errors import Place, ReleaseError
from babelwright.finished import Part
from babelwright.release.mteb import mteb_facts
from babelwright.release.parallel import in_release_order, is_parallel, pair_statistics
from babelwright.release.signature import signature
from babelwright.release.version import Change

SCHEMA = 1

# mteb's word by who made the accepted translations, and the words of a task that agree with it.
_BY = {
    frozenset({"human"}): ("human-translated", BY_PEOPLE),
    frozenset({"machine"}): ("machine-translated", BY_MACHINES),
    frozenset({"human", "machine"}): (BY_BOTH, frozenset({BY_BOTH})),
}


def make_manifest(
    parts: Sequence[Part],
    configs: Sequence[dict[str, Any]],
    *,
    version: str,
    repository: str,
    templates: Mapping[str, str],
    previous: str | None,
    change: Change | None,
) -> dict[str, Any]:
    """Return the manifest without the hashes of the files, which are known last.

    Args:
        parts: Finished builds of one task.
        configs: What was written.
        version: The release's version.
        repository: Where it can be loaded from.
        templates: SHA-256 of the templates of the files that are made from the manifest, by name.
        previous: The version before it.
        change: What it changes of that.
    """
    task, task_type = parts[0].task, parts[0].task_type
    return {
        "schema": SCHEMA,
        "tool": {"name": "babelwright", "version": __version__},
        "name": task.name,
        "version": version,
        "repository": repository,
        "signature": signature(parts, version),
        "type": task_type.name,
        "method": task.method,
        "description": task.description,
        "languages": [_language(part) for part in parts],
        "source_language": task.source.language,
        "domains": list(task.domains),
        "subtypes": list(task.subtypes),
        "dialect": list(task.dialect),
        "adapted_from": list(adapted_from(parts[0])),
        "annotations_creators": task.annotations_creators,
        "citation": {"task": task.citation, "source": task.source.citation},
        "licence": task.licence,
        "licence_chain": _licences(parts),
        "sample_creation": _sample_creation(parts),
        "hub": {"task_category": task_type.hub_category},
        "mteb": mteb_facts(parts, repository),
        "templates": dict(templates),
        "previous": previous,
        "changes": [difference._asdict() for difference in change.differences] if change else [],
        "configs": list(configs),
        "pair_statistics": pair_statistics(parts) if is_parallel(parts) else {},
        "parts": [_part(part, parts[0]) for part in parts],
    }


def _language(part: Part) -> dict[str, Any]:
    language = part.language
    return {
        "code": language.code,
        "name": language.name,
        "hub": language.hub_code,
        "mteb": language.mteb_code,
        "direction": language.direction,
        "subset": part.subset,
        "texts": [each.hub_code for each in part.text_languages],
    }


def _part(part: Part, first: Part) -> dict[str, Any]:
    facts = in_release_order(part, first) if is_parallel([part]) else part.facts
    return {
        "language": part.language.code,
        "build": part.key,
        "exemptions": part.exempted,
        **facts,
    }


def _licences(parts: Sequence[Part]) -> list[dict[str, str]]:
    """Return every licence that the release's texts stand under, and what for."""
    source = parts[0].task.source
    chain = [{"of": source.hub or "source files", "licence": source.licence}]
    for part in parts:
        for engine in part.facts["translation"]["engines"]:
            entry = {
                "of": f"engine {engine['name']} {engine['revision']}",
                "licence": engine["licence"],
            }
            if engine["used"] and entry not in chain:
                chain.append(entry)
    return [*chain, {"of": "release", "licence": parts[0].task.licence}]


def adapted_from(part: Part) -> tuple[str, ...]:
    """Return the mteb tasks that a task derives from: those it names, else those of its dataset."""
    task = part.task
    if task.adapted_from or task.source.hub is None:
        return task.adapted_from
    return tasks_of(task.source.hub, task.source.revision, part.task_type.mteb_type)


def _sample_creation(parts: Sequence[Part]) -> str:
    """Return mteb's word for how the texts came to be, from where the released ones come from.

    The task's own word says more (verified, localized), where it does not contradict them.

    Raises:
        ReleaseError: The task's word is not what provenance says.
    """
    task = parts[0].task
    if task.method == "collect":
        return task.sample_creation or "found"
    origins = {
        row["origin"]
        for part in parts
        for kind in ("accepted_from", "distractors_from")
        for row in part.facts["translation"][kind]
        if row["origin"]
    }
    made, allowed = _BY.get(frozenset(origins), _BY[frozenset({"machine"})])
    if task.sample_creation not in (None, *allowed):
        raise ReleaseError(
            f"sample_creation is {task.sample_creation!r}, but the translations are {made}",
            place=Place(task.file),
            hint="Leave sample_creation out: it is derived from who made the translations",
        )
    return task.sample_creation or made
