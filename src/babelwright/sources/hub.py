"""Reads a Hub dataset at a full commit SHA, streamed, into Parquet."""

import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any, NamedTuple

import pyarrow as pa

from babelwright.errors import Place, SourceError, UnreachableSource
from babelwright.sources.records import BATCH, write_batches


def read_hub(repo: str, revision: str, config: str | None, split: str, out: Path) -> int:
    """Stream one split of a dataset into a Parquet file; return the number of rows.

    Args:
        repo: Dataset id on the Hub.
        revision: Full commit SHA.
        config: Config name; the dataset's default where None.
        split: Split name in the source.
        out: Parquet file to write.

    Raises:
        UnreachableSource: The Hub cannot be reached, or the dataset needs an access we lack.
        SourceError: There is no such revision, config or split, or its files cannot be read.
    """
    place = Place(f"{repo}@{revision[:7]}" + (f" config {config!r}" if config else ""))
    try:
        # Where the Hub fails, `datasets` falls back on whatever revision stands in its cache: it
        # gets one with nothing in it.
        with tempfile.TemporaryDirectory() as cache:
            return write_batches(_stream(repo, revision, config, split, cache), out)
    except (UnreachableSource, SourceError):
        raise
    except Exception as error:
        raise _explained(error, place, split) from error


def _stream(
    repo: str, revision: str, config: str | None, split: str, cache: str
) -> Iterator[pa.RecordBatch]:
    import datasets

    # The prefix keeps it from reading a local folder that has the dataset's name.
    stream = datasets.load_dataset(
        f"hf://datasets/{repo}",
        name=config,
        split=split,
        revision=revision,
        cache_dir=cache,
        streaming=True,
    ).with_format("arrow")
    schema = stream.features.arrow_schema if stream.features else None
    empty = True
    for table in stream.iter(batch_size=BATCH):
        empty = False
        yield from table.combine_chunks().to_batches()
    if empty and schema is not None:
        yield pa.RecordBatch.from_pylist([], schema=schema)


def _explained(error: Exception, place: Place, split: str) -> SourceError:
    """Return what a failed read means, by the class of the error that it comes from."""
    names = {type(each).__name__ for each in _chain(error)}
    detail = str(error).strip().split("\n", 1)[0]
    if names & _MISSING:
        return UnreachableSource(
            f"there is no such dataset or revision, or this account has no access to it: {detail}",
            place=place,
            hint="Check id and revision; for a private or gated dataset accept its terms on the "
            "Hub and set HF_TOKEN",
        )
    if names & _CONNECTION:
        return UnreachableSource(
            f"the Hub cannot be reached: {detail}",
            place=place,
            hint="Check the network, or build what needs none: add --offline",
        )
    if isinstance(error, ValueError):
        return SourceError(f"split {split!r} cannot be read: {detail}", place=place)
    return SourceError(f"cannot be read: {type(error).__name__}: {detail}", place=place)


_MISSING = frozenset(
    {
        "DatasetNotFoundError",
        "EntryNotFoundError",
        "GatedRepoError",
        "RepositoryNotFoundError",
        "RevisionNotFoundError",
    }
)
_CONNECTION = frozenset(
    {
        "ConnectError",
        "ConnectTimeout",
        "ConnectionError",
        "HfHubHTTPError",
        "LocalEntryNotFoundError",
        "OfflineModeIsEnabled",
        "ReadTimeout",
        "RemoteProtocolError",
        "gaierror",
    }
)


def _chain(error: BaseException) -> Iterator[BaseException]:
    seen: set[int] = set()
    current: BaseException | None = error
    while current is not None and id(current) not in seen:
        seen.add(id(current))
        yield current
        current = current.__cause__ or current.__context__


class HubContents(NamedTuple):
    """What a dataset of the Hub has.

    Attributes:
        revision: The full commit SHA.
        licence: By its card; None where it names none.
        languages: By its card.
        splits: Every config with each of its splits.
    """

    revision: str
    licence: str | None
    languages: tuple[str, ...]
    splits: tuple[tuple[str, str], ...]


def hub_contents(repo: str, revision: str | None) -> HubContents:
    """Return the configs and splits of a dataset.

    Args:
        repo: Dataset id on the Hub.
        revision: A commit, tag or branch; the main branch where None.

    Raises:
        UnreachableSource: The Hub cannot be reached, or the dataset needs an access we lack.
        SourceError: The dataset has nothing that can be read.
    """
    place = Place(f"{repo}@{revision or 'main'}")
    try:
        import datasets
        from huggingface_hub import HfApi

        info = HfApi().dataset_info(repo, revision=revision)
        sha = str(info.sha)
        path = f"hf://datasets/{repo}"
        found = [
            (config, split)
            for config in datasets.get_dataset_config_names(path, revision=sha)
            for split in datasets.get_dataset_split_names(path, config, revision=sha)
        ]
    except Exception as error:
        raise _explained(error, place, "") from error
    card: Any = info.card_data or {}
    return HubContents(sha, _text(card.get("license")), _texts(card.get("language")), tuple(found))


def card_facts(folder: Path) -> dict[str, Any]:
    """Return the metadata of the card in a local folder; none where there is no card.

    Raises:
        SourceError: The card's metadata cannot be read.
    """
    file = folder / "README.md"
    if not file.is_file() or not file.read_text(encoding="utf-8").startswith("---"):
        return {}
    from huggingface_hub import DatasetCard

    try:
        card: Any = DatasetCard.load(file, ignore_metadata_errors=True)
        data: dict[str, Any] = card.data.to_dict()
    except Exception as error:
        detail = str(error).strip().split("\n", 1)[0]
        raise SourceError(f"its metadata cannot be read: {detail}", place=Place(file)) from error
    return data


def _text(value: Any) -> str | None:
    return str(value[0]) if isinstance(value, list) and value else (value and str(value)) or None


def _texts(value: Any) -> tuple[str, ...]:
    return tuple(map(str, value)) if isinstance(value, list) else ((str(value),) if value else ())
