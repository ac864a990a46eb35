"""What dead supervisors left is removed; what is alive or someone else's stays."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

from parloop_gui.bridge.processes.cleanup import remove_stale_folders
from parloop_gui.engine.protocol.scratch_files import remove_owned_by


def dead_pid() -> int:
    """The pid of a process that has ended."""
    process = subprocess.Popen([sys.executable, "-c", ""])
    process.wait()
    return process.pid


def test_that_only_what_the_dead_left_is_removed(tmp_path: Path) -> None:
    gone = dead_pid()
    dead = (f"parloop-{gone}-00af", f"parloop-{gone}-engine-x7_abcde")
    others = (
        f"parloop-{os.getpid()}-00af",
        "parloop-notes",
        "other",
        f"parloop-{gone}-notes",
        f"parloop-{gone}-00af.zip",
    )
    for name in (*dead, *others):
        (tmp_path / name / "run-1").mkdir(parents=True)
    (tmp_path / f"sem.parloop-{gone}-00af-x7_abcde").touch()
    remove_stale_folders([tmp_path])
    assert {path.name for path in tmp_path.iterdir()} == set(others)


def test_that_a_link_is_removed_without_what_it_points_at(tmp_path: Path) -> None:
    precious = tmp_path / "precious"
    precious.mkdir()
    (tmp_path / f"parloop-{dead_pid()}-00af").symlink_to(precious)
    remove_stale_folders([tmp_path])
    assert list(tmp_path.iterdir()) == [precious]


def test_that_the_folders_of_one_supervisor_are_removed(tmp_path: Path) -> None:
    (tmp_path / "parloop-5-00af").mkdir()
    (tmp_path / "parloop-55-00af").mkdir()
    remove_owned_by(5, [tmp_path])
    assert [path.name for path in tmp_path.iterdir()] == ["parloop-55-00af"]
