"""An engine and a terminal that are none, for tests of the command line."""

from __future__ import annotations

import io
from typing import Self

import pytest

from tests.helpers.engines.mock_engine import MockEngine

QUICK = ["compare", "primes", "--rounds", "2", "--seed", "7"]


class Terminal(io.StringIO):
    """A stream that says it is a terminal."""

    def isatty(self) -> bool:
        """It is."""
        return True


class Engine(MockEngine):
    """The engine that runs nothing, as the context manager that the command line uses."""

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *problem: object) -> None:
        pass


def sentence(capsys: pytest.CaptureFixture[str]) -> str:
    """What was said on stderr: one line, and nothing on stdout."""
    said = capsys.readouterr()
    assert said.out == ""
    assert said.err.count("\n") == 1
    assert "Traceback" not in said.err
    return said.err
