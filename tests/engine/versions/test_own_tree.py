"""A version of the user's code imports its own modules, whichever way Python is led to the other's."""

from __future__ import annotations

import json
import ntpath
import subprocess
import sys
from pathlib import Path
from types import SimpleNamespace

import pytest

from parloop_gui.engine.protocol.loop_spec import Version
from parloop_gui.engine.versions import own_tree

ROOT = Path(__file__).resolve().parents[3]
# What editable installs do: a path for all of it, or a finder that knows where each package lies.
WAYS = {
    "path": "sys.path.append(OTHER + '/src')",
    "finder": """
from importlib.machinery import PathFinder
class Finder:
    @staticmethod
    def find_spec(name, path=None, target=None):
        return PathFinder.find_spec(name, [OTHER + '/src']) if name in ('shop', 'spread', 'newer') else None
sys.meta_path.append(Finder)
""",
}
PROGRAM = """
import json, sys
sys.path.insert(0, {root!r})
from parloop_gui.engine.protocol.loop_spec import LoopSpec, Version
from parloop_gui.engine.versions import own_tree
OTHER, OWN = {other!r}, {own!r}
{way}
loop = LoopSpec("user", "f", 1, version=Version("before", OWN, OTHER))
{prefer}
import shop, shop.prices, spread.part, installed
{more}
print(json.dumps([[shop.WHOSE, shop.prices.WHOSE, spread.part.WHOSE], own_tree.stray(loop), sys.path]))
"""


@pytest.fixture
def trees(tmp_path: Path) -> tuple[Path, Path]:
    """The user's checkout, with an environment in it, and the version before."""
    own, other = tmp_path / "tree", tmp_path / "checkout"
    for top in (own, other):
        for name in ("src/shop/__init__.py", "src/shop/prices.py", "src/spread/part.py"):
            path = top / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(f"WHOSE = {top.name!r}\n")
    (other / "src" / "newer.py").write_text("")
    packages = other / ".venv" / "lib" / "site-packages"
    packages.mkdir(parents=True)
    (packages / "installed.py").write_text("")
    return own, other


def told(trees: tuple[Path, Path], way: str, prefer: str = "own_tree.prefer(loop)", more: str = "") -> list[object]:
    own, other = trees
    way = f"{WAYS[way]}\nsys.path.append(OTHER + '/.venv/lib/site-packages')"
    text = PROGRAM.format(root=str(ROOT), other=str(other), own=str(own), way=way, prefer=prefer, more=more)
    ran = subprocess.run([sys.executable, "-c", text], capture_output=True, text=True, check=True)
    found: list[object] = json.loads(ran.stdout)
    return found


@pytest.mark.slow
@pytest.mark.parametrize("way", WAYS)
def test_that_its_modules_are_its_own(trees: tuple[Path, Path], way: str) -> None:
    whose, stray, path = told(trees, way)
    assert whose == ["tree"] * 3
    assert stray == ""
    assert isinstance(path, list)
    assert str(trees[0] / "src") in path, "workers that are started afresh are given the path alone"


@pytest.mark.slow
@pytest.mark.parametrize("way", WAYS)
def test_that_a_module_of_the_others_is_told(trees: tuple[Path, Path], way: str) -> None:
    whose, stray, _ = told(trees, way, prefer="")
    assert whose == ["checkout"] * 3
    assert str(stray).startswith("The loop of the version 'before' imported shop and 2 more from ")


@pytest.mark.slow
def test_that_a_module_that_the_version_does_not_have_is_told(trees: tuple[Path, Path]) -> None:
    _, stray, _ = told(trees, "finder", more="import newer")
    assert "imported newer from" in str(stray)


@pytest.mark.slow
def test_that_an_interpreter_in_the_checkout_is_both_versions(trees: tuple[Path, Path]) -> None:
    library = trees[1] / "env" / "lib"
    library.mkdir(parents=True)
    (library / "wholly_standard.py").write_text("")
    more = "sys.prefix = OTHER + '/env'; sys.path.append(OTHER + '/env/lib'); import wholly_standard"
    assert told(trees, "path", more=more)[1] == ""


def test_that_what_lies_on_another_drive_is_nobody_s_of_the_checkout(monkeypatch: pytest.MonkeyPatch) -> None:
    """On Windows no way leads from one drive to another, and asking for it raised."""
    windows = SimpleNamespace(path=ntpath, sep="\\", pardir="..")
    monkeypatch.setattr(own_tree, "os", windows)
    monkeypatch.setattr(sys, "prefix", "C:\\Python311")
    monkeypatch.setattr(sys, "base_prefix", "C:\\Python311")
    finder = own_tree.OwnTree(Version("before", "D:\\tree", "D:\\checkout"))
    monkeypatch.setattr(ntpath, "lexists", lambda place: True)
    assert finder.place("C:\\Python311\\Lib\\json\\__init__.py") is None
    assert finder.place("D:\\other\\shop.py") is None
    assert finder.place("D:\\checkout\\src\\shop.py") == "D:\\tree\\src\\shop.py"
