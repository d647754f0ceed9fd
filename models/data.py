"""The parallel text that static-1 is trained, calibrated and measured on.

Every corpus is read from a folder of its own below one data folder; `LAYOUT` says which files
are expected and where each comes from. Nothing is downloaded. Sentences that are used for
calibration or for measuring are removed from the training pairs by their normalised form, on
either side of a pair.
"""

import hashlib
import json
import re
import unicodedata
from collections import Counter
from collections.abc import Iterable, Iterator
from itertools import chain, combinations
from pathlib import Path
from typing import Any, NamedTuple

LANGUAGES = ("ar", "da", "fr", "nb", "nn", "sv", "vi", "is", "fo")
"""BCP 47 codes of the languages beside English."""

ISO_639_3 = {
    "ara": "ar",
    "dan": "da",
    "eng": "en",
    "fao": "fo",
    "fra": "fr",
    "isl": "is",
    "nno": "nn",
    "nob": "nb",
    "swe": "sv",
    "vie": "vi",
}

NEWS = "ntrex128"
SHORT = "tatoeba_laser_v1"
TRAIN_BUCKETS = (0, 1, 2, 3, 4)
CALIBRATION_BUCKETS = (5, 6)
REPORT_BUCKETS = (7, 8, 9)

LAYOUT = """The data folder must hold:
  ntrex128/ntrex.<lang> and ntrex128/DOCUMENT_IDS.tsv   one sentence a line, same line numbers
  tatoeba_laser_v1/eng-<iso 639-3>.tsv                  english TAB translation
  tatoeba_challenge_test/<iso 639-3>-<iso 639-3>.tsv    sentence TAB translation
  tatoeba_anki/en-<lang>.tsv                            english TAB translation
  www_l10n/<lang>-<lang>.tsv, tldr_aligned/en-<lang>.tsv  string TAB translation
  xquad/xquad.<en|ar|vi>.json                           the published files
The data table of static-1/README.md names the repository and commit of each."""


class DataError(Exception):
    """The data folder is incomplete; the message says what to put where."""


class Corpus(NamedTuple):
    """Where one corpus was published, and under which terms."""

    title: str
    repository: str
    commit: str
    path: str
    licence: str
    use: str


CORPORA = {
    "ntrex128": Corpus(
        "NTREX-128 (Federmann, Kocmi and Xin 2022), professional translations of newstest2019",
        "MicrosoftTranslator/NTREX",
        "8561f6a622db9edad1217683e5c83daefd8bb2bf",
        "NTREX-128/newstest2019-{src.eng,ref.*}.txt",
        "CC-BY-SA-4.0",
        "training (buckets 0-4); calibration (5-6) and report (7-9) are never trained on",
    ),
    "xquad": Corpus(
        "XQuAD (Artetxe, Ruder and Yogatama 2020), professional translations of SQuAD",
        "google-deepmind/xquad",
        "7d30520c717524000f0d9d2f9c10a069acd9d285",
        "xquad.{en,ar,vi}.json",
        "CC-BY-SA-4.0",
        "training: paragraphs, their sentences where the counts agree, questions, answers",
    ),
    "tatoeba_challenge_test": Corpus(
        "Tatoeba sentences by tatoeba.org contributors, as in the Tatoeba Challenge test sets",
        "Helsinki-NLP/OPUS-MT-testsets",
        "ac0f19c0be3cb4e0d9450fcb2d7a9847c4bdd180",
        "testsets/*/tatoeba-test-v2021-08-07.*",
        "CC-BY-2.0-FR",
        "training",
    ),
    "tatoeba_anki": Corpus(
        "Tatoeba sentences by tatoeba.org contributors, as packed by manythings.org/anki",
        "emilolio/translation-transformer",
        "bc1be102ca7c455ca4bfb6ed46a93f4d8263d9a2",
        "swe.txt; the other languages: see the attribution",
        "CC-BY-2.0-FR",
        "training",
    ),
    "www_l10n": Corpus(
        "Website strings translated by the Mozilla localisation communities",
        "mozilla-l10n/www-l10n",
        "442e139499cbf67e31cf7155ea4bdd4a69cfd87e",
        "<locale>/**/*.ftl, messages of the same id",
        "MPL-2.0",
        "training",
    ),
    "tldr_aligned": Corpus(
        "Command descriptions by the tldr-pages contributors",
        "tldr-pages/tldr",
        "08e345f42639f67d99282813247ac670dc6e87cb",
        "pages*/, aligned where the command lines are identical",
        "CC-BY-4.0",
        "training",
    ),
    "tatoeba_laser_v1": Corpus(
        "Tatoeba sentences by tatoeba.org contributors, as in LASER (Artetxe and Schwenk 2019)",
        "facebookresearch/LASER",
        "74bc6ae7ffb7cba670fe0f428d0ede9f666fb821",
        "data/tatoeba/v1/",
        "CC-BY-2.0-FR",
        "report only",
    ),
}


