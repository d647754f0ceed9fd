"""What mteb's descriptive statistics of a translation show beside those of its source."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any, NamedTuple

from babelwright.audit.findings import Finding, Weigher

_SUFFIX = "_statistics"
# mteb's names of columns, and ours.
_COLUMNS = {
    "text1": "sentence1",
    "text2": "sentence2",
    "documents_text": "documents",
    "queries_text": "queries",
}
DOCUMENTS, QUERIES = "documents", "queries"
_MOST_NAMED = 5


class Texts(NamedTuple):
    """A column of texts: how many, their characters, and how many are distinct."""

    texts: int
    total: int
    least: int
    mean: float
    longest: int
    unique: int


class Expected(NamedTuple):
    """Characters that a language needs for one of the source's, and where that is from."""

    ratio: float
    origin: str


@dataclass(frozen=True)
class Split:
    """The statistics of one split.

    Attributes:
        name: The split.
        rows: Rows, or queries of a retrieval task.
        unit: What those are called.
        texts: Its columns.
        facts: Everything as mteb has it.
    """

    name: str
    rows: int
    unit: str
    texts: Mapping[str, Texts]
    facts: Mapping[str, Any]


def splits(content: Mapping[str, Any], subset: str | None = None) -> dict[str, Split]:
    """Return the splits of a task's descriptive statistics.

    Args:
        content: mteb's JSON.
        subset: One language's, where the file has several; else the whole.
    """
    found = {}
    for name, facts in content.items():
        of_subsets = facts.get("hf_subset_descriptive_stats") or {}
        if subset is not None and subset in of_subsets:
            found[name] = _split(name, of_subsets[subset])
        elif subset is None or not of_subsets:
            found[name] = _split(name, facts)
    return found


def _split(name: str, facts: Mapping[str, Any]) -> Split:
    texts = {}
    for key, value in facts.items():
        if isinstance(value, dict) and value.get("average_text_length"):
            column = key.removesuffix(_SUFFIX)
            texts[_COLUMNS.get(column, column)] = _texts(value)
    if QUERIES in texts:
        return Split(name, texts[QUERIES].texts, QUERIES, texts, facts)
    return Split(name, int(facts.get("num_samples") or 0), "rows", texts, facts)


def _texts(facts: Mapping[str, Any]) -> Texts:
    total, mean = int(facts["total_text_length"]), float(facts["average_text_length"])
    return Texts(
        texts=round(total / mean),
        total=total,
        least=int(facts["min_text_length"]),
        mean=mean,
        longest=int(facts["max_text_length"]),
        unique=int(facts["unique_texts"]),
    )


def compare(
    source: Split, target: Split, expected: Expected | None, weigher: Weigher
) -> Iterator[Finding]:
    """Yield what two splits' statistics show.

    Args:
        source: The source's.
        target: The translation's.
        expected: Of the two languages; None where nothing is known of them.
        weigher: Makes the findings.
    """
    yield from _rows(source, target, weigher)
    for column in [each for each in target.texts if each in source.texts]:
        yield from _columns(source, target, column, expected, weigher)
    yield from _pairs(source, target, weigher)
    yield from _leakage(source, target, weigher)
    yield from _labels(source, target, weigher)
    yield from _scores(source, target, weigher)
    yield from _judgements(source, target, weigher)


def _rows(source: Split, target: Split, weigher: Weigher) -> Iterator[Finding]:
    counted = [("rows-lost", source.unit, source.rows, target.rows)]
    if DOCUMENTS in source.texts and DOCUMENTS in target.texts:
        theirs, ours = source.texts[DOCUMENTS].texts, target.texts[DOCUMENTS].texts
        counted.append(("documents-lost", DOCUMENTS, theirs, ours))
    for lost, unit, before, after in counted:
        where = f"{target.name} {unit}"
        numbers = {"source": before, "translation": after}
        if after < before:
            share = (before - after) / before
            detail = f"{after:,} of {before:,} {unit} are there ({1 - share:.1%})"
            yield weigher.of_split(lost, where, detail, share, numbers=numbers)
        elif after > before > 0:
            share = 1 - before / after
            detail = f"{after:,} {unit} for {before:,} of the source ({after / before:.2f} times)"
            yield weigher.of_split("rows-extra", where, detail, share, numbers=numbers)


