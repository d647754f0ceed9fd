"""What the catalog's files declare, as frozen values."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from enum import StrEnum
from pathlib import Path

from babelwright.catalog.cues import Cues
from babelwright.catalog.forms import Matching, Normal
from babelwright.errors import Place

# Stands for the language that is built in names and SQL of a source.
LANGUAGE = "{language}"


class Severity(StrEnum):
    """What a failed check does to a row.

    `hard`: repaired, else rejected. `soft`: repaired, else released with the flag.
    `info`: counted.
    """

    HARD = "hard"
    SOFT = "soft"
    INFO = "info"


@dataclass(frozen=True)
class Letters:
    """Facts about a language's letters; shares are of the letters outside protected spans."""

    min_share: float
    marked: str = ""
    min_marked_share: float = 0.0
    foreign: str = ""


@dataclass(frozen=True)
class Numbers:
    """How a language writes numbers.

    Attributes:
        decimal: The decimal separator.
        group: The separators of thousands.
        scale: Scale words and their power of ten.
        words: Other words that say a number, and the number.
        joiners: Words between the parts of a number.
        prefixes: What is written together with the word after it.
        compounds: Whether a number word is written together with what it counts.
        units_first: Whether units are said before tens.
        duals: Endings of words for two of a thing.
        minus: Words for a sign.
    """

    decimal: str
    group: tuple[str, ...]
    scale: Mapping[str, int] = field(default_factory=dict)
    words: Mapping[str, tuple[float, ...]] = field(default_factory=dict)
    joiners: tuple[str, ...] = ()
    prefixes: tuple[str, ...] = ()
    compounds: bool = False
    units_first: bool = False
    duals: tuple[str, ...] = ()
    minus: tuple[str, ...] = ()


@dataclass(frozen=True)
class Dates:
    """How a language writes dates.

    Attributes:
        orders: Of day, month and year in dates of digits, "dmy", "mdy" or "ymd".
        between: Words that stand between the three.
        clock: Words beside an hour.
        months: Names of the months, January first.
    """

    orders: tuple[str, ...] = ("dmy", "ymd")
    between: tuple[str, ...] = ()
    clock: tuple[str, ...] = ()
    months: tuple[tuple[str, ...], ...] = ()


@dataclass(frozen=True)
class Detection:
    """What the language detectors call the language, and what they take it for.

    Attributes:
        py3langid: Its label.
        langdetect: Its label; None where it does not know the language.
        confusable: Neighbours that it is taken for.
        min_letters: Shorter texts are not judged alone.
        markers: Words that the neighbours do not write.
        words: Frequent words, whoever else writes them.
        prior: Added to the logarithm of its probability.
    """

    py3langid: str
    langdetect: str | None
    confusable: tuple[str, ...]
    min_letters: int
    markers: tuple[str, ...]
    words: frozenset[str] = frozenset()
    prior: float = 0.0


@dataclass(frozen=True)
class Length:
    """Characters for one character of English: mean, and bands for sentences and passages.

    `cut_off` are shares of the expected length: a text that is shorter than the first and lacks the
    final mark of its source is cut off, one that is shorter than the second may be.
    """

    mean: float
    sentence: tuple[float, float]
    passage: tuple[float, float]
    cut_off: tuple[float, float]


@dataclass(frozen=True)
class Structure:
    """Words that tell where the parts of a text begin and end.

    Attributes:
        abbreviations: Words with a full stop that ends no sentence, without it.
        headings: Words before the number of a document's part: "Article 5", "Art. 5".
        trailing: Words after it: "3. gr.".
        numerals: Words that stand for such a number: "Article premier".
    """

    abbreviations: frozenset[str] = frozenset()
    headings: tuple[str, ...] = ()
    trailing: tuple[str, ...] = ()
    numerals: tuple[str, ...] = ()


# Of a language that nothing is known of.
PLAIN = Structure()


@dataclass(frozen=True)
class Calibration:
    """Fidelity thresholds for one language and embedder, with what they were measured on."""

    embedder: str
    cosine: float
    margin: float
    false_alarm: float
    detection: float
    date: str
    data: str


@dataclass(frozen=True)
class Language:
    """One file of `languages/`."""

    code: str
    name: str
    endonym: str
    script: str
    direction: str
    mteb_code: str
    hub_code: str
    argos_code: str
    detection: Detection
    letters: Letters
    numbers: Numbers
    length: Length
    structure: Structure
    cues: Cues
    calibration: Mapping[str, Calibration]
    normal: Normal
    matching: Matching
    dates: Dates = field(default_factory=Dates)
    units: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    currencies: Mapping[str, tuple[str, ...]] = field(default_factory=dict)


@dataclass(frozen=True)
class CsvStyle:
    """How a csv or tsv file is written; `columns` names them where there is no header."""

    header: bool = True
    columns: tuple[str, ...] = ()
    quoting: str = "double"


@dataclass(frozen=True)
class Input:
    """One table of a source: a view of the same name in the task's SQL."""

    name: str
    config: str | None = None
    split: str | None = None
    file: str | None = None
    format: str | None = None
    csv: CsvStyle = field(default_factory=CsvStyle)


