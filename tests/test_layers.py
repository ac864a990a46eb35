"""The layers, engine ← model ← bridge ← ui, and the rooms within them, as the imports in the tree have them.

Longer than a file of tests should be: what a room may import reads best as one table beside the rules it serves.
"""

from __future__ import annotations

import ast
import re
import sys
from collections import Counter, defaultdict
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.helpers.circles import circles
from tests.helpers.source import MODULES, PACKAGE, ROOT, Import, imports, is_private, room, short, source, top

ORDER = ("engine", "model", "bridge", "ui")
COMPOSING = ("", "cli", "api", "mcp")
# The rooms of plain data: all else of the engine runs in processes of its own.
ENGINE_FOR_OTHERS = (
    "parloop_gui.engine.protocol.",
    "parloop_gui.engine.catalogue.",
    "parloop_gui.engine.host.control_groups",  # reads files alone; how many cores there are has one source
    "parloop_gui.engine.host.own_group",  # reads files alone; what is left in a group is the app's to end
)
QT = {"PySide6", "shiboken6", "pyqtgraph"}
QT_IN_BRIDGE = {"comparison_thread.py": {"PySide6.QtCore"}, "thread.py": {"PySide6.QtCore"}}
# As many names as one looks through for the right one; ert, a program of the same kind, has 15.
MOST_FILES = 20

# Private parts of Python's own classes that tests look at, called as some of ours are.
OF_PYTHON = {"_pool", "_process", "_repr_html_"}
# What a test puts something else in the place of, of a module of ours or of a class.
REPLACED = re.compile(r"monkeypatch\.setattr\([^)]*?[\"'.](_[a-z]\w*)[\"']")
REACHED = re.compile(r"([\w)\]]+)\.(_[a-z]\w*)")

NUMBERS_IN_WORDS = "model/wording/units.py"
# What a comparison is made of.
DATA = ("engine/protocol", "engine/catalogue", "model/plan", "model/events", "model/comparison")
# A function whose module is imported at its first call, so that listing strategies and loops imports none of them.
LAZY = "engine/host/lazy_function.py"
# Room: what it may import besides its own files and the version; the longest name that fits a room speaks for it.
MAY_IMPORT: dict[str, tuple[str, ...]] = {
    "engine/protocol": (),
    "engine/host": ("engine/protocol",),
    "engine/tracing": ("engine/host", "engine/protocol"),
    "engine/strategies": ("engine/protocol", LAZY),
    "engine/versions": ("engine/protocol",),
    "engine/loops": ("engine/protocol", LAZY, "engine/versions"),
    "engine/faults": ("engine/protocol", LAZY, "engine/strategies"),  # what is expected of a fault differs by strategy
    "engine/codegen": ("engine/protocol", "engine/strategies", "engine/loops"),
    "engine/catalogue": (
        *("engine/protocol", LAZY),
        *("engine/strategies", "engine/loops", "engine/faults", "engine/codegen"),
    ),
    "engine/probes": ("engine/protocol", "engine/host", "engine/loops"),
    "engine/user_program": ("engine/protocol", "engine/host", "engine/loops", "engine/tracing", "engine/versions"),
    "engine/preflight": (  # a run in small: it compares results and awaits coroutines as the runner does
        *("engine/protocol", "engine/host", "engine/loops", "engine/user_program"),
        *("engine/runner/result_check.py", "engine/runner/coroutines.py"),
    ),
    "engine/runner": ("engine",),
    "engine/supervisor": ("engine",),
    "model/statistics": (*DATA, NUMBERS_IN_WORDS),
    "model/questions": (*DATA, "model/statistics", "model/wording"),
    "model/explain": (*DATA, "model/statistics", "model/wording", "model/forecast/forecast.py"),
    "model/forecast": (*DATA, "model/statistics"),
    "model/source": (
        *("engine/protocol/regular_file.py", "engine/protocol/presence.py", "engine/protocol/notebook.py"),
        "engine/protocol/python_text.py",
        NUMBERS_IN_WORDS,
    ),
    "model/splitting": ("model/source", "engine/protocol", "engine/catalogue", NUMBERS_IN_WORDS),
    "model/user_code": ("model/source", "model/splitting", "engine/protocol", "engine/catalogue", NUMBERS_IN_WORDS),
    "model": ("engine/protocol", "engine/catalogue", "model"),
    "bridge/scheduler": ("engine", "model", "bridge/processes", "bridge/host"),
    "bridge/break_even": ("engine", "model", "bridge/host", "bridge/processes", "bridge/scheduler"),
    "bridge": ("engine", "model", "bridge/processes", "bridge/host", "bridge/interpreters"),
    "ui/drawing": ("engine/protocol/visible.py",),
    "ui/style": ("engine/protocol/visible.py", "engine/protocol/presence.py", "ui/drawing"),
    "ui/widgets": ("engine", "model", "ui/drawing", "ui/style"),
    "ui/charts": ("engine", "model", "ui/drawing", "ui/style", "ui/widgets", "ui/charts"),
    "ui": ORDER,
    "api": ("engine", "model", "bridge", "ui/report"),
    "cli": (*ORDER, "."),
    "mcp": ("engine", "model", "bridge", "api", "cli", "./exit_status.py"),
    ".": (*ORDER, "cli", "mcp", "."),  # what starts either
}


