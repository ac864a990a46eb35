"""What `parloop compare` leaves in the history."""

from __future__ import annotations

import os
import sys
from pathlib import Path

import psutil
import pytest

from parloop_gui import cli
from parloop_gui.bridge.host.history import is_alive, own_history, owner_name
from parloop_gui.model.history.entry import Entry
from tests.helpers.engines.command_line import QUICK, Engine


@pytest.fixture(autouse=True)
def own_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A history for this test alone."""
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path / "data"))


def kept() -> list[Entry]:
    history = own_history()
    try:
        return history.page()
    finally:
        history.close()


def test_that_a_comparison_is_kept_unless_it_is_not_wanted(engine: Engine, tmp_path: Path) -> None:
    assert cli.main([*QUICK, "--no-history"]) == 0
    assert not (tmp_path / "data").exists()
    assert cli.main(QUICK) == 0
    assert [(entry.loop, entry.rounds, entry.state) for entry in kept()] == [("Primes", 2, "done")]


def test_that_one_that_can_not_be_kept_is_shown_all_the_same(
    engine: Engine, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "data").write_text("in the way")
    assert cli.main(QUICK) == 0
    said = capsys.readouterr()
    assert "Done · 2 rounds" in said.out
    assert said.err.startswith("parloop: This comparison is not in the history.")
    assert said.err.count("\n") == 1


def test_that_a_process_is_known_by_more_than_its_number() -> None:
    name = owner_name(os.getpid())
    assert is_alive(name)
    for other in (f"{os.getpid()} 12.5", "999999999 1.0", "x", "", "1 x", f"{10**30} 1"):
        assert not is_alive(other)


@pytest.mark.skipif(sys.platform != "linux", reason="elsewhere a process's beginning is a time by the clock")
def test_that_a_clock_that_is_set_makes_no_process_another(monkeypatch: pytest.MonkeyPatch) -> None:
    name = owner_name(os.getpid())
    monkeypatch.setattr(psutil.Process, "create_time", lambda self: 12.5)
    assert owner_name(os.getpid()) == name
    assert is_alive(name)
    assert not is_alive(name.replace("@", "@another-start-of-the-machine-"))
