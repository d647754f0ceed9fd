"""The stage that gives every text its translation, or the reason why it has none."""

from collections.abc import Iterator, Mapping, Sequence
from itertools import islice
from pathlib import Path
from typing import Any, NamedTuple

import pyarrow as pa
import pyarrow.parquet as pq

from babelwright.build.progress import Progress
from babelwright.build.repair import Attempt, Case, Loop, needs_no_engine
from babelwright.catalog.model import Language
from babelwright.fidelity.similarity import Pool
from babelwright.judging import Judge, Judged
from babelwright.text.normal import canonical, raw_form

# Texts at once: enough for well-filled batches, few enough that progress is seen to move.
BATCH = 512
# Characters at once: of long documents a batch has fewer, so that memory does not grow with them.
CHARACTERS = 4_000_000
# Rows read at once.
_READ = 64
# Neighbours for the margin are looked for among so many texts at most, so that memory and time do
# not grow with the square of the corpus.
POOL = 20_000

COPIED = "copy"
GIVEN = "given"

_FLAG = pa.struct([("check", pa.string()), ("severity", pa.string()), ("detail", pa.string())])
_ATTEMPT = pa.struct(
    [
        ("engine", pa.string()),
        ("variant", pa.string()),
        ("text", pa.string()),
        ("verdict", pa.string()),
        ("flags", pa.list_(pa.string())),
        ("cosine", pa.float64()),
        ("margin", pa.float64()),
    ]
)
DECISIONS = pa.schema(
    [
        ("text", pa.int64()),
        ("source", pa.string()),
        ("target", pa.string()),
        # What was written, where the target differs from it by more than its composition.
        ("raw", pa.string()),
        ("state", pa.string()),
        ("reason", pa.string()),
        ("engine", pa.string()),
        ("revision", pa.string()),
        ("variant", pa.string()),
        ("origin", pa.string()),
        ("attempt", pa.int32()),
        ("cosine", pa.float64()),
        ("margin", pa.float64()),
        ("flags", pa.list_(_FLAG)),
        ("attempts", pa.list_(_ATTEMPT)),
    ]
)


class Text(NamedTuple):
    """A line of `texts.parquet`."""

    key: int
    source: str | None
    given: str | None
    kept: bool


def translate_texts(texts: Path, loop: Loop, own: Judge, progress: Progress, out: Path) -> None:
    """Write the decision for every text of a `translate` task.

    Args:
        texts: `texts.parquet`.
        loop: For those that are translated.
        own: Judges those that stay in the source's language.
        progress: Told how far it is.
        out: File to write.
    """
    total = pq.read_metadata(texts).num_rows
    pool = _translated_pool(texts, loop, progress, total)
    progress.stage("checking and repairing", total)
    with pq.ParquetWriter(out, DECISIONS) as writer:
        for batch in batches(texts):
            kept = [text for text in batch if text.kept]
            made = [text for text in batch if not text.kept]
            decided = {**_translated(made, loop, pool), **_given(kept, own, None)}
            _write(writer, [decided[text.key] for text in batch])
            progress.advance(len(batch))


def judge_texts(texts: Path, judge: Judge, own: Judge, progress: Progress, out: Path) -> None:
    """Write the decision for every text that stands in the source (a `collect` task).

    Args:
        texts: `texts.parquet`.
        judge: Judges those in the task's language.
        own: Judges those in the source's.
        progress: Told how far it is.
        out: File to write.
    """
    total = pq.read_metadata(texts).num_rows
    pool = _given_pool(texts, judge, total) if judge.source else None
    progress.stage("checking", total)
    with pq.ParquetWriter(out, DECISIONS) as writer:
        for batch in batches(texts):
            kept = [text for text in batch if text.kept]
            others = [text for text in batch if not text.kept]
            decided = {**_given(others, judge, pool), **_given(kept, own, None)}
            _write(writer, [decided[text.key] for text in batch])
            progress.advance(len(batch))


_Decisions = dict[int, dict[str, Any]]


def _translated(texts: Sequence[Text], loop: Loop, pool: Pool) -> _Decisions:
    """Return the decisions of texts that are translated; those without a letter are copied."""
    bare = needs_no_engine([text.source or "" for text in texts])
    target = loop.judge.target
    copied = {
        text.key: _copied(text, target)
        for text, is_bare in zip(texts, bare, strict=True)
        if is_bare
    }
    wanted = {text.key: text.source or "" for text in texts if text.key not in copied}
    return {**copied, **{case.key: _decided(case) for case in loop.run(wanted, pool)}}