def layer(path: Path) -> str:
    """The folder right under the package, "" for a module that lies there itself."""
    folders = path.relative_to(PACKAGE).parts[:-1]
    return folders[0] if folders else ""


def offences(paths: list[Path], wrong: Callable[[Import], bool]) -> list[str]:
    """A line for every import that `wrong(it)` says is wrong."""
    return list(dict.fromkeys(str(each) for each in imports(paths) if wrong(each)))


def of_layers(*names: str) -> list[Path]:
    return [path for path in MODULES if layer(path) in names]


def is_in(name: str, places: tuple[str, ...]) -> bool:
    """Whether a room or a file is one of these or lies below one."""
    return any(name == place or name.startswith(f"{place}/") for place in places)


def test_that_a_layer_imports_nothing_to_its_right() -> None:
    def to_the_right(each: Import) -> bool:
        parts = each.module.split(".")
        if parts[0] != PACKAGE.name or len(parts) < 2:
            return False
        return parts[1] not in ORDER[: ORDER.index(layer(each.file)) + 1]

    assert offences(of_layers(*ORDER), to_the_right) == []


def test_that_only_the_protocol_and_the_catalogue_of_the_engine_are_imported_outside_it() -> None:
    def inside_engine(each: Import) -> bool:
        return each.module.startswith("parloop_gui.engine") and not each.module.startswith(ENGINE_FOR_OTHERS)

    assert offences(of_layers(*COMPOSING, "model", "bridge", "ui"), inside_engine) == []


@pytest.mark.parametrize("of_rooms", [False, True], ids=["files", "rooms"])
def test_that_nothing_imports_what_imports_it(of_rooms: bool) -> None:
    found = circles(imports(MODULES), of_rooms=of_rooms)
    assert not found, "\n".join(found)


def test_that_a_circle_is_told_with_the_import_that_ties_it() -> None:
    one, other, third = (PACKAGE / name for name in ("one/a.py", "other/b.py", "third/c.py"))
    steps = [(one, 1, other), (one, 2, other), (other, 3, third), (other, 4, third), (third, 5, one)]
    made = [Import(file, line, "", target=target) for file, line, target in steps]
    (said,) = circles(made, of_rooms=True)
    way, _, tie = said.partition(", tied by ")
    assert tie == "third/c.py:5 imports one/a.py"
    assert way in ("one → other → third → one", "other → third → one → other", "third → one → other → third")
    assert circles(made[:-1], of_rooms=True) == []


@pytest.mark.parametrize("name", sorted({room(path) for path in MODULES if path.name != "__init__.py"}))
def test_that_a_room_imports_only_what_it_may(name: str) -> None:
    speaks = max((key for key in MAY_IMPORT if is_in(name, (key,))), key=len, default=None)
    assert speaks is not None, f"{name} stands in no line of MAY_IMPORT"
    allowed = (name, "./__init__.py", *MAY_IMPORT[speaks])
    files = [path for path in MODULES if room(path) == name]
    found = offences(files, lambda each: each.target is not None and not is_in(short(each.target), allowed))
    assert not found, "\n".join(found)


def test_that_the_table_names_what_there_is() -> None:
    named = {*MAY_IMPORT, *(place for places in MAY_IMPORT.values() for place in places)}
    assert [place for place in sorted(named) if not (PACKAGE / place).exists()] == []


def test_that_no_folder_holds_more_files_than_one_looks_through() -> None:
    files = [path for folder in (PACKAGE, ROOT / "tests") for path in folder.rglob("*.py") if "data" not in path.parts]
    held = Counter(path.parent.relative_to(ROOT).as_posix() for path in files)
    assert {folder: count for folder, count in held.items() if count > MOST_FILES} == {}


def test_that_a_folder_s_own_file_imports_nothing_but_the_command_line_s() -> None:
    """An import of any module runs the files of the folders above it: what these import, all would."""
    own = [path for path in MODULES if path.name == "__init__.py" and room(path) != "cli"]
    assert offences(own, lambda each: True) == []


