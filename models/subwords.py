"""The tokenizer of static-1, and the spelling features that its token vectors are made of.

During training a token's vector is the sum of a vector of its own and of vectors of its spelling
features, which rare tokens share with frequent ones and languages share with each other
(character n-grams as in fastText, Bojanowski et al. 2017). The sum is stored once training has
ended, so nothing of this is needed to run the model.
"""

import random
import re
import unicodedata
from collections import Counter
from collections.abc import Iterable, Iterator

import numpy as np
import numpy.typing as npt
from tokenizers import Regex, Tokenizer, models, normalizers, pre_tokenizers, trainers

from models.data import Pair

Ids = npt.NDArray[np.int64]

WORD_START = "▁"
MIN_FREQUENCY = 2
"""A merge, and a spelling feature, is kept when it occurs at least this often."""

_REPLACED = (
    ("[\u064b-\u0652\u0670\u0640\u200e\u200f]", ""),  # harakat, tatweel, direction marks
    ("[أإآٱ]", "ا"),
    ("ى", "ي"),
    ("ة", "ه"),
    ("[’‘`´]", "'"),
    ("[“”«»„]", '"'),
    *((chr(0x660 + digit), str(digit)) for digit in range(10)),
)


def new_tokenizer() -> Tokenizer:
    """An untrained BPE tokenizer (Sennrich et al. 2016) with its normaliser and word splitting.

    Words keep a mark of the space before them; every punctuation mark and symbol stands alone,
    and numbers are cut after four digits.
    """
    tokenizer = Tokenizer(models.BPE())
    replaced = [normalizers.Replace(Regex(old), new) for old, new in _REPLACED]
    tokenizer.normalizer = normalizers.Sequence(
        [normalizers.NFKC(), normalizers.Lowercase(), *replaced]
    )
    tokenizer.pre_tokenizer = pre_tokenizers.Sequence(
        [
            pre_tokenizers.Metaspace(WORD_START),
            pre_tokenizers.Split(Regex(r"[^\p{L}\p{N}\p{M}\u2581]"), "isolated"),
            pre_tokenizers.Split(Regex(r"\p{N}{1,4}"), "isolated"),
        ]
    )
    return tokenizer


def train_tokenizer(pairs: Iterable[Pair], vocabulary: int, seed: int) -> Tokenizer:
    """Learns at most `vocabulary` tokens from text balanced between the languages."""
    tokenizer = new_tokenizer()
    trainer = trainers.BpeTrainer(
        vocab_size=vocabulary,
        min_frequency=MIN_FREQUENCY,
        limit_alphabet=1000,
        show_progress=False,
    )
    tokenizer.train_from_iterator(_balanced(pairs, seed), trainer)
    return tokenizer


def _balanced(pairs: Iterable[Pair], seed: int) -> list[str]:
    """Distinct texts, repeated so that a language has the square root of its share."""
    texts: dict[str, dict[str, None]] = {}
    for pair in pairs:
        texts.setdefault(pair.left_language, {})[pair.left] = None
        texts.setdefault(pair.right_language, {})[pair.right] = None
    letters = {code: sum(map(len, found)) for code, found in texts.items()}
    most = max(letters.values())
    chosen: list[str] = []
    rng = random.Random(seed)  # noqa: S311 - a reproducible sample, no secret
    for code in sorted(texts):
        found = list(texts[code])
        times = (most / letters[code]) ** 0.5
        chosen += found * int(times)
        chosen += rng.sample(found, int(len(found) * (times % 1)))
    return chosen


_UNACCENTED = str.maketrans(
    {"æ": "ae", "ø": "o", "ð": "d", "þ": "th", "đ": "d", "œ": "oe", "ß": "ss"}
)


def unaccented(word: str) -> str:
    """The word without diacritics, with ligatures and barred letters spelled plainly."""
    spread = unicodedata.normalize("NFD", word.translate(_UNACCENTED))
    return "".join(letter for letter in spread if not unicodedata.combining(letter))


_ARABIC = dict(
    zip("بتثجخدذرزسشصضطظغفقكلمن", "bttgkddrssssdtdgfkklmn", strict=True),
    پ="b",
    ڤ="f",
    گ="g",
    چ="s",
)
_LATIN = dict(zip("bpcdfvgjkqlmnrszt", "bbkdffggkklmnrsst", strict=True), x="ks")
_SPELLINGS = (("sch", "s"), ("ch", "s"), ("sh", "s"), ("th", "t"), ("ph", "f"), ("dj", "g"))


def skeleton(word: str) -> str:
    """The consonants of a word in rough classes, the same for Latin and Arabic spelling.

    It lets names match across the scripts: "trump" and "ترامب" both give "trmb".
    """
    if _is_arabic(word):
        kept = "".join(_ARABIC.get(letter, "") for letter in word.removeprefix("ال"))
    else:
        plain = unaccented(word)
        for old, new in _SPELLINGS:
            plain = plain.replace(old, new)
        kept = "".join(_LATIN.get(letter, "") for letter in plain)
    return re.sub(r"(.)\1+", r"\1", kept)


_ARABIC_STEM = re.compile(r"<?(?:و|ف)?(?:بال|كال|لل|ال|ب|ل|ك)?(.{3,})$")


def _is_arabic(word: str) -> bool:
    return any("\u0600" <= letter <= "\u06ff" for letter in word)


def spelling_features(token: str) -> list[str]:
    """The features of a token: n-grams, the unaccented whole, Arabic stem, consonants."""
    marked = token.replace(WORD_START, "<")
    core = marked.strip("<")
    if not any(letter.isalpha() for letter in core):
        return []
    plain = unaccented(marked)
    found = {f"={plain}", *_grams(f"{plain}>", range(2, 5) if _is_arabic(core) else range(3, 6))}
    stem = _ARABIC_STEM.match(marked) if _is_arabic(core) else None
    if stem:
        found.add(f"~{stem[1]}")
    bones = skeleton(core)
    if len(bones) > 1:
        found.add(f"#{bones}$")
    if len(bones) > 2:  # noqa: PLR2004 - shorter ones have no three letters
        found.add(f"#^{bones[:3]}")
        found.update(f"#{gram}" for gram in _grams(bones, range(3, 4)))
    return sorted(found)


def _grams(text: str, lengths: range) -> Iterator[str]:
    for length in lengths:
        for start in range(len(text) - length + 1):
            yield text[start : start + length]


def feature_table(tokenizer: Tokenizer) -> tuple[list[Ids], int]:
    """Feature ids of every token, by token id, and how many features there are."""
    tokens = sorted(tokenizer.get_vocab().items(), key=lambda item: item[1])
    features = [spelling_features(token) for token, _ in tokens]
    counts = Counter(name for names in features for name in names)
    kept = sorted(name for name, count in counts.items() if count >= MIN_FREQUENCY)
    numbers = {name: number for number, name in enumerate(kept)}
    rows = [
        np.array([numbers[name] for name in names if name in numbers], dtype=np.int64)
        for names in features
    ]
    return rows, len(numbers)