def _given(texts: Sequence[Text], judge: Judge, pool: Pool | None) -> _Decisions:
    """Return the decisions of texts that stand in the source as they are released."""
    if not texts:
        return {}
    targets = [canonical(text.given or "", judge.target) for text in texts]
    judged = judge.judge(
        [text.key for text in texts], [text.source or "" for text in texts], targets, pool
    )
    found = zip(texts, targets, judged, strict=True)
    return {text.key: _as_given(text, target, each) for text, target, each in found}


def _translated_pool(texts: Path, loop: Loop, progress: Progress, total: int) -> Pool:
    """Translate the pool's texts by the first engine that can, and embed both sides."""
    progress.stage("translating", min(total, POOL))
    keys: list[int] = []
    sources: list[str] = []
    targets: list[str] = []
    for batch in batches(texts, _every(total)):
        wanted = [text.source or "" for text in batch]
        bare = needs_no_engine(wanted)
        asked = {
            text.key: text.source or ""
            for text, is_bare in zip(batch, bare, strict=True)
            if not is_bare
        }
        for key, target in loop.first(asked).items():
            keys.append(key)
            sources.append(asked[key])
            targets.append(target)
        progress.advance(len(batch))
    return loop.judge.pool(keys, sources, targets)


def _given_pool(texts: Path, judge: Judge, total: int) -> Pool:
    pool = [text for batch in batches(texts, _every(total)) for text in batch]
    return judge.pool(
        [text.key for text in pool],
        [text.source or "" for text in pool],
        [canonical(text.given or "", judge.target) for text in pool],
    )


def _every(total: int) -> int:
    """Return the step at which texts are taken for the pool: evenly, so that order has no say."""
    return max(1, -(-total // POOL))


def batches(texts: Path, every: int = 1) -> Iterator[list[Text]]:
    """Yield every so-manieth text, as many at once as `BATCH` and `CHARACTERS` allow."""
    batch: list[Text] = []
    characters = 0
    for text in islice(_read(texts), None, None, every):
        batch.append(text)
        characters += len(text.source or "") + len(text.given or "")
        if len(batch) == BATCH or characters >= CHARACTERS:
            yield batch
            batch, characters = [], 0
    if batch:
        yield batch


def _read(texts: Path) -> Iterator[Text]:
    with pq.ParquetFile(texts) as opened:
        for batch in opened.iter_batches(_READ):
            for row in batch.to_pylist():
                yield Text(row["text"], row["source"], row["given"], row["kept"])


def _write(writer: pq.ParquetWriter, rows: Sequence[Mapping[str, Any]]) -> None:
    writer.write_table(pa.Table.from_pylist(list(rows), schema=DECISIONS))


def _copied(text: Text, language: Language) -> dict[str, Any]:
    source = text.source or ""
    target = canonical(source, language)
    return {
        "text": text.key,
        "source": source,
        "target": target,
        "raw": raw_form(source, target),
        "state": "accepted",
        "engine": COPIED,
        "attempt": 0,
        "flags": [],
        "attempts": [],
    }


def _as_given(text: Text, target: str, judged: Judged) -> dict[str, Any]:
    return {
        "text": text.key,
        "source": text.source,
        "target": target,
        "raw": raw_form(text.given or "", target),
        "engine": GIVEN,
        "attempt": 0,
        "attempts": [],
        **_judgement(judged),
    }


def _decided(case: Case) -> dict[str, Any]:
    best = case.best()
    if best is None:
        return {
            "text": case.key,
            "source": case.text,
            "state": "failed",
            "reason": "; ".join(dict.fromkeys(case.failures)),
            "flags": [],
            "attempts": [],
        }
    candidate = best.candidate
    return {
        "text": case.key,
        "source": case.text,
        "target": candidate.text,
        "raw": candidate.raw,
        "engine": candidate.engine,
        "revision": candidate.revision,
        "variant": candidate.variant.value,
        "origin": candidate.origin.value,
        "attempt": case.attempts.index(best) + 1,
        "attempts": [_attempt(each) for each in case.attempts],
        **_judgement(best.judged),
    }


def _judgement(judged: Judged) -> dict[str, Any]:
    return {
        "state": "rejected" if judged.ends else "accepted",
        "reason": judged.ends.check if judged.ends else None,
        "cosine": judged.cosine,
        "margin": judged.margin,
        "flags": [
            {"check": flag.check, "severity": flag.severity.value, "detail": flag.detail}
            for flag in judged.flags
        ],
    }


def _attempt(attempt: Attempt) -> dict[str, Any]:
    return {
        "engine": attempt.candidate.engine,
        "variant": attempt.candidate.variant.value,
        "text": attempt.candidate.text,
        "verdict": attempt.judged.verdict.value,
        "flags": [flag.check for flag in attempt.judged.flags],
        "cosine": attempt.judged.cosine,
        "margin": attempt.judged.margin,
    }
