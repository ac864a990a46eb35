"""Imports the user's file as any module that they import is: by its name, with its folder first on `sys.path`.

Never as `__main__`, so that what stands under the main guard does not run, and workers find the function by its name.
A file with relative imports is part of a package: it is imported by its whole name from the folder above that. Code
that stands for the file's own text is laid into the run's folder, and finds its neighbours as the file does.
"""

from __future__ import annotations

import importlib
import re
import sys
from pathlib import Path
from types import ModuleType

from ..protocol.loop_spec import LoopSpec
from ..protocol.presence import is_file
from ..protocol.regular_file import read_regular
from ..versions import own_tree
from .user_errors import UserLoopError, user_error

# As much as the app parses of a file.
MOST_BYTES = 8 * 2**20
# What argparse, and most programs, end with where their arguments won't do.
WRONG_USE = 2
_TAKEN = "{} has the name of another module that Python already uses; rename the file."
_RELATIVE = re.compile(rb"^[ \t]*from[ \t]+\.", re.MULTILINE)


def import_module(spec: LoopSpec, folder: str) -> ModuleType:
    """The module that holds the loop's function; `folder` is the run's own. Raises UserLoopError."""
    own_tree.prefer(spec)
    module = _import_module(spec, folder)
    if told := own_tree.stray(spec):
        raise UserLoopError(told)
    return module


def _import_module(spec: LoopSpec, folder: str) -> ModuleType:
    if spec.code is None:
        return import_file(Path(spec.path or ""))
    original = Path(spec.path or "pasted.py").absolute()
    root, _ = place_of(original)
    _put_first(root)
    path = Path(folder) / f"{re.sub(r'[^0-9a-zA-Z_]', '_', original.stem)}_loop.py"
    path.write_text(spec.code, encoding="utf-8")
    return _imported(path.stem, path, Path(folder))


def import_file(path: Path) -> ModuleType:
    """The file as a module, imported by its name; raises UserLoopError."""
    path = path.absolute()
    if not is_file(path):
        raise UserLoopError(f"There is no file {path}.")
    if path.suffix != ".py" or "." in path.stem:
        raise UserLoopError(f"{path.name} can't be imported: a module's file is called NAME.py.")
    root, name = place_of(path)
    if name in sys.stdlib_module_names:  # whoever imports that module next, multiprocessing say, would get this file
        raise UserLoopError(_TAKEN.format(path.name))
    return _imported(name, path, root)


def place_of(path: Path) -> tuple[Path, str]:
    """The folder to have on `sys.path`, and the name by which the file is imported from there."""
    if not _imports_relatively(path):
        return path.parent, path.stem
    root, names = path.parent.parent, [path.parent.name, path.stem]
    while is_file(root / "__init__.py") and root != root.parent:
        root, names = root.parent, [root.name, *names]
    return root, ".".join(names)


def _imports_relatively(path: Path) -> bool:
    try:
        return _RELATIVE.search(read_regular(path, MOST_BYTES)) is not None
    except (OSError, ValueError):
        return False


def _imported(name: str, path: Path, root: Path) -> ModuleType:
    _put_first(root)
    importlib.invalidate_caches()
    try:
        module = importlib.import_module(name)
    except BaseException as error:
        told = user_error(f"{path.name} could not be imported", error, path)
        if not isinstance(error, SystemExit) or error.code != WRONG_USE:
            raise told from error
        hint = f"if it wants arguments, name a loop of it, {path.name}:LINE, and give them with --args"
        raise UserLoopError(f"{str(told).rstrip('.')}; {hint}.", told.line) from error
    if not _stands_in(module, path):
        raise UserLoopError(_TAKEN.format(path.name))
    return module


def _put_first(folder: Path) -> None:
    if sys.path[:1] != [str(folder)]:
        sys.path.insert(0, str(folder))


def _stands_in(module: ModuleType, path: Path) -> bool:
    return bool(module.__dict__.get("__file__")) and Path(str(module.__file__)).resolve() == path.resolve()