class Pair(NamedTuple):
    """Two sentences, or two paragraphs, that translate each other."""

    corpus: str
    left_language: str
    left: str
    right_language: str
    right: str


class News(NamedTuple):
    """The news sentences: `rows[language][i]` all translate the same sentence i."""

    buckets: list[int]
    rows: dict[str, list[str]]

    def pick(self, language: str, buckets: Iterable[int]) -> list[str]:
        """The sentences of one language whose document is in one of the buckets."""
        wanted = set(buckets)
        return [t for t, b in zip(self.rows[language], self.buckets, strict=True) if b in wanted]


class Bitext(NamedTuple):
    """English sentences and their translations, line by line."""

    english: list[str]
    other: list[str]


class TrainingSet(NamedTuple):
    """The pairs to train on, with how many a corpus gave and how many were held back."""

    pairs: list[Pair]
    used: dict[str, dict[str, int]]
    removed: dict[str, int]


def normal_form(text: str) -> str:
    """The key by which sentences are compared: NFKC, casefold, letters and digits only."""
    return "".join(c for c in unicodedata.normalize("NFKC", text).casefold() if c.isalnum())


def bucket_of(document: str) -> int:
    """The bucket, 0 to 9, of a news document: the split is by document, never by sentence."""
    return int(hashlib.sha256(document.encode()).hexdigest(), 16) % 10


def read_news(root: Path) -> News:
    """The news sentences in English and in the nine languages, with their buckets."""
    documents = _lines(root / NEWS / "DOCUMENT_IDS.tsv")
    rows = {code: _lines(root / NEWS / f"ntrex.{code}") for code in ("en", *LANGUAGES)}
    short = [code for code, texts in rows.items() if len(texts) != len(documents)]
    if short:
        raise DataError(
            f"{NEWS}: {', '.join(short)} must have {len(documents)} lines, as DOCUMENT_IDS.tsv has"
        )
    return News([bucket_of(name.strip()) for name in documents], rows)


def read_short(root: Path) -> dict[str, Bitext]:
    """The short sentences that are measured on, by language."""
    found: dict[str, Bitext] = {}
    for code3, code in sorted(ISO_639_3.items()):
        if code != "en":
            rows = list(_fields(root / SHORT / f"eng-{code3}.tsv"))
            found[code] = Bitext([row[0] for row in rows], [row[1] for row in rows])
    return found


def held_back_forms(root: Path) -> set[str]:
    """Normal forms of all sentences, in any language, that must not be trained on."""
    news = read_news(root)
    buckets = CALIBRATION_BUCKETS + REPORT_BUCKETS
    texts = chain(
        chain.from_iterable(news.pick(code, buckets) for code in news.rows),
        chain.from_iterable(bitext.english + bitext.other for bitext in read_short(root).values()),
    )
    return {normal_form(text) for text in texts}


