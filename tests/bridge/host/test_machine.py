"""What is told of a machine is plain, and names nobody."""

from __future__ import annotations

import json
import platform
from pathlib import Path

import pytest

from parloop_gui.bridge.host import machine
from parloop_gui.bridge.host.machine import describe_machine
from parloop_gui.engine.host.control_groups import ControlGroups
from parloop_gui.model.wording.machine import cores_words


def test_that_the_description_is_plain_data() -> None:
    told = describe_machine()
    assert json.loads(json.dumps(told)) == told
    assert isinstance(told["cores"], int)
    assert told["cores"] >= 1
    assert platform.node() not in told.values()


@pytest.mark.parametrize(
    ("load", "busy_s", "own_s", "others"),
    [
        (5.0, 1.0, 1.0, 0.0),  # all that was done was ours: the load is of before
        (5.0, 1.5, 1.0, 0.25),
        (5.0, 2.0, 0.0, 2.0),  # others had both cores: some of them wait, too
        (None, 2.0, 0.0, 1.0),
    ],
)
def test_that_a_crowd_is_who_else_wants_a_core(
    load: float | None, busy_s: float, own_s: float, others: float, monkeypatch: pytest.MonkeyPatch
) -> None:
    busy, own, now = iter([7.0, 7.0 + busy_s]), iter([3.0, 3.0 + own_s]), iter([100.0, 101.0])
    monkeypatch.setattr(machine, "load_1min", lambda: load)
    monkeypatch.setattr(machine, "usable_cores", lambda: 2)
    monkeypatch.setattr(machine, "machine_busy_s", lambda: next(busy))
    monkeypatch.setattr(machine, "own_cpu_s", lambda: next(own))
    assert machine.Crowd(lambda: next(now)).each_core() == pytest.approx(others)


def test_that_what_a_system_does_not_tell_is_none(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    (tmp_path / "release").write_text("NAME=x\n")
    monkeypatch.setattr(machine, "_CPU_INFO", tmp_path / "missing")
    monkeypatch.setattr(machine, "_OS_RELEASE", tmp_path / "release")
    monkeypatch.setattr(platform, "processor", lambda: "")
    assert (describe_machine()["cpu"], describe_machine()["distribution"]) == (None, None)


def test_that_cores_are_what_containers_leave_the_same_in_facts_and_plans(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    (tmp_path / "proc").mkdir()
    (tmp_path / "fs" / "app").mkdir(parents=True)
    (tmp_path / "proc" / "cgroup").write_text("0::/app\n")
    (tmp_path / "proc" / "mountinfo").write_text(f"30 23 0:26 / {tmp_path / 'fs'} rw - cgroup2 cgroup2 rw\n")
    (tmp_path / "fs" / "app" / "cpu.max").write_text("50000 100000\n")
    (tmp_path / "fs" / "app" / "memory.max").write_text("536870912\n")
    monkeypatch.setattr(machine, "ControlGroups", lambda: ControlGroups(tmp_path / "proc"))
    monkeypatch.setattr(machine, "allowed_cores", lambda: 2)
    for told in (describe_machine(), machine.at_a_glance()):
        assert (told["cores"], told["cores_allowed"], told["cpu_quota"]) == (1, 2, 0.5)
        assert told["memory_limit_bytes"] == 536870912
    assert machine.usable_cores() == 1
    assert machine.free_memory_bytes() <= 536870912
    assert cores_words(machine.at_a_glance()) == "0.5 of 2 cores: container limit"
