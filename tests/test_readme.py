"""What the README shows is true: its strategy works as printed, its make targets exist."""

from __future__ import annotations

import re
import types
from pathlib import Path

from parloop_gui.engine import strategies
from parloop_gui.engine.strategies.strategy import Strategy
from parloop_gui.model.export.formats import FORMATS, PICTURES

ROOT = Path(__file__).resolve().parents[1]
README = (ROOT / "README.md").read_text(encoding="utf-8")


def strategy_of_the_readme() -> Strategy:
    """The strategy that the README's code makes, run as the module it says it is."""
    code = re.findall(r"```python\n(.*?)```", README, flags=re.DOTALL)[0]
    module = types.ModuleType(f"{strategies.__name__}.stripes")
    module.__package__ = strategies.__name__
    exec(compile(code, "README.md", "exec"), module.__dict__)  # noqa: S102 - our own README
    strategy = module.__dict__["STRIPES"]
    assert isinstance(strategy, Strategy)
    return strategy


def test_that_the_strategy_in_the_readme_does_every_item_in_order() -> None:
    idiom = strategy_of_the_readme().call("stripes").idiom
    assert idiom(task=abs, items=list(range(-7, 0)), workers=3) == [7, 6, 5, 4, 3, 2, 1]


def test_that_the_file_the_readme_says_to_add_a_line_to_exists() -> None:
    assert (Path(strategies.__file__).parent / "registry.py").exists()


def test_that_the_readme_names_every_format() -> None:
    line = next(line for line in README.splitlines() if line.startswith("parloop export DOCUMENT"))
    assert re.findall(r"\.[a-z.]+", line) == [*FORMATS, *PICTURES]


def test_that_every_make_target_in_the_readme_exists() -> None:
    targets = set(re.findall(r"^([a-z-]+):", (ROOT / "Makefile").read_text(encoding="utf-8"), flags=re.MULTILINE))
    named = {target for run in re.findall(r"`make ([a-z -]+)`", README) for target in run.split()}
    assert named
    assert named <= targets


def test_that_every_picture_in_the_readme_is_there_and_described() -> None:
    pictures = re.findall(r"!\[(.*?)\]\((.*?)\)", README)
    assert len(pictures) == 2
    assert all(words and (ROOT / path).is_file() for words, path in pictures)
