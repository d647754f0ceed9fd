"""The argos engine: Argos Translate packages, batched straight into their CTranslate2 models.

Packages are found and installed by argostranslate itself, and its tokenizer is used; sentences then
go to the model in batches, where argostranslate's `translate()` sends one text at a time. Neither
its sentence splitters (which fetch models over the network) nor its translator are loaded.
"""

import hashlib
import json
import os
import zipfile
from collections.abc import Mapping, Sequence
from functools import cached_property
from pathlib import Path
from typing import Any

from babelwright.catalog.model import Language
from babelwright.errors import EngineError, MissingExtra, Place
from babelwright.text.chunks import Limit
from babelwright.translation.engine import (
    Failure,
    Hypotheses,
    Identity,
    Origin,
    Outcome,
    UnitKind,
)

# As argostranslate decodes (settings.py and translate.py of 1.11).
_LENGTH_PENALTY = 0.2
_BATCH_TOKENS = 1024
# CTranslate2's own default is 256; a longer output of one sentence is a loop.
_MAX_TOKENS = 256
# Argos Train leaves longer sentences out of the training data (src_seq_length in its config.yml):
# models know none. CTranslate2 by default cuts one off at 1,024 tokens, and does not say so.
_LONGEST = 150
_WANTED_COMPUTE = ("int8_float32", "float32")

# The files that a package cannot do without; one of each.
_PARTS = (("/metadata.json",), ("/model/model.bin",), ("/sentencepiece.model", "/bpe.model"))


class ArgosEngine:
    """One installed package.

    Args:
        package: An `argostranslate.package.Package`.
        source: Language code, ours.
        target: Language code, ours.
        beam: Beam size.
    """

    unit = UnitKind.SENTENCE
    stored = True
    batch = 256

    def __init__(self, package: Any, source: str, target: str, beam: int) -> None:
        self._package = package
        self._folder = Path(package.package_path)
        self._beam = beam
        digest = _content_hash(self._folder)
        self.identity = Identity(
            name=f"argos-{package.from_code}_{package.to_code}",
            revision=f"{package.package_version}-{digest[:12]}",
            source=source,
            target=target,
            parameters={
                "beam": beam,
                "length_penalty": _LENGTH_PENALTY,
                "max_tokens": _MAX_TOKENS,
                "compute": _compute_type(),
            },
            licence=_stated_licence(package.get_readme() or ""),
        )

    @property
    def limit(self) -> Limit:
        """The longest sentence that models are trained on, in tokens."""
        return Limit(_LONGEST, self._tokens)

    def _tokens(self, unit: str) -> int:
        return len(self._tokenizer.encode(unit))

    @cached_property
    def _translator(self) -> Any:
        import ctranslate2

        # CTranslate2's own choice of intra_threads is many times slower on few cores.
        try:
            return ctranslate2.Translator(
                str(self._folder / "model"),
                device="cpu",
                inter_threads=os.cpu_count() or 1,
                intra_threads=1,
                compute_type=_compute_type(),
            )
        except (RuntimeError, ValueError) as error:
            raise _broken(self._folder, error) from error

    @cached_property
    def _tokenizer(self) -> Any:
        tokenizer = self._package.tokenizer
        try:
            tokenizer.encode("a")  # it is loaded when it is first used
        except (RuntimeError, OSError, ValueError) as error:
            raise _broken(self._folder, error) from error
        return tokenizer

    def translate(self, units: Sequence[str], hypotheses: int) -> list[Outcome]:
        """Return the model's translations; one that breaks off or is empty is a failure."""
        tokens = [self._tokenizer.encode(unit) for unit in units]
        prefix = [self._package.target_prefix] if self._package.target_prefix else None
        results = self._translator.translate_batch(
            tokens,
            target_prefix=[prefix] * len(tokens) if prefix else None,
            max_batch_size=_BATCH_TOKENS,
            batch_type="tokens",
            beam_size=max(self._beam, hypotheses),
            num_hypotheses=hypotheses,
            length_penalty=_LENGTH_PENALTY,
            max_input_length=0,  # nothing is cut off, whatever comes
            max_decoding_length=_MAX_TOKENS,
            replace_unknowns=True,
        )
        return [self._outcome(result.hypotheses) for result in results]

    def _outcome(self, hypotheses: Sequence[Sequence[str]]) -> Outcome:
        whole = [tokens for tokens in hypotheses if len(tokens) < _MAX_TOKENS]
        if not whole:
            return Failure(f"truncated: the output did not end within {_MAX_TOKENS} tokens")
        texts = dict.fromkeys(self._decode(list(tokens)) for tokens in whole if tokens)
        kept = tuple(text for text in texts if text)
        return Hypotheses(kept, Origin.MACHINE) if kept else Failure("the model's output is empty")

    def _decode(self, tokens: list[str]) -> str:
        prefix = self._package.target_prefix
        if prefix and tokens[0] == prefix:
            tokens = tokens[1:]
        return str(self._tokenizer.decode(tokens)).strip()


