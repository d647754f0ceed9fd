"""Audits pairings of mteb tasks: statistics, metadata, and what several tasks share."""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from statistics import median
from typing import NamedTuple

from babelwright.audit.findings import Finding, Weigher
from babelwright.audit.licences import dropped, is_named
from babelwright.audit.mteb import Pairing, Side
from babelwright.audit.statistics import Expected, Split, compare, splits
from babelwright.catalog.auditing import AuditSettings
from babelwright.catalog.model import Language

# A language without a profile is held to the median of its own columns, where there are so many of
# so many texts, with nine tenths of the source's rows.
_COLUMNS, _TEXTS, _KEPT = 5, 200, 0.9
_NOT_SAID = ("found", "created")


class Compared(NamedTuple):
    """One split of a pairing, on both sides."""

    source: Split
    target: Split


def split_pairs(target: Side, source: Side) -> tuple[list[Compared], list[str]]:
    """Return the splits that both have, and the names of those that only the source has."""
    if target.statistics is None or source.statistics is None:
        return [], []
    ours = splits(target.statistics, target.subset)
    theirs = splits(source.statistics, source.subset)
    both = [Compared(theirs[name], ours[name]) for name in ours if name in theirs]
    if not both and len(ours) == len(theirs) == 1:  # one split each: the same one by another name?
        (one,), (other,) = theirs.values(), ours.values()
        if one.rows == other.rows:
            return [Compared(one, other)], []
    return both, [name for name in theirs if name not in ours]


class Expectations:
    """How many characters a language needs for one of the source's."""

    def __init__(
        self,
        settings: AuditSettings,
        languages: Mapping[str, Language],
        pairings: Sequence[Pairing] = (),
    ) -> None:
        self._settings = settings
        self._languages = languages
        self._medians = self._measure(pairings)

    def of(self, source: str, target: str) -> Expected | None:
        """Return what is known of a pair of mteb's languages; None where nothing is."""
        ours = self._settings.language(target, self._languages)
        theirs = self._settings.language(source, self._languages)
        if ours and theirs:
            ratio = ours.length.mean / theirs.length.mean
            return Expected(ratio, f"professional translations into {ours.name}")
        found = self._medians.get((source, target), [])
        if len(found) < _COLUMNS:
            return None
        return Expected(median(found), f"median of {len(found)} columns in {target}")

    def _measure(self, pairings: Sequence[Pairing]) -> dict[tuple[str, str], list[float]]:
        found = defaultdict(list)
        for target, source, _ in pairings:
            if source is None:
                continue
            for compared in split_pairs(target, source)[0]:
                for name, ours in compared.target.texts.items():
                    theirs = compared.source.texts.get(name)
                    if theirs and ours.texts >= max(_TEXTS, _KEPT * theirs.texts):
                        found[source.language, target.language].append(ours.mean / theirs.mean)
        return found


def audit_pairings(
    pairings: Sequence[Pairing], expectations: Expectations, settings: AuditSettings
) -> list[Finding]:
    """Return what metadata and statistics of the pairings show."""
    findings: list[Finding] = []
    alone: set[str] = set()
    for pairing in pairings:
        target, source, _ = pairing
        if source:
            weigher = Weigher(settings, target.name)
            findings += _metadata(pairing, weigher)
            findings += _statistics(target, source, expectations, weigher)
        elif target.task not in alone:  # once for all its languages
            alone.add(target.task)
            findings += _metadata(pairing, Weigher(settings, target.task))
    return findings + list(_shared_ceilings(pairings, expectations, Weigher(settings)))


