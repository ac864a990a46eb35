"""What the README shows is true: its strategy works as printed, its make targets exist."""

from __future__ import annotations

import re
import sys
import types
from pathlib import Path

import pytest

from parloop_gui.engine import strategies
from parloop_gui.engine.faults.registry import FAULTS
from parloop_gui.engine.strategies.strategy import Strategy
from parloop_gui.exit_status import ExitStatus
from parloop_gui.model.export.formats import ENDINGS

ROOT = Path(__file__).resolve().parents[1]
README = (ROOT / "README.md").read_text(encoding="utf-8")


@pytest.fixture
def strategy_of_the_readme(monkeypatch: pytest.MonkeyPatch) -> Strategy:
    """The strategy that the README's code makes, run as the module it says it is."""
    code = re.findall(r"```python\n(.*?)```", README, flags=re.DOTALL)[0]
    module = types.ModuleType(f"{strategies.__name__}.stripes")
    module.__package__ = strategies.__name__
    monkeypatch.setitem(sys.modules, module.__name__, module)
    exec(compile(code, "README.md", "exec"), module.__dict__)  # noqa: S102 - our own README
    strategy = module.__dict__["STRIPES"]
    assert isinstance(strategy, Strategy)
    return strategy


def test_that_the_strategy_in_the_readme_does_every_item_in_order(strategy_of_the_readme: Strategy) -> None:
    idiom = strategy_of_the_readme.call("stripes").idiom
    assert idiom(task=abs, items=list(range(-7, 0)), workers=3) == [7, 6, 5, 4, 3, 2, 1]


def test_that_the_file_the_readme_says_to_add_a_line_to_exists() -> None:
    assert (Path(strategies.__file__).parent / "registry.py").exists()


def test_that_the_readme_names_every_format() -> None:
    line = next(line for line in README.splitlines() if line.startswith("parloop export DOCUMENT"))
    assert re.findall(r"\.[a-z.]+", line) == [*ENDINGS]


def test_that_every_make_target_in_the_readme_exists() -> None:
    targets = set(re.findall(r"^([a-z-]+):", (ROOT / "Makefile").read_text(encoding="utf-8"), flags=re.MULTILINE))
    named = {target for run in re.findall(r"`make ([a-z -]+)`", README) for target in run.split()}
    assert named
    assert named <= targets


def test_that_two_commands_stand_at_the_top_with_what_each_needs() -> None:
    top = README.partition("\n## ")[0]
    (block,) = re.findall(r"```\n(.*?)```", top, flags=re.DOTALL)
    assert [line.partition("#")[0].strip() for line in block.splitlines()] == ["make run", "make test"]
    assert re.findall(r"^\| (.+?) \|", top, flags=re.MULTILINE) == [
        "command",
        "---",
        "both",
        "`make run`",
        "`make test`",
    ]
    assert "make" not in re.sub(r"make (run|test)", "", "".join(re.findall(r"`.*?`", top)))


def test_that_what_the_readme_says_is_needed_is_what_the_makefile_looks_for() -> None:
    lowest, beyond = re.findall(r"\(3, (\d+)\)", (ROOT / "Makefile").read_text(encoding="utf-8"))[:2]
    assert f"Python 3.{lowest} to 3.{int(beyond) - 1} with its `venv`" in README


def test_that_readme_and_man_page_tell_every_exit_status() -> None:
    numbers = [str(status.value) for status in ExitStatus]
    assert re.findall(r"^\| (\d+) \|", README, re.MULTILINE) == numbers
    manual = (ROOT / "packaging" / "linux" / "parloop.1").read_text(encoding="utf-8")
    assert re.findall(r"^\.B (\d+)$", manual, re.MULTILINE) == numbers


def test_that_every_picture_in_the_readme_is_there_and_described() -> None:
    pictures = re.findall(r"!\[(.*?)\]\((.*?)\)", README)
    assert len(pictures) == 2
    assert all(words and (ROOT / path).is_file() for words, path in pictures)


def test_that_every_promise_names_tests_that_there_are() -> None:
    rows = re.findall(r"^\| (?!Promise|---)(.*) \|$", (ROOT / "SECURITY.md").read_text(encoding="utf-8"), re.MULTILINE)
    assert len(rows) > 10
    for row in rows:
        named = re.findall(r"`(tests/[\w/]+\.py)`", row.rpartition(" | ")[2])
        assert named, row
        assert [path for path in named if not (ROOT / path).is_file()] == []


def test_that_every_fault_that_holds_a_promise_is_one() -> None:
    named = re.findall(r'the fault "([\w-]+)"', (ROOT / "SECURITY.md").read_text(encoding="utf-8"))
    assert len(named) > 1
    assert set(named) <= {fault.slug for fault in FAULTS}
