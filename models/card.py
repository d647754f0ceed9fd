"""Writes the model card of static-1 from config.json and metrics.json: no figure by hand."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from models.data import CORPORA, LANGUAGES

NAMES = {
    "ar": "Arabic",
    "da": "Danish",
    "en": "English",
    "fo": "Faroese",
    "fr": "French",
    "is": "Icelandic",
    "nb": "Norwegian Bokmål",
    "nn": "Norwegian Nynorsk",
    "sv": "Swedish",
    "vi": "Vietnamese",
}

LICENCE_LINKS = {
    "CC-BY-SA-4.0": "https://creativecommons.org/licenses/by-sa/4.0/",
    "CC-BY-4.0": "https://creativecommons.org/licenses/by/4.0/",
    "CC-BY-2.0-FR": "https://creativecommons.org/licenses/by/2.0/fr/",
    "MPL-2.0": "https://www.mozilla.org/MPL/2.0/",
}

FRONT = """---
license: {licence}
language:
{languages}
tags:
- sentence-similarity
- feature-extraction
- static-embeddings
- cross-lingual
- bitext-mining
pipeline_tag: sentence-similarity
library_name: babelwright
---
"""

PURPOSE = """# {name}

A static cross-lingual sentence embedding for {languages}.
Each of {vocabulary:,} tokens has one vector of {dimensions} numbers; a text is the mean of its
token vectors, scaled to length 1. It runs on numpy, tokenizers and safetensors, without torch, and
takes {megabytes:.1f} MB.

babelwright uses it to ask one thing of a translation: *is this about the same thing as the
source?* It is the default where no larger encoder can be fetched.

## Use

```python
from pathlib import Path
from babelwright.fidelity.static import StaticEmbedder

model = StaticEmbedder(Path("models/static-1"))
english, danish = model.embed(["The ferry leaves at noon.", "Færgen sejler klokken tolv."])
print(float(english @ danish))
```

An empty text gives the zero vector. Characters that the vocabulary lacks have a zero row, so they
do not change the vector.

## What it sees and what it does not

The area under the ROC curve of the cosine with the source, a good human translation against a
damaged copy of it: 1 is always told apart, .5 is blind, 0 is fooled every time. Report part of the
news sentences; rows that the damage leaves unchanged are not counted.

{damage}

An untranslated copy scores 1.0, a doubled text the same as the text, and word order plays no part:
two texts of the same tokens have the same vector. A changed number moves the cosine little, and a
translation into a close language may score as well as one into the right language. These need
checks by rule. The cosine says whether two texts are about the same thing; it does not rank good
translations, because a literal one shares more with its source than a free one.

It was trained on news, encyclopedic paragraphs, short everyday sentences, website strings and
command descriptions. On other kinds of text, calibrate the threshold anew. Faroese and Nynorsk have
little training text beside the news, and names that are rare in Arabic script are a weak point.

## Token coverage

`coverage.safetensors` has what is expected of each token in good translations (cover, fertility,
copies, the length of the other side; learned from the training pairs by `models/coverage.py`) and
a small network that tells where a word seems to be missing (`models/gaps.py`). `coverage.json` has
the weights of babelwright's coverage scores, their thresholds by language and direction, what they
were chosen on, and what they were seen to find in the report part (`bench/coverage.py`).

## Accuracy

All figures are measured through the numpy runtime above, with the int8 weights, on sentences that
were removed from the training text in every language (compared by NFKC, casefold, letters and
digits only). `metrics.json` has them all.

**News**: NTREX-128, split by document (`sha256(document id) mod 10`). {queries} report sentences
look for their translation among all sentences of the report part ({report} candidates), and among
report and calibration part together ({both} candidates). Per cent of sentences whose translation
no other candidate beats; cosine, and in the last column the worse direction by the ratio margin
(Artetxe and Schwenk 2019, 4 neighbours).

{news}

**Short sentences**: Tatoeba, as selected for LASER.

{short}