def _metadata(pairing: Pairing, weigher: Weigher) -> Iterator[Finding]:
    target, source, unknown = pairing
    where = "metadata"
    for name, taken in unknown.items():
        detail = f"adapted_from names {name!r}, and mteb has no such task"
        detail += f"; {taken} is taken for it" if taken else ""
        yield weigher.of_split("parent-unknown", where, detail, 1.0)
    if source is None:
        detail = "its metadata names no task of mteb in another language"
        yield weigher.of_split("not-compared", where, detail, 0.0)
        return
    if source.task == target.task:  # one task, and so one licence
        return
    numbers = {"licence": str(target.licence), "source_licence": str(source.licence)}
    said = f"{target.licence}; the licence of {source.task} is {source.licence}"
    if lost := dropped(source.licence, target.licence):
        detail = f"{said}: {', '.join(lost)}"
        yield weigher.of_split("licence-dropped", where, detail, 1.0, numbers=numbers)
    elif is_named(target.licence) and not is_named(source.licence):
        yield weigher.of_split("licence-unknown", where, said, 1.0, numbers=numbers)
    if target.creation in _NOT_SAID:
        detail = f"sample_creation is {target.creation!r}; it derives from {source.name} "
        detail += f"({source.language})"
        yield weigher.of_split("creation-contradicted", where, detail, 1.0)


def _statistics(
    target: Side, source: Side, expectations: Expectations, weigher: Weigher
) -> Iterator[Finding]:
    missing = [each.name for each in (target, source) if each.statistics is None]
    if missing:
        detail = f"mteb has no statistics of {' and '.join(missing)}"
        yield weigher.of_split("not-compared", "statistics", detail, 0.0)
        return
    both, lost = split_pairs(target, source)
    if not both:
        detail = f"{target.name} and {source.name} have no split in common"
        yield weigher.of_split("not-compared", "statistics", detail, 0.0)
    elif lost:
        detail = f"{source.name} has {', '.join(lost)} too"
        share = len(lost) / (len(lost) + len(both))
        yield weigher.of_split("split-lost", "splits", detail, share)
    expected = expectations.of(source.language, target.language)
    for compared in both:
        yield from compare(compared.source, compared.target, expected, weigher)


class _Longest(NamedTuple):
    length: int
    of_source: int
    name: str


def _shared_ceilings(
    pairings: Sequence[Pairing], expectations: Expectations, weigher: Weigher
) -> Iterator[Finding]:
    """Yield the lengths at which the longest texts of several tasks in one language end."""
    thresholds = weigher.thresholds("shared-ceiling")
    for language, columns in sorted(_longest(pairings).items()):
        cut = sorted(
            each for each in columns if _likely(each, language, expectations) > thresholds["beyond"]
        )
        start = 0
        while start < len(cut):
            most = cut[start].length * (1 + thresholds["within"])
            near = [each for each in cut[start:] if each.length <= most]
            # Tasks that share a corpus have its longest text in common.
            if len({each.of_source for each in near}) >= thresholds["least"]:
                yield _shared(language[1], near, len(columns), weigher)
                start += len(near)
            else:
                start += 1


def _longest(pairings: Sequence[Pairing]) -> dict[tuple[str, str], list[_Longest]]:
    found = defaultdict(list)
    for target, source, _ in pairings:
        if source is None:
            continue
        for theirs, ours in split_pairs(target, source)[0]:
            for column, texts in ours.texts.items():
                if column in theirs.texts:
                    name = f"{target.name} {ours.name} {column}"
                    entry = _Longest(texts.longest, theirs.texts[column].longest, name)
                    found[source.language, target.language].append(entry)
    return found


def _likely(each: _Longest, language: tuple[str, str], expectations: Expectations) -> float:
    """Return how much longer the source's longest is than ours, in characters of ours."""
    expected = expectations.of(*language)
    return each.of_source * (expected.ratio if expected else 1.0) / max(each.length, 1)


def _shared(language: str, near: Sequence[_Longest], columns: int, weigher: Weigher) -> Finding:
    least, most = near[0].length, near[-1].length
    names = ", ".join(each.name for each in near)
    detail = (
        f"the longest text has {least:,} to {most:,} characters in {len(near)} of {columns} "
        f"columns, and {min(each.of_source for each in near):,} to "
        f"{max(each.of_source for each in near):,} in their sources: {names}"
    )
    numbers = {"least": least, "most": most, "columns": len(near), "of": columns}
    share = len(near) / columns
    return weigher.of_split("shared-ceiling", language, detail, share, numbers=numbers)
