"""Workers that end before their first task: told with what they printed, soon, whatever their status."""

from __future__ import annotations

from pathlib import Path

import pytest

from parloop_gui.engine.protocol.kinds import StartMethod
from parloop_gui.engine.protocol.messages import LoopSpec
from parloop_gui.engine.supervisor.early_deaths import last_words, shadowing
from tests.helpers.engines.engine import Engine

TASK = "def task(n):\n    return n * n\n"


def test_that_the_last_line_of_the_last_traceback_is_found_among_others() -> None:
    one = b'Traceback (most recent call last):\n  File "a", line 1\n    import queue\nImportError: can\'t\n'
    two = b'  File "b", line 2\nValueError: no   use\nmore output\n'
    assert last_words(b"printed\n" + one + two) == "ValueError: no use"
    assert last_words(b"ValueError: printed, never raised") == ""


def test_that_only_modules_of_pythons_own_are_shadowed(tmp_path: Path) -> None:
    for name in ("queue.py", "mine.py", "random.txt"):
        (tmp_path / name).write_text("")
    for name in ("string", "json"):
        (tmp_path / name).mkdir()
    (tmp_path / "json" / "__init__.py").write_text("")
    assert shadowing(str(tmp_path / "mine.py")) == ("json", "queue.py")
    assert shadowing(None) == ()
    assert shadowing("a\0b/mine.py") == ()


@pytest.mark.slow
@pytest.mark.parametrize("strategy", ["process-pool", "process-pool-executor", "process"])
@pytest.mark.parametrize(
    ("beside", "text", "method", "words"),
    [
        ("queue.py", "", "spawn", "ImportError: cannot import name"),
        ("random.py", TASK, "spawn", "ImportError: cannot import name"),
        ("queue.py", "import sys\nsys.exit(3)\n", "spawn", "ended with exit status 3 before its first task."),
        ("queue.py", "import sys\nsys.exit(3)\n", "forkserver", "before its first task."),
    ],
)
def test_that_a_worker_that_dies_at_import_ends_the_run_with_its_last_words(
    unmeasured_engine: Engine, tmp_path: Path, strategy: str, beside: str, text: str, method: StartMethod, words: str
) -> None:
    (tmp_path / beside).write_text(text)
    (tmp_path / "work.py").write_text(TASK)
    loop = LoopSpec("user", "task", 10, path=str(tmp_path / "work.py"), function="task")
    calls = {"process-pool-executor": "map", "process-pool": "map", "process": "queue"}
    ended = unmeasured_engine.run(loop, strategy, calls[strategy], start_method=method, timeout_s=30, workers=2)
    assert ended.outcome == "crashed"
    assert words in ended.message
    assert f"{beside} beside the file has the name of a module of Python’s own" in ended.message
