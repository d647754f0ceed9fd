"""Options that translation makes equal: a defect of a whole question, planted in its documents."""

from collections.abc import Mapping, Sequence
from pathlib import Path
from random import Random
from tempfile import TemporaryDirectory
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq

from babelwright.build.closing import close, open_tables
from babelwright.catalog.model import Gates, Severity
from babelwright.checks.planted.base import Pair
from babelwright.ledger import ROWS, Ledger
from babelwright.selftest.measure import Recall
from babelwright.tasks.base import TaskType
from babelwright.tasks.registry import task_types
from babelwright.tasks.rules import Phase

ID = "options-collapsed"
ABOUT = "A wrong option of a question equals the right one."
_TYPE = "reranking"
# A question takes a pair for itself and one for each of its options.
_OPTIONS = 4
_SPLIT = "test"

Tables = dict[tuple[str, str], list[dict[str, Any]]]


def collapsed_options(pairs: Sequence[Pair], gates: Gates, seed: int, rate: float) -> Recall:
    """Make questions with four options of the pairs, spoil a share of them, and close the task.

    The right option's translation takes the place of a wrong one's. Seen is what leaves with a
    reason of its own; a question that is not spoilt and leaves is a bystander.

    Args:
        pairs: Good pairs with translations that differ.
        gates: Severities of the rules.
        seed: Chooses the questions that are spoilt.
        rate: Share of them.
    """
    distinct = list({pair.target: pair for pair in pairs}.values())
    texts = [pair.target for pair in distinct]
    questions = [
        range(start, start + _OPTIONS) for start in range(0, len(texts) - _OPTIONS + 1, _OPTIONS)
    ]
    order = list(range(len(questions)))
    Random(f"{seed}/{ID}").shuffle(order)  # noqa: S311 - no secret
    share = max(1, round(rate * len(questions)))
    seen = bystanders = 0
    for start in range(0, len(order), share):
        spoilt = set(order[start : start + share])
        result = list(texts)
        for question in spoilt:
            right, *wrong = questions[question]
            result[wrong[0]] = texts[right]
        found = _closed([pair.source for pair in distinct], result, questions, gates)
        seen += len(spoilt & found)
        bystanders += len(found - spoilt)
    severity = gates.checks[ID].severity
    if severity is Severity.INFO or not seen:
        return Recall(ID, len(questions))
    hard = seen if severity is Severity.HARD else 0
    return Recall(ID, len(questions), hard, seen, {ID: seen}, bystanders)


def _closed(
    sources: Sequence[str], targets: Sequence[str], questions: Sequence[range], gates: Gates
) -> set[int]:
    """Return the questions that closure finds collapsed."""
    kind = task_types()[_TYPE]
    with TemporaryDirectory(prefix="babelwright-") as name:
        folder = Path(name)
        _write(folder / "canonical", kind, _tables(sources, questions))
        _write(folder / "result", kind, _tables(targets, questions))
        ledger = Ledger(folder / "ledger")
        pq.write_table(ROWS.empty_table(), ledger.rows_file)
        with open_tables(
            kind, folder / "canonical", folder / "result", ledger, folder
        ) as connection:
            closed = close(connection, kind, gates, Phase.RESULT)
    return {int(event.id) for event in closed.events if event.reason == ID}


def _tables(texts: Sequence[str], questions: Sequence[range]) -> Tables:
    """Return the tables of questions whose first option is the right one."""
    corpus = [{"id": str(i), "title": "", "text": text} for i, text in enumerate(texts)]
    asked = [{"id": str(i), "text": f"question {i}"} for i in range(len(questions))]
    judged = [
        {"query-id": str(i), "corpus-id": str(options[0]), "score": 1}
        for i, options in enumerate(questions)
    ]
    ranked = [
        {"query-id": str(i), "corpus-ids": [str(option) for option in options]}
        for i, options in enumerate(questions)
    ]
    return {
        ("corpus", "corpus"): corpus,
        ("queries", "queries"): asked,
        ("qrels", _SPLIT): judged,
        ("top_ranked", _SPLIT): ranked,
    }


def _write(folder: Path, kind: TaskType, tables: Mapping[tuple[str, str], Any]) -> None:
    folder.mkdir()
    hidden = [("_id", pa.string()), ("_split", pa.string()), ("_position", pa.int64())]
    for (name, split), rows in tables.items():
        table = kind.table(name)
        whole = [
            {
                **row,
                "_id": "\t".join(str(row[column]) for column in table.key),
                "_split": split,
                "_position": position,
            }
            for position, row in enumerate(rows)
        ]
        columns = [(each.name, each.type) for each in table.columns if each.name in rows[0]]
        schema = pa.schema([*hidden, *columns])
        pq.write_table(
            pa.Table.from_pylist(whole, schema=schema), folder / f"{name}.{split}.parquet"
        )