def training_set(root: Path) -> TrainingSet:
    """All training pairs: no duplicates, no held-back sentence on either side."""
    held_back = held_back_forms(root)
    seen: set[tuple[str, str, str, str]] = set()
    pairs: list[Pair] = []
    used: dict[str, Counter[str]] = {}
    removed: Counter[str] = Counter()
    for pair in chain(_news_pairs(root), _xquad(root), _tatoeba(root), _strings(root)):
        left, right = normal_form(pair.left), normal_form(pair.right)
        key = (pair.left_language, left, pair.right_language, right)
        if not left or not right or key in seen:
            continue
        seen.add(key)
        if left in held_back or right in held_back:
            removed[pair.corpus] += 1
            continue
        pairs.append(pair)
        languages = f"{pair.left_language}-{pair.right_language}"
        used.setdefault(pair.corpus, Counter())[languages] += 1
    return TrainingSet(pairs, {name: dict(count) for name, count in used.items()}, dict(removed))


def _lines(path: Path) -> list[str]:
    if not path.is_file():
        raise DataError(f"No file {path.parent.name}/{path.name} in the data folder.\n{LAYOUT}")
    return path.read_text(encoding="utf-8").splitlines()


def _fields(path: Path) -> Iterator[list[str]]:
    for line in _lines(path):
        fields = [field.strip() for field in line.split("\t")]
        if len(fields) > 1:
            yield fields


def _files(folder: Path) -> list[Path]:
    files = sorted(folder.glob("*-*.tsv"))
    if not files:
        raise DataError(f"No files {folder.name}/*-*.tsv in the data folder.\n{LAYOUT}")
    return files


def _news_pairs(root: Path) -> Iterator[Pair]:
    news = read_news(root)
    english = news.pick("en", TRAIN_BUCKETS)
    for code in LANGUAGES:
        for source, target in zip(english, news.pick(code, TRAIN_BUCKETS), strict=True):
            yield Pair(NEWS, "en", source.strip(), code, target.strip())


def _tatoeba(root: Path) -> Iterator[Pair]:
    for name in ("tatoeba_challenge_test", "tatoeba_anki"):
        for path in _files(root / name):
            left, right = (ISO_639_3.get(code, code) for code in path.stem.split("-"))
            for fields in _fields(path):
                yield Pair(name, left, fields[0], right, fields[1])


_MARKUP = re.compile(r"<[^<>]*>|\{[^{}]*\}")


def _without_markup(text: str) -> str:
    return " ".join(_MARKUP.sub(" ", text).split())


def _strings(root: Path) -> Iterator[Pair]:
    for name in ("www_l10n", "tldr_aligned"):
        for path in _files(root / name):
            left, right = path.stem.split("-")
            for fields in _fields(path):
                yield Pair(
                    name, left, _without_markup(fields[0]), right, _without_markup(fields[1])
                )


_SENTENCE_END = re.compile(r'(?<=[.!?؟])["”»)\]]*\s+')


def _xquad(root: Path) -> Iterator[Pair]:
    articles: dict[str, list[Any]] = {
        code: json.loads("\n".join(_lines(root / "xquad" / f"xquad.{code}.json")))["data"]
        for code in ("en", "ar", "vi")
    }
    for left, right in combinations(articles, 2):
        for ours, theirs in zip(articles[left], articles[right], strict=True):
            for one, two in zip(ours["paragraphs"], theirs["paragraphs"], strict=True):
                for source, target in _xquad_texts(one, two):
                    yield Pair("xquad", left, source.strip(), right, target.strip())


def _xquad_texts(one: dict[str, Any], two: dict[str, Any]) -> Iterator[tuple[str, str]]:
    """A paragraph, its sentences where both sides have as many, its questions and answers."""
    yield one["context"], two["context"]
    sources, targets = (_SENTENCE_END.split(part["context"].strip()) for part in (one, two))
    if len(sources) == len(targets) > 1:
        yield from zip(sources, targets, strict=True)
    for asked, translated in zip(one["qas"], two["qas"], strict=True):
        yield asked["question"], translated["question"]
        yield asked["answers"][0]["text"], translated["answers"][0]["text"]
