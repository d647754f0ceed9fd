"""Checks the YAML of a dataset card: a stand-in for the Hub's own validator.

It really parses the YAML and reports errors and warnings in the Hub's form. Its rules are
fewer than the Hub's, so a card that passes here can still be refused there.
"""

import re
from collections.abc import Iterator, Mapping
from typing import Any, NamedTuple

import yaml  # type: ignore[import-untyped,unused-ignore]

_FRONT_MATTER = re.compile(r"\A\s*---[ \t]*\r?\n(.*?)^---[ \t]*$", re.DOTALL | re.MULTILINE)
_LANGUAGE = re.compile(r"[a-z]{2,3}(-[A-Za-z0-9]{2,8})*|code|multilingual")
_LICENCES = frozenset(
    """
    afl-3.0 agpl-3.0 apache-2.0 apple-amlr apple-ascl artistic-2.0 bigcode-openrail-m
    bigscience-bloom-rail-1.0 bigscience-openrail-m bsd bsd-2-clause bsd-3-clause
    bsd-3-clause-clear bsl-1.0 c-uda cc cc-by-2.0 cc-by-2.5 cc-by-3.0 cc-by-4.0 cc-by-nc-2.0
    cc-by-nc-3.0 cc-by-nc-4.0 cc-by-nc-nd-3.0 cc-by-nc-nd-4.0 cc-by-nc-sa-2.0 cc-by-nc-sa-3.0
    cc-by-nc-sa-4.0 cc-by-nd-4.0 cc-by-sa-3.0 cc-by-sa-4.0 cc0-1.0 cdla-permissive-1.0
    cdla-permissive-2.0 cdla-sharing-1.0 creativeml-openrail-m deepfloyd-if-license ecl-2.0
    epl-1.0 epl-2.0 etalab-2.0 eupl-1.1 eupl-1.2 fair-noncommercial-research-license gemma gfdl
    gpl gpl-2.0 gpl-3.0 grok2-community h-research intel-research isc lgpl lgpl-2.1 lgpl-3.0
    lgpl-lr llama2 llama3 llama3.1 llama3.2 llama3.3 llama4 lppl-1.3c mit mpl-2.0 ms-pl ncsa
    odbl odc-by ofl-1.1 open-mdw openrail openrail++ osl-3.0 other pddl postgresql unknown
    unlicense wtfpl zlib
    """.split()
)
_SIZES = frozenset(
    "n<1K 1K<n<10K 10K<n<100K 100K<n<1M 1M<n<10M 10M<n<100M 100M<n<1B 1B<n<10B 10B<n<100B"
    " 100B<n<1T n>1T".split()
)


class Findings(NamedTuple):
    """What is wrong with a card: errors refuse it, warnings do not."""

    errors: list[str]
    warnings: list[str]


def metadata(content: str) -> Mapping[str, Any]:
    """Return the card's metadata, empty when it has none or it cannot be read."""
    match = _FRONT_MATTER.search(content)
    try:
        value = yaml.safe_load(match[1]) if match else None
    except yaml.YAMLError:
        return {}
    return value if isinstance(value, dict) else {}


def validate(content: str) -> Findings:
    """Check a whole README.md."""
    match = _FRONT_MATTER.search(content)
    if not match:
        return Findings([], ["empty or missing yaml metadata in repo card"])
    try:
        data = yaml.safe_load(match[1])
    except yaml.YAMLError as error:
        return Findings([f"bad indentation or syntax in the YAML: {error}"], [])
    if data is None:
        return Findings([], ["empty or missing yaml metadata in repo card"])
    if not isinstance(data, dict):
        return Findings(["the metadata should be a mapping"], [])
    errors = [*_languages(data), *_licences(data), *_configs(data)]
    if not isinstance(data.get("pretty_name", ""), str):
        errors.append('"pretty_name" must be a string')
    return Findings(errors, list(_sizes(data)))


def topics(data: Mapping[str, Any]) -> list[str]:
    """Derive the repository tags the Hub shows from a card's metadata."""
    found = []
    for field in ("task_categories", "task_ids", "language", "license", "size_categories"):
        found += [f"{field}:{value}" for value in _listed(data.get(field))]
    return found + [str(value) for value in _listed(data.get("tags"))]


def _listed(value: object) -> list[object]:
    if value is None:
        return []
    return value if isinstance(value, list) else [value]


def _languages(data: Mapping[str, Any]) -> Iterator[str]:
    for value in _listed(data.get("language")):
        # An unquoted `no`, for Norwegian, is read as false.
        if not isinstance(value, str):
            yield f'"language" must be a string: {value!r} (quote it)'
        elif not _LANGUAGE.fullmatch(value):
            yield f'"language" must be an ISO 639 code in lowercase characters: {value!r}'


def _licences(data: Mapping[str, Any]) -> Iterator[str]:
    for value in _listed(data.get("license")):
        if value not in _LICENCES:
            yield f'"license" must be one of the identifiers the Hub lists: {value!r}'


def _configs(data: Mapping[str, Any]) -> Iterator[str]:
    configs = data.get("configs", [])
    if not isinstance(configs, list):
        yield '"configs" must be an array'
        return
    for index, config in enumerate(configs):
        if not isinstance(config, dict):
            yield f'"configs[{index}]" must be of type object'
        elif not isinstance(config.get("config_name"), str):
            yield f'"configs[{index}].config_name" is required and must be a string'


def _sizes(data: Mapping[str, Any]) -> Iterator[str]:
    for value in _listed(data.get("size_categories")):
        if value not in _SIZES:
            yield f'"size_categories" has a value that is not listed: {value!r}'
