"""The user's own file with the loop run in parallel: what is handed over, whole or as a patch.

imports that are missing
… the file as it stands …
def task(item): …                       at module level, where workers find it
    items = list(what the loop goes over)
    results = the strategy's idiom, the very lines that are timed
    for n, value in zip(items, results): the folds

Where workers import the file again, a main guard keeps them from running the loop themselves.
"""

from __future__ import annotations

import ast
import difflib
import io
import re
import textwrap
from collections.abc import Iterable
from dataclasses import dataclass

from parloop_gui.engine.catalogue import catalogue
from parloop_gui.engine.catalogue.code import idiom_text
from parloop_gui.engine.protocol.first_match import first_chunk
from parloop_gui.engine.protocol.kinds import StartMethod
from parloop_gui.engine.protocol.python_text import tree_of
from parloop_gui.engine.protocol.visible import visible
from parloop_gui.model.source.cut import Numbered, indented, joined
from parloop_gui.model.source.for_loops import statements_around
from parloop_gui.model.source.nodes import walk
from parloop_gui.model.source.parsed import Parsed, is_main_guard
from parloop_gui.model.source.refusal import SplitError
from parloop_gui.model.splitting.code import INDENT
from parloop_gui.model.splitting.place import File, file_of
from parloop_gui.model.splitting.split import Split
from parloop_gui.model.splitting.staged import ITEMS, RESULTS, definitions

_GUARD = 'if __name__ == "__main__":'
# Stands for what sets a worker up until it is known how its values reach it.
_SET_UP = "__parloop_set_up__"
_START_METHOD = re.compile(r"set_start_method\(\"\w+\"")
_RUN = re.compile(r"asyncio\.run\((.*)\)$", re.MULTILINE)
_DEFINING = (ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef, ast.Import, ast.ImportFrom)


@dataclass(frozen=True)
class Way:
    """How the loop is to be run: a strategy, a call, and the numbers measured; None leaves one to Python."""

    strategy: str
    call: str
    workers: int | None = None
    chunksize: int | None = None
    start_method: StartMethod | None = None


@dataclass(frozen=True)
class _Idiom:
    imports: list[str]
    helpers: list[str]
    block: list[str]
    items: str
    """What the block goes over: all items, or those of a chunk."""
    results: str
    all_items: str
    chunk: tuple[str, str]
    """The names of where a chunk begins and how many items it has."""


def changed_text(split: Split, parsed: Parsed, way: Way, *, is_imported: bool = False) -> str:
    """The whole file with the loop run that way; raises SplitError where that way can't do what the loop does.

    `is_imported`: it is another file that is run, so that a main guard here would keep the loop from running at all.
    """
    file = file_of(parsed)
    _refuse_way(split, way)
    idiom = _idiom(split, file, way)
    lines = _with_imports(file, _replaced(split, file, idiom, way, is_imported), idiom.imports)
    text = joined(lines)
    return text.replace("\n", "\r\n") if "\r\n" in parsed.text else text


def patch(split: Split, parsed: Parsed, way: Way, *, is_imported: bool = False) -> str:
    """The change as a unified diff, which `git apply` and `patch -p1` take in the file's folder; raises SplitError."""
    name = parsed.path.name
    if visible(name, keep="") != name:
        raise SplitError(f"A patch can't name a file that is called {name!r}.", split.line)
    changed = changed_text(split, parsed, way, is_imported=is_imported)
    old, new = (list(io.StringIO(text, newline="\n")) for text in (parsed.text, changed))
    lines = difflib.unified_diff(old, new, f"a/{name}", f"b/{name}")
    return "".join(line if line.endswith("\n") else f"{line}\n\\ No newline at end of file\n" for line in lines)


def _refuse_way(split: Split, way: Way) -> None:
    if not split.is_changeable:
        raise SplitError(
            f"The loop at line {split.line} starts its tasks by hand: its file stays as it is.", split.line
        )
    strategy = catalogue.strategy(way.strategy)
    call = strategy.call(way.call)
    if not call.ordered:
        raise SplitError(f"{way.call} gives results in another order than the loop at line {split.line} needs them.")
    per_item = strategy.width == "items" and strategy.uses_start_method and way.start_method != "fork"
    apart = strategy.family == "further" and strategy.behaves_like == "processes"
    if split.give is not None and (per_item or apart):
        names = ", ".join(split.handed)
        raise SplitError(f"{strategy.title} has no way to hand {names} (line {split.line}) to its workers.", split.line)


