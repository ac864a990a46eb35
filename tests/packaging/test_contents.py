"""What goes into the package and what stays out, as far as it can be told without building it."""

from __future__ import annotations

import ast
import re
from pathlib import Path

import pytest
from slim import NOT_IN_THE_ENGINE, NOT_IN_THE_WINDOW, is_kept
from standard_library import standard_library

from tests.helpers.source import MODULES, imports, top

ROOT = Path(__file__).resolve().parents[2]
PACKAGING = ROOT / "packaging"
ENTRIES = PACKAGING / "entries"


@pytest.mark.parametrize("entry", ["window.py", "engine.py"])
def test_that_freeze_support_is_the_first_thing_either_executable_does(entry: str) -> None:
    _, first, second, *_ = ast.parse((ENTRIES / entry).read_text(encoding="utf-8")).body
    assert (ast.unparse(first), ast.unparse(second)) == ("import multiprocessing", "multiprocessing.freeze_support()")


def test_that_the_engine_holds_every_module_a_loop_may_import() -> None:
    held = set(standard_library())
    assert {"sqlite3.dbapi2", "concurrent.futures.thread", "xml.etree.ElementTree", "ssl", "asyncio.taskgroups"} <= held
    assert {name for name in held if name.startswith(("tkinter", "test.", "idlelib"))} == set()


def test_that_nothing_the_app_imports_is_left_out() -> None:
    # IPython loads that one itself, in the user's own Python.
    ours = [path for path in MODULES if path.name != "magics.py"]
    imported = {each.module for each in imports(ours)}
    left_out = {name for name in NOT_IN_THE_WINDOW if name in imported or (name in {top(each) for each in imported})}
    assert left_out == set()
    assert {"PySide6", "pyqtgraph", "numpy", "psutil"} <= set(NOT_IN_THE_ENGINE)


@pytest.mark.parametrize(
    ("name", "kept"),
    [
        ("PySide6/Qt/plugins/platforms/libqxcb.so", True),
        ("PySide6/Qt/plugins/platforms/libqvnc.so", False),
        ("PySide6/Qt/plugins/platformthemes/libqgtk3.so", False),
        ("PySide6/Qt/plugins/imageformats/libqsvg.so", True),
        ("PySide6/Qt/plugins/imageformats/libqwebp.so", False),
        ("PySide6/Qt/translations/qt_de.qm", False),
        ("PySide6\\plugins\\tls\\qschannelbackend.dll", False),
        ("libQt6Network.so.6", False),
        ("libicudata.so.73", True),
    ],
)
def test_that_what_qt_brings_and_parloop_never_loads_stays_out(name: str, kept: bool) -> None:
    assert is_kept(name) == kept


def test_that_the_lock_pins_everything_by_its_hash_and_names_no_host() -> None:
    lock = (PACKAGING / "requirements.lock").read_text(encoding="utf-8")
    pinned = re.findall(r"^(\S+==\S+)(?: ;.*)? \\\n    --hash=sha256:", lock, re.MULTILINE)
    assert len(pinned) == len(re.findall(r"^\S", lock, re.MULTILINE))
    assert (PACKAGING / "requirements.in").read_text(encoding="utf-8").strip() in pinned
    assert "//" not in lock


def test_that_the_package_is_built_with_the_versions_that_are_tested() -> None:
    def pins(lock: Path) -> dict[str, set[str]]:
        found: dict[str, set[str]] = {}
        for name, version in re.findall(r"^(\S+)==(\S+)", lock.read_text(encoding="utf-8"), re.MULTILINE):
            found.setdefault(name, set()).add(version)
        return found

    tested, bundled = pins(ROOT / "requirements.lock"), pins(PACKAGING / "requirements.lock")
    assert {name for name in tested.keys() & bundled if tested[name] != bundled[name]} == set()
    assert {"pyside6-essentials", "pyqtgraph", "numpy", "psutil"} <= tested.keys() & bundled
