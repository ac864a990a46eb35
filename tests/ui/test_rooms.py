"""The rooms of the window, as its imports have them: no circle among them, and none knows the insides of another."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from graphlib import CycleError, TopologicalSorter
from pathlib import Path

from tests.test_layers import MODULES, PACKAGE, imports, tree

UI = PACKAGE / "ui"
OURS = [path for path in MODULES if path.is_relative_to(UI)]
NO_FEATURE = ("style", "widgets")
"""They know no room of the window but these."""

OF_NAMED_TUPLES = {"_replace", "_asdict", "_fields", "_make"}


def imported(path: Path) -> Iterator[Path]:
    """The modules of the window that a module imports, wherever in it."""
    for module in imports(path):
        named = PACKAGE.parent.joinpath(*module.split(".")).with_suffix(".py")
        if named in OURS:
            yield named


def circle(graph: dict[Path, set[Path]]) -> list[str]:
    """The first circle in a graph, [] without one."""
    try:
        TopologicalSorter(graph).prepare()
    except CycleError as error:
        return [str(path.relative_to(UI)) for path in error.args[1]]
    return []


def test_that_no_modules_import_each_other_in_a_circle() -> None:
    assert circle({path: set(imported(path)) for path in OURS}) == []


def test_that_no_rooms_import_each_other_in_a_circle() -> None:
    rooms: dict[Path, set[Path]] = {}
    for path in OURS:
        rooms.setdefault(path.parent, set()).update(each.parent for each in imported(path))
    assert circle({room: known - {room} for room, known in rooms.items()}) == []


def test_that_widgets_and_style_know_no_feature() -> None:
    too_much = [
        f"{path.relative_to(UI)} imports {each.relative_to(UI)}"
        for path in OURS
        if path.relative_to(UI).parts[0] in NO_FEATURE
        for each in imported(path)
        if each.relative_to(UI).parts[0] not in NO_FEATURE
    ]
    assert too_much == []


def test_that_nobody_reaches_into_another_s_private_parts() -> None:
    private = []
    for path in OURS:
        own = {name for node in ast.walk(tree(path)) for name in defined(node)}
        for node in ast.walk(tree(path)):
            if isinstance(node, ast.ImportFrom):
                private += [f"{path.name}: {alias.name}" for alias in node.names if is_private(alias.name)]
            elif isinstance(node, ast.Attribute) and is_private(node.attr) and node.attr not in own | OF_NAMED_TUPLES:
                private.append(f"{path.name}:{node.lineno}: {ast.unparse(node)}")
    assert private == []


def is_private(name: str) -> bool:
    return name.startswith("_") and not name.startswith("__")


def defined(node: ast.AST) -> Iterator[str]:
    """The attributes that a module gives to what it makes: methods, and what is set on `self`."""
    if isinstance(node, ast.FunctionDef):
        yield node.name
    elif isinstance(node, ast.Attribute) and isinstance(node.ctx, ast.Store):
        yield node.attr


def test_that_preferences_alone_are_kept_in_qt_s_settings() -> None:
    naming = [path.relative_to(UI).as_posix() for path in OURS if "QSettings" in path.read_text(encoding="utf-8")]
    assert naming == ["settings/preferences.py"]
