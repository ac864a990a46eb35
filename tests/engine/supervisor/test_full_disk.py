"""A disk without room costs a sentence: never the engine, nor the runs that need none."""

from __future__ import annotations

import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest

from parloop_gui.engine.host.scratch import Folders
from parloop_gui.engine.protocol.messages import LoopSpec
from parloop_gui.engine.runner.result_check import check, keep
from parloop_gui.engine.supervisor.outcome import error_sentence
from tests.helpers.engines.engine import Engine

LOOP = LoopSpec("builtin", "primes", 4)
WRITING = LoopSpec("builtin", "files", 2, {"size_kib": 4})


@pytest.fixture
def small_disk(tmp_path: Path) -> Iterator[Path]:
    """A file system with room for 64 KB and 12 files; skipped where none may be mounted."""
    place = tmp_path / "small"
    place.mkdir()
    command = ["mount", "-t", "tmpfs", "-o", "size=64k,nr_inodes=12", "tmpfs", str(place)]
    if subprocess.run(command, check=False, capture_output=True).returncode != 0:
        pytest.skip("no file system may be mounted here")
    yield place
    subprocess.run(["umount", "-l", place], check=True)


def fill(place: Path) -> list[Path]:
    """Make files until no more can be made."""
    made: list[Path] = []
    try:
        while True:
            made.append(place / f"filler-{len(made)}")
            made[-1].touch()
    except OSError:
        return made[:-1]


@pytest.mark.slow
def test_that_a_run_without_room_for_its_folder_is_a_sentence_and_the_next_one_runs(
    engine_folder: Path, small_disk: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("TMPDIR", str(small_disk))
    with Engine(engine_folder) as engine:
        assert engine.run(WRITING, reference=True).outcome == "finished"
        fillers = fill(small_disk)
        ended = engine.run(WRITING)
        assert ended.outcome == "failed"
        assert ended.message.startswith("The run could not be started: no space left on device (")
        for filler in fillers:
            filler.unlink()
        assert engine.run(WRITING, reference=True).outcome == "finished"
    assert list(small_disk.iterdir()) == []


@pytest.mark.slow
def test_that_results_that_can_not_be_kept_cost_the_comparing_alone(small_disk: Path) -> None:
    results = [bytes(100_000)]
    match = keep(results, small_disk)
    assert match.matches is None
    assert match.message == ("Results can't be compared: the plain loop's could not be kept (No space left on device).")
    assert check(results, small_disk).matches is None


def test_that_folders_are_made_when_they_are_needed_and_none_is_left_over(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path / "missing"))
    folders = Folders()
    with pytest.raises(OSError, match="No such file"):
        folders.for_run(writes=True)
    folders.remove_all()
    assert not list(Path("/dev/shm").glob(f"*{folders.name}*"))


@pytest.mark.parametrize(
    ("error", "said"),
    [
        (OSError(28, "No space left on device", "/tmp/x"), "no space left on device (/tmp/x)."),
        (PermissionError(13, "Permission denied"), "permission denied."),
        (OSError("python did not start."), "python did not start."),
    ],
)
def test_that_a_system_error_is_told_in_words(error: Exception, said: str) -> None:
    assert error_sentence(error) == said
