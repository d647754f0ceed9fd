"""mteb's checks of dataset quality, on a task's statistics.

mteb holds the statistics of every task to these checks (tests/test_tasks/test_task_quality.py,
2026) and keeps a list of tasks that are let off. Here no task is: what fails is not released.

One number is not mteb's. Where a text has several labels, a cluster on every level, mteb 2.26
counts labels as samples (mteb/abstasks/clustering.py flattens them first), and its statistics would
fail `duplicate_text` with no duplicate in them: half of the samples of two levels are no text of
their own. The statistics that it ships for its own hierarchical tasks count texts, and pass. So
texts of clustering are held against the number of texts, which total and average length give.

What is judged is every split of every language or pair. Over tasks in several languages mteb also
judges the sum of all; a corpus that its languages share is in it as often as there are languages,
and would be called a duplicate of itself.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Any, NamedTuple

_LEAST_UNIQUE = 0.99
_LEAST_LENGTH = 3
_MOST_TIMES_AVERAGE = 50
_LEAST_LABELS = 2
# Texts that may be there several times: one side of a pair, summaries, the names of labels.
_MAY_REPEAT = (
    "1_statistics",
    "2_statistics",
    "candidates_labels_text_statistics",
    "human_summaries_statistics",
    "machine_summaries_statistics",
)

Statistics = Mapping[str, Any]


class Judged(NamedTuple):
    """One thing that was judged: a split or a field of its statistics.

    Attributes:
        field: The field of the statistics.
        problem: What is wrong with it; None where nothing is.
    """

    field: str
    problem: str | None


class Check(NamedTuple):
    """One of mteb's checks.

    Attributes:
        reason: Reason code; its severity stands in `validation/gates.toml`.
        mteb: mteb's name for it.
        about: What is wrong with a split that fails, in words.
        hint: What to do about a split that fails.
        judge: Yields what it judges in the statistics of a split.
    """

    reason: str
    mteb: str
    about: str
    hint: str
    judge: Callable[[Statistics], Iterator[Judged]]


def _verdict(field: str, wrong: bool, problem: str) -> Judged:
    return Judged(field, problem if wrong else None)


def _fields(statistics: Statistics, *having: str) -> Iterator[tuple[str, Statistics]]:
    """Yield the fields that are statistics of a kind, known by the facts that they have."""
    for name, value in statistics.items():
        if isinstance(value, Mapping) and all(value.get(each) is not None for each in having):
            yield name, value


def _empty_split(statistics: Statistics) -> Iterator[Judged]:
    samples = statistics["num_samples"]
    yield _verdict("num_samples", samples == 0, f"{samples} samples")


def _duplicate_pairs(statistics: Statistics) -> Iterator[Judged]:
    if (pairs := statistics.get("unique_pairs")) is not None:
        samples = statistics["num_samples"]
        wrong = pairs < samples * _LEAST_UNIQUE
        yield _verdict("unique_pairs", wrong, f"{pairs} different pairs of {samples}")


def _short_text(statistics: Statistics) -> Iterator[Judged]:
    for name, texts in _fields(statistics, "unique_texts"):
        least = texts["min_text_length"]
        wrong = not least > _LEAST_LENGTH
        yield _verdict(name, wrong, f"the shortest text has {least} characters, not 4 or more")


def _long_text(statistics: Statistics) -> Iterator[Judged]:
    for name, texts in _fields(statistics, "unique_texts"):
        most, average = texts["max_text_length"], texts["average_text_length"]
        wrong = average > 0 and most > _MOST_TIMES_AVERAGE * average
        yield _verdict(
            name, wrong, f"the longest text has {most} characters, the average {average:.0f}"
        )


def _duplicate_text(statistics: Statistics) -> Iterator[Judged]:
    for name, texts in _fields(statistics, "unique_texts"):
        if not name.endswith(_MAY_REPEAT):
            unique, expected = texts["unique_texts"], _expected(name, texts, statistics)
            wrong = unique < expected * _LEAST_UNIQUE
            yield _verdict(name, wrong, f"{unique} different texts of {expected}")


def _impossible_unique_count(statistics: Statistics) -> Iterator[Judged]:
    samples = statistics["num_samples"]
    if (pairs := statistics.get("unique_pairs")) is not None:
        problem = f"{pairs} different pairs, but {samples} samples"
        yield _verdict("unique_pairs", pairs > samples, problem)
    for name, texts in _fields(statistics, "unique_texts"):
        if not name.endswith(_MAY_REPEAT):
            unique, expected = texts["unique_texts"], _expected(name, texts, statistics)
            problem = f"{unique} different texts, but {expected} texts"
            yield _verdict(name, unique > expected, problem)


def _expected(name: str, texts: Statistics, statistics: Statistics) -> int:
    """Return how many texts a field is about."""
    if name.startswith("documents_"):
        return int(statistics["num_documents"])
    if name.startswith("queries_"):
        return int(statistics["num_queries"])
    average = float(texts["average_text_length"])
    if "labels_statistics" in statistics and average:
        return round(int(texts["total_text_length"]) / average)
    return int(statistics["num_samples"])


def _too_few_labels(statistics: Statistics) -> Iterator[Judged]:
    for name, labels in _fields(statistics, "unique_labels"):
        number = labels["unique_labels"]
        yield _verdict(name, number < _LEAST_LABELS, f"{number} label")


def _zero_label_variance(statistics: Statistics) -> Iterator[Judged]:
    for name, scores in _fields(statistics, "min_score", "max_score"):
        least, most = scores["min_score"], scores["max_score"]
        yield _verdict(name, least == most, f"every score is {least}")


def _zero_relevant_docs(statistics: Statistics) -> Iterator[Judged]:
    for name, judged in _fields(statistics, "min_relevant_docs_per_query"):
        least = judged["min_relevant_docs_per_query"]
        yield _verdict(name, least == 0, "a query has no relevant document")


def _zero_top_ranked(statistics: Statistics) -> Iterator[Judged]:
    for name, ranked in _fields(statistics, "min_top_ranked_per_query"):
        least = ranked["min_top_ranked_per_query"]
        yield _verdict(name, least == 0, "a query has no candidates")


def _relevant_docs_exceed_corpus(statistics: Statistics) -> Iterator[Judged]:
    for name, judged in _fields(statistics, "unique_relevant_docs"):
        relevant, documents = judged["unique_relevant_docs"], statistics["num_documents"]
        problem = f"{relevant} judged documents, but {documents} documents"
        yield _verdict(name, relevant > documents, problem)


def _train_test_leakage(statistics: Statistics) -> Iterator[Judged]:
    if (seen := statistics.get("samples_in_train")) is not None:
        problem = f"{seen} texts are in the training split too"
        yield _verdict("samples_in_train", seen != 0, problem)


_MEND = "Mend the source or select other rows in [map]"
_FAULT = "The statistics contradict each other, a fault of babelwright: report it"
CHECKS = (
    Check("mteb-empty-split", "empty_split", "A split has no samples.", _MEND, _empty_split),
    Check(
        "mteb-duplicate-pairs",
        "duplicate_pairs",
        "More than 1 % of the pairs are there twice.",
        "Select each pair once in [map], or make duplicate-source hard in validation/gates.toml",
        _duplicate_pairs,
    ),
    Check(
        "mteb-short-text",
        "short_text",
        "A text has less than 4 characters.",
        "Leave such texts out in [map]: WHERE length(text) > 3",
        _short_text,
    ),
    Check(
        "mteb-long-text",
        "long_text",
        "A text is over 50 times as long as the average.",
        "Look whether the text is one, or many",
        _long_text,
    ),
    Check(
        "mteb-duplicate-text",
        "duplicate_text",
        "More than 1 % of the texts are there twice.",
        "Select each text once in [map], or make duplicate-source hard in validation/gates.toml",
        _duplicate_text,
    ),
    Check(
        "mteb-impossible-unique-count",
        "impossible_unique_count",
        "There are more different texts or pairs than there are texts or pairs.",
        _FAULT,
        _impossible_unique_count,
    ),
    Check(
        "mteb-too-few-labels",
        "too_few_labels",
        "There are less than two labels.",
        "Select rows of two labels or more in [map]; a trial needs a higher --limit",
        _too_few_labels,
    ),
    Check(
        "mteb-zero-label-variance",
        "zero_label_variance",
        "All scores are the same.",
        "Select rows with different scores in [map]; a trial needs a higher --limit",
        _zero_label_variance,
    ),
    Check(
        "mteb-zero-relevant-docs",
        "zero_relevant_docs",
        "A query has no relevant document.",
        "Leave queries without a relevant document out in [map]",
        _zero_relevant_docs,
    ),
    Check(
        "mteb-zero-top-ranked",
        "zero_top_ranked",
        "A query has no candidates.",
        "Leave queries without candidates out in [map]",
        _zero_top_ranked,
    ),
    Check(
        "mteb-relevant-docs-exceed-corpus",
        "relevant_docs_exceed_corpus",
        "There are more judged documents than documents.",
        "Leave judgements of documents that the corpus lacks out in [map]",
        _relevant_docs_exceed_corpus,
    ),
    Check(
        "mteb-train-test-leakage",
        "train_test_leakage",
        "A text of the split is in the training split too.",
        "Leave the texts of other splits out of the training split in [map]",
        _train_test_leakage,
    ),
)


def judge_quality(statistics: Mapping[str, Statistics]) -> list[dict[str, Any]]:
    """Return every check that has something to judge in the statistics of a task's splits.

    Returns:
        One entry a check: `check`, mteb's name for it (`mteb`), how many splits and fields it
        judged (`judged`), and those that fail (`failed`: `split`, `field`, `problem`).
    """
    entries = []
    for check in CHECKS:
        judged = [(split, each) for split in statistics for each in check.judge(statistics[split])]
        if judged:
            entries.append(
                {
                    "check": check.reason,
                    "mteb": check.mteb,
                    "judged": len(judged),
                    "failed": _failed(judged),
                }
            )
    return entries


def _failed(judged: Sequence[tuple[str, Judged]]) -> list[dict[str, str]]:
    return [
        {"split": split, "field": each.field, "problem": each.problem}
        for split, each in judged
        if each.problem is not None
    ]
