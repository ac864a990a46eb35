"""A commit's files in a folder of their own."""

from __future__ import annotations

import contextlib
import os
import subprocess
from pathlib import Path

import pytest

from parloop_gui.bridge.versions.git_tree import GitError, commit_of, top_of, unpack


def git(folder: Path, *arguments: str, given: str = "") -> str:
    named = ("-c", "user.name=n", "-c", "user.email=e", "-c", "init.defaultBranch=main")
    own = {name: value for name, value in os.environ.items() if not name.startswith("GIT_")}
    return subprocess.run(
        ["git", *named, *arguments], cwd=folder, env=own, input=given, capture_output=True, text=True, check=True
    ).stdout


@pytest.fixture
def checkout(tmp_path: Path) -> Path:
    """A checkout whose first commit has a package, a program, links; whose second has another package."""
    top = tmp_path / "shop"
    (top / "pack").mkdir(parents=True)
    git(top, "init", "-q")
    (top / "pack" / "work.py").write_bytes(b"ONE = 1\r\n")
    (top / "run.sh").write_text("echo\n")
    (top / "run.sh").chmod(0o755)
    (top / "near").symlink_to("pack/work.py")
    (top / "far").symlink_to("/etc/hosts")
    (top / "out").symlink_to("../other")
    (top / ".gitattributes").write_text("*.py text eol=lf filter=loud export-ignore\n")
    git(top, "add", ".")
    git(top, "commit", "-qm", "one")
    git(top, "config", "filter.loud.smudge", f"touch {tmp_path}/ran; cat")
    hook = top / ".git" / "hooks" / "post-checkout"
    hook.write_text(f"#!/bin/sh\ntouch {tmp_path}/ran\n")
    hook.chmod(0o755)
    (top / "pack" / "work.py").write_text("ONE = 2\n")
    git(top, "commit", "-qam", "two")
    return top


@pytest.mark.slow
def test_that_the_files_are_those_of_the_commit_and_nothing_of_the_users_runs(checkout: Path, tmp_path: Path) -> None:
    before = git(checkout, "status", "--porcelain")
    assert top_of(checkout / "pack") == checkout
    into = tmp_path / "tree"
    into.mkdir()
    unpack(checkout, commit_of(checkout, "HEAD~1"), into)
    assert (into / "pack" / "work.py").read_bytes() in (b"ONE = 1\n", b"ONE = 1\r\n")
    assert os.access(into / "run.sh", os.X_OK)
    assert (into / "near").readlink() == Path("pack/work.py")
    assert not (into / "far").is_symlink(), "it leads to what is of no version"
    assert not (into / "out").is_symlink()
    assert not (tmp_path / "ran").exists(), "no filter, no hook"
    assert (checkout / "pack" / "work.py").read_text() == "ONE = 2\n"
    assert git(checkout, "status", "--porcelain") == before


@pytest.mark.slow
def test_that_no_file_is_written_where_a_link_of_the_same_name_leads(checkout: Path, tmp_path: Path) -> None:
    """`x/up` leads to the tree itself, so that `z` leads out of it, whatever its text looks like."""

    def made(kind: str, text: str) -> str:
        return git(checkout, "hash-object", "-w", "-t", kind, "--literally", "--stdin", given=text).strip()

    def tree(*lines: str) -> str:
        return git(checkout, "mktree", given="".join(f"{line}\n" for line in lines)).strip()

    up, out, evil = (made("blob", text) for text in ("..", "x/up/..", "evil"))
    inner, below = tree(f"120000 blob {up}\tup"), tree(f"100644 blob {evil}\tevil.py")
    beside = tree(f"120000 blob {evil}\tevil")
    whole = tree(
        f"040000 tree {inner}\tx",
        f"120000 blob {out}\tz",
        f"040000 tree {below}\tz",
        f"120000 blob {out}\ty",
        f"040000 tree {beside}\ty",
    )
    commit = git(checkout, "commit-tree", "-m", "evil", whole).strip()
    into = tmp_path / "shared" / "tree"
    into.mkdir(parents=True)
    with contextlib.suppress(OSError):
        unpack(checkout, commit, into)
    assert [path.name for path in into.parent.iterdir()] == ["tree"]


@pytest.mark.slow
@pytest.mark.parametrize("ref", ["no-such-branch", "--upload-pack=touch x", "HEAD:pack"])
def test_that_what_names_no_commit_is_told(checkout: Path, ref: str) -> None:
    with pytest.raises(GitError, match="There is no commit"):
        commit_of(checkout, ref)


@pytest.mark.slow
def test_that_a_hooks_variables_lead_to_no_other_repository(checkout: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("GIT_DIR", "/nowhere")
    monkeypatch.setenv("GIT_INDEX_FILE", "/nowhere/index")
    assert top_of(checkout) == checkout


@pytest.mark.slow
def test_that_a_folder_in_no_checkout_has_none(tmp_path: Path) -> None:
    assert top_of(tmp_path) is None