def _idiom(split: Split, file: File, way: Way) -> _Idiom:
    """The strategy's lines, with names that neither the file nor the split has."""
    taken = file.taken | set(split.added)
    every, results = _fresh("items", taken), _fresh("results", taken)
    items = _fresh("chunk", taken) if split.until_found else every
    chunk = _fresh("first", taken), _fresh("many", taken)
    taken |= {every, items, *chunk} if split.until_found else set()
    set_up = _SET_UP if split.give is not None and _has_initializer(split, way) else None
    text = _written(split, way, items, set_up)
    names = {each: _fresh(each, taken) for each in _own_names(text) & taken} | {"results": results}
    text = _renamed(text, names)
    head, _, block = text.partition(f"{_GUARD}\n")
    body = textwrap.dedent(block).rstrip("\n")
    if _is_in_coroutine(split, file):
        body = _RUN.sub(r"await \1", body)  # an event loop runs there already
    # The file may have used processes before, or come here twice: then Python refuses to set the method again.
    body = _START_METHOD.sub(r"\g<0>, force=True", body)
    given = ", ".join(split.handed)
    if set_up is not None:
        body = body.replace(f"initializer={_SET_UP}", f"initializer={split.give}, initargs=({given},)")
    elif split.give is not None:
        body = f"{split.give}({given})\n{body}"
    tree = tree_of(head)
    imports = [ast.unparse(node) for node in tree.body if isinstance(node, ast.Import | ast.ImportFrom)]
    last = max((node.end_lineno or 0 for node in tree.body if isinstance(node, ast.Import | ast.ImportFrom)), default=0)
    helpers = "\n".join(head.splitlines()[last:]).strip("\n")
    return _Idiom(imports, helpers.splitlines(), body.splitlines(), items, results, every, chunk)


def _written(split: Split, way: Way, items: str, set_up: str | None) -> str:
    return idiom_text(
        way.strategy,
        way.call,
        task=split.function,
        items=items,
        workers=way.workers,
        chunksize=way.chunksize,
        start_method=way.start_method,
        set_up=set_up,
        is_async=split.is_async,
    )


def _is_in_coroutine(split: Split, file: File) -> bool:
    """Whether the innermost function around the loop is an async one."""
    around = statements_around(file.parsed, split.line)
    functions = [each for each in around if isinstance(each, ast.FunctionDef | ast.AsyncFunctionDef)]
    innermost = max(functions, key=lambda each: each.lineno, default=None)
    return isinstance(innermost, ast.AsyncFunctionDef)


def _has_initializer(split: Split, way: Way) -> bool:
    return f"initializer={_SET_UP}" in _written(split, way, "items", _SET_UP)


def _own_names(text: str) -> set[str]:
    """The names that the idiom binds itself, imported ones aside."""
    nodes = list(walk(tree_of(text)))
    names = {node.id for node in nodes if isinstance(node, ast.Name) and isinstance(node.ctx, ast.Store)}
    return names | {node.name for node in nodes if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)}


def _renamed(text: str, names: dict[str, str]) -> str:
    """The text with names exchanged, place by place."""
    tree = tree_of(text)
    lines = [line.encode() for line in text.splitlines()]
    edits: list[tuple[int, int, str]] = []
    for node in walk(tree):
        if isinstance(node, ast.Name) and node.id in names:
            edits.append((node.lineno, node.col_offset, node.id))
        elif isinstance(node, ast.arg) and node.arg in names:
            edits.append((node.lineno, node.col_offset, node.arg))
        elif isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef) and node.name in names:
            column = lines[node.lineno - 1].index(node.name.encode(), node.col_offset + len("def "))
            edits.append((node.lineno, column, node.name))
    for number, column, name in sorted(edits, reverse=True):
        line = lines[number - 1]
        lines[number - 1] = line[:column] + names[name].encode() + line[column + len(name.encode()) :]
    return b"\n".join(lines).decode() + "\n"


def _fresh(name: str, taken: set[str]) -> str:
    tried, at = name, 1
    while tried in taken:
        at += 1
        tried = f"{name}_{at}"
    return tried


def _replaced(split: Split, file: File, idiom: _Idiom, way: Way, is_imported: bool) -> list[Numbered]:
    """The file's lines with the loop replaced, and what its workers call above the statement that holds it."""
    cutter, line = file.cutter, split.line
    first, last = split.statement
    top = next(node for node in file.parsed.tree.body if node.lineno <= last <= (node.end_lineno or 0))
    indent = _indent_of(cutter.numbered_lines(line, line)[0][0])
    above = cutter.first_line(top)
    helpers: list[Numbered] = [(text, line) for text in [*idiom.helpers, "", ""]] if idiom.helpers else []
    folding = [(_named(text, idiom), number) for text, number in split.folding]
    new: list[Numbered] = [
        (f"# {split.title}, with {catalogue.strategy(way.strategy).title}:", line),
        (f"{idiom.all_items} = list({split.code.items})", line),
        *(_in_chunks(split, idiom, folding, way) if split.until_found else [*_at(line, idiom.block), *folding]),
    ]
    guarded: set[int] = set()
    if catalogue.strategy(way.strategy).uses_start_method:
        guarded = _refuse_unguarded(file, top, split, way) if is_imported else _to_guard(file, top, split)
    body = [*cutter.numbered_lines(above, first - 1), *indented(_split_lines(new), indent)]
    body += cutter.numbered_lines(last + 1, cutter.last_line)
    defined = definitions(split.code, cutter.numbered_lines(1, above - 1))
    return [*defined, *helpers, *_guarded(body, guarded)]


