"""Imports that a changed file needs: where isort's order has them, if the file's own are in it."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest

from parloop_gui.model.source.added_imports import with_imports
from parloop_gui.model.source.cut import Cutter
from parloop_gui.model.source.parsed import parse

POOL = "from concurrent.futures import ProcessPoolExecutor"
BOTH = ("import multiprocessing", POOL)
SORTED = (
    "print(1)\n",
    "#!/usr/bin/env python3\n# coding: utf-8\n\nprint(1)\n",
    "# about the next line\nprint(1)\n",
    '"""What it does."""\n\nprint(1)\n',
    "def task(n):\n    return n\n",
    "import sys\n\nprint(sys)\n",
    "import ast\nimport sys\nfrom pathlib import Path\n\nprint(ast, sys, Path)\n",
    "import numpy\n\nprint(numpy)\n",
    "# what it is about\nimport numpy\n\nprint(numpy)\n",
    "import sys\n\nimport numpy\n\nprint(numpy, sys)\n",
    "from __future__ import annotations\n\nprint(1)\n",
    "from __future__ import annotations\n\nimport numpy\n\n\ndef f():\n    return numpy\n",
    "from . import shop\n\nprint(shop)\n",
    "import csv\n\n# reads faster\nimport numpy\n\nprint(csv, numpy)\n",
    "from concurrent.futures import ThreadPoolExecutor, as_completed\n\nprint(ThreadPoolExecutor, as_completed)\n",
    "from concurrent.futures import wait as waiting\n\nprint(waiting)\n",
)


def changed(text: str, imports: tuple[str, ...]) -> str:
    parsed = parse(text, Path("mine.py"))
    lines = [(line, number) for number, line in enumerate(text.splitlines(), 1)]
    found = with_imports(parsed.tree.body, Cutter(parsed), lines, list(imports))
    return "".join(f"{line}\n" for line, _ in found)


@pytest.mark.slow
@pytest.mark.parametrize("imports", [(POOL,), BOTH, ("import joblib", *BOTH)], ids=["one", "two", "three"])
def test_that_sorted_imports_stay_sorted(imports: tuple[str, ...], tmp_path: Path) -> None:
    for number, text in enumerate(SORTED):
        (tmp_path / f"before_{number}.py").write_text(text)
        (tmp_path / f"after_{number}.py").write_text(changed(text, imports))
    ruff = [sys.executable, "-m", "ruff", "check", "--isolated", "--no-cache", "--select", "I", "--output-format"]
    made = subprocess.run([*ruff, "json", str(tmp_path)], capture_output=True, text=True, check=False, timeout=60)
    faults = [Path(each["filename"]) for each in json.loads(made.stdout)]
    assert [f"{each.name}:\n{each.read_text()}" for each in faults] == []


def test_that_names_of_one_module_stand_in_one_line() -> None:
    joined = "from concurrent.futures import ProcessPoolExecutor, ThreadPoolExecutor, as_completed"
    assert changed(SORTED[-2], (POOL,)).splitlines()[0] == joined


def test_that_imports_in_an_order_of_their_own_are_left_as_they_are() -> None:
    text = "import sys\nimport ast\n\nprint(ast, sys)\n"
    assert changed(text, (POOL,)) == text.replace("import ast\n", f"import ast\n{POOL}\n")


def test_that_what_the_file_has_is_not_added() -> None:
    text = "from concurrent.futures import ProcessPoolExecutor, wait\n"
    assert changed(text, (POOL,)) == text


def test_that_only_the_names_that_the_file_has_not_are_added() -> None:
    text = "from concurrent.futures import wait\n"
    new = "from concurrent.futures import ProcessPoolExecutor, wait"
    assert changed(text, (new, POOL)) == f"{new}\n"


@pytest.mark.parametrize("kept", ["# coding: latin-1\n", "#!/usr/bin/python\n# -*- coding: utf-8 -*-\n", "#!/bin/sh\n"])
def test_that_the_lines_that_have_to_be_a_files_first_stay_so(kept: str) -> None:
    text = f"{kept}# about the next line\nprint(1)\n"
    assert changed(text, (POOL,)) == f"{kept}\n{POOL}\n\n# about the next line\nprint(1)\n"


def test_that_a_coding_right_above_code_stays_above_the_imports() -> None:
    assert changed("# coding: latin-1\nprint(1)\n", (POOL,)) == f"# coding: latin-1\n\n{POOL}\n\nprint(1)\n"
