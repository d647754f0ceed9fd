"""Plants defects of words and characters in good translations."""

import unicodedata
from collections.abc import Callable, Iterator, Mapping

import regex

from babelwright.catalog.load import load_catalog
from babelwright.catalog.locate import bundled_root
from babelwright.catalog.model import Language
from babelwright.text.cues import matcher

# A sentence of fewer words has no half.
LEAST_WORDS = 8
# Marks are taken from texts of so many letters.
LETTERS = 40
# Bytes that Windows-1252 does not have.
UNDEFINED = frozenset([0x81, 0x8D, 0x8F, 0x90, 0x9D])
PLAIN = str.maketrans({"đ": "d", "ø": "o", "æ": "ae", "ð": "d", "þ": "th", "Ø": "O", "Þ": "Th"})
REFUSALS = (
    "I'm sorry, but I can't assist with that request.",
    "Sorry, I cannot provide a translation for this sentence.",
    "As a large language model, I am not able to translate this content.",
    "Unfortunately, I'm not able to help with this.",
    "I apologize, but I cannot translate text of this kind.",
    "This request may violate our content policy, so I can't continue.",
    "It looks like no text was provided. Please provide the text to translate.",
    "I’m unable to translate this, as it contains harmful language.",
)
INTRODUCTIONS = (
    "Here is the translation of the text:",
    "Sure! Here's the translated text in {}:",
    "**Translation:**",
    "Certainly, here is your translation into {}:",
    "The translation of the sentence is as follows:",
    "{} translation:",
    "Below is the {} version:",
)
ENGLISH = load_catalog(bundled_root()).languages["en"]
# A clause of fewer words belongs to the one before it; where there is no mark, so many make one.
CLAUSE = 4
WINDOW = 6
_CLAUSE_END = regex.compile(r"(?<=[,;:،؛])\s+|\s+[–—-]\s+")

Plant = Callable[[str, str, Language], str | None]


def half_translated(source: str, target: str, language: Language) -> str | None:
    """Return the target with every second clause left in the source's language."""
    del language
    if len(source.split()) < LEAST_WORDS:
        return None
    clauses, words = _clauses(target), source.split()
    total = sum(len(clause) for clause in clauses)
    left, place = [], 0
    for number, clause in enumerate(clauses):
        start = round(place / total * len(words))
        place += len(clause)
        stop = round(place / total * len(words))
        left.extend(words[start:stop] if number % 2 else clause)
    return " ".join(left)