@dataclass(frozen=True)
class Source:
    """Where a task's rows come from.

    `splits` maps our split names to the source's; `expect` maps (input, our split) to the number
    of rows that was reviewed; `codes` is what the source calls languages by other names.
    """

    licence: str
    language: str
    splits: Mapping[str, str]
    inputs: tuple[Input, ...]
    hub: str | None = None
    revision: str | None = None
    url: str | None = None
    citation: str | None = None
    expect: Mapping[tuple[str, str], int] = field(default_factory=dict)
    codes: Mapping[str, str] = field(default_factory=dict)

    def of(self, text: str, language: str) -> str:
        """Return a name or SQL of the source with what it calls a language for `{language}`."""
        return text.replace(LANGUAGE, self.codes.get(language, language))

    @property
    def needs_network(self) -> bool:
        """Whether reading it needs the network."""
        return self.hub is not None


@dataclass(frozen=True)
class Sample:
    """What is drawn of a source before anything is translated.

    Attributes:
        seed: Another seed draws other rows.
        sizes: Rows by split; a split that is not in it is taken whole.
        queries: Queries a split; None for all.
        hard_negatives: Documents a query, by BM25; None for none.
        distractors: Random documents of the whole pool; None for none, or for all where there are
            no hard negatives either.
    """

    seed: int = 42
    sizes: Mapping[str, int] = field(default_factory=dict)
    queries: int | None = None
    hard_negatives: int | None = None
    distractors: int | None = None


@dataclass(frozen=True)
class Task:
    """One task file.

    `cross_lingual` names the table that is in the task's language; the other one stays in the
    source's. `parallel` bitext is released as one table with a column a language.
    """

    name: str
    type: str
    method: str
    languages: tuple[str, ...]
    domains: tuple[str, ...]
    description: str
    licence: str
    source: Source
    map: Mapping[str, str]
    file: Path
    root: Path
    subtypes: tuple[str, ...] = ()
    adapted_from: tuple[str, ...] = ()
    annotations_creators: str | None = None
    sample_creation: str | None = None
    dialect: tuple[str, ...] = ()
    date: tuple[str, str] | None = None
    citation: str | None = None
    labels: tuple[str, ...] = ()
    score: tuple[float, float] | None = None
    cross_lingual: str | None = None
    parallel: bool = False
    sample: Sample | None = None


@dataclass(frozen=True)
class MemoryFile:
    """A translation memory: who made it, and how it is written."""

    path: str
    origin: str
    licence: str
    format: str | None = None
    columns: tuple[str, str] = ("source", "target")
    csv: CsvStyle = field(default_factory=CsvStyle)
    aligned: "MemoryFile | None" = None


@dataclass(frozen=True)
class EngineSettings:
    """What a builder file says of the engines in its chain."""

    memory_files: tuple[MemoryFile, ...] = ()
    argos_packages: tuple[str, ...] = ()
    argos_beam: int = 4


@dataclass(frozen=True)
class Builder:
    """One folder of `builders/`: its settings and its tasks."""

    name: str
    languages: tuple[str, ...]
    namespace: str
    embedder: str
    engines: tuple[str, ...]
    settings: EngineSettings
    tasks: tuple[Task, ...]
    root: Path
    description: str = ""


@dataclass(frozen=True)
class Gate:
    """A check's severity and thresholds, as `validation/gates.toml` declares them.

    `collected` is the severity for text that is not translated; no exemption may name a check that
    is not `exemptible`.
    """

    severity: Severity
    collected: Severity
    thresholds: Mapping[str, float] = field(default_factory=dict)
    exemptible: bool = True


@dataclass(frozen=True)
class Exemption:
    """Rows of one config that are released although a hard check finds them, and why.

    `amount` is the most rows, or splits where the check is about whole splits.
    """

    check: str
    task: str
    config: str
    amount: int
    reason: str
    place: Place


@dataclass(frozen=True)
class Gates:
    """All gates; `version` is part of a release's signature.

    `exempt` are the checks that end no row of the config that is built; no row of the catalog's own
    gates is exempt.
    """

    version: int
    attempts: int
    hypotheses: int
    max_filtered: float
    max_failed: float
    checks: Mapping[str, Gate]
    exempt: frozenset[str] = frozenset()

    def severity(self, check: str) -> Severity:
        """Return what a check does to the rows or the split that it finds."""
        return Severity.INFO if check in self.exempt else self.checks[check].severity


@dataclass(frozen=True)
class Rooms:
    """The folders that a catalog is read from: the one stood in, else the bundled one."""

    builders: Path
    languages: Path
    schemas: Path
    validation: Path
    cards: Path
    models: Path


@dataclass(frozen=True)
class Catalog:
    """Everything that is declared."""

    rooms: Rooms
    languages: Mapping[str, Language]
    builders: tuple[Builder, ...]
    gates: Gates
    exemptions: tuple[Exemption, ...] = ()

    def exemptions_of(self, task: str, config: str) -> tuple[Exemption, ...]:
        """Return the exemptions of one config of a task."""
        return tuple(each for each in self.exemptions if (each.task, each.config) == (task, config))

    def exempting(self, task: str, config: str) -> "Catalog":
        """Return the catalog with the gates that hold for one config of a task."""
        exempt = frozenset(each.check for each in self.exemptions_of(task, config))
        return replace(self, gates=replace(self.gates, exempt=exempt))
