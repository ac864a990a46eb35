"""Puts the earlier version of the user's code beside the one that stands: which it is, where it lies, its own loop.

git:REF        that commit's files, in a folder of the comparison's own, gone behind it
old.py         another file, in the folder that it stands in; old.py:NAME where its loop has another name or line
run.parloop    what was recorded: no version to run
"""

from __future__ import annotations

import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path

from parloop_gui.bridge.processes.watched import Watched
from parloop_gui.bridge.versions.git_tree import checkout_of, commit_of, top_of, unpack
from parloop_gui.bridge.versions.recorded import against_recorded
from parloop_gui.engine.protocol.loop_spec import LoopSpec, Version
from parloop_gui.engine.protocol.presence import expanded, is_file
from parloop_gui.engine.protocol.scratch_files import own_name
from parloop_gui.model.plan.plan import BEFORE, Against, AgainstKind, Plan
from parloop_gui.model.source.parsed import SourceError, read
from parloop_gui.model.user_code.moved_loop import line_of_same
from parloop_gui.model.user_code.user_loop import path_and_function

GIT = "git:"
DOCUMENTS = (".parloop", ".json", ".html")
NOW = "now"

# Makes the loop of a file, by its function's name or its line, of a program that `main` is where that is another file.
MakeLoop = Callable[[Path, str, Path | None], LoopSpec]


@contextmanager
def against(
    plan: Plan, named: str, slower: float | None, make_loop: MakeLoop, *, seeded: bool = False
) -> Iterator[Plan]:
    """The plan with what it is compared with, which is there within the block.

    Raises SourceError, GitError or DocumentError, a sentence each, where there is no such version or no such loop.
    """
    if not named.startswith(GIT) and named.lower().endswith(DOCUMENTS):  # a branch may have such a name
        yield against_recorded(plan, expanded(named), slower, seeded=seeded)
        return
    if not plan.loop.is_users:
        raise SourceError("A built-in loop has no other version: compare a loop of your own, or with a document.")
    if named.startswith(GIT):
        with _unpacked(plan, named.removeprefix(GIT)) as (top, tree):
            yield _beside(plan, named, "git", slower, _of_tree(plan.loop, top, tree, named, make_loop), top, tree)
        return
    yield _against_file(plan, named, slower, make_loop)


@contextmanager
def _unpacked(plan: Plan, ref: str) -> Iterator[tuple[Path, Path]]:
    """The checkout that the loop's file lies in, and the folder with the files of that commit."""
    path = Path(plan.loop.path or "").resolve()
    top = checkout_of(path.parent)
    commit = commit_of(top, ref)
    # The guard alone removes the folder where this process can't any more.
    with Watched(), tempfile.TemporaryDirectory(prefix=own_name("version_")) as folder:
        tree = Path(folder).resolve() / top.name  # named alike, for code that asks what its folder is called
        tree.mkdir()
        unpack(top, commit, tree)
        yield top, tree


def _of_tree(loop: LoopSpec, top: Path, tree: Path, named: str, make_loop: MakeLoop) -> LoopSpec:
    """The same loop of the file at the same place."""
    path = _moved(Path(loop.path or ""), top, tree)
    if path is None or not is_file(path):
        raise SourceError(f"There is no {loop.file_name} in {named}.")
    main = loop.program.main if loop.program is not None else None
    there = _moved(Path(main), top, tree) if main is not None else None
    if main is not None and (there is None or not is_file(there)):
        raise SourceError(f"There is no {Path(main).name} in {named}.")
    return make_loop(path, _name_in(loop, path), there)


def _moved(path: Path, top: Path, tree: Path) -> Path | None:
    real = path.resolve()
    return tree / real.relative_to(top.resolve()) if real.is_relative_to(top.resolve()) else None


def _against_file(plan: Plan, named: str, slower: float | None, make_loop: MakeLoop) -> Plan:
    text, name = path_and_function(named)
    path = expanded(text).absolute()
    if not is_file(path):
        raise SourceError(f"There is no file {str(path)!r:.120} to compare with: it is git:REF, a file or a document.")
    main = plan.loop.program.main if plan.loop.program is not None else None
    loop = make_loop(path, name or _name_in(plan.loop, path), Path(main) if main is not None else None)
    ours, theirs = (_root_of(Path(each)) for each in (plan.loop.path or "", path))
    if ours != theirs and theirs.is_relative_to(ours) and top_of(theirs) == theirs:
        # A module of it would lie in both trees, so nobody could tell whose it is.
        raise SourceError(
            f"{path.name} is in a checkout that lies within the loop's own: move it beside that one, or "
            "name its commit with git:REF."
        )
    return _beside(plan, named, "file", slower, loop, ours, theirs)


def _root_of(path: Path) -> Path:
    return top_of(path.resolve().parent) or path.resolve().parent


def _name_in(loop: LoopSpec, path: Path) -> str:
    """What the loop is called in its other version: its function's name, or the line that it stands at there."""
    if loop.program is None:
        return loop.function or ""
    return str(line_of_same(read(Path(loop.path or "")), loop.program.line, read(path)))


def _beside(
    plan: Plan, named: str, kind: AgainstKind, slower: float | None, before: LoopSpec, ours: Path, theirs: Path
) -> Plan:
    """Both versions, each with its own tree; two files in one tree import the same modules."""
    apart = not (ours.is_relative_to(theirs) or theirs.is_relative_to(ours))
    trees = (str(ours), str(theirs)) if apart else ("", "")
    now = replace(plan.loop, version=Version(NOW, trees[0], trees[1]))
    before = replace(before, version=Version(BEFORE, trees[1], trees[0]), sample=plan.loop.sample)
    return replace(plan, loop=now, against=Against(named, kind, slower, before))
