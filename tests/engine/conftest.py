"""One copy of the engine and one supervisor for all tests of the engine that need a real one."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.helpers.engines.engine import Engine, copy_engine

STARTS_PROCESSES = {"engine", "engine_folder"}


@pytest.hookimpl(tryfirst=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Whatever uses a real engine is slow, and is marked so before `-m` leaves out what is."""
    for item in items:
        fixtures = getattr(item, "fixturenames", ())
        if item.path.is_relative_to(Path(__file__).parent) and not STARTS_PROCESSES.isdisjoint(fixtures):
            item.add_marker(pytest.mark.slow)


@pytest.fixture(scope="session")
def engine_folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A private folder that holds the engine alone."""
    return copy_engine(tmp_path_factory.mktemp("engine"))


@pytest.fixture(scope="session")
def shared_engine(engine_folder: Path) -> Iterator[Engine]:
    """A supervisor for the whole session."""
    with Engine(engine_folder) as engine:
        yield engine


@pytest.fixture
def engine(shared_engine: Engine) -> Engine:
    """The shared supervisor, its past events forgotten."""
    shared_engine.events.clear()
    return shared_engine


@pytest.fixture(scope="module")
def unmeasured_engine(engine_folder: Path) -> Iterator[Engine]:
    """A supervisor whose processes measure no coverage.

    That imports modules of Python's own before the user's folder is on the path, and keeps a database open.
    """
    with pytest.MonkeyPatch.context() as patch:
        for name in [name for name in os.environ if name.startswith("COVERAGE_PROCESS")]:
            patch.delenv(name)
        with Engine(engine_folder) as engine:
            yield engine
