"""Publishes through seeded sequences of faults, in a process of its own with a Hub of its own.

A sequence is up to three runs, each with faults planted or killed on the way, and then one run on a
good line. After every run the repository is held to the promise: no new commit, or exactly one that
holds the release and no other data; a tag only on that commit; and what a run says it did is there.
"""

import os
import random
import re
import tempfile
from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any, NamedTuple

from loopback_hub import Action, Commit, Fault, LoopbackHub, Repo, call, cut, stall, status

NAMESPACE, NAME, VERSION = "babelwright", "TinySTS-VN", "1.1.0"
TITLE, TAG = f"Release {VERSION}", f"v{VERSION}"
# Requests for which a fault can be planted, the ones that write more often than the others.
_REQUESTS = {
    "create": ("POST", r"/api/repos/create", 1),
    "head": ("GET", r"/revision/main", 2),
    "refs": ("GET", r"/refs$", 1),
    "tree": ("GET", r"/tree/", 1),
    "file": ("*", r"/resolve/", 1),
    "history": ("GET", r"/commits/", 1),
    "metadata": ("POST", r"/validate-yaml", 1),
    "preupload": ("POST", r"/preupload/", 1),
    "batch": ("POST", r"/objects/batch", 1),
    "put": ("PUT", r"/lfs-objects/", 2),
    "check": ("POST", r"/lfs-objects/.*/verify", 1),
    "commit": ("POST", r"/commit/", 8),
    "tag": ("POST", r"/tag/", 5),
}
_IMPATIENT = 0.15
_DONE = ("released", "nothing to do")
# The share of sequences that begin with an earlier release, which must be downloaded; and of those
# that end with the same release once more.
_EARLIER, _AGAIN = 0.25, 0.25


class Killed(BaseException):
    """The process is gone: nothing after this is run."""


class Sequence(NamedTuple):
    """How a sequence went: the ends of its runs, and the kinds of faults that it met."""

    ends: tuple[str, ...]
    faults: tuple[str, ...]
    waited: float


def run(seeds: list[int]) -> dict[str, Any]:
    """Run the sequences; return how they ended, and every promise that was broken."""
    with LoopbackHub(organisations=(NAMESPACE,)) as hub, tempfile.TemporaryDirectory() as folder:
        os.environ["HF_ENDPOINT"] = hub.endpoint  # before the client is imported
        from support.tiny_releases import ROWS, tiny_release

        tiny_release(Path(folder) / "old", "1.0.0", ROWS[:4])
        tiny_release(Path(folder) / "new", VERSION, ROWS)
        with _clock() as waited, _wire() as wire:
            sequences, broken = [], []
            for seed in seeds:
                hub.faults.clear()
                try:
                    sequences.append(_Walk(hub, Path(folder), wire, waited, seed).run())
                except AssertionError as error:
                    broken.append(f"seed {seed}: {error}")
    return {
        "sequences": len(sequences),
        "broken": broken,
        "ends": dict(Counter(" -> ".join(each.ends) for each in sequences)),
        "faults": dict(Counter(kind for each in sequences for kind in each.faults)),
        "clean": sum(not each.faults for each in sequences),
    }


