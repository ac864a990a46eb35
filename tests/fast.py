"""What `make fast` promises, held by itself: enough tests, and none that starts a process.

It loads this with `-p`, and so does the part of `make test` that runs the same tests where Qt is not installed.
"""

from __future__ import annotations

import gc
import sys
from collections.abc import Iterator
from typing import Any

import pytest

# Fewer, and what is marked slow has begun to eat the tests that are run after every change.
LEAST = 1_500
_running: list[pytest.Item] = []


@pytest.hookimpl(tryfirst=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Count before `-m` and `-k` leave out any: whoever asks for some of them alone is not told that these are few."""
    count = sum(item.get_closest_marker("slow") is None for item in items)
    if count < LEAST:
        raise pytest.UsageError(f"make fast has {count:,} tests left; it is to have {LEAST:,} at least.")


def pytest_collection_finish() -> None:
    """What was imported and collected stays to the end: it need not be looked through for garbage over and over."""
    gc.collect()
    gc.freeze()


@pytest.hookimpl(wrapper=True)
def pytest_runtest_protocol(item: pytest.Item) -> Iterator[None]:
    """Fixtures are made within it too."""
    _running.append(item)
    try:
        return (yield)
    finally:
        _running.remove(item)


def _refuse_processes(event: str, _: tuple[Any, ...]) -> None:
    """A process costs 20 to 1,000 ms, two hundred tests of the others. A bare fork costs 2, so it may be."""
    if event == "subprocess.Popen" and _running:
        raise AssertionError(f"{_running[-1].nodeid} starts a process: mark it slow")


sys.addaudithook(_refuse_processes)
gc.set_threshold(50_000, 20, 100)  # with the usual 700 every tenth second went into collecting garbage
