"""A control group of a supervisor's own: made where nothing changes for those in it, in both versions, and removed."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from parloop_gui.engine.host.control_groups import ControlGroups
from parloop_gui.engine.host.own_group import OwnGroup, groups_here, make_group, marks_of_groups
from parloop_gui.engine.host.process_trees import end_members

MARK = "17-00ff"


def put(path: Path, text: str) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text)


@pytest.fixture
def version_2(tmp_path: Path) -> Path:
    """A made-up hierarchy of version 2, with this process in its group "app"."""
    proc, group = tmp_path / "proc", tmp_path / "fs" / "app"
    put(proc / "cgroup", "0::/app\n")
    put(proc / "mountinfo", f"30 23 0:26 / {tmp_path / 'fs'} rw - cgroup2 cgroup2 rw\n")
    put(group / "cgroup.procs", f"1\n{os.getpid()}\n")
    put(group / "cgroup.subtree_control", "\n")
    return group


@pytest.fixture
def version_1(tmp_path: Path) -> Path:
    """A made-up hierarchy of version 1's freezer, and one that would change how fast processes run."""
    proc, group = tmp_path / "proc", tmp_path / "fs" / "freezer" / "app"
    put(proc / "cgroup", "5:freezer:/app\n4:cpu,cpuacct:/app\n0::/\n")
    for name in ("freezer", "cpu"):
        put(tmp_path / "fs" / name / "app" / "cgroup.procs", f"{os.getpid()}\n")
    lines = [f"3{n} 23 0:2{n} / {tmp_path / 'fs' / n} rw - cgroup cgroup rw,{n}\n" for n in ("cpu", "freezer")]
    put(proc / "mountinfo", "".join(lines))
    return group


@pytest.mark.parametrize("version", ["version_1", "version_2"])
def test_that_a_group_is_made_below_the_own_one(version: str, request: pytest.FixtureRequest, tmp_path: Path) -> None:
    place: Path = request.getfixturevalue(version)
    groups = ControlGroups(tmp_path / "proc")
    made = make_group(MARK, groups)
    assert made is not None
    assert [path.name for path in place.iterdir() if path.is_dir()] == [f"parloop-{MARK}"]
    assert [mark for _, mark in groups_here(groups)] == [MARK]
    assert not (tmp_path / "fs" / "cpu" / "app" / f"parloop-{MARK}").exists()
    put(place / f"parloop-{MARK}" / "cgroup.procs", f"0\n7\n{os.getpid()}\n")
    assert made.members() == [7]


def test_that_no_group_is_made_where_controllers_would_act_on_it(version_2: Path, tmp_path: Path) -> None:
    put(version_2 / "cgroup.subtree_control", "cpu memory\n")
    assert make_group(MARK, ControlGroups(tmp_path / "proc")) is None


def test_that_no_group_is_made_where_this_process_is_not(version_2: Path, tmp_path: Path) -> None:
    put(version_2 / "cgroup.procs", "1\n")
    assert make_group(MARK, ControlGroups(tmp_path / "proc")) is None


def test_that_no_group_is_made_twice_or_where_none_may_be(version_2: Path, tmp_path: Path) -> None:
    groups = ControlGroups(tmp_path / "proc")
    (version_2 / f"parloop-{MARK}").write_text("")
    assert make_group(MARK, groups) is None
    assert groups_here(ControlGroups(tmp_path / "nowhere")) == []


def real(mount: str) -> OwnGroup:
    folder = Path("/sys/fs/cgroup") / mount / f"parloop-{os.getpid()}-00ee"
    try:
        folder.mkdir()
    except OSError:
        pytest.skip("no such group may be made here")
    return OwnGroup(folder)


@pytest.fixture(params=["unified", "freezer"])
def group(request: pytest.FixtureRequest) -> Iterator[OwnGroup]:
    """A real group of either version."""
    made = real(request.param)
    yield made
    made.remove()


@pytest.mark.slow
def test_that_all_in_a_real_group_is_ended_whatever_it_made_of_itself(group: OwnGroup) -> None:
    code = """
import os, subprocess
subprocess.Popen(["sleep", "60"], env={}, start_new_session=True)
os._exit(0)
"""
    pid = os.fork()
    if pid == 0:
        group.enter()
        os.execv(sys.executable, [sys.executable, "-c", code])
    os.waitpid(pid, 0)
    (daemon,) = group.members()
    assert marks_of_groups(daemon) == {f"{os.getpid()}-00ee"}
    end_members(group)
    assert group.members() == []
    assert (f"{os.getpid()}-00ee") not in {mark for _, mark in groups_here()}