class _Walk:
    """One sequence, on a repository of its own."""

    def __init__(
        self, hub: LoopbackHub, folder: Path, wire: "_Wire", waited: list[float], seed: int
    ) -> None:
        self.hub, self.folder, self.wire, self.waited = hub, folder, wire, waited
        self.random = random.Random(seed)  # noqa: S311 - a walk that can be walked again
        self.name = f"{NAME}-{seed}"
        self.repo_id = f"{NAMESPACE}/{self.name}"
        self.faults: list[str] = []
        self.bases: list[str | None] = []

    def run(self) -> Sequence:
        self._begin()
        ends = []
        for _ in range(self.random.randint(1, 3)):
            ends.append(self._publish(faulty=True))
            self.hub.faults.clear()
            if ends[-1] in _DONE:
                break
        if ends[-1] not in _DONE:
            ends.append(self._publish(faulty=False))
            assert ends[-1] in _DONE, f"a good line, and yet {ends[-1]}"
        ours = self._hold(released=True)
        if self.random.random() < _AGAIN:
            again = self._publish(faulty=False)
            assert again == "nothing to do", f"the same release again: {again}"
            assert self._hold(released=True) == ours
        return Sequence(tuple(ends), tuple(self.faults), sum(self.waited))

    def _begin(self) -> None:
        """Begin without a repository, with one of others' files, or with an earlier release."""
        from support.tiny_releases import files_of

        early = self.random.random() < _EARLIER
        begin = self.random.choice(("earlier", "untagged") if early else ("nothing", "foreign"))
        if begin == "foreign":
            self.hub.add_dataset(self.repo_id, {"notes.txt": b"keep me"})
        elif begin in ("earlier", "untagged"):
            files = files_of(self.folder / "old") | {"notes.txt": b"keep me"}
            oid = self.hub.add_dataset(self.repo_id, files, message="Release 1.0.0")
            if begin == "earlier":
                self.hub.repo(self.repo_id).tag("v1.0.0", oid)

    def _publish(self, *, faulty: bool) -> str:
        from babelwright.errors import PublishError

        if faulty:
            self._plant()
        # Killed before it heard that the tag was made, or by a line that was cut.
        done = self._tagged()
        try:
            end = self._target(1e3 if not faulty else _IMPATIENT)
        except PublishError as error:
            changed = "somebody else changed" in str(error)
            end = "stopped: others' change" if changed else "gave up"
        except Killed:
            end = "killed"
        self.wire.kill_at = None
        assert (end == "nothing to do") <= done, "nothing to do, and no tag was there"
        assert end != "stopped: others' change" or self._others_came(), "nobody changed anything"
        self._hold(released=end in ("released", "nothing to do"))
        return end

    def _target(self, timeout: float) -> str:
        import json

        from babelwright.release.bundle import Release
        from babelwright.release.publish.hub import HubTarget
        from babelwright.release.publish.patience import Patience

        folder = self.folder / "new"
        manifest = json.loads((folder / "manifest.json").read_text())
        release = Release(self.name, VERSION, folder, manifest, unchanged=False)
        patience = Patience(attempts=4, wait=self.waited.append)
        target = HubTarget(NAMESPACE, patience=patience, timeout=timeout)
        with tempfile.TemporaryDirectory() as scratch:
            standing = target.latest(self.name, Path(scratch))
            self.bases.append(standing.base)
            done = target.publish(release, standing)
        return "released" if done.created else "nothing to do"

    def _others_came(self) -> bool:
        repo = self.hub._state.repos[self.repo_id]
        return any(commit.title == "Somebody else" for commit in repo.commits)

    def _tagged(self) -> bool:
        repo = self.hub._state.repos.get(self.repo_id)
        return repo is not None and TAG in repo.tags

    def _plant(self) -> None:
        for _ in range(self.random.choice((0, 1, 1, 2, 3, 4))):
            names, weights = zip(*((n, w) for n, (*_, w) in _REQUESTS.items()), strict=True)
            [name] = self.random.choices(names, weights)
            kind, action = self._action(name)
            method, pattern, _ = _REQUESTS[name]
            times = 1 if kind.startswith("timeout") else self.random.choice((1, 1, 1, 2, 5))
            self.hub.faults.add(Fault((method, re.compile(pattern)), action, times))
            self.faults.append(kind)
        if self.random.random() < 0.3:
            self.wire.kill_at = self.random.randint(1, 22)
            self.wire.kill_after = self.random.random() < 0.5
            self.faults.append("killed")

    def _action(self, name: str) -> tuple[str, Action]:
        after = self.random.random() < 0.5
        when = "after" if after else "before"
        kind = self.random.choice(
            ("5xx", "5xx", "cut", "cut", "429", "timeout", "412", "foreign", "conflict")
        )
        code = self.random.choice((500, 502, 503, 504))
        reset = self.random.randint(0, 60)
        choices: dict[str, Callable[[], Action]] = {
            "5xx": lambda: status(code, after=after),
            "cut": lambda: cut(after=after),
            "429": lambda: status(429, retry_after=reset),
            "timeout": lambda: stall(4 * _IMPATIENT, after=after),
            "412": lambda: status(412),
            "foreign": lambda: call(lambda: self._others({"notes.txt": self._noise()})),
            "conflict": lambda: call(lambda: self._others({"README.md": self._card()})),
        }
        if kind == "412" and name != "commit":
            kind = "5xx"
        if kind in ("412", "429", "foreign", "conflict"):
            return kind, choices[kind]()
        return f"{kind} {when}", choices[kind]()

    def _others(self, files: Mapping[str, bytes]) -> None:
        """Commit as somebody else does, where there is a repository."""
        if self.repo_id in self.hub._state.repos:
            self.hub.commit(self.repo_id, files, message="Somebody else")

    def _noise(self) -> bytes:
        return str(self.random.random()).encode()

    def _card(self) -> bytes:
        return b"---\nlicense: mit\n---\n\nMine: " + self._noise() + b"\n"

    def _hold(self, *, released: bool) -> str | None:
        """Hold the repository to the promise; return our commit."""
        from support.tiny_releases import files_of

        repo = self.hub._state.repos.get(self.repo_id)
        if repo is None:
            assert not released
            return None
        ours = [commit for commit in repo.commits if commit.title == TITLE]
        assert len(ours) <= 1, f"{len(ours)} commits of ours"
        tagged = repo.tags.get(TAG)
        if not ours:
            assert not released, "said to be released, and there is no commit"
            assert tagged is None, "a tag without a commit"
            return None
        [commit] = ours
        assert commit in list(repo.history(repo.resolve("main"))), "not on main"
        files = files_of(self.folder / "new")
        assert {name: commit.tree[name].data for name in files} == files, "not whole"
        data = {name for name in commit.tree if name.startswith("data/")}
        assert data == {name for name in files if name.startswith("data/")}, "other data"
        assert tagged in (None, commit.oid), "the tag is elsewhere"
        assert tagged or not released, "said to be released, and there is no tag"
        self._hold_others(repo, commit, set(files))
        return commit.oid

    def _hold_others(self, repo: Repo, commit: Commit, ours: set[str]) -> None:
        """Hold that nobody's change was written over unread."""
        parent = repo.resolve(str(commit.parent))
        if "notes.txt" in parent.tree:
            assert commit.tree["notes.txt"] == parent.tree["notes.txt"], "another's file"
        read = [dict(repo.resolve(base).tree) if base else {} for base in self.bases]
        before = {name: blob.oid for name, blob in parent.tree.items() if name in ours}
        assert any(
            before == {name: blob.oid for name, blob in tree.items() if name in ours}
            for tree in read
        ), "written over what was not read"
        earlier = [each for each in repo.commits if each.title == "Release 1.0.0"]
        assert not earlier or "v1.0.0" in repo.tags, "an earlier release was left without its tag"


