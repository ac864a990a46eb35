"""Started where streams, signals and folders are not as usual: the usual result or one sentence, never a traceback."""

from __future__ import annotations

import contextlib
import os
import re
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from parloop_gui import outermost
from parloop_gui.exit_status import ExitStatus
from parloop_gui.outermost import guarded
from parloop_gui.surroundings import STOPPED

ROOT = Path(__file__).resolve().parents[2]
PARLOOP = [sys.executable, "-m", "parloop_gui"]
COMPARE = "compare primes --items 20 --rounds 1 --strategies thread-pool,process-pool --no-history --param numbers=50"

posix_only = pytest.mark.skipif(sys.platform == "win32", reason="signals and descriptors as POSIX has them")


def started(*typed: str, before: Callable[[], object], cwd: Path = ROOT) -> tuple[int, str, str]:
    """Parloop after `before` was done in its process: status, output, errors."""
    done = subprocess.run(
        [*PARLOOP, *typed],
        cwd=cwd,
        capture_output=True,
        text=True,
        timeout=100,
        check=False,
        preexec_fn=before,
        env={**os.environ, "PYTHONPATH": str(ROOT), "PARLOOP_TEST": "1"},
    )
    return done.returncode, done.stdout, done.stderr


def close(*fds: int) -> Callable[[], object]:
    def closing() -> None:
        for fd in fds:
            os.close(fd)

    return closing


@pytest.mark.slow
@posix_only
@pytest.mark.parametrize(
    ("before", "shows"),
    [
        (close(0), True),
        (close(1), False),
        (close(2), True),
        (close(0, 1, 2), False),
        (lambda: signal.signal(signal.SIGCHLD, signal.SIG_IGN), True),
        (lambda: signal.signal(signal.SIGINT, signal.SIG_IGN), True),
        (lambda: signal.signal(signal.SIGPIPE, signal.SIG_DFL), True),
        (lambda: signal.pthread_sigmask(signal.SIG_BLOCK, [signal.SIGCHLD]), True),
        (lambda: os.umask(0o777), True),
    ],
    ids=["stdin", "stdout", "stderr", "all", "sigchld", "sigint", "sigpipe", "blocked", "umask"],
)
def test_that_a_comparison_ends_as_usual(before: Callable[[], object], shows: bool) -> None:
    status, out, errors = started(*COMPARE.split(), before=before)
    assert (status, errors) == (0, "")
    assert ("Done · 1 round" in out) == shows


@pytest.mark.slow
@posix_only
def test_that_a_deleted_folder_is_no_place_and_no_mistake(tmp_path: Path) -> None:
    gone = tmp_path / "gone"
    gone.mkdir()
    status, _, errors = started(*COMPARE.split(), before=gone.rmdir, cwd=gone)
    assert (status, errors) == (0, "")
    gone.mkdir()
    status, _, errors = started("compare", "work.py:task", "--items", "3", before=gone.rmdir, cwd=gone)
    assert status == 2
    assert errors == "parloop: There is no file 'work.py' to take task from.\n"


@pytest.mark.slow
@posix_only
@pytest.mark.parametrize(
    ("typed", "words"),
    [
        ("compare ~nosuchuser/x.py:f --items 3", "There is no file '~nosuchuser/x.py'"),
        ("compare primes --python ~nosuchuser/python", "There is no Python at ~nosuchuser/python"),
        ("export ~nosuchuser/x.parloop x.csv", "no such file"),
    ],
)
def test_that_a_user_who_is_not_there_has_no_files(typed: str, words: str) -> None:
    status, _, errors = started(*typed.split(), before=lambda: None)
    assert status == 2
    assert words in errors
    assert errors.count("\n") == 1


def said_on_interrupt(process: subprocess.Popen[str], patience_s: float) -> str:
    """What it says on its standard error once it is interrupted.

    It is gone then, and its pipes closed, also where it did not leave: else a later test is told of them and fails.
    """
    with process:
        try:
            process.send_signal(signal.SIGINT)
            return process.communicate(timeout=patience_s)[1]
        finally:
            process.kill()


