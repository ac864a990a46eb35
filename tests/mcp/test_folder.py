"""What of a folder a client may name, and what it may not."""

from __future__ import annotations

from pathlib import Path

import pytest

from parloop_gui.mcp.folder import Folder, OutsideError

FILE = """
from subprocess import run
from shutil import rmtree
from os import *

ITEMS = [1, 2]
NAMES = ["b", "a"]

def made():
    return [1, 2]

def price(item):
    return item

class Shop:
    def price(self, item):
        return item
"""
LOOP = "deep/a.py:price"


@pytest.fixture
def folder(tmp_path: Path) -> Folder:
    """A folder with a file of items and links to what lies outside it."""
    served = tmp_path / "served"
    (served / "deep").mkdir(parents=True)
    (served / "items.txt").write_text("a\nb\n", encoding="utf-8")
    (served / "deep" / "a.py").write_text(FILE, encoding="utf-8")
    (tmp_path / "outside.txt").write_text("a\n", encoding="utf-8")
    (served / "link").symlink_to(tmp_path)
    (served / "deep" / "round").symlink_to(served / "deep" / "round")
    (served / "same.txt").symlink_to(served / "items.txt")
    return Folder(served)


@pytest.mark.parametrize("name", ["a.py", "deep/a.py", "deep/../a.py", "same.txt", "no/such/file"])
def test_that_a_name_within_is_a_path(folder: Folder, name: str) -> None:
    assert folder.inside(name) == (folder.root / name).resolve()


@pytest.mark.parametrize("name", ["..", "../a.py", "/etc/passwd", "link/outside.txt", "deep/round/a", "a\0b"])
def test_that_a_name_outside_is_refused_and_named(folder: Folder, name: str) -> None:
    with pytest.raises(OutsideError) as refused:
        folder.inside(name)
    assert repr(name) in str(refused.value)


@pytest.mark.parametrize("name", ["../a.py:task", "link/a.py:12", "/a.ipynb:3", "/etc/passwd", "link/a.py"])
def test_that_a_loop_outside_is_refused(folder: Folder, name: str) -> None:
    with pytest.raises(OutsideError):
        folder.loop(name)


@pytest.mark.parametrize("name", ["rmtree", "run", "system", "os.system", "missing"])
def test_that_a_function_that_the_file_does_not_define_is_refused(folder: Folder, name: str) -> None:
    with pytest.raises(OutsideError, match=f"defines no function '{name}'"):
        folder.loop(f"deep/a.py:{name}")


def test_that_loops_are_named_by_their_files_own_path(folder: Folder) -> None:
    assert folder.loop("deep/a.py:Shop.price") == f"{folder.root}/deep/a.py:Shop.price"
    assert folder.loop("primes") == "primes"


@pytest.mark.parametrize(
    "text", ["20", "1,000", "range(0, 9, 2)", "ITEMS", "made()", "[(n, str(n)) for n in range(3)]", "sorted(NAMES)[:5]"]
)
def test_that_items_that_make_values_are_taken(folder: Folder, text: str) -> None:
    assert folder.items(text, LOOP) == text


@pytest.mark.parametrize("text", ["items.txt", "same.txt", "./deep/../items.txt"])
def test_that_items_from_a_file_within_are_taken(folder: Folder, text: str) -> None:
    assert folder.items(text, LOOP) == str(folder.root / "items.txt")


def test_that_a_home_is_no_way_out(folder: Folder, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HOME", str(folder.root.parent))
    (folder.root.parent / "names").write_text("a\n", encoding="utf-8")
    for text in ("~/names", "~/outside.txt"):
        with pytest.raises(OutsideError):
            folder.items(text, LOOP)


@pytest.mark.parametrize(
    "text",
    [
        *("open('/etc/passwd')", "__import__('os')", "eval('1')", "getattr(a, 'b')", "().__class__", "shop.items()"),
        *("(lambda: 1)()", "[n for n in open('x')]", "made()()", "../outside.txt", "link/outside.txt", "/etc/hosts"),
        *("no.txt", "~/items.txt", "a b"),
        # Called by another name, or by whoever is handed it.
        "[line for f in [open] for line in f('/etc/passwd')]",
        *("sorted(['1'], key=eval)", "max(['1'], key=exec)", "[f('1') for f in [eval]]", "__builtins__['eval']('1')"),
        # What the file imports is not the file's.
        *("run(['true'])", "[f(['true']) for f in [run]]", "sorted([['true']], key=run)", "system('true')"),
        *("[made() for made in [1]]", "[*map(str, 'a')]", "(made := 1)"),
    ],
)
def test_that_items_that_reach_out_are_refused(folder: Folder, text: str) -> None:
    with pytest.raises(OutsideError):
        folder.items(text, LOOP)
