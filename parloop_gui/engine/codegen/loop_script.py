"""A comparison's loop and one of its strategies as a script of its own, which runs as it stands.

    future and other imports
    a built-in loop: its code, cut out of its module        a user's loop: its file is imported, or its code is here
    the idiom's helper functions
    if __name__ == "__main__":  make the items · start the clock · the idiom · print the wall time

Under spawn and forkserver the workers import the script again: what they need stands outside the main guard, and
what only the first process knows (the loop's folder, its server's address) reaches them through the environment.
"""

from __future__ import annotations

import ast
import builtins
import json
import keyword
import re
import sys
import textwrap
from pathlib import Path
from typing import NamedTuple

from ..loops import item_files
from ..loops.loop import Loop
from ..loops.registry import find as find_loop
from ..protocol.loop_spec import LoopSpec
from ..protocol.python_text import tree_of
from ..protocol.visible import one_line
from ..strategies.strategy import Call, Strategy
from .idiom_text import GUARD, add_caller, idiom_block, idiom_needs, start_method_imports, start_method_line
from .slicing import Slice, cut_out, import_text, parse_imports

_SERVICE = """\
if __name__ == "__main__" and len(sys.argv) > 1:
    # Started by the lines below, to be what the loop talks to.
    main()
    sys.exit()

"""
_START_SERVICE = """\
command = [sys.executable, __file__, "{name}", json.dumps(PARAMS)]
service = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
atexit.register(service.communicate)  # closes its stdin, and it leaves
os.environ["LOOP_ADDRESS"] = json.loads(service.stdout.readline())["address"]
"""
_MAKE_FOLDER = """\
os.environ["LOOP_FOLDER"] = tempfile.mkdtemp()
atexit.register(shutil.rmtree, os.environ["LOOP_FOLDER"])
"""
_TAKEN = {"elapsed_s", "importlib", "items", "multiprocessing", "results", "sample", "started", "sys", "time"}


class _Parts(NamedTuple):
    """What a kind of loop puts into the script: code above the main guard, and expressions and lines within it."""

    before: str
    task: str
    make_items: str
    set_up: str | None = None


def script(
    loop: LoopSpec,
    strategy: Strategy,
    call: Call,
    workers: int | None = None,
    chunksize: int | None = None,
    start_method: str | None = None,
) -> str:
    """The whole script; raises UnknownNameError for a built-in loop, ValueError for parameters out of range."""
    call = call.for_loop(loop.unpack)
    needs = idiom_needs(strategy, call)
    needs.imports |= parse_imports("import time") | start_method_imports(strategy, start_method)
    build = _user_parts if loop.kind == "user" else _builtin_parts
    before, task, make_items, set_up = build(loop, needs, strategy, call)
    if loop.sample is not None:
        make_items += _sample_lines(loop.sample)
    block = idiom_block(
        strategy,
        call,
        task=task,
        items="items",
        workers=workers,
        chunksize=chunksize,
        start_method=start_method,
        set_up=set_up,
    )
    last = "".join(
        (
            start_method_line(strategy, start_method),
            make_items,
            "\nstarted = time.perf_counter()\n",
            block,
            "\nelapsed_s = time.perf_counter() - started\n",
            'print(f"{len(results)} results in {elapsed_s:.3f} s")\n',
        )
    )
    title = f'"""{_quotable(_loop_title(loop))}, by {strategy.title} ({strategy.module}), {call.slug}."""'
    head = f"{title}\n\n{import_text(needs.imports)}"
    return f"{head}\n\n{before}\n\n{GUARD}\n{textwrap.indent(last, '    ')}"


def _builtin_parts(spec: LoopSpec, needs: Slice, strategy: Strategy, call: Call) -> _Parts:
    loop = find_loop(spec.name)
    functions = [loop.task, loop.make_items, *([loop.set_up] if loop.set_up else [])]
    code = Slice(needs.imports)
    for function in functions:
        cut_out(Path(str(sys.modules[function.__module__].__file__)), [function.__name__], into=code)
    in_folder = "surroundings.folder" in code.text()
    if loop.service:
        cut_out(Path(str(sys.modules[Loop.__module__].__file__)).with_name("service.py"), ["main"], into=code)
        needs.imports |= parse_imports("import atexit, json, os, subprocess, sys")
    if in_folder:
        needs.imports |= parse_imports("import atexit, os, shutil, tempfile")
    code.parts.update(needs.parts)
    make_items = f"items = {loop.make_items.__name__}({spec.items}, PARAMS, SURROUNDINGS)\n"
    # Two blank lines before a function, one before a constant.
    space = "\n" * next(iter(code.parts.values())).startswith(("def ", "class ", "@"))
    return _Parts(f"{space}{code.text()}\n\n\n{_settings(loop, spec, in_folder)}", loop.task.__name__, make_items)


