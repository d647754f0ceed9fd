"""The repair loop: candidates until one passes, and the choice of the best."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

from babelwright.build.candidates import Candidate, Step, Variant, propose, steps
from babelwright.catalog.model import Gates, Structure
from babelwright.checks.gate import Verdict
from babelwright.fidelity.similarity import Pool
from babelwright.judging import Judge, Judged
from babelwright.text.letters import LETTER, Characters
from babelwright.translation.engine import Engine, Failure, Origin
from babelwright.translation.store import Store

_RANK = {Verdict.PASS: 0, Verdict.SOFT: 1, Verdict.HARD: 2}

# What asking for smaller pieces can help against.
_SMALLER_HELPS = frozenset(
    {"truncation", "ending", "sentences-missing", "length-ratio", "repetition", "compression"}
)


class Attempt(NamedTuple):
    """A candidate and what was found of it."""

    candidate: Candidate
    judged: Judged


@dataclass
class Case:
    """One text on its way through the loop."""

    key: int
    text: str
    attempts: list[Attempt] = field(default_factory=list)
    failures: list[str] = field(default_factory=list)

    @property
    def settled(self) -> bool:
        """Whether no further candidate is wanted.

        A human's translation with soft flags is not replaced by a machine's.
        """
        return any(
            attempt.judged.verdict is Verdict.PASS
            or (attempt.judged.verdict is Verdict.SOFT and attempt.candidate.origin is Origin.HUMAN)
            for attempt in self.attempts
        )

    def wants(self, step: Step, most: int) -> bool:
        """Whether the step is worth asking for this text."""
        tried = {(each.candidate.engine, each.candidate.variant) for each in self.attempts}
        if self.settled or len(tried) >= most:
            return False
        if step.variant is not Variant.CLAUSES:
            return True
        seen = {flag.check for each in self.attempts for flag in each.judged.flags}
        return bool(seen & _SMALLER_HELPS) or not self.attempts

    def best(self) -> Attempt | None:
        """Return the best attempt: accepted before rejected, then by verdict and fewest flags.

        Among equals human before machine, and what most others agree with.
        """
        if not self.attempts:
            return None
        agreement = _agreement([each.candidate.text for each in self.attempts])

        def order(index: int) -> tuple[bool, int, int, bool, float, int]:
            attempt = self.attempts[index]
            machine = attempt.candidate.origin is Origin.MACHINE
            flags = len(attempt.judged.flags)
            rank = _RANK[attempt.judged.verdict]
            ended = attempt.judged.ends is not None
            return ended, rank, flags, machine, -agreement[index], index

        return self.attempts[min(range(len(self.attempts)), key=order)]


@dataclass(frozen=True)
class Loop:
    """Everything the loop depends on but the texts.

    Attributes:
        judge: Checks and fidelity.
        gates: For the number of attempts and hypotheses.
        engines: The chain.
        store: Where translations are looked up and kept.
        structure: Of the source language.
    """

    judge: Judge
    gates: Gates
    engines: tuple[Engine, ...]
    store: Store
    structure: Structure

    def first(self, texts: Mapping[int, str]) -> dict[int, str]:
        """Return each text's first candidate, for the pool that margins are measured against."""
        found: dict[int, str] = {}
        for step in steps(self.engines)[: len(self.engines)]:
            missing = {key: text for key, text in texts.items() if key not in found}
            proposed = self._propose(step, list(missing.values()))
            for key, text in missing.items():
                candidates = proposed[text]
                if not isinstance(candidates, Failure):
                    found[key] = candidates[0].text
        return found

    def run(self, texts: Mapping[int, str], pool: Pool) -> list[Case]:
        """Return every text with its attempts.

        Args:
            texts: Distinct source texts by key.
            pool: Neighbours for the margin.
        """
        cases = [Case(key, text) for key, text in texts.items()]
        for step in steps(self.engines):
            open_cases = [case for case in cases if case.wants(step, self.gates.attempts)]
            if open_cases:
                self._attempt(step, open_cases, pool)
        return cases

    def _attempt(self, step: Step, cases: Sequence[Case], pool: Pool) -> None:
        proposed = self._propose(step, [case.text for case in cases])
        asked: list[tuple[Case, Candidate]] = []
        for case in cases:
            candidates = proposed[case.text]
            if isinstance(candidates, Failure):
                case.failures.append(candidates.reason)
                continue
            known = {attempt.candidate.text for attempt in case.attempts}
            asked.extend((case, each) for each in candidates if each.text not in known)
        judged = self.judge.judge(
            [case.key for case, _ in asked],
            [case.text for case, _ in asked],
            [candidate.text for _, candidate in asked],
            pool,
        )
        for (case, candidate), found in zip(asked, judged, strict=True):
            case.attempts.append(Attempt(candidate, found))

    def _propose(self, step: Step, texts: Sequence[str]) -> dict[str, list[Candidate] | Failure]:
        return propose(
            step,
            texts,
            self.structure,
            self.gates.hypotheses,
            self.store,
            target=self.judge.target,
        )


def needs_no_engine(texts: Sequence[str]) -> list[bool]:
    """Return for every text whether it has no letter: such texts are copied, never sent."""
    return [int(count) == 0 for count in Characters(texts).count(LETTER)]


def _agreement(texts: Sequence[str]) -> list[float]:
    """Return each text's mean chrF against the others.

    Minimum Bayes risk among the hypotheses (Kumar and Byrne, NAACL 2004) with chrF (Popovic, WMT
    2015) as the gain: of candidates that the checks find equally good, the one that most others
    agree with.
    """
    if len(texts) <= 2:  # noqa: PLR2004 - two texts agree with each other equally
        return [0.0] * len(texts)
    from sacrebleu.metrics import CHRF

    chrf = CHRF()
    return [
        sum(chrf.sentence_score(text, [other]).score for other in texts if other is not text)
        / (len(texts) - 1)
        for text in texts
    ]
