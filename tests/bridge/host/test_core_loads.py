"""How busy the cores are."""

from __future__ import annotations

from parloop_gui.bridge.host.core_loads import core_loads
from parloop_gui.bridge.host.machine import load_1min, usable_cores


def test_that_there_is_a_share_for_every_usable_core() -> None:
    core_loads()
    loads = core_loads()
    assert len(loads) == usable_cores()
    assert all(0.0 <= load <= 1.0 for load in loads)


def test_that_the_load_is_told_where_the_system_keeps_it() -> None:
    load = load_1min()
    assert load is None or load >= 0