def _settings(loop: Loop, spec: LoopSpec, in_folder: bool) -> str:
    lines = _SERVICE if loop.service else ""
    lines += f"PARAMS = {json.dumps(loop.settle(spec.params))}\n"
    only_first = _MAKE_FOLDER if in_folder else ""
    only_first += _START_SERVICE.format(name=loop.service) if loop.service else ""
    if only_first:
        comment = "# Workers inherit the environment, also those that import this file afresh.\n"
        lines += f"\n{GUARD}\n{textwrap.indent(comment + only_first, '    ')}\n"
    folder = 'Path(os.environ["LOOP_FOLDER"])' if in_folder else "Path()"
    address = 'os.environ["LOOP_ADDRESS"]' if loop.service else '""'
    lines += f"SURROUNDINGS = Surroundings(folder={folder}, address={address}, seed={spec.seed})\n"
    if loop.set_up:
        lines += f"{loop.set_up.__name__}(PARAMS, SURROUNDINGS)  # here and in every worker that imports this file\n"
    return lines.rstrip("\n")


def _user_parts(spec: LoopSpec, needs: Slice, strategy: Strategy, call: Call) -> _Parts:
    """As the engine does it: the file's folder comes first on sys.path, and the file is imported by its name."""
    path = Path(spec.path or "pasted.py").absolute()
    root, dotted = _place(path, spec.module)
    needs.imports |= parse_imports("import sys")
    path_line = f"sys.path.insert(0, {str(root)!r})\n"
    if spec.items_kind == "file" and isinstance(spec.items, str):
        cut_out(Path(item_files.__file__), [_reader(spec.items)], bare=True, into=needs)
    if spec.code is not None:
        return _own_code(spec, path_line, needs, strategy, call)
    module = _plain_name(path.stem, needs)
    load = path_line + _import_line(dotted, module, needs)
    task = _caller(spec, f"{module}.", needs, strategy, call)
    if needs.parts:
        load += f"\n\n\n{needs.text()}\n"
    return _Parts(load, task, _user_items(spec, f"{module}."), _set_up(spec, f"{module}."))


def _place(path: Path, module: str | None) -> tuple[Path, str]:
    """As the engine's `place_of`, by what the loop tells: a document's path is not looked at."""
    names = (module or "").split(".")
    if module is None or names != [*path.parts[-len(names) : -1], path.stem] or len(names) >= len(path.parts):
        return path.parent, path.stem
    return path.parents[len(names) - 1], module


def _caller(spec: LoopSpec, module: str, needs: Slice, strategy: Strategy, call: Call) -> str:
    """What is called with an item; `module` is what stands before a name of the user's file."""
    set_up = _set_up(spec, module)
    task, is_async, unpack = f"{module}{spec.function}", spec.is_async, spec.unpack
    return add_caller(needs, strategy, call, task, is_async=is_async, unpack=unpack, set_up=set_up)


def _set_up(spec: LoopSpec, module: str) -> str | None:
    return f"{module}{spec.setup}" if spec.setup else None


def _own_code(spec: LoopSpec, path_line: str, needs: Slice, strategy: Strategy, call: Call) -> _Parts:
    """The code that stands for the file's text becomes part of the script."""
    future, code = _without_future(spec.code or "")
    needs.imports |= {("__future__", name, name) for name in future}
    task = _caller(spec, "", needs, strategy, call)
    code = code.strip()
    defined = "\n" * code.startswith(("def ", "async def ", "class ", "@"))
    parts = [f"{path_line}{defined}\n{code}", *([needs.text()] if needs.parts else [])]
    before = "\n\n\n".join(parts) + "\n"
    return _Parts(before, task, _user_items(spec, ""), _set_up(spec, ""))


