"""Audits one side beside the other: reads, aligns, and asks everything that can be asked."""

from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory

import duckdb

from babelwright.audit.comparing import Expectations
from babelwright.audit.corpus import audit_corpus, audit_leakage, without_columns
from babelwright.audit.findings import Finding, Weigher
from babelwright.audit.judgements import audit_judgements, disagreement, names_agree, told
from babelwright.audit.licences import dropped, is_named
from babelwright.audit.reading import Side, read_side
from babelwright.audit.report import Report, make_report
from babelwright.audit.rows import audit_rows, kept_columns
from babelwright.audit.tables import Aligned, How, align, opened
from babelwright.catalog.auditing import AuditSettings
from babelwright.catalog.model import Catalog, Language
from babelwright.checks.corpus.equal import add_keys
from babelwright.errors import UsageError
from babelwright.fidelity.open import open_embedder
from babelwright.judging import make_judge
from babelwright.text.langid import identify

_EMBEDDER = "static-1"
# Texts of a side whose language is identified where no one says it, and their least characters.
_SAMPLE, _SENTENCE = 200, 20


def audit_sides(
    source: str,
    target: str,
    languages: tuple[Language | None, Language | None],
    catalog: Catalog,
    settings: AuditSettings,
    *,
    say: Callable[[str], None],
) -> Report:
    """Audit a translation beside its source.

    Args:
        source: A folder, or `hf://ORG/NAME@REVISION`.
        target: The same, of the translation.
        languages: Of source and translation; None where it follows from card or texts.
        catalog: Languages, gates and models.
        settings: How findings are weighed.
        say: Told what is being done.

    Raises:
        BabelwrightError: A side cannot be read, or they have no table in common.
    """
    with TemporaryDirectory(prefix="babelwright-audit-") as folder:
        scratch = Path(folder)
        sides = []
        for name, where, language in zip(
            ("source", "target"), (source, target), languages, strict=True
        ):
            say(f"reading {where}")
            (scratch / name).mkdir()
            sides.append(read_side(where, language, scratch / name))
        with opened(scratch) as connection:
            tables = align(connection, *sides)
            if not tables:
                raise UsageError(
                    f"{source} and {target} have no table in common",
                    hint=f"They have {_listed(sides[0])}; and {_listed(sides[1])}",
                )
            audit = _Audit(connection, sides, tables, catalog=catalog, settings=settings, say=say)
            return audit.report(
                _language(languages[0], sides[0], audit.texts(0), catalog, "--source-lang"),
                _language(languages[1], sides[1], audit.texts(1), catalog, "--lang"),
            )


def _listed(side: Side) -> str:
    return ", ".join(f"{split} {table}" for table, split in side.tables)


def _language(
    said: Language | None, side: Side, texts: Sequence[str], catalog: Catalog, option: str
) -> tuple[Language, str]:
    """Return the language of a side, and how it is known.

    Raises:
        UsageError: Nothing tells it.
    """
    if said:
        return said, "as said"
    by_card = [
        each
        for each in catalog.languages.values()
        if {each.code, each.hub_code, each.mteb_code, each.mteb_code[:3]} & set(side.languages)
    ]
    if len(by_card) == 1:
        return by_card[0], "by its card"
    codes = {each.detection.py3langid: each.code for each in catalog.languages.values()}
    found = Counter(code for code in identify(texts, codes) if code)
    if found and found.most_common(1)[0][1] * 2 > len(texts):
        return catalog.languages[found.most_common(1)[0][0]], "by its texts"
    raise UsageError(
        f"the language of {side.where} is not plain from its card or texts",
        hint=f"Say it: {option} CODE, one of {', '.join(sorted(catalog.languages))}",
    )


# One process may audit several benchmarks.
_opened = cache(open_embedder)


