"""An engine for all cells of the failure matrix, and its marks.

With PARLOOP_CHECK=faults (`make check-faults`) the whole matrix runs and the long forms do, else a frugal choice.
"""

from __future__ import annotations

import os
import sys
import tempfile
import uuid
from collections.abc import Iterator
from pathlib import Path

import pytest

from parloop_gui.bridge.failure_lab.matrix import FailureMatrix
from parloop_gui.bridge.processes.engine import Engine
from tests.faults.marked import MARK
from tests.helpers import interpreters


@pytest.fixture(scope="package")
def mark() -> Iterator[str]:
    """What every process started from here on carries in its environment under MARK."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv(MARK, made := uuid.uuid4().hex)
        yield made


@pytest.fixture(scope="package")
def scratch(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """Where everything here, the engine included, makes its temporary files."""
    folder = tmp_path_factory.mktemp("scratch")
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("TMPDIR", str(folder))
        patch.setattr(tempfile, "tempdir", None)
        yield folder


@pytest.fixture(scope="package")
def engine(scratch: Path, mark: str) -> Iterator[Engine]:
    """The engine as the app uses it."""
    with Engine() as made:
        yield made


@pytest.fixture(scope="package")
def matrix(engine: Engine) -> FailureMatrix:
    """Makes cells, under the Python that PARLOOP_FAULTS_PYTHON names by its id, else this one."""
    wanted = os.environ.get("PARLOOP_FAULTS_PYTHON")
    return FailureMatrix(engine, str(interpreters.find(wanted)) if wanted else sys.executable)
