"""A release as a pull request: opened once, and brought up to date by the next run."""

from typing import Any

from babelwright.release.publish.committing import (
    Commits,
    file_changes,
    holds,
    title_of,
    within_limits,
)
from babelwright.release.publish.patience import STALE, passes, status_of
from babelwright.release.publish.repository import KIND, Pull, State
from babelwright.release.publish.target import Published

_NOBODY = (401, 403)
_PREFIX = title_of("")
_NEXT = "Its tag is made by the next run without --pr after it is merged"


def propose(commits: Commits, state: State, base: str | None) -> Published:
    """Bring the open pull request of a release up to date, or open one.

    Args:
        commits: The release's.
        state: The repository's.
        base: The commit that the release was made on.
    """
    repository, version = commits.repository, commits.release.version
    within_limits(repository.name, commits.files)
    if holds(repository.tree(state.head), commits.files):
        return Published(f"hf://{repository.name}", version, False, state.head)
    pull = _own(commits)
    if pull is None:
        pull = _opened(commits, base or state.head)
        return Published(_url(commits, pull), version, True, notes=(_NEXT,))
    head = repository.head(pull.revision)
    done = commits.on(pull.revision, head)
    if pull.title != title_of(version):
        repository.patience.ask(
            lambda: repository.api.rename_discussion(
                repository.name,
                pull.number,
                new_title=title_of(version),
                repo_type=KIND,
            )
        )
    return Published(_url(commits, pull), version, done != head, done, (_NEXT,))


def _own(commits: Commits) -> Pull | None:
    """Return the newest open pull request that this user made for a release."""
    repository = commits.repository
    name = _user(commits)
    for pull in repository.pulls():
        if pull.title.startswith(_PREFIX) and name in (None, pull.author):
            return pull
    return None


def _user(commits: Commits) -> str | None:
    """Return who the token is of; None for a token of a job, which is nobody's."""
    from huggingface_hub.errors import HfHubHTTPError

    repository = commits.repository
    try:
        user: Any = repository.patience.ask(repository.api.whoami)
    except HfHubHTTPError as error:
        if status_of(error) in _NOBODY:
            return None
        raise
    return str(user["name"])


def _opened(commits: Commits, parent: str) -> Pull:
    """Open a pull request; one whose answer was lost is found before another is opened."""
    repository, version = commits.repository, commits.release.version
    tree = repository.tree(parent)
    attempt = 0
    while True:
        try:
            done = repository.api.create_commit(
                repository.name,
                commits.operations(tree, commits.files),
                commit_message=title_of(version),
                commit_description=str(commits.release.manifest["signature"]),
                repo_type=KIND,
                create_pr=True,
                parent_commit=parent,
            )
        except Exception as error:
            if not passes(error) and status_of(error) != STALE:
                raise
            failed = error
        else:
            return Pull(int(done.pr_num), title_of(version), "")
        found = _own(commits)
        if found and not file_changes(commits.files, repository.tree(found.revision)):
            return found
        repository.patience.pause(failed, attempt)
        attempt += 1


def _url(commits: Commits, pull: Pull) -> str:
    repository = commits.repository
    return f"{repository.api.endpoint}/datasets/{repository.name}/discussions/{pull.number}"