def _without_future(code: str) -> tuple[set[str], str]:
    """The names that the code imports from __future__, which a file does first of all, and the code without these.

    Raises ValueError for a syntax that only newer Pythons know, as a document may hold it.
    """
    try:
        tree, lines = tree_of(code), re.split(r"\r\n?|\n", code)  # a form feed ends none of Python's lines
    except (ValueError, RecursionError, MemoryError):  # SyntaxError is told below; a null character is a ValueError
        raise ValueError("its code is no text that Python can parse.") from None
    except SyntaxError as error:
        here = "{}.{}".format(*sys.version_info)
        raise ValueError(f"Python {here}, which Parloop runs under, can't parse line {error.lineno} of it.") from None
    future: set[str] = set()
    head = [node for node in tree.body if isinstance(node, ast.ImportFrom) and node.module == "__future__"]
    if ast.get_docstring(tree) is not None:
        lines[: tree.body[0].end_lineno] = [""] * (tree.body[0].end_lineno or 0)
    for node in head:
        future |= {alias.name for alias in node.names}
        lines[node.lineno - 1 : node.end_lineno] = [""] * ((node.end_lineno or node.lineno) - node.lineno + 1)
    return future, "\n".join(lines)


def _import_line(dotted: str, module: str, needs: Slice) -> str:
    if not all(part.isidentifier() and not keyword.iskeyword(part) for part in dotted.split(".")):
        needs.imports |= parse_imports("import importlib")
        return f"{module} = importlib.import_module({dotted!r})"
    package, _, stem = dotted.rpartition(".")
    renamed = f" as {module}" * (module != stem)
    return f"from {package} import {stem}{renamed}" if package else f"import {stem}{renamed}"


def _plain_name(stem: str, needs: Slice) -> str:
    """The module's own name where nothing else in the script goes by it."""
    taken = _TAKEN | set(vars(builtins)) | {entry[2] for entry in needs.imports}
    return stem if stem.isidentifier() and not keyword.iskeyword(stem) and stem not in taken else "loaded"


def _user_items(spec: LoopSpec, module: str) -> str:
    """The lines that make `items`; `module` is what stands before a name of the user's file."""
    if isinstance(spec.items, int):
        return f"items = list(range({spec.items}))\n"
    if spec.items_kind == "file":
        delimiter = ', "\\t"' if spec.items.lower().endswith(".tsv") else ""
        return f"items = {_reader(spec.items)}({spec.items!r}{delimiter})\n"
    if spec.items_kind == "function":
        return f"items = list({module}{spec.items}())\n"
    # An expression may also come to a count.
    made = f"items = {_within(module, spec.items.strip())}\n"
    return made + "items = list(range(items) if isinstance(items, int) else items)\n"


def _reader(path: str) -> str:
    return "rows_of" if path.lower().endswith((".csv", ".tsv")) else "lines_of"


def _within(module: str, expression: str) -> str:
    """The expression with its free names looked up in the module."""
    try:
        tree = ast.parse(expression, mode="eval")
    except (SyntaxError, RecursionError, MemoryError):
        raise ValueError(f"the items {expression!r:.80} are no expression that Python can parse.") from None
    names = [node for node in ast.walk(tree) if isinstance(node, ast.Name)]
    own = {node.id for node in names if isinstance(node.ctx, ast.Store)}
    own |= {node.arg for node in ast.walk(tree) if isinstance(node, ast.arg)} | set(vars(builtins))
    for node in names:
        if node.id not in own:
            node.id = f"{module}{node.id}"
    return ast.unparse(tree)


def _sample_lines(sample: int) -> str:
    return (
        f"sample = {sample}  # so many of them, evenly spread\n"
        "items = [items[(2 * at + 1) * len(items) // (2 * sample)] for at in range(sample)]\n"
    )


def _quotable(text: str) -> str:
    """The text as it may stand in a docstring: it may come from a document that someone sent."""
    return re.sub(r"[\"\\\s]+", lambda found: "'" if '"' in found[0] else " ", one_line(text))


def _loop_title(spec: LoopSpec) -> str:
    if spec.kind == "user":
        return f"{spec.name if spec.code else spec.function} of {Path(spec.path or 'pasted code').name}"
    return find_loop(spec.name).title