def _columns(
    source: Split, target: Split, column: str, expected: Expected | None, weigher: Weigher
) -> Iterator[Finding]:
    theirs, ours = source.texts[column], target.texts[column]
    where = f"{target.name} {column}"
    yield from _lengths(theirs, ours, where, expected, weigher)
    yield from _empties(theirs, ours, where, weigher)
    new = (ours.texts - ours.unique) - (theirs.texts - theirs.unique)
    numbers = {
        "texts": ours.texts,
        "distinct": ours.unique,
        "source_texts": theirs.texts,
        "source_distinct": theirs.unique,
    }
    repeated = f"{ours.texts - ours.unique:,} of {ours.texts:,} texts repeat another"
    before = f"{theirs.texts - theirs.unique:,} of {theirs.texts:,} in the source"
    if new > 0:
        detail = f"{repeated}; {before}"
        yield weigher.of_split("duplicates-new", where, detail, new / ours.texts, numbers=numbers)
    elif ours.texts == theirs.texts and new < 0:
        detail = f"{ours.unique:,} distinct texts for {theirs.unique:,} of the source"
        share = -new / ours.texts
        yield weigher.of_split("rendered-differently", where, detail, share, numbers=numbers)


def _lengths(
    theirs: Texts, ours: Texts, where: str, expected: Expected | None, weigher: Weigher
) -> Iterator[Finding]:
    kept = ours.texts / theirs.texts
    thresholds = weigher.thresholds("mean-length")
    ratio = ours.mean / theirs.mean
    enough = min(ours.texts, theirs.texts) >= thresholds["texts"] and kept >= thresholds["kept"]
    if expected and enough:
        relative = ratio / expected.ratio
        if abs(relative - 1) > thresholds["difference"]:
            share = 1 - min(relative, 1 / relative)
            detail = (
                f"{ratio:.2f} characters for one of the source's, on average; "
                f"{expected.ratio:.2f} is the mean ({expected.origin})"
            )
            numbers = {"ratio": ratio, "expected": expected.ratio}
            yield weigher.of_split("mean-length", where, detail, share, numbers=numbers)
    likely = theirs.longest * (expected.ratio if expected else 1)
    numbers = {"longest": ours.longest, "source_longest": theirs.longest}
    detail = f"{ours.longest:,} characters; the source's longest has {theirs.longest:,}"
    if ours.longest > weigher.threshold("longest-text", "times") * likely > 0:
        share = (ours.longest - likely) / ours.total
        detail += f" ({ours.longest / theirs.longest:.1f} times), {share:.1%} of all characters"
        yield weigher.of_split("longest-text", where, detail, share, numbers=numbers)
    cut = weigher.thresholds("longest-cut")
    if kept >= cut["kept"] and ours.longest < cut["share"] * likely:
        share = (likely - ours.longest) / (theirs.total * likely / theirs.longest)
        detail += f" ({ours.longest / theirs.longest:.2f} times)"
        yield weigher.of_split("longest-cut", where, detail, share, numbers=numbers)


def _empties(theirs: Texts, ours: Texts, where: str, weigher: Weigher) -> Iterator[Finding]:
    numbers = {"shortest": ours.least, "source_shortest": theirs.least}
    detail = f"the shortest text has {ours.least:,} characters, and the source's {theirs.least:,}"
    thresholds = weigher.thresholds("empty-to-text")
    # Where rows are missing, it may be those.
    same = ours.texts >= theirs.texts
    if same and theirs.least <= thresholds["characters"] and ours.least >= thresholds["text"]:
        share = 1 / ours.texts
        yield weigher.of_split("empty-to-text", where, detail, share, numbers=numbers)
    if ours.least == 0 < theirs.least:
        share = 1 / ours.texts
        yield weigher.of_split("text-to-empty", where, detail, share, numbers=numbers)


def _pairs(source: Split, target: Split, weigher: Weigher) -> Iterator[Finding]:
    theirs, ours = (each.facts.get("unique_pairs") for each in (source, target))
    if theirs is None or ours is None:
        return
    new = (target.rows - ours) - (source.rows - theirs)
    if new > 0:
        detail = (
            f"{target.rows - ours:,} of {target.rows:,} pairs repeat another; "
            f"{source.rows - theirs:,} of {source.rows:,} in the source"
        )
        numbers = {"pairs": ours, "source_pairs": theirs}
        where = f"{target.name} pairs"
        yield weigher.of_split("pairs-merged", where, detail, new / target.rows, numbers=numbers)


def _leakage(source: Split, target: Split, weigher: Weigher) -> Iterator[Finding]:
    theirs = source.facts.get("samples_in_train")
    ours = target.facts.get("samples_in_train")
    if theirs is None or ours is None or ours <= theirs:
        return
    detail = (
        f"{ours:,} texts of {target.rows:,} are in the training split ({ours / target.rows:.1%}); "
        f"{theirs:,} of {source.rows:,} in the source"
    )
    numbers = {"in_train": ours, "source_in_train": theirs}
    share = ours / target.rows - theirs / source.rows
    yield weigher.of_split("leakage-new", f"{target.name} text", detail, share, numbers=numbers)


