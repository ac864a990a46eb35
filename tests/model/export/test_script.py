"""The winner's code."""

from __future__ import annotations

import contextlib
import os
import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import pytest

from parloop_gui.engine.protocol.messages import LoopSpec
from parloop_gui.model.export.errors import ExportError
from parloop_gui.model.export.formats import FORMATS, export
from parloop_gui.model.export.script import render
from tests.helpers.comparisons.finished import a_comparison


def test_that_the_winners_code_is_written_with_its_workers() -> None:
    text = render(a_comparison()).decode()
    assert "ProcessPoolExecutor(" in text
    assert 'if __name__ == "__main__":' in text
    compile(text, "script.py", "exec")


def test_that_without_a_winner_it_is_the_plain_loop() -> None:
    text = render(replace(a_comparison(), verdict=None)).decode()
    assert "Executor" not in text


@pytest.mark.slow
def test_that_the_script_runs_as_it_stands(tmp_path: Path) -> None:
    export(a_comparison(), tmp_path / "winner.py")
    done = subprocess.run(
        [sys.executable, tmp_path / "winner.py"], capture_output=True, text=True, timeout=60, check=True
    )
    assert done.stdout.startswith("60 results in ")


def test_that_a_comparison_of_things_unknown_here_gives_a_sentence() -> None:
    comparison = a_comparison()
    unknown = replace(comparison, plan=replace(comparison.plan, loop=replace(comparison.plan.loop, name="nope")))
    with pytest.raises(ExportError, match="no loop 'nope'"):
        render(unknown)
    with pytest.raises(ExportError, match="names no strategy"):
        render(replace(comparison, verdict=None, rows=(), contestants=()))


@pytest.mark.parametrize("ending", FORMATS)
def test_that_no_export_looks_at_the_path_that_a_document_names(ending: str, tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe.py")
    comparison = a_comparison()
    loop = LoopSpec("user", "task", "range(5)", path=str(tmp_path / "pipe.py"), function="task")
    comparison = replace(comparison, plan=replace(comparison.plan, loop=loop))
    with contextlib.suppress(ExportError):  # of a trace, which it has not
        FORMATS[ending](comparison)


def test_that_a_file_of_a_package_is_imported_by_its_whole_name() -> None:
    comparison = a_comparison()
    loop = LoopSpec("user", "task", "range(5)", path="/there/one/two/mine.py", function="task", module="one.two.mine")
    text = render(replace(comparison, plan=replace(comparison.plan, loop=loop))).decode()
    assert "sys.path.insert(0, '/there')\nfrom one.two import mine\n" in text
    loop = replace(loop, module="other.mine")
    text = render(replace(comparison, plan=replace(comparison.plan, loop=loop))).decode()
    assert "sys.path.insert(0, '/there/one/two')\nimport mine\n" in text
