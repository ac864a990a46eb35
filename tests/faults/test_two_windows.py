"""Two windows that measure at once, as on two displays: each keeps its own in one history, whatever ends the other."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from parloop_gui.bridge.host import history
from parloop_gui.model.history.history import History
from tests.faults.test_history_after_kill import APP

pytestmark = [pytest.mark.slow, pytest.mark.skipif(sys.platform == "win32", reason="has no SIGKILL")]


@contextmanager
def window(folder: Path, display: str) -> Iterator[subprocess.Popen[str]]:
    """A window that compares."""
    environment = {**os.environ, "XDG_DATA_HOME": str(folder), "QT_QPA_PLATFORM": "offscreen", "DISPLAY": display}
    environment |= {"XDG_CONFIG_HOME": str(folder / "settings"), "XDG_RUNTIME_DIR": str(folder)}
    with subprocess.Popen([sys.executable, "-c", APP], env=environment, stdout=subprocess.PIPE, text=True) as app:
        yield app
        app.kill()


def runs_after(app: subprocess.Popen[str], least: int) -> int:
    """How many runs the window knows of, once it knows of so many."""
    assert app.stdout is not None
    return next(known for line in app.stdout if (known := int(line)) >= least)


def kept(of: History) -> list[int]:
    return sorted(len(of.load(entry.id).runs) for entry in of.page())


def test_that_two_windows_keep_what_they_measure_in_one_history(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    tmp_path.chmod(0o700)
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path))
    with window(tmp_path, ":1") as one, window(tmp_path, ":2") as other:
        known = [runs_after(one, 4), runs_after(other, 4)]
        third = history.own_history()
        assert [entry.state for entry in third.page()] == ["running", "running"]
        assert third.interrupted() == []
        one.kill()
        one.wait()
        assert len(third.interrupted()) == 1
        known[1] = runs_after(other, known[1] + 4)
        assert sorted(entry.state for entry in third.page()) == ["interrupted", "running"]
    # A window hears of a run just before it is written.
    assert all(runs >= least - 1 for runs, least in zip(kept(third), sorted(known), strict=True))
    third.close()
