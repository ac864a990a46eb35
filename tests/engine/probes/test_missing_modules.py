"""What a file lacks: the standard library is never taken for the user's own modules, wherever it lies."""

from __future__ import annotations

import os
import sys
from pathlib import Path

import pytest

from parloop_gui.engine.probes import missing_modules


def test_that_an_interpreter_below_the_files_folder_is_not_searched_for_imports(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    file = tmp_path / "work.py"
    file.write_text("import shutil\n")  # which imports what only Windows has
    monkeypatch.setattr(sys, "path", list(sys.path))
    monkeypatch.setattr(missing_modules, "place_of", lambda path: (str(Path(os.__file__).anchor), "work"))
    assert missing_modules.lacking(file) == {"missing": [], "problem": ""}