def _at(line: int, texts: Iterable[str]) -> list[Numbered]:
    return [(text, line) for text in texts]


def _in_chunks(split: Split, idiom: _Idiom, folding: list[Numbered], way: Way) -> list[Numbered]:
    """The block and the folds of its results, chunk after chunk until a fold ends the loop."""
    (first, many), line = idiom.chunk, split.line
    workers = way.workers if catalogue.strategy(way.strategy).width == "workers" else None
    inner = _at(line, [f"{idiom.items} = {idiom.all_items}[{first} : {first} + {many}]", *idiom.block])
    onward = ["else:", f"{INDENT}{first}, {many} = {first} + {many}, 2 * {many}", f"{INDENT}continue", "break"]
    head = [f"{first}, {many} = 0, {first_chunk(workers)}", f"while {first} < len({idiom.all_items}):"]
    found = [*_at(line, head), *indented([*_split_lines(inner), *folding, *_at(line, onward)], INDENT)]
    found += [("else:", line), *indented(split.otherwise, INDENT)] if split.otherwise else []
    return [*found, *split.then]


def _named(text: str, idiom: _Idiom) -> str:
    return text.replace(ITEMS, idiom.items).replace(RESULTS, idiom.results)


def _split_lines(lines: Iterable[Numbered]) -> list[Numbered]:
    return [(each, number) for text, number in lines for each in text.split("\n")]


def _indent_of(text: str) -> str:
    return text[: len(text) - len(text.lstrip())]


def _to_guard(file: File, top: ast.stmt, split: Split) -> set[int]:
    """The lines that must not run where a worker imports the file: the loop, or the first call of what holds it, on."""
    body = file.parsed.tree.body
    start = _first_to_guard(file, top)
    if start is None:
        return set()
    found: set[int] = set()
    for node in body[body.index(start) :]:
        if not isinstance(node, _DEFINING) and not is_main_guard(node):
            found |= set(range(file.cutter.first_line(node), (node.end_lineno or node.lineno) + 1))
    return found


def _refuse_unguarded(file: File, top: ast.stmt, split: Split, way: Way) -> set[int]:
    """Nothing to guard; raises SplitError where workers that import the file would run the loop themselves."""
    if way.start_method != "fork" and _first_to_guard(file, top) is not None:
        raise SplitError(
            f"Importing {file.parsed.path.name} runs the loop at line {split.line}, and workers would run it, too: "
            "put it into a function that the program calls.",
            split.line,
        )
    return set()


def _first_to_guard(file: File, top: ast.stmt) -> ast.stmt | None:
    if not isinstance(top, _DEFINING):
        return None if is_main_guard(top) else top
    functions = {node for node in walk(top) if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)}
    for node in file.parsed.tree.body:
        if isinstance(node, _DEFINING) or is_main_guard(node):
            continue
        if functions & file.reading.callable_from([node]):
            return node
    return None


def _guarded(lines: list[Numbered], numbers: set[int]) -> list[Numbered]:
    """Those lines under a main guard, each run of them under one of its own."""
    found: list[Numbered] = []
    run: list[Numbered] = []
    for each in [*lines, ("", -1)]:
        if each[1] in numbers or (run and not each[0].strip() and each[1] > 0):
            run.append(each)
            continue
        if run:
            found += [(_GUARD, run[0][1]), *indented(run, INDENT)]
            run = []
        found.append(each)
    return found[:-1]


def _with_imports(file: File, lines: list[Numbered], imports: list[str]) -> list[Numbered]:
    """The imports that the file has not yet, behind its first ones."""
    body = file.parsed.tree.body
    known = {ast.unparse(node) for node in body if isinstance(node, ast.Import | ast.ImportFrom)}
    known |= {
        ast.unparse(ast.ImportFrom(node.module, [each], node.level))
        for node in body
        if isinstance(node, ast.ImportFrom)
        for each in node.names
    }
    missing = [each for each in imports if not _is_known(each, known)]
    if not missing:
        return lines
    after = 0
    for at, node in enumerate(body):
        is_docstring = at == 0 and isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant)
        if not is_docstring and not isinstance(node, ast.Import | ast.ImportFrom):
            break
        after = node.end_lineno or node.lineno
    return [*lines[:after], *((each, after) for each in missing), *lines[after:]]


def _is_known(line: str, known: set[str]) -> bool:
    node = tree_of(line).body[0]
    if isinstance(node, ast.ImportFrom):
        return all(ast.unparse(ast.ImportFrom(node.module, [each], node.level)) in known for each in node.names)
    return line in known
