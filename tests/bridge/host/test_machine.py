"""What is told of a machine is plain, and names nobody."""

from __future__ import annotations

import json
import platform
from pathlib import Path

import pytest

from parloop_gui.bridge.host import machine
from parloop_gui.bridge.host.machine import describe_machine


def test_that_the_description_is_plain_data() -> None:
    told = describe_machine()
    assert json.loads(json.dumps(told)) == told
    assert isinstance(told["cores"], int)
    assert told["cores"] >= 1
    assert platform.node() not in told.values()


@pytest.mark.parametrize(("load", "others"), [(None, 0.0), (0.5, 0.0), (1.0, 0.0), (5.0, 2.0)])
def test_that_a_crowd_is_who_else_wants_a_core(
    load: float | None, others: float, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(machine, "load_1min", lambda: load)
    monkeypatch.setattr(machine, "usable_cores", lambda: 2)
    assert machine.crowd() == others


def test_that_what_a_system_does_not_tell_is_none(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    (tmp_path / "release").write_text("NAME=x\n")
    monkeypatch.setattr(machine, "_CPU_INFO", tmp_path / "missing")
    monkeypatch.setattr(machine, "_OS_RELEASE", tmp_path / "release")
    monkeypatch.setattr(platform, "processor", lambda: "")
    assert (describe_machine()["cpu"], describe_machine()["distribution"]) == (None, None)