@posix_only
def test_that_what_an_interrupt_does_not_end_leaves_no_open_pipe_to_later_tests() -> None:
    deaf = "import signal; signal.signal(signal.SIGINT, signal.SIG_IGN); print(flush=True); signal.pause()"
    process = subprocess.Popen([sys.executable, "-c", deaf], stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
    assert process.stdout is not None
    process.stdout.readline()
    with pytest.raises(subprocess.TimeoutExpired):
        said_on_interrupt(process, 0.01)
    assert process.stdout.closed
    assert process.returncode == -signal.SIGKILL


@pytest.mark.slow
@posix_only
@pytest.mark.parametrize("after_s", [0.15, 0.25, 0.4, 0.7, 1.0])
def test_that_an_early_interrupt_leaves_without_a_word(after_s: float) -> None:
    process = subprocess.Popen(
        [*PARLOOP, *COMPARE.replace("--rounds 1", "--rounds 200").split()],
        cwd=ROOT,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )
    time.sleep(after_s)
    errors = said_on_interrupt(process, 30)
    assert process.returncode == ExitStatus.STOPPED
    assert "Traceback" not in errors


@pytest.mark.slow
@posix_only
def test_that_an_interrupt_in_the_window_s_terminal_closes_it(tmp_path: Path) -> None:
    folders = {f"XDG_{kind}_HOME": str(tmp_path / kind) for kind in ("DATA", "CACHE", "CONFIG")}
    process = subprocess.Popen(
        PARLOOP,
        cwd=ROOT,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        env={**os.environ, **folders, "QT_QPA_PLATFORM": "offscreen", "XDG_RUNTIME_DIR": str(tmp_path)},
    )
    with contextlib.suppress(subprocess.TimeoutExpired):
        process.wait(6)
    errors = said_on_interrupt(process, 20)
    assert process.returncode == ExitStatus.STOPPED
    assert "Traceback" not in errors


def test_that_a_mistake_of_parloop_s_own_is_a_sentence_a_status_and_a_report(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sys, "excepthook", sys.excepthook)
    monkeypatch.setattr(outermost, "reports", [])

    def mistaken() -> int:
        raise RecursionError("\x1b[2J")

    assert guarded(mistaken) == ExitStatus.MISTAKE
    assert int(ExitStatus.MISTAKE) == 70
    said = capsys.readouterr().err
    found = re.fullmatch(
        r"parloop: This is a mistake in Parloop itself \(RecursionError\); what is known of it is in (.*)\.\n", said
    )
    assert found is not None
    report = Path(found[1])
    assert "in mistaken" in report.read_text(encoding="utf-8")
    assert report.stat().st_mode & 0o077 == 0 or sys.platform == "win32"
    report.unlink()


def test_that_where_no_report_can_be_written_the_sentence_stays(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sys, "excepthook", sys.excepthook)
    monkeypatch.setattr("tempfile.mkstemp", lambda **named: (_ for _ in ()).throw(OSError()))
    monkeypatch.setattr(outermost, "reports", [])
    assert guarded(lambda: 1 // 0) == ExitStatus.MISTAKE
    assert capsys.readouterr().err == "parloop: This is a mistake in Parloop itself (ZeroDivisionError).\n"


def test_that_the_status_of_an_interrupt_is_the_same_everywhere() -> None:
    assert STOPPED == ExitStatus.STOPPED


def may_hide_folders() -> bool:
    """Whether a namespace of its own can be made here."""
    unshare = subprocess.run(["unshare", "-m", "true"], capture_output=True, check=False) if _has_unshare() else None
    return unshare is not None and unshare.returncode == 0


def _has_unshare() -> bool:
    return sys.platform == "linux" and shutil.which("unshare") is not None


@pytest.mark.slow
@pytest.mark.parametrize(
    ("hidden", "typed", "status", "words"),
    [
        ("/proc", COMPARE, 0, "Done · 1 round"),
        ("/dev/pts", COMPARE, 0, "Done · 1 round"),
        ("/dev/pts", "compare device --items 4", 2, "needs pseudo-terminals (/dev/pts)."),
        ("/sys", COMPARE, 0, "Done · 1 round"),
    ],
)
def test_that_a_folder_of_the_system_s_that_is_not_there_is_done_without(
    hidden: str, typed: str, status: int, words: str
) -> None:
    if not may_hide_folders():
        pytest.skip("no namespace can be made here")
    command = f'mount -t tmpfs none {hidden} && exec "$@"'
    done = subprocess.run(
        ["unshare", "-m", "sh", "-c", command, "sh", *PARLOOP, *typed.split()],
        cwd=ROOT,
        capture_output=True,
        text=True,
        timeout=100,
        check=False,
    )
    assert (done.returncode, words in done.stdout + done.stderr) == (status, True)
    assert "Traceback" not in done.stdout + done.stderr


@pytest.mark.slow
def test_that_modules_in_the_working_folder_are_not_taken_for_python_s_own(tmp_path: Path) -> None:
    for name in ("json", "argparse", "textwrap", "psutil", "signal"):
        (tmp_path / f"{name}.py").write_text("raise SystemExit('this is not what was meant')\n")
    (tmp_path / "mine.py").write_text("def task(item):\n    return item\n")
    status, out, errors = started("compare", "mine.py", before=lambda: None, cwd=tmp_path)
    assert (status, errors) == (0, "")
    assert "task(item)" in out
