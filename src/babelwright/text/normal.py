"""Normal forms: the form that is published, and the key that is compared."""

import unicodedata

import regex

_NOT_ALPHANUMERIC = regex.compile(r"[^\p{L}\p{M}\p{N}]+")


def canonical(text: str) -> str:
    """Return the text as it is published: NFC, otherwise as written."""
    return unicodedata.normalize("NFC", text)


def matching_key(text: str) -> str:
    """Return what two texts are compared by: NFKC, case folded, letters and digits alone.

    Texts with no letter or digit (emoticons, punctuation) keep all but their white space, so that
    two different ones do not match.
    """
    folded = unicodedata.normalize("NFKC", unicodedata.normalize("NFKC", text).casefold())
    # A mark may meet a letter that it combines with when what stood between them is gone.
    bare = unicodedata.normalize("NFKC", _NOT_ALPHANUMERIC.sub("", folded))
    return bare or "".join(folded.split())
