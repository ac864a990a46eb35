"""What dead supervisors left is removed; what is alive, another container's or someone else's stays."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import time
from functools import cache
from pathlib import Path

import pytest

from parloop_gui.bridge.processes.cleanup import FORSAKEN_S, remove_stale_folders
from parloop_gui.engine.protocol.owner import birth_of, place
from parloop_gui.engine.protocol.scratch_files import own_name, remove_owned_by

HOUR_S = 3600.0
IN_A_CONTAINER = ["unshare", "--pid", "--fork", "--mount-proc", "--kill-child"]
# Makes a folder of its own, and tidies up what others left.
ANOTHER_PARLOOP = """
import pathlib, sys
from parloop_gui.bridge.processes.cleanup import remove_stale_folders
from parloop_gui.engine.protocol.scratch_files import own_name
root = pathlib.Path(sys.argv[1])
(root / own_name()).mkdir()
remove_stale_folders([root])
print(flush=True)
input()
"""


@cache
def has_containers() -> bool:
    """Whether processes can be numbered anew here."""
    if sys.platform != "linux" or shutil.which("unshare") is None:
        return False
    return subprocess.run([*IN_A_CONTAINER, "true"], capture_output=True, check=False).returncode == 0


def put_back(path: Path, by_s: float) -> None:
    """Have it changed that long ago."""
    moment = time.time() - by_s
    os.utime(path, (moment, moment))


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


@pytest.mark.skipif(sys.platform != "linux", reason="only Linux tells places and births")
def test_that_a_number_that_another_process_has_now_keeps_nothing(tmp_path: Path) -> None:
    (tmp_path / own_name()).mkdir()
    other_birth = f"{(int(birth_of(os.getpid()), 16) + 1) % 0x10000:04x}"
    (tmp_path / f"parloop-{os.getpid()}-{place()}{other_birth}00af").mkdir()
    remove_stale_folders([tmp_path])
    assert [birth_of(os.getpid()) in path.name for path in tmp_path.iterdir()] == [True]


def test_that_what_another_container_made_stays_for_a_day(tmp_path: Path) -> None:
    own, others = f"parloop-{dead_pid()}-00af", ("parloop-7-ffffffffe41700af", "sem.parloop-7-ffffffffe41700ae-x")
    for name in (own, *others):
        (tmp_path / name).mkdir()
    put_back(tmp_path / others[0], FORSAKEN_S - HOUR_S)
    remove_stale_folders([tmp_path])
    remove_owned_by(7, [tmp_path])
    assert {path.name for path in tmp_path.iterdir()} == set(others)
    put_back(tmp_path / others[0], FORSAKEN_S + HOUR_S)
    remove_stale_folders([tmp_path])
    assert [path.name for path in tmp_path.iterdir()] == [others[1]]


@pytest.mark.slow
@pytest.mark.skipif(not has_containers(), reason="no namespace of process ids can be made here")
def test_that_two_containers_that_share_a_folder_leave_each_other_alone(tmp_path: Path) -> None:
    ours = tmp_path / own_name()
    ours.mkdir()
    command = [*IN_A_CONTAINER, sys.executable, "-c", ANOTHER_PARLOOP, str(tmp_path)]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE) as other:
        assert other.stdout is not None
        other.stdout.readline()
        remove_stale_folders([tmp_path])
        names = {path.name for path in tmp_path.iterdir()}
        other.communicate(b"\n")
    assert ours.name in names
    assert len(names) == 2
