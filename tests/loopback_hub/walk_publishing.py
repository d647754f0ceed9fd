"""Client code that the tests run, each function in its own process: publishing.

Every function imports the clients itself, because they read the environment when imported.
"""

from collections.abc import Callable
from pathlib import Path
from typing import Any


def status_of(function: Callable[..., Any], *args: Any, **kwargs: Any) -> tuple[str, int]:
    """Return the class and the HTTP status of the error a client call ends with."""
    from huggingface_hub.errors import HfHubHTTPError

    try:
        function(*args, **kwargs)
    except HfHubHTTPError as error:
        return type(error).__name__, error.response.status_code
    return "", 200


def publish(repo_id: str, card: str, parquet: list[int]) -> dict[str, Any]:
    """Do what a publisher does, from nothing to a tagged release and its correction."""
    from huggingface_hub import CommitOperationAdd, CommitOperationDelete, HfApi

    api = HfApi()
    created = api.create_repo(repo_id, repo_type="dataset")
    first = api.repo_info(repo_id, repo_type="dataset").sha

    def commit(parent: str | None, message: str, files: dict[str, bytes], *gone: str) -> str:
        operations = [CommitOperationAdd(path, data) for path, data in files.items()]
        removals = [CommitOperationDelete(path) for path in gone]
        return api.create_commit(
            repo_id,
            [*operations, *removals],
            commit_message=message,
            commit_description="In full",
            repo_type="dataset",
            parent_commit=parent,
        ).oid

    files = {"README.md": card.encode(), "data/vi.parquet": bytes(parquet), "a/b.txt": b"b\n"}
    release = commit(first, "Release v1.0.0", files)
    api.create_tag(
        repo_id, tag="v1.0.0", tag_message="First", revision=release, repo_type="dataset"
    )
    again = commit(None, "Release v1.0.0 again", files)
    fixed = commit(again, "Fix b", {**files, "a/b.txt": b"B\n"})
    cleaned = commit(fixed, "Remove a", {"c.txt": b""}, "a/")
    api.create_branch(repo_id, branch="next", revision="v1.0.0", repo_type="dataset")
    api.create_tag(repo_id, tag="oops", repo_type="dataset")
    api.delete_tag(repo_id, tag="oops", repo_type="dataset")
    tag = {"tag": "v1.0.0", "repo_type": "dataset"}
    return {
        "user": api.whoami()["name"],
        "url": str(created),
        "commits": [first, release, again, fixed, cleaned],
        "stale": status_of(commit, first, "Stale", {"x.txt": b"x"}),
        "missing": status_of(commit, None, "Delete nothing", {"x.txt": b"x"}, "no.txt"),
        "exists": status_of(api.create_repo, repo_id, repo_type="dataset"),
        "tag exists": status_of(api.create_tag, repo_id, **tag),
        "tag exists, allowed": status_of(api.create_tag, repo_id, exist_ok=True, **tag),
        "repo exists, allowed": status_of(
            api.create_repo, repo_id, repo_type="dataset", exist_ok=True
        ),
        "foreign namespace": status_of(api.create_repo, "someone/demo", repo_type="dataset"),
    }


def propose(repo_id: str, base: str) -> dict[str, Any]:
    """Open a pull request, then add a commit to it."""
    from huggingface_hub import CommitOperationAdd, HfApi, hf_hub_download

    api = HfApi()
    options: dict[str, Any] = {"repo_id": repo_id, "repo_type": "dataset"}

    def add(path: str, data: bytes) -> list[CommitOperationAdd]:
        return [CommitOperationAdd(path, data)]

    opened = api.create_commit(
        operations=add("new.parquet", b"PAR1\0"),
        commit_message="Add new",
        create_pr=True,
        parent_commit=base,
        **options,
    )
    pushed = api.create_commit(
        operations=add("new.txt", b"new\n"),
        commit_message="And text",
        revision=opened.pr_revision,
        parent_commit=opened.oid,
        **options,
    )
    refs = api.list_repo_refs(include_pull_requests=True, **options)
    text = hf_hub_download(filename="new.txt", revision=opened.pr_revision, **options)
    return {
        "url": opened.pr_url,
        "number": opened.pr_num,
        "oids": [opened.oid, pushed.oid],
        "refs": [(ref.ref, ref.target_commit) for ref in refs.pull_requests or []],
        "text": Path(text).read_text(encoding="utf-8"),
        "refused": status_of(
            api.create_commit, operations=add("x.txt", b"x"), commit_message="x", **options
        ),
    }


def change_visibility(repo_id: str) -> list[Any]:
    """Create a private repository, read it as its owner, make it public, delete it."""
    from huggingface_hub import HfApi

    api = HfApi()
    options: dict[str, Any] = {"repo_id": repo_id, "repo_type": "dataset"}
    api.create_repo(private=True, **options)
    before = api.repo_info(**options).private
    hidden = status_of(HfApi(token=False).repo_info, **options)
    api.update_repo_settings(private=False, **options)
    seen = status_of(HfApi(token=False).repo_info, **options)
    api.delete_repo(**options)
    return [before, hidden, seen, status_of(api.repo_info, **options)]


def publish_through_faults(repo_id: str, tries: int) -> list[tuple[str, int]]:
    """Make the same kind of commit again and again, and tell how each attempt ended."""
    from huggingface_hub import CommitOperationAdd, HfApi

    api = HfApi()
    ends = []
    for number in range(tries):
        head = api.repo_info(repo_id, repo_type="dataset").sha
        operations = [CommitOperationAdd("n.txt", str(number).encode())]
        try:
            end = status_of(
                api.create_commit,
                repo_id,
                operations,
                commit_message=f"Try {number}",
                repo_type="dataset",
                parent_commit=head,
            )
        except Exception as error:
            end = (type(error).__name__, 0)
        ends.append(end)
    return ends
