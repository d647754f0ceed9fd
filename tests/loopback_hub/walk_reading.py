"""Client code that the tests run, each function in its own process: reading.

Every function imports the clients itself, because they read the environment when imported.
"""

import hashlib
import os
from pathlib import Path
from typing import Any

from .walk_publishing import status_of


def inspect_repo(repo_id: str, sha: str) -> dict[str, Any]:
    """Read a repository in every way the API offers."""
    from huggingface_hub import HfApi, RepoFile, snapshot_download

    api = HfApi()
    options: dict[str, Any] = {"repo_type": "dataset", "revision": "v1.0.0"}
    tree = list(api.list_repo_tree(repo_id, recursive=True, **options))
    expanded = api.list_repo_tree(repo_id, "many", expand=True, repo_type="dataset")
    info: Any = api.repo_info(repo_id, files_metadata=True, **options)
    refs = api.list_repo_refs(repo_id, repo_type="dataset", include_pull_requests=True)
    paths = api.get_paths_info(repo_id, ["data", "manifest.json", "none"], expand=True, **options)
    folder = Path(snapshot_download(repo_id, **options))
    return {
        "tree": [(entry.path, isinstance(entry, RepoFile)) for entry in tree],
        "lfs": {f.path: f.lfs.sha256 for f in tree if isinstance(f, RepoFile) and f.lfs},
        "top": [entry.path for entry in api.list_repo_tree(repo_id, **options)],
        "pages": [(e.path, e.last_commit.title if e.last_commit else "") for e in expanded],
        "info": [info.sha, info.private, info.tags, info.card_data.to_dict()["license"]],
        "sizes": {s.rfilename: s.size for s in info.siblings or []},
        "refs": {kind: [r.ref for r in getattr(refs, kind)] for kind in ("branches", "tags")},
        "paths": [(p.path, p.last_commit.oid if p.last_commit else "") for p in paths],
        "history": [c.title for c in api.list_repo_commits(repo_id, repo_type="dataset")],
        "short": api.repo_info(repo_id, repo_type="dataset", revision=sha[:8]).sha,
        "snapshot": {
            str(path.relative_to(folder)): hashlib.sha256(path.read_bytes()).hexdigest()
            for path in sorted(folder.rglob("*"))
            if path.is_file()
        },
        "no revision": status_of(api.repo_info, repo_id, repo_type="dataset", revision="v9"),
        "no repo": status_of(api.repo_info, "babelwright/none", repo_type="dataset"),
        "no file": status_of(api.hf_hub_download, repo_id, "none.txt", **options),
    }


def load(repo_id: str, sha: str) -> dict[str, Any]:
    """Load a dataset as its users do, and push one as `datasets` does."""
    os.environ["USE_TORCH"] = "0"  # else streaming imports torch, which takes seconds
    from datasets import Dataset, get_dataset_config_names, load_dataset

    stream = load_dataset(repo_id, "nb", split="test", streaming=True, revision=sha)
    pushed = Dataset.from_dict({"text": ["a", "b"]})
    for config in ("en", "fr"):
        pushed.push_to_hub("babelwright/pushed", config, split="test")
    try:
        load_dataset(repo_id, "vi", revision="v9.9.9")
        unknown = ""
    except Exception as error:
        unknown = type(error).__name__
    return {
        "configs": get_dataset_config_names(repo_id, revision="v1.0.0"),
        "vi": load_dataset(repo_id, "vi", revision="v1.0.0", split="test")["text"][:],
        "nb": load_dataset(repo_id, "nb", revision="v1.0.0", split="test")["text"][:],
        "main": load_dataset(repo_id, split="test")["text"][:],
        "stream": [row["text"] for row in stream],
        "pushed": load_dataset("babelwright/pushed", "fr", split="test")["text"][:],
        "unknown": unknown,
    }


def knock(repo_id: str, public: str, *, wrong: bool) -> dict[str, Any]:
    """Try to read and write with no token or with a wrong one."""
    from huggingface_hub import CommitOperationAdd, HfApi

    api = HfApi(token="hf_wrong" if wrong else False)
    options: dict[str, Any] = {"repo_type": "dataset"}
    change = {"operations": [CommitOperationAdd("x.txt", b"x")], "commit_message": "x"}
    return {
        "read private": status_of(api.repo_info, repo_id, **options),
        "read private file": status_of(api.hf_hub_download, repo_id, "README.md", **options),
        "read missing": status_of(api.repo_info, "babelwright/none", **options),
        "read public": status_of(api.repo_info, public, **options),
        "write public": status_of(api.create_commit, public, **change, **options),
        "tag public": status_of(api.create_tag, public, tag="v1", **options),
        "create": status_of(api.create_repo, "babelwright/new", **options),
    }


def wander() -> list[int]:
    """Ask two other hosts for something."""
    from huggingface_hub import get_session

    plain = get_session().get("http://huggingface.co/api/models").status_code
    try:
        get_session().get("https://huggingface.co/api/models")
    except Exception:
        return [plain, 0]
    return [plain, 200]


def read_through_faults(repo_id: str) -> list[str]:
    """Make calls that the client retries by itself."""
    from huggingface_hub import HfApi, hf_hub_download

    tree = HfApi().list_repo_tree(repo_id, repo_type="dataset")
    path = hf_hub_download(repo_id, "README.md", repo_type="dataset")
    return [*(entry.path for entry in tree), Path(path).read_text(encoding="utf-8")]