def open_argos(
    source: Language, target: Language, packages: Sequence[Path], beam: int
) -> ArgosEngine:
    """Open the installed package for a pair, installing it from one of `packages` where need be.

    Raises:
        MissingExtra: argostranslate is not installed.
        EngineError: There is no package for the pair, or a package file is broken.
    """
    installed = _installed(source, target)
    if installed is None:
        for file in packages:
            if _codes(file) == (source.argos_code, target.argos_code):
                _install(file)
        installed = _installed(source, target)
    if installed is None:
        pair = f"{source.argos_code}_{target.argos_code}"
        raise EngineError(
            f"argos has no package for {source.name} to {target.name}",
            hint=f"Install one (argospm install translate-{pair}), or name an .argosmodel file "
            "under [engine.argos] packages in builder.toml",
        )
    return ArgosEngine(installed, source.code, target.code, beam)


def _installed(source: Language, target: Language) -> Any | None:
    """Return the newest installed package of the pair."""
    package = _package_module()
    wanted = (source.argos_code, target.argos_code)
    try:
        installed = package.get_installed_packages()
    except (OSError, ValueError, AttributeError) as error:
        # Of one broken folder, argostranslate lists none.
        folders = ", ".join(str(folder) for folder in package.settings.package_dirs)
        raise EngineError(
            f"argos cannot list its installed packages: {error}",
            hint=f"Remove the broken one from {folders}",
        ) from error
    found = [
        each
        for each in installed
        if (each.from_code, each.to_code) == wanted and hasattr(each, "tokenizer")
    ]
    return max(found, key=lambda each: _version(each.package_version), default=None)


def _version(text: str) -> tuple[int, ...]:
    return tuple(int(part) for part in text.split(".") if part.isdecimal())


def _install(file: Path) -> None:
    package = _package_module()
    try:
        package.install_from_path(file)
    except Exception as error:
        message = f"the package cannot be installed: {error}"
        raise EngineError(message, place=Place(file)) from error


def _codes(file: Path) -> tuple[str, str]:
    """Return the language codes in a package file's metadata."""
    try:
        with zipfile.ZipFile(file) as archive:
            names = archive.namelist()
            # What is missing is told now: argostranslate would install the rest all the same.
            parts = [next(each for each in names if each.endswith(ends)) for ends in _PARTS]
            metadata: Mapping[str, str] = json.loads(archive.read(parts[0]))
            return metadata["from_code"], metadata["to_code"]
    except Exception as error:  # zipfile, zlib and json raise a dozen kinds
        raise EngineError(
            "is not an Argos package",
            place=Place(file),
            hint="A package is a zip file with metadata.json, a model and its tokenizer",
        ) from error


def _broken(folder: Path, error: Exception) -> EngineError:
    return EngineError(
        f"the installed package cannot be used: {error}",
        place=Place(folder),
        hint="Remove this folder, and install the package again",
    )


def _package_module() -> Any:
    try:
        from argostranslate import package
    except ImportError as error:
        raise MissingExtra("argos", "the engine argos") from error
    return package


def _compute_type() -> str:
    """Return the compute type: fixed, since CTranslate2's own choice differs by processor."""
    import ctranslate2

    supported = ctranslate2.get_supported_compute_types("cpu")
    return next(each for each in _WANTED_COMPUTE if each in supported)


def _content_hash(folder: Path) -> str:
    """Return the SHA-256 of all files of a package (hex)."""
    digest = hashlib.sha256()
    for file in sorted(path for path in folder.rglob("*") if path.is_file()):
        digest.update(str(file.relative_to(folder)).encode())
        digest.update(file.read_bytes())
    return digest.hexdigest()


_LICENCES = {
    "cc0": "cc0-1.0",
    "cc-by-4.0": "cc-by-4.0",
    "cc-by 4.0": "cc-by-4.0",
    "creative commons attribution 4.0": "cc-by-4.0",
    "mit license": "mit",
}


def _stated_licence(readme: str) -> str:
    """Return the licence that a package's README names, or "unknown"."""
    text = readme.casefold()
    return next((licence for words, licence in _LICENCES.items() if words in text), "unknown")
