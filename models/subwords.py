"""The tokenizer of static-1, and the spelling features that its token vectors are made of.

During training a token's vector is the sum of a vector of its own and of vectors of its spelling
features, which rare tokens share with frequent ones and languages share with each other
(character n-grams as in fastText, Bojanowski et al. 2017). The sum is stored once training has
ended, so nothing of this is needed to run the model.
"""

import math
import random
import re
import unicodedata
from collections import Counter
from collections.abc import Iterable, Iterator
from typing import Any

import numpy as np
import numpy.typing as npt
from models.data import Pair
from tokenizers import Regex, Tokenizer, models, normalizers, pre_tokenizers, trainers

Ids = npt.NDArray[np.int64]

WORD_START = "▁"
MIN_FREQUENCY = 2
"""A merge, and a spelling feature, is kept when it occurs at least this often."""
ALPHABET = 1000
"""Different characters kept; the others are unknown."""
PARTS = 0.6
"""Shared parts offered as candidates, relative to the size of the vocabulary."""
LONGEST_PART = 12
ROUNDS = 4
"""Segmentations after the first by which the vocabulary is chosen."""
UNKNOWN = "<unk>"
UNKNOWN_SCORE = -40.0

_REPLACED = (
    ("[\u064b-\u0652\u0670\u0640\u200e\u200f]", ""),  # harakat, tatweel, direction marks
    ("[أإآٱ]", "ا"),
    ("ى", "ي"),
    ("ة", "ه"),
    ("[’‘`´]", "'"),
    ("[“”«»„]", '"'),
    *((chr(0x660 + digit), str(digit)) for digit in range(10)),
)


def train_tokenizer(pairs: Iterable[Pair], vocabulary: int, seed: int) -> Tokenizer:
    """Learns a unigram tokenizer (Kudo 2018) of `vocabulary` tokens from balanced text.

    Candidates are the tokens of a byte-pair encoding (Sennrich et al. 2016), which has the
    frequent words, and substrings that many different words share, which has the affixes and
    stems. They are then thinned out by how often the most likely segmentation uses them.
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
    texts = _balanced(pairs, seed)
    trainer = trainers.BpeTrainer(
        vocab_size=vocabulary,
        min_frequency=MIN_FREQUENCY,
        limit_alphabet=ALPHABET,
        show_progress=False,
    )
    tokenizer.train_from_iterator(texts, trainer)
    words = _word_counts(tokenizer, texts)
    counts = dict.fromkeys([*tokenizer.get_vocab(), *_shared_parts(words, vocabulary)], 1.0)
    for token, count in _used(tokenizer.model, words).items():
        counts[token] += count
    for size in (vocabulary, *[vocabulary - 1] * ROUNDS):
        used = _used(_unigram(counts), words)
        counts = _most_used(counts, used, size)
    tokenizer.model = _unigram(counts)
    return tokenizer


def _word_counts(tokenizer: Tokenizer, texts: Iterable[str]) -> Counter[str]:
    counts: Counter[str] = Counter()
    for text in texts:
        normal = tokenizer.normalizer.normalize_str(text)
        counts.update(word for word, _ in tokenizer.pre_tokenizer.pre_tokenize_str(normal))
    return counts


def _shared_parts(words: Iterable[str], vocabulary: int) -> list[str]:
    """Substrings by the letters that they cover in different words, the best first."""
    counts: Counter[str] = Counter()
    for word in words:
        if word.strip(WORD_START).isalpha():
            counts.update(set(_grams(word, range(2, LONGEST_PART + 1))))
    inner = {
        part
        for gram, count in counts.items()
        for part in (gram[1:], gram[:-1])
        if counts.get(part) == count
    }
    parts = [part for part, count in counts.items() if count > 1 and part not in inner]
    parts.sort(key=lambda part: (-counts[part] * len(part), part))
    return parts[: int(vocabulary * PARTS)]


def _used(model: Any, words: Counter[str]) -> Counter[str]:
    """How often a model's segmentations of the words use each token."""
    used: Counter[str] = Counter()
    for word, count in words.items():
        for token in model.tokenize(word):
            used[token.value] += count
    return used


def _most_used(counts: dict[str, float], used: Counter[str], size: int) -> dict[str, float]:
    """The tokens used most, at most `size`, and all single letters, with smoothed counts."""
    letters = [token for token in counts if len(token) == 1]
    longer = [token for token in counts if len(token) > 1]
    longer.sort(key=lambda token: (-used[token], token))
    kept = [*letters, *longer[: size - len(letters)]]
    return {token: used[token] + 0.5 for token in kept}


def _unigram(counts: dict[str, float]) -> Any:
    """A unigram model whose token probabilities are the relative counts."""
    total = sum(counts.values())
    ordered = sorted(counts.items(), key=lambda item: (-item[1], item[0]))
    scores = [(token, math.log(count / total)) for token, count in ordered]
    return models.Unigram([(UNKNOWN, UNKNOWN_SCORE), *scores], unk_id=0)


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