def _clauses(text: str) -> list[list[str]]:
    """Return the words of the clauses of a text, two of them at least."""
    clauses = _joined((part.split() for part in _CLAUSE_END.split(text)), CLAUSE)
    if len(clauses) > 1:
        return clauses
    words = text.split()
    size = WINDOW if len(words) > WINDOW + CLAUSE else -(-len(words) // 2)
    return _joined((words[start : start + size] for start in range(0, len(words), size)), 2)


def _joined(parts: Iterator[list[str]], least: int) -> list[list[str]]:
    """Join what has fewer words than `least` to its neighbour."""
    joined: list[list[str]] = []
    for part in parts:
        if joined and (len(part) < least or len(joined[-1]) < least):
            joined[-1].extend(part)
        else:
            joined.append(part)
    return joined


def line_left(source: str, target: str, language: Language) -> str | None:
    """Return the target with its middle line left in the source's language; None without lines."""
    del language
    theirs, ours = target.split("\n"), source.split("\n")
    if len(theirs) != len(ours) or len(theirs) == 1:
        return None
    middle = len(theirs) // 2
    return "\n".join([*theirs[:middle], ours[middle], *theirs[middle + 1 :]])


def negation_dropped(source: str, target: str, language: Language) -> str | None:
    """Return the target without its first negation; None where source or target have none."""
    if not _denials(source, ENGLISH):
        return None
    found = _denials(target, language)
    if not found:
        return None
    start, stop = found[0]
    words = target[start:stop].split()
    kept = " ".join(words[1:-1])
    if len(words) > 1 and "'" in words[0].replace("’", "'"):
        kept = " ".join([words[0].replace("’", "'").split("'", 1)[1], kept])
    return " ".join((target[:start] + kept + target[stop:]).split())


def negation_added(source: str, target: str, language: Language) -> str | None:
    """Return the target with a negation in the middle; None where there is one already."""
    words = target.split()
    if len(words) < CLAUSE or _denials(source, ENGLISH) or _denials(target, language):
        return None
    middle = len(words) // 2
    first, _, last = language.cues.negation[0].partition(" … ")
    return " ".join([*words[:middle], first, words[middle], last, *words[middle + 1 :]])


def _denials(text: str, language: Language) -> list[tuple[int, int]]:
    """Return where the negations of a text stand."""
    idioms = matcher(language.cues.idioms)
    hidden = idioms.sub(lambda match: "#" * len(match.group()), text)
    return [match.span() for match in matcher(language.cues.negation).finditer(hidden)]


def duty_to_leave(source: str, target: str, language: Language) -> str | None:
    """Return the target with leave in place of its duties; None where the source allows too."""
    cues = language.cues
    if not matcher(ENGLISH.cues.obligation).search(source):
        return None
    if matcher(ENGLISH.cues.permission).search(source) or not cues.permission:
        return None
    return str(matcher(cues.obligation).sub(cues.permission[0], target))


def refusal(source: str, target: str, language: Language) -> str:
    """Return one of several refusals, written apart from the lists of the checks."""
    del language
    return REFUSALS[(len(source) + len(target)) % len(REFUSALS)]


def own_refusal(source: str, target: str, language: Language) -> str:
    """Return a refusal in the target's language: from the list that the check reads."""
    cues = language.cues.refusal
    return f"{cues[(len(source) + len(target)) % len(cues)]} …"


def introduction(source: str, target: str, language: Language) -> str:
    """Return the target after an introduction, written apart from the lists of the checks."""
    opening = INTRODUCTIONS[len(source) % len(INTRODUCTIONS)].format(language.name)
    return f"{opening}\n\n{target}"


def own_introduction(source: str, target: str, language: Language) -> str:
    """Return the target after an introduction in its language, from the list of the check."""
    cues = language.cues.preamble
    return f"{cues[len(source) % len(cues)]} {target}"


def note(source: str, target: str, language: Language) -> str:
    """Return the target before a note on it."""
    del source
    return f"{target}\n\n({language.cues.note[0].capitalize()} …)"


def mojibake(source: str, target: str, language: Language) -> str | None:
    """Return the target's UTF-8 read as Windows-1252; None where that changes nothing."""
    del source, language
    seen = "".join(
        bytes([code]).decode("cp1252") if code not in UNDEFINED else chr(code)
        for code in target.encode()
    )
    return None if seen == target else seen


def mojibake_twice(source: str, target: str, language: Language) -> str | None:
    """Return the target read wrongly twice."""
    once = mojibake(source, target, language)
    return None if once is None else mojibake(source, once, language)


def stripped(others: Mapping[int, str] | None = None) -> Plant:
    """Return what takes the marks from letters, and puts others in place of some."""

    def plant(source: str, target: str, language: Language) -> str | None:
        del source
        if language.script != "Latn" or sum(map(str.isalpha, target)) < LETTERS:
            return None
        signs = unicodedata.normalize("NFD", target).translate(others or {})
        return "".join(sign for sign in signs if not unicodedata.combining(sign))

    return plant


def mirrored(source: str, target: str, language: Language) -> str | None:
    """Return the target with its brackets the wrong way round; None where there are none."""
    del source, language
    return target.translate(str.maketrans("()[]", ")(][")) if "(" in target else None


def mark_in_front(source: str, target: str, language: Language) -> str | None:
    """Return the target with its full stop in front."""
    del source, language
    return f".{target[:-1]}" if target.endswith(".") and target[0].isalnum() else None