def _labels(source: Split, target: Split, weigher: Weigher) -> Iterator[Finding]:
    theirs, ours = _counts(source), _counts(target)
    if not theirs or not ours:
        return
    where = f"{target.name} labels"
    numbers = {"labels": len(ours), "source_labels": len(theirs)}
    shared = theirs.keys() & ours.keys()
    if len(ours) < len(theirs):
        lost = sorted(theirs.keys() - ours.keys()) if len(shared) == len(ours) else []
        named = ", ".join(lost[:_MOST_NAMED]) + (", ..." if len(lost) > _MOST_NAMED else "")
        detail = f"{len(ours):,} of {len(theirs):,} labels" + (f"; lost: {named}" if named else "")
        share = 1 - len(ours) / len(theirs)
        yield weigher.of_split("labels-lost", where, detail, share, numbers=numbers)
    if len(shared) < min(len(ours), len(theirs)):  # other names: nothing to compare by
        return
    shares = {
        name: ours.get(name, 0) / sum(ours.values()) - theirs.get(name, 0) / sum(theirs.values())
        for name in sorted(theirs.keys() | ours.keys())
    }
    shift = sum(abs(each) for each in shares.values()) / 2
    if shift > weigher.threshold("labels-shifted", "shift"):
        most = max(shares, key=lambda name: abs(shares[name]))
        detail = f"{shift:.1%} of the rows would have to change; most, label {most}: "
        detail += f"{shares[most] * 100:+.1f} percentage points"
        shifted: dict[str, float | int | str] = {"shift": shift}
        yield weigher.of_split("labels-shifted", where, detail, shift, numbers=shifted)


def _counts(split: Split) -> dict[str, int]:
    for key in ("label_statistics", "labels_statistics"):
        labels = (split.facts.get(key) or {}).get("labels")
        if labels:
            return {str(name): int(each["count"]) for name, each in labels.items()}
    return {}


def _scores(source: Split, target: Split, weigher: Weigher) -> Iterator[Finding]:
    for key in ("label_statistics", "score_statistics", "values_statistics"):
        theirs, ours = (each.facts.get(key) or {} for each in (source, target))
        if target.rows != source.rows or "avg_score" not in theirs or "avg_score" not in ours:
            continue
        span = theirs["max_score"] - theirs["min_score"]
        moved = abs(ours["avg_score"] - theirs["avg_score"]) / span if span else 0.0
        if moved > weigher.threshold("labels-shifted", "shift"):
            detail = f"the mean score is {ours['avg_score']:.3f}; {theirs['avg_score']:.3f} "
            detail += "in the source, of as many rows"
            numbers = {"mean": ours["avg_score"], "source_mean": theirs["avg_score"]}
            where = f"{target.name} scores"
            yield weigher.of_split("labels-shifted", where, detail, moved, numbers=numbers)


def _judgements(source: Split, target: Split, weigher: Weigher) -> Iterator[Finding]:
    theirs = source.facts.get("relevant_docs_statistics") or {}
    ours = target.facts.get("relevant_docs_statistics") or {}
    if not theirs or not ours or not target.rows:
        return
    where = f"{target.name} judgements"
    dangling = sum(int(ours.get(f"num_missing_{each}_ids") or 0) for each in ("query", "corpus"))
    before = sum(int(theirs.get(f"num_missing_{each}_ids") or 0) for each in ("query", "corpus"))
    if dangling > before:
        detail = f"{dangling:,} ids of judgements are not there; {before:,} in the source"
        share = dangling / (target.rows + int(ours.get("unique_relevant_docs") or 0))
        yield weigher.of_split("qrels-dangling", where, detail, share)
    if not ours["min_relevant_docs_per_query"] and theirs["min_relevant_docs_per_query"]:
        detail = "a query has no relevant document; every one has in the source"
        yield weigher.of_split("queries-unanswered", where, detail, 1 / target.rows)
    each, all_ = "average_relevant_docs_per_query", theirs["average_relevant_docs_per_query"]
    if all_ and abs(ours[each] / all_ - 1) > weigher.threshold("qrels-per-query", "change"):
        factor = ours[each] / all_
        detail = f"{ours[each]:.2f} relevant documents a query; {all_:.2f} in the source"
        share = 1 - min(factor, 1 / factor) if factor else 1.0
        numbers = {"mean": float(ours[each]), "source_mean": float(all_)}
        yield weigher.of_split("qrels-per-query", where, detail, share, numbers=numbers)
