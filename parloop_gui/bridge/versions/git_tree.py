"""The files of a commit, laid into a folder of their own: the user's checkout is read, and never touched.

    git rev-parse ─► ls-tree: names, kinds, sizes ─► cat-file: contents as they were committed ─► folder

Plumbing alone: no checkout, so no hooks, no filters and no attributes of the user's run, and nothing is fetched, also
not what a partial clone left on its server.
"""

from __future__ import annotations

import os
import subprocess
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path, PurePosixPath
from typing import IO

from parloop_gui.bridge.host.child_environment import NO_CONSOLE, child_environment

# A tree that is larger has data in it that no loop of seconds reads; unpacking it would take minutes.
MOST_BYTES = 2 * 2**30
_SAFE = ("-c", "protocol.allow=never", "-c", "core.fsmonitor=false", "-c", f"core.hooksPath={os.devnull}")
_QUIET = {"GIT_TERMINAL_PROMPT": "0", "GIT_OPTIONAL_LOCKS": "0", "GIT_NO_LAZY_FETCH": "1"}
# What a hook is started with: which repository is meant is said by where the file lies.
_OF_HOOKS = ("GIT_DIR", "GIT_WORK_TREE", "GIT_INDEX_FILE", "GIT_OBJECT_DIRECTORY", "GIT_PREFIX", "GIT_COMMON_DIR")
_FILE, _PROGRAM, _LINK = "100644", "100755", "120000"


class GitError(ValueError):
    """What was asked of git can't be had; the message is one sentence."""


@dataclass(frozen=True)
class _Entry:
    mode: str
    object: str
    path: PurePosixPath


def checkout_of(folder: Path) -> Path:
    """The checkout that a folder lies in; raises GitError, with git's own words, where it lies in none."""
    return Path(os.fsdecode(_git(folder, "rev-parse", "--show-toplevel").rstrip(b"\n")))


def top_of(folder: Path) -> Path | None:
    """The same; None where it lies in none, or there is no git."""
    try:
        return checkout_of(folder)
    except GitError:
        return None


def commit_of(top: Path, ref: str) -> str:
    """The commit that a branch, tag or hash names in that checkout; raises GitError."""
    try:
        return _git(top, "rev-parse", "--verify", "--quiet", "--end-of-options", f"{ref}^{{commit}}").decode().strip()
    except GitError:
        raise GitError(f"There is no commit {ref!r:.80} in {top}.") from None


def unpack(top: Path, commit: str, into: Path) -> None:
    """Lay all files of the commit into that folder; raises GitError, OSError. Submodules are left out."""
    # Links last: a tree made for it names a link and files below that name, which would be written where it leads.
    entries = sorted(_entries(top, commit), key=lambda entry: entry.mode == _LINK)
    with subprocess.Popen(
        ["git", *_SAFE, "cat-file", "--batch"],
        cwd=top,
        env=_environment(),
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        creationflags=NO_CONSOLE,
    ) as git:
        assert git.stdin is not None
        assert git.stdout is not None
        for entry in entries:
            _lay(entry, _content(git.stdin, git.stdout, entry), into)


def _entries(top: Path, commit: str) -> Iterator[_Entry]:
    total_bytes = 0
    for line in _git(top, "ls-tree", "-r", "-z", "-l", "--full-tree", commit).split(b"\0"):
        if not line:
            continue
        about, _, name = line.partition(b"\t")
        mode, _, identity, size = about.decode().split()
        path = PurePosixPath(os.fsdecode(name))
        if mode not in (_FILE, _PROGRAM, _LINK) or path.is_absolute() or ".." in path.parts:
            continue
        total_bytes += int(size) if size.isdigit() else 0
        if total_bytes > MOST_BYTES:
            raise GitError(f"The files of that commit are more than {MOST_BYTES >> 30} GB: too many to unpack.")
        yield _Entry(mode, identity, path)


def _content(asking: IO[bytes], answers: IO[bytes], entry: _Entry) -> bytes:
    """One object; asked one at a time, so that neither pipe fills up while nobody reads the other."""
    asking.write(f"{entry.object}\n".encode())
    asking.flush()
    head = answers.readline().split()
    if len(head) != 3:  # "… missing": of a partial clone
        raise GitError(f"{entry.path} of that commit is not in this clone.")
    content = answers.read(int(head[2]))
    answers.read(1)
    return content


def _lay(entry: _Entry, content: bytes, into: Path) -> None:
    path = into / entry.path
    if not path.parent.resolve().is_relative_to(into.resolve()):
        return  # a link of the commit's own leads out of the tree there
    path.parent.mkdir(parents=True, exist_ok=True)
    if entry.mode == _LINK:
        _link(path, os.fsdecode(content), into)
        return
    path.write_bytes(content)
    if entry.mode == _PROGRAM:
        path.chmod(0o700)


def _link(path: Path, target: str, into: Path) -> None:
    """A link that stays within the tree; any other would lead to what is not of this version."""
    there = (path.parent / target).resolve()  # by the links that are there: `x/up/..` need not be `x`
    if not Path(target).is_absolute() and there.is_relative_to(into.resolve()):
        path.symlink_to(target)


def _git(folder: Path, *arguments: str) -> bytes:
    command: Sequence[str] = ["git", *_SAFE, *arguments]
    try:
        return subprocess.run(
            command,
            cwd=folder,
            env=_environment(),
            stdin=subprocess.DEVNULL,
            capture_output=True,
            check=True,
            creationflags=NO_CONSOLE,
        ).stdout
    except subprocess.CalledProcessError as error:
        said = error.stderr.decode(errors="replace").strip().splitlines()
        raise GitError(f"git failed: {said[-1] if said else error}.") from None
    except OSError as error:
        raise GitError(f"git can't be started: {(error.strerror or str(error)).lower()}.") from None


def _environment() -> dict[str, str]:
    own = {name: value for name, value in child_environment().items() if name not in _OF_HOOKS}
    return {**own, **_QUIET}
