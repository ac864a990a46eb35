"""What is run where the loop stands in a file that a program imports: typed, checked, remembered for each file."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtTest import QTest

from parloop_gui.ui.own_loop.own_loop import OwnLoop
from parloop_gui.ui.own_loop.run_as import run_as, typed
from tests.ui.own_loop.pages import OwnLoopPage

WORK = "def all_of(numbers):\n    out = []\n    for n in numbers:\n        out.append(pow(n, n, 7))\n    return out\n"


@pytest.fixture
def work(tmp_path: Path) -> Path:
    (tmp_path / "main.py").write_text("import work\nprint(work.all_of(range(9)))\n")
    (tmp_path / "work.py").write_text(WORK)
    return tmp_path / "work.py"


def type_program(own: OwnLoopPage, text: str) -> None:
    own.fields.program.setFocus()
    own.fields.program.selectAll()
    QTest.keyClicks(own.fields.program, text)


@pytest.mark.parametrize(
    ("text", "program", "module", "shown"),
    [
        ("", "", "", ""),
        ("main.py", "/x/main.py", "", "main.py"),
        ("  ../main.py ", "/main.py", "", "/main.py"),
        ("/y/main.py", "/y/main.py", "", "/y/main.py"),
        ("work.py", "", "", ""),
        ("-m shop.all", "", "shop.all", "-m shop.all"),
        ("-m", "", "", ""),
    ],
)
def test_that_a_program_is_a_file_or_a_module(text: str, program: str, module: str, shown: str) -> None:
    own = run_as(OwnLoop(path="/x/work.py", line=3), text)
    assert (own.program, own.module, typed(own)) == (program, module, shown)


def test_that_the_loop_s_program_is_typed_and_run(own: OwnLoopPage, work: Path) -> None:
    own.page.window.open(Path(f"{work}:3"))
    type_program(own, "main")
    assert own.fields.shown_problem("program") == f"There is no file {str(work.with_name('main'))!r} to run."
    assert not own.page.can_compare
    type_program(own, "main.py")
    assert own.fields.shown_problem("program") == ""
    own.page.press_compare()
    assert own.loop.program is not None
    assert (own.loop.program.main, own.loop.program.module) == (str(work.with_name("main.py")), None)
    type_program(own, "-m work")
    assert own.fields.chosen().module == "work"


def test_that_how_a_file_is_run_is_remembered_for_it(own: OwnLoopPage, work: Path) -> None:
    own.page.window.open(Path(f"{work}:3"))
    type_program(own, "main.py")
    own.type_arguments("--days 3")
    own.fields.file.setFocus()
    own.page.window.open(work.with_name("main.py"))
    own.page.window.open(Path(f"{work}:3"))
    assert own.fields.program.text() == "main.py"
    assert own.fields.arguments.text() == "--days 3"
    assert own.fields.chosen().program == str(work.with_name("main.py"))
