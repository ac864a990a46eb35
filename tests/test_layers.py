"""The layers, engine ← model ← bridge ← ui, as the imports in the tree have them."""

from __future__ import annotations

import ast
import functools
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[1]
PACKAGE = ROOT / "parloop_gui"
MODULES = sorted(PACKAGE.rglob("*.py"))
ORDER = ("engine", "model", "bridge", "ui")
COMPOSING = ("", "cli")
ENGINE_FOR_OTHERS = ("parloop_gui.engine.protocol.", "parloop_gui.engine.catalogue.")
"""The rooms of plain data: all else of the engine runs in processes of its own."""
QT = {"PySide6", "shiboken6", "pyqtgraph"}
QT_IN_BRIDGE = {"comparison_thread.py": {"PySide6.QtCore"}, "thread.py": {"PySide6.QtCore"}}


def layer(path: Path) -> str:
    """The folder right under the package, "" for a module that lies there itself."""
    folders = path.relative_to(PACKAGE).parts[:-1]
    return folders[0] if folders else ""


@functools.cache
def tree(path: Path) -> ast.Module:
    return ast.parse(path.read_text(encoding="utf-8"))


def imports(path: Path) -> Iterator[str]:
    """Every module that a file imports, in whole, wherever in the file it does."""
    package = [PACKAGE.name, *path.relative_to(PACKAGE).parts[:-1]]
    for node in ast.walk(tree(path)):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            above = package[: len(package) - node.level + 1] if node.level else []
            base = ".".join([*above, *([node.module] if node.module else [])])
            yield from (_whole(base, alias.name) for alias in node.names)


def _whole(base: str, name: str) -> str:
    """`from base import name`: the submodule if there is one, else the module itself."""
    inside = ROOT.joinpath(*base.split(".")) / name
    is_module = inside.with_suffix(".py").exists() or inside.is_dir()
    return f"{base}.{name}" if is_module else base


def top(module: str) -> str:
    return module.partition(".")[0]


def offences(paths: list[Path], wrong: Callable[[Path, str], bool]) -> list[str]:
    """A line for every import that `wrong(path, module)` says is wrong."""
    return [
        f"{path.relative_to(ROOT)} imports {module}"
        for path in paths
        for module in imports(path)
        if wrong(path, module)
    ]


def of_layers(*names: str) -> list[Path]:
    return [path for path in MODULES if layer(path) in names]


def test_that_a_layer_imports_nothing_to_its_right() -> None:
    def to_the_right(path: Path, module: str) -> bool:
        parts = module.split(".")
        if parts[0] != PACKAGE.name or len(parts) < 2:
            return False
        return parts[1] not in ORDER[: ORDER.index(layer(path)) + 1]

    assert offences(of_layers(*ORDER), to_the_right) == []


def test_that_only_the_protocol_and_the_catalogue_of_the_engine_are_imported_outside_it() -> None:
    def inside_engine(_: Path, module: str) -> bool:
        return module.startswith("parloop_gui.engine") and not module.startswith(ENGINE_FOR_OTHERS)

    assert offences(of_layers(*COMPOSING, "model", "bridge", "ui"), inside_engine) == []


def test_that_the_engine_needs_nothing_but_the_standard_library() -> None:
    def foreign(_: Path, module: str) -> bool:
        return top(module) not in {*sys.stdlib_module_names, PACKAGE.name}

    assert offences(of_layers("engine"), foreign) == []


@pytest.mark.parametrize("path", of_layers("engine"), ids=lambda path: str(path.relative_to(PACKAGE)))
def test_that_the_engine_names_itself_only_relatively(path: Path) -> None:
    named = [
        node.lineno
        for node in ast.walk(tree(path))
        if (isinstance(node, ast.ImportFrom) and not node.level and top(node.module or "") == PACKAGE.name)
        or (isinstance(node, ast.Import) and any(top(alias.name) == PACKAGE.name for alias in node.names))
    ]
    assert named == []


@pytest.mark.parametrize("path", of_layers("engine"), ids=lambda path: str(path.relative_to(PACKAGE)))
def test_that_the_engine_is_written_in_python_3_10(path: Path) -> None:
    ast.parse(path.read_text(encoding="utf-8"), feature_version=(3, 10))


def test_that_engine_and_model_know_no_qt() -> None:
    assert offences(of_layers("engine", "model"), lambda _, module: top(module) in QT) == []


def test_that_the_bridge_knows_qt_core_alone_and_in_one_file_alone() -> None:
    def too_much(path: Path, module: str) -> bool:
        return top(module) in QT and module not in QT_IN_BRIDGE.get(path.name, set())

    assert offences(of_layers("bridge"), too_much) == []


def test_that_what_composes_imports_qt_only_when_it_is_asked_for() -> None:
    at_the_top = [
        f"{path.name}:{node.lineno}"
        for path in of_layers(*COMPOSING)
        for node in tree(path).body
        if isinstance(node, ast.Import | ast.ImportFrom)
        for module in ([node.module or ""] if isinstance(node, ast.ImportFrom) else [a.name for a in node.names])
        if top(module) in QT or module.startswith("parloop_gui.ui")
    ]
    assert at_the_top == []


def test_that_nothing_but_the_engine_unpickles() -> None:
    loaders = {"pickle", "marshal", "shelve", "dill", "cloudpickle"}
    assert offences(of_layers(*COMPOSING, "model", "bridge", "ui"), lambda _, module: top(module) in loaders) == []


def test_that_every_module_says_what_it_is_for() -> None:
    silent = [path for path in MODULES if not ast.get_docstring(tree(path))]
    assert silent == []


def test_that_no_module_is_a_drawer_for_odds_and_ends() -> None:
    drawers = {"utils", "util", "helpers", "common", "misc", "manager", "managers"}
    assert [path for path in MODULES if path.stem in drawers or path.parent.name in drawers] == []


def test_that_tests_of_engine_and_model_import_no_qt() -> None:
    tests = [path for name in ("engine", "model") for path in sorted((ROOT / "tests" / name).rglob("*.py"))]
    named = [
        f"{path.relative_to(ROOT)}:{node.lineno}"
        for path in tests
        for node in ast.walk(tree(path))
        if (isinstance(node, ast.ImportFrom) and top(node.module or "") in QT | {"pytestqt"})
        or (isinstance(node, ast.Import) and any(top(alias.name) in QT | {"pytestqt"} for alias in node.names))
    ]
    assert named == []