**Threshold**: per language, the cosine below which {alarm:g} % of the good pairs of the calibration
part lie (buckets 5 and 6, not trained on). On the report part: the share of shuffled pairs (each
sentence with each other sentence's translation) below it, and of good pairs not below it.

{threshold}

**int8**: cosines of good pairs move by {shift_mean:.5f} on average and {shift_max:.5f} at most
against the float32 vectors. News accuracy, worse direction, {both} candidates:

{quantisation}

## How it was trained

{pairs:,} pairs, after removal of {removed:,} that hold a calibration or report sentence on either
side. The tokenizer is a unigram model (Kudo 2018) of {vocabulary:,} tokens over normalised text:
NFKC, lower case, Arabic harakat and tatweel removed, alef forms folded, numbers cut after four
digits. Its vocabulary is learned from text balanced between the languages.

A sentence is the mean of its token vectors. During training a token's vector is the sum of one of
its own and of those of its spelling features: n-grams without diacritics, the Arabic word without
its article and particles, and the consonants in classes that Arabic and Latin script share. Rare
words thus share what frequent ones, or related languages, have learned. The sum is what is stored.
The loss is symmetric InfoNCE (van den Oord et al. 2018) over the pairs of a batch. Pairs of the
same sentence are no negatives of each other, and in part of the pairs the English side is replaced
by its translation into a third language. {members} members are trained from different seeds, laid
side by side and projected to {dimensions} dimensions by the leading singular vectors of training
sentences. The rows are then rounded to int8, with one scale each.

Hyper-parameters were chosen with bucket 4 of the news sentences held out; the published weights
are trained on it too. Training took {minutes:.0f} minutes with {workers} processes of one CPU
thread each, torch {torch}.

| setting | value |
|---|---|
{settings}

To train it again (the corpora as `models/data.py` lists them):

```
pip install . torch
python models/train.py --data DIR --out models/static-1
```

## Data and attribution

Pairs used, by corpus and language:

{used}

{corpora}

Tatoeba sentences are by the contributors of [tatoeba.org](https://tatoeba.org). The Anki copies of
the other languages: `nob.txt` in github.com/s7777/NorwegianToEnglish, `dan.txt` in
github.com/Simogh67/NLP-seq2seq-Danish-to-English, `data/ara.txt` in
github.com/osama-ahmed/attention-is-all-you-need-keras and `eng_vie_data` in
github.com/hiepnguyen034/Neural-machine-translator. NTREX-128 is by Christian Federmann, Tom Kocmi
and Ying Xin; XQuAD by Mikel Artetxe, Sebastian Ruder and Dani Yogatama, after SQuAD by Pranav
Rajpurkar and others.

## Licence

The files of this folder are under [CC-BY-SA 4.0]({licence_link}), because
part of the training text is. Changes made: the text was turned into token statistics and vectors.
The code of babelwright, which made them, is under Apache-2.0.
"""


def table(header: Sequence[str], rows: Iterable[Sequence[object]]) -> str:
    """A Markdown table."""
    lines = [header, ["---"] * len(header), *rows]
    return "\n".join("| " + " | ".join(str(cell) for cell in line) + " |" for line in lines)


def render(metrics: Mapping[str, Any], config: Mapping[str, Any]) -> str:
    """The model card of one measured model."""
    training, quantisation = metrics["training"], metrics["quantisation"]
    news, workers = metrics["news"], training["workers"]
    front = FRONT.format(
        licence=config["licence"],
        languages="\n".join(f"- {code}" for code in config["languages"]),
    )
    return front + PURPOSE.format(
        name=config["name"],
        languages=_listed([NAMES[code] for code in config["languages"]]),
        vocabulary=config["vocabulary"],
        dimensions=config["dimensions"],
        megabytes=sum(metrics["bytes"].values()) / 1e6,
        damage=_damage(metrics["damaged_translations_auc"]),
        queries=news["queries"],
        report=news["report"]["candidates"],
        both=news["report_and_calibration"]["candidates"],
        news=_news(news),
        short=_short(metrics["short_sentences"]),
        alarm=metrics["shuffled_translations"]["false_alarm_percent"],
        threshold=_threshold(metrics["shuffled_translations"]["languages"]),
        shift_mean=quantisation["cosine_shift_mean"],
        shift_max=quantisation["cosine_shift_max"],
        quantisation=_quantisation(quantisation),
        pairs=training["pairs"],
        removed=sum(training["pairs_removed_as_held_back"].values()),
        members=training["settings"]["members"],
        minutes=training["seconds"] / 60,
        workers=workers,
        torch=training["torch"],
        settings="\n".join(f"| {key} | {value} |" for key, value in training["settings"].items()),
        used=_used(training["pairs_used"]),
        corpora=_corpora(),
        licence_link=LICENCE_LINKS["CC-BY-SA-4.0"],
    )


def _listed(names: Sequence[str]) -> str:
    return f"{', '.join(names[:-1])} and {names[-1]}"


def _damage(found: Mapping[str, Mapping[str, float]]) -> str:
    rows = [
        [name, *(f"{figures[code]:.2f}" if code in figures else "" for code in LANGUAGES)]
        for name, figures in found.items()
    ]
    return table(["damage", *LANGUAGES], rows)


def _news(news: Mapping[str, Any]) -> str:
    parts = [news["report"], news["report_and_calibration"]]
    margin = news["report_and_calibration_ratio_margin"]["accuracy"]
    header = ["language"]
    for part in parts:
        header += [f"en→x, {part['candidates']}", f"x→en, {part['candidates']}"]
    rows = []
    for code in LANGUAGES:
        figures = [part["accuracy"][code][way] for part in parts for way in ("en-x", "x-en")]
        figures.append(margin[code]["worst"])
        rows.append([NAMES[code], *(f"{figure:.1f}" for figure in figures)])
    return table([*header, f"ratio margin, {parts[1]['candidates']}"], rows)


def _short(found: Mapping[str, Mapping[str, float]]) -> str:
    rows = [
        [NAMES[code], found[code]["candidates"]]
        + [f"{found[code][way]:.1f}" for way in ("en-x", "x-en")]
        for code in LANGUAGES
    ]
    return table(["language", "candidates", "en→x", "x→en"], rows)


def _threshold(found: Mapping[str, Mapping[str, float]]) -> str:
    rows = [
        [
            NAMES[code],
            f"{found[code]['threshold']:.3f}",
            f"{found[code]['shuffled_below_percent']:.1f} %",
            f"{found[code]['good_above_percent']:.1f} %",
            f"{found[code]['auc']:.4f}",
        ]
        for code in LANGUAGES
    ]
    header = ["language", "threshold", "shuffled pairs below", "good pairs kept", "AUC"]
    return table(header, rows)


def _quantisation(found: Mapping[str, Any]) -> str:
    rows = [
        [label, *(f"{found[key][code]:.1f}" for code in LANGUAGES)]
        for label, key in (("float32", "float32_news_worst"), ("int8", "int8_news_worst"))
    ]
    return table(["weights", *LANGUAGES], rows)


def _used(used: Mapping[str, Mapping[str, int]]) -> str:
    languages = sorted({pair for counts in used.values() for pair in counts})
    rows = [
        [pair, *(f"{counts[pair]:,}" if pair in counts else "" for counts in used.values())]
        for pair in languages
    ]
    return table(["languages", *used], rows)


def _corpora() -> str:
    rows = [
        [
            f"{name}: {corpus.title}",
            f"[{corpus.repository}](https://github.com/{corpus.repository})",
            f"`{corpus.commit}`",
            f"`{corpus.path}`",
            f"[{corpus.licence}]({LICENCE_LINKS[corpus.licence]})",
            corpus.use,
        ]
        for name, corpus in CORPORA.items()
    ]
    return table(["corpus", "repository", "commit", "files", "licence", "use"], rows)