class _Wire:
    """Counts the client's requests, and kills it at one of them."""

    kill_at: int | None = None
    kill_after = False

    def step(self, send: Callable[[], Any]) -> Any:
        if self.kill_at is None:
            return send()
        self.kill_at -= 1
        if self.kill_at:
            return send()
        self.kill_at = None
        if self.kill_after:
            send()
        raise Killed


@contextmanager
def _wire() -> Iterator[_Wire]:
    import httpx2

    wire, send = _Wire(), httpx2.Client.send

    def sent(self: Any, request: Any, **options: Any) -> Any:
        return wire.step(lambda: send(self, request, **options))

    httpx2.Client.send = sent  # type: ignore[method-assign]
    try:
        yield wire
    finally:
        httpx2.Client.send = send  # type: ignore[method-assign]


@contextmanager
def _clock() -> Iterator[list[float]]:
    """Have the client's own waits take no time, and its new connections no certificates."""
    import ssl
    import time

    waited: list[float] = []
    sleep, load = time.sleep, ssl.SSLContext.load_verify_locations
    time.sleep = waited.append  # type: ignore[assignment]
    ssl.SSLContext.load_verify_locations = lambda *_, **__: None  # type: ignore[method-assign]
    try:
        yield waited
    finally:
        time.sleep = sleep
        ssl.SSLContext.load_verify_locations = load  # type: ignore[method-assign]
