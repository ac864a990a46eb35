"""The loop in a file that the program imports: when Python loads it, it gets the staged text instead.

    python main.py ─► import shop.work ─► here: the staged text, under the file's own name, path and lines

Whatever name the file is imported by, and by whom, is as the program has it.
"""

from __future__ import annotations

import builtins
import os
import sys
from collections.abc import Sequence
from importlib.abc import MetaPathFinder
from importlib.machinery import ModuleSpec, PathFinder, SourceFileLoader
from types import CodeType, ModuleType

from ..protocol.loop_spec import LoopSpec
from ..tracing import exception_notes
from ..versions import own_tree
from . import staged
from .stop_at_loop import NAME, Stop


class Imported(MetaPathFinder):
    """Finds as Python does, and has the loop's file loaded from the staged text."""

    def __init__(self, spec: LoopSpec) -> None:
        self._loop = spec
        self._path = os.path.realpath(spec.path or "")
        folder, file = os.path.split(self._path)
        self._name = os.path.basename(folder) if file == "__init__.py" else file.removesuffix(".py")  # noqa: PTH119
        self.is_loaded = False
        self.modules: dict[str, ModuleType] = {}
        """What the file was loaded as, by name: Python forgets a module that an exception leaves unfinished."""

    def find_spec(self, name: str, path: Sequence[str] | None, target: ModuleType | None = None) -> ModuleSpec | None:
        """Where that module is found, if it is the loop's file."""
        if name.rpartition(".")[2] != self._name:
            return None
        found = own_tree.moved(name, path, target) or PathFinder.find_spec(name, path, target)
        if found is None or not found.origin or os.path.realpath(found.origin) != self._path:
            return None
        found.loader = _Staged(name, found.origin, self)
        return found

    def code(self) -> CodeType:
        """The staged text's code; raises SyntaxError where this Python can't compile it."""
        assert self._loop.program is not None
        return staged.code_of(self._loop.program, self._loop.path or "")


class _Staged(SourceFileLoader):
    def __init__(self, name: str, path: str, finder: Imported) -> None:
        super().__init__(name, path)
        self._finder = finder

    def get_code(self, fullname: str) -> CodeType:
        """What is run in the module's name, by `python -m` as well."""
        self._finder.is_loaded = True
        return self._finder.code()

    def exec_module(self, module: ModuleType) -> None:
        """Run it, and remember the module."""
        self._finder.modules[module.__name__] = module
        super().exec_module(module)


def replace_on_import(spec: LoopSpec, stop: Stop) -> Imported:
    """From now on the loop's file is loaded from the staged text, which finds the stop among the built-in names."""
    setattr(builtins, NAME, stop)
    exception_notes.named["file"] = spec.path or ""
    finder = Imported(spec)
    sys.meta_path.insert(0, finder)
    return finder
