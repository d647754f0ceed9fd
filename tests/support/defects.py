"""Plants one defect in a good translation."""

import re
import unicodedata
from collections.abc import Callable
from typing import NamedTuple

# Texts of fewer characters have no half that could be missed.
LONG = 60


class Good(NamedTuple):
    """A good pair, with the same text in a language and in a script that are wrong for it."""

    source: str
    target: str
    other_language: str
    other_script: str


# Returns the spoilt target, or None where the defect cannot be planted.
Plant = Callable[[Good], str | None]


def emptied(good: Good) -> str | None:
    """The text is gone."""
    return "" if good.target else None


def copied(good: Good) -> str | None:
    """The source stands in its place."""
    return good.source


def cut(good: Good) -> str | None:
    """The second half is missing, and the final mark with it."""
    if len(good.source) < LONG:
        return None
    words = good.target.split(" ")
    return " ".join(words[: len(words) // 2]).rstrip(".,;:؟،!?") or None


def doubled(good: Good) -> str | None:
    """The text stands there twice."""
    return f"{good.target} {good.target}"


def looped(good: Good) -> str | None:
    """The last three words go on and on."""
    words = good.target.rstrip(".").split()
    return " ".join([*words, *words[-3:] * 4]) + "."


def digit_changed(good: Good) -> str | None:
    """The last digit of the first number above twelve is another one."""
    for number in re.finditer(r"(?<![\d/])\d{2,}(?!\d)", without_addresses(good.target)):
        if int(number.group()) > 12:
            place = number.end() - 1
            digit = int(good.target[place])
            other = str(digit + 1 if digit < 9 else 8)
            return good.target[:place] + other + good.target[place + 1 :]
    return None


def without_addresses(text: str) -> str:
    """Return the text with its addresses blanked, at the same length."""
    return re.sub(r"\S+[@/:]\S+\.\S+", lambda found: " " * len(found.group()), text)


def address_dropped(good: Good) -> str | None:
    """A web address is missing."""
    return _without(good.target, r"https?://\S+ ?")


def mail_dropped(good: Good) -> str | None:
    """An e-mail address is missing."""
    return _without(good.target, r"\S+@\S+ ?")


def placeholder_changed(good: Good) -> str | None:
    """A placeholder has another name."""
    return _other(good.target, r"\{\w+\}|%s", "{x}")


def tag_dropped(good: Good) -> str | None:
    """A closing tag is missing."""
    return _without(good.target, r"</\w+>")


def bracket_dropped(good: Good) -> str | None:
    """A closing bracket is missing."""
    return _without(good.target, r"[)\]]")


def control_added(good: Good) -> str | None:
    """A control character stands within."""
    half = len(good.target) // 2
    return good.target[:half] + "\x00" + good.target[half:]


def other_language(good: Good) -> str | None:
    """It is a good translation into another language."""
    return good.other_language


def other_script(good: Good) -> str | None:
    """It is in another script."""
    return good.other_script


def marks_stripped(good: Good) -> str | None:
    """The letters have lost their marks."""
    bare = unicodedata.normalize("NFD", good.target.replace("đ", "d").replace("Đ", "D"))
    return "".join(char for char in bare if not unicodedata.combining(char))


def lines_joined(good: Good) -> str | None:
    """The line breaks are gone."""
    return _other(good.target, r"\n", " ")


def _without(text: str, pattern: str) -> str | None:
    return _other(text, pattern, "")


def _other(text: str, pattern: str, other: str) -> str | None:
    spoilt = re.sub(pattern, other, text, count=1)
    return spoilt if spoilt != text else None
