"""Defects of models: what they say instead of a translation, or beside it."""

from random import Random

from babelwright.checks.planted.base import Group, Kind, Others, Pair


def refusal(pair: Pair, others: Others, rng: Random) -> str | None:
    """A model refuses, in the source's language or the target's."""
    del pair
    known = (*others.words.refusals, *others.source_words.refusals)
    return rng.choice(known) if known else None


def prefixed(pair: Pair, others: Others, rng: Random) -> str | None:
    """A model announces its translation, in the source's language or the target's."""
    known = (*others.words.chatter, *others.source_words.chatter)
    return f"{rng.choice(known)} {pair.target}" if known else None


def prompted(pair: Pair, others: Others, rng: Random) -> str | None:
    """An instruction to the model stands before the translation."""
    known = (*others.words.prompts, *others.source_words.prompts)
    return f"{rng.choice(known)} {pair.target}" if known else None


def fenced(pair: Pair, others: Others, rng: Random) -> str | None:
    """The translation stands in a fence of code, or in quotation marks."""
    del others
    before, after = rng.choice((("```\n", "\n```"), ('"', '"'), ("“", "”")))
    if pair.target.startswith(before[0]) or not pair.target.strip():
        return None
    return f"{before}{pair.target}{after}"


KINDS = (
    Kind(
        "refusal",
        Group.STRUCTURAL,
        "A model refuses to translate.",
        ("refusal", "length-ratio", "language", "fidelity"),
        refusal,
        "the language's refusals",
    ),
    Kind(
        "chatter",
        Group.STRUCTURAL,
        "A model announces its translation.",
        ("chatter",),
        prefixed,
        "the language's chatter",
    ),
    Kind(
        "prompt-leaked",
        Group.STRUCTURAL,
        "An instruction to the model stands before the translation.",
        ("chatter", "length-ratio"),
        prompted,
        "a prompt",
    ),
    Kind(
        "fenced",
        Group.STRUCTURAL,
        "The translation stands in a fence of code or in quotation marks.",
        ("wrapped", "paragraphs", "span-invented", "markup-invented"),
        fenced,
        "a text without quotation marks around it",
    ),
)