def test_that_no_room_reaches_into_another_s_private_parts() -> None:
    rooms = defaultdict(set)
    for path in MODULES:
        for name in source(path).defined:
            rooms[name].add(room(path))
    reached = [
        f"{short(path)}:{node.lineno} reaches for {ast.unparse(node)}, of {', '.join(sorted(rooms[node.attr]))}"
        for path in MODULES
        for node in source(path).reached
        if rooms[node.attr] and room(path) not in rooms[node.attr]
    ]
    reached += [
        f"{each}: its {each.name}" for each in imports(MODULES) if is_private(each.name) and each.target is not None
    ]
    assert not reached, "\n".join(reached)


def test_that_tests_go_by_what_is_public() -> None:
    private = {name for path in MODULES for name in source(path).defined if is_private(name)} - OF_PYTHON
    found = []
    for path in sorted((ROOT / "tests").rglob("*.py")):
        text, where = path.read_text(encoding="utf-8"), path.relative_to(ROOT)
        reached = [name for owner, name in REACHED.findall(text) if owner not in ("self", "cls") and name in private]
        found += [f"{where}: {name}" for name in (*reached, *REPLACED.findall(text)) if "data" not in path.parts]
    assert not found, "\n".join(found)


def test_that_the_engine_needs_nothing_but_the_standard_library() -> None:
    def foreign(each: Import) -> bool:
        return top(each.module) not in {*sys.stdlib_module_names, PACKAGE.name}

    assert offences(of_layers("engine"), foreign) == []


@pytest.mark.parametrize("path", of_layers("engine"), ids=lambda path: str(path.relative_to(PACKAGE)))
def test_that_the_engine_names_itself_only_relatively(path: Path) -> None:
    assert offences([path], lambda each: each.target is not None and not each.is_relative) == []


@pytest.mark.parametrize("path", of_layers("engine"), ids=lambda path: str(path.relative_to(PACKAGE)))
def test_that_the_engine_is_written_in_python_3_10(path: Path) -> None:
    ast.parse(path.read_text(encoding="utf-8"), feature_version=(3, 10))


def test_that_engine_and_model_know_no_qt() -> None:
    assert offences(of_layers("engine", "model"), lambda each: top(each.module) in QT) == []


def test_that_the_report_is_made_without_qt() -> None:
    """Whatever it imports, early or late, and whatever that imports."""
    reached: set[Path] = set()
    waiting = [path for path in MODULES if is_in(short(path), ("ui/report", "ui/drawing"))]
    while waiting:
        path = waiting.pop()
        reached.add(path)
        waiting += [each.target for each in imports([path]) if each.target is not None and each.target not in reached]
    assert offences(sorted(reached), lambda each: top(each.module) in QT) == []


def test_that_preferences_alone_are_kept_in_qt_s_settings() -> None:
    naming = [path.name for path in MODULES if "QSettings" in path.read_text(encoding="utf-8")]
    assert naming == ["preferences.py"]


def test_that_the_bridge_knows_qt_core_alone_and_in_one_file_alone() -> None:
    def too_much(each: Import) -> bool:
        return top(each.module) in QT and each.module not in QT_IN_BRIDGE.get(each.file.name, set())

    assert offences(of_layers("bridge"), too_much) == []


def test_that_what_composes_imports_qt_only_when_it_is_asked_for() -> None:
    def at_the_top(each: Import) -> bool:
        return not each.is_deferred and (top(each.module) in QT or each.module.startswith("parloop_gui.ui"))

    assert offences(of_layers(*COMPOSING), at_the_top) == []


def test_that_nothing_but_the_engine_unpickles() -> None:
    loaders = {"pickle", "marshal", "shelve", "dill", "cloudpickle"}
    assert offences(of_layers(*COMPOSING, "model", "bridge", "ui"), lambda each: top(each.module) in loaders) == []


def test_that_every_module_says_what_it_is_for() -> None:
    silent = [path for path in MODULES if not source(path).docstring]
    assert silent == []


def test_that_no_module_is_a_drawer_for_odds_and_ends() -> None:
    drawers = {"utils", "util", "helpers", "common", "misc", "manager", "managers"}
    assert [path for path in MODULES if path.stem in drawers or path.parent.name in drawers] == []


def test_that_tests_of_engine_and_model_import_no_qt() -> None:
    imports_qt = re.compile(rf"^\s*(?:from|import)\s+(?:{'|'.join(QT)}|pytestqt)\b", re.MULTILINE)
    tests = [path for name in ("engine", "model") for path in (ROOT / "tests" / name).rglob("*.py")]
    assert [path for path in tests if imports_qt.search(path.read_text(encoding="utf-8"))] == []
