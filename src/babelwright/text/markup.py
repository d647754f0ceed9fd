"""Reads markup: tags, markdown, formulas, handles, emoji."""

from collections import Counter
from collections.abc import Iterator

import regex

# Elements without an end tag (HTML, "Void elements").
_VOID = frozenset("area base br col embed hr img input link meta param source track wbr".split())
_TAG = regex.compile(r"<(/?)([A-Za-z][A-Za-z0-9:-]{0,40})(?:\s[^<>\n]{0,200})?(/?)>")

# A dollar sign opens a formula where no space follows, and closes it where none precedes and no
# digit follows, as in pandoc: "$5 and $6" has none.
_FORMULA = regex.compile(
    r"(?<![\\$\w])\$\$[^$]{1,2000}\$\$"
    r"|(?<![\\$\w])\$(?![\s$])[^$\n]{1,300}(?<![\s\\])\$(?![\w$])"
    r"|\\\([^\n]{1,300}?\\\)|\\\[.{1,2000}?\\\]",
    regex.DOTALL,
)
# Words within a formula are translated.
_WORDS = regex.compile(r"\\(?:text|mbox|textbf|textit|mathrm)\s?\{[^{}]{0,300}\}")
_LIKE_MATH = regex.compile(r"[\\^_={}+<>]|^\$\$?[A-Za-z]\w?\$\$?$")

_HANDLE = regex.compile(r"(?<![\w@./+-])@[A-Za-z0-9_]{2,30}(?![\w@]|\.\w)")
_HASHTAG = regex.compile(r"(?<![\w&#/])#(?=\w{0,60}\p{L})[\p{L}\p{M}\p{Nd}_]{2,60}")
_EMOJI = regex.compile(
    r"[\U0001F1E6-\U0001F1FF]{2}|[\U0001F000-\U0001FAFF\u2600-\u27BF\u2B50\u2B55\u231A\u231B]"
)
_DINGBATS = frozenset("✓✔✗✘☐☑☒★☆✱✲✳➔➜➤❝❞")

# What markdown writes, each with what it is counted by.
_MARKS = {
    "heading": regex.compile(r"^ {0,3}#{1,6}[ \t]+\S", regex.MULTILINE),
    "fence": regex.compile(r"^[ \t]{0,12}(?:```|~~~)", regex.MULTILINE),
    "link": regex.compile(r"\]\((?=[^\s()])|\]\[\w"),
    "quotation": regex.compile(r"^ {0,3}>[ \t]*\S", regex.MULTILINE),
}
# Each stretch has two of them, at a letter or mark.
_EMPHASIS = {
    "bold": regex.compile(r"(?<=[^\s*])\*\*(?!\*)|(?<!\*)\*\*(?=[^\s*])"),
    "struck": regex.compile(r"(?<=[^\s~])~~(?!~)|(?<!~)~~(?=[^\s~])"),
}

# RE2: what a row has that any of these reads.
TAG_HINT = r"<[A-Za-z/]"
FORMULA_HINT = r"\$|\\\(|\\\["
MARK_HINT = r"(?m)^\s{0,12}(?:#|```|~~~|>)|\]\(|\]\[|\*\*|~~"
HANDLE_HINT = r"@[A-Za-z0-9_]"
HASHTAG_HINT = r"#\p{L}"
EMOJI_HINT = "[\U0001f000-\U0001faff\u2600-\u27bf\u2b50\u2b55\u231a\u231b]"


def misnested(text: str) -> str:
    """Return the first tag that is not closed, or closes nothing that is open; or nothing."""
    opened: list[str] = []
    for found in _TAG.finditer(text):
        closes, name, alone = found[1], found[2].lower(), found[3]
        if alone or name in _VOID:
            continue
        if not closes:
            opened.append(name)
        elif not opened or opened.pop() != name:
            return str(found.group())
    return f"<{opened[-1]}>" if opened else ""


def formulas(text: str) -> Counter[str]:
    """Count the formulas of a text, without white space and without the words in them."""
    return Counter(_bare_formulas(text))


def _bare_formulas(text: str) -> Iterator[str]:
    for found in _FORMULA.findall(text):
        if _LIKE_MATH.search(found):
            yield "".join(_WORDS.sub(r"\\text{}", found).split()).replace("$$", "$")


def marks(text: str) -> Counter[str]:
    """Count the headings, fences, links and quotations of markdown."""
    return Counter({name: len(pattern.findall(text)) for name, pattern in _MARKS.items()})


def emphasis(text: str) -> Counter[str]:
    """Count the stretches that markdown emphasises or strikes out."""
    return Counter({name: len(pattern.findall(text)) // 2 for name, pattern in _EMPHASIS.items()})


def handles(text: str) -> Counter[str]:
    """Count the names of users (@name) of a text."""
    return Counter(each.casefold() for each in _HANDLE.findall(text))


def hashtag_count(text: str) -> int:
    """Return how many hashtags a text has; what they say is translated."""
    return len(_HASHTAG.findall(text))


def emoji(text: str) -> Counter[str]:
    """Count the emoji of a text; ticks, stars and arrows are none."""
    return Counter(each for each in _EMOJI.findall(text) if each not in _DINGBATS)