class _Audit:
    """One audit: the tables of both sides, and who judges them."""

    def __init__(
        self,
        connection: duckdb.DuckDBPyConnection,
        sides: Sequence[Side],
        tables: Sequence[Aligned],
        *,
        catalog: Catalog,
        settings: AuditSettings,
        say: Callable[[str], None],
    ) -> None:
        self._connection = connection
        self._source, self._target = sides
        self._catalog, self._settings, self._say = catalog, settings, say
        self._weigher = Weigher(settings)
        self._notes = [*self._source.notes, *self._target.notes]
        self._tables = [self._translated(each) for each in tables]

    def texts(self, side: int) -> list[str]:
        """Return some texts of a side, to tell its language."""
        found: list[str] = []
        for each in self._tables:
            table = (each.source, each.target)[side]
            for column in each.texts:
                if column not in each.lists:
                    rows = self._connection.execute(
                        f'SELECT "{column}" FROM {table} '  # noqa: S608 - names of our own
                        f'WHERE length("{column}") >= {_SENTENCE} LIMIT {_SAMPLE}'
                    ).fetchall()
                    found += [text for (text,) in rows]
        return found[:_SAMPLE]

    def report(self, source: tuple[Language, str], target: tuple[Language, str]) -> Report:
        """Return everything that is found."""
        add_keys(self._connection, source[0], target[0])
        embedder = _opened(_EMBEDDER, self._catalog.rooms.models)
        judge = make_judge(self._catalog, embedder, source[0], target[0])
        if judge.fidelity.calibration is None:
            self._notes.append(
                "Fidelity has no thresholds for these two languages: it is left out."
            )
        expected = Expectations(self._settings, self._catalog.languages).of(
            source[0].mteb_code, target[0].mteb_code
        )
        findings = list(self._metadata())
        for aligned in self._tables:
            self._say(f"checking {aligned.name}")
            findings += audit_corpus(
                self._connection, aligned, aligned.texts, expected, self._weigher
            )
            if aligned.how is How.NOT:
                continue
            for column in aligned.texts:
                findings += audit_rows(self._connection, aligned, column, judge, self._weigher)
        findings += audit_leakage(self._connection, self._tables, self._weigher)
        findings += audit_judgements(self._connection, self._tables, self._weigher)
        compared = [_how(each) for each in self._tables]
        same_script = source[0].script == target[0].script
        for where, names in names_agree(
            self._connection, self._tables, self._weigher, same_script=same_script
        ):
            compared.append(f"{where}: {told(names)}")
            findings += disagreement(where, names, self._weigher)
        return make_report(
            "/".join(Path(self._target.where).parts[-2:]),
            f"{self._source.where} ({source[0].name}, {source[1]})",
            f"{self._target.where} ({target[0].name}, {target[1]})",
            findings,
            compared=compared,
            notes=self._notes,
        )

    def _translated(self, aligned: Aligned) -> Aligned:
        """Return a table with the columns that were translated, and note the others."""
        if aligned.how is How.NOT:
            return aligned
        kept = kept_columns(self._connection, aligned)
        for column, share in kept.items():
            self._notes.append(
                f"{aligned.name} {column}: {share:.1%} of the texts are the source's own; "
                "it is not audited as a translation."
            )
        return without_columns(aligned, kept)

    def _metadata(self) -> Iterator[Finding]:
        theirs, ours = self._source.licence, self._target.licence
        said = f"{ours}; the source's is {theirs}"
        if lost := dropped(theirs, ours):
            detail = f"{said}: {', '.join(lost)}"
            yield self._weigher.of_split("licence-dropped", "card", detail, 1.0)
        elif is_named(ours) and theirs is not None and not is_named(theirs):
            yield self._weigher.of_split("licence-unknown", "card", said, 1.0)
        lost_splits = [
            f"{split} {table}"
            for table, split in self._source.tables
            if (table, split) not in self._target.tables
            and not any(each.table == table and each.split == split for each in self._tables)
        ]
        if lost_splits:
            share = len(lost_splits) / len(self._source.tables)
            detail = f"the source has {', '.join(lost_splits)} too"
            yield self._weigher.of_split("split-lost", "splits", detail, share)


def _how(aligned: Aligned) -> str:
    theirs, ours, both = aligned.rows
    if aligned.how is How.NOT:
        return (
            f"{aligned.name}: {ours:,} rows beside {theirs:,}, which have neither ids nor a number "
            "in common: the table as a whole alone"
        )
    rows = (
        f"{both:,} rows"
        if theirs == ours == both
        else f"{both:,} rows ({ours:,} beside {theirs:,} of the source)"
    )
    return f"{aligned.name}: {rows}, aligned by {aligned.how.value}"
