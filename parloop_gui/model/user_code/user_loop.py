"""From what the user names (file, function, items) to the loop that runs, every mistake told in one sentence."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from parloop_gui.engine.catalogue.code import module_name
from parloop_gui.engine.protocol.kinds import ItemsKind
from parloop_gui.engine.protocol.loop_spec import LoopSpec
from parloop_gui.engine.protocol.presence import expanded, is_file
from parloop_gui.engine.protocol.python_text import NO_FILE
from parloop_gui.model.source.parsed import SourceError

if TYPE_CHECKING:
    from parloop_gui.model.source.functions import FunctionFound
    from parloop_gui.model.user_code.outline import Outline

SOURCES = (".py", ".ipynb")
TABLES = (".csv", ".tsv")
LINES = (".txt", ".lst", ".list")


def path_and_function(name: str) -> tuple[str, str]:
    """The name `path/to/file.py:function` taken apart; the function is "" where a file alone is named."""
    path, colon, function = name.rpartition(":")
    return (path, function) if colon and path.lower().endswith(SOURCES) else (name, "")


def user_loop(
    path: Path,
    function: str,
    items: str,
    *,
    outline: Outline | None = None,
    setup: str | None = None,
    seed: int = 0,
    sample: int | None = None,
) -> LoopSpec:
    """The loop over the file's function; raises SourceError.

    Without an outline, for a file that this Python can't parse, or a function that it does not define but import, the
    runner finds out whether it fits. `items` is what `read_items` takes.
    """
    found = _known(outline, function) if outline else None
    if found is not None:
        _refuse_what_takes_no_item(found)
    if setup is not None and outline is not None:
        _check_set_up(outline, setup)
    value, kind = read_items(items, outline)
    return LoopSpec(
        kind="user",
        name=function,
        items=value,
        path=str(path.absolute()),
        function=function,
        setup=setup,
        seed=seed,
        sample=sample,
        items_kind=kind,
        unpack=found is not None and found.takes_several,
        is_async=found is not None and found.is_async,
        module=_module(path.absolute()),
    )


def _module(path: Path) -> str | None:
    name = module_name(path)
    return name if "." in name and name != path.stem else None


def read_items(text: str, outline: Outline | None = None) -> tuple[int | str, ItemsKind]:
    """What the user wrote for the items, and its kind; raises SourceError.

    A number is a count (1000, 1,000 or 1_000). Else it is the name of a generator function of the file ("function"), a
    file of one item a line that is there ("file", its absolute path), or a Python expression ("expression").
    """
    text = text.strip()
    count = as_count(text)
    if count is not None:
        if count < 1:
            raise SourceError(f"A loop takes at least 1 item, not {count:,}.")
        return count, "expression"
    found = outline.function(text) if outline else None
    if found is not None:
        if not found.takes_nothing:
            raise SourceError(
                f"{found.signature} (line {found.line}) can't make the items: nothing would be passed to it.",
                found.line,
            )
        return text, "function"
    if _names_a_file(text):
        return str(expanded(text).absolute()), "file"
    _check_expression(text)
    return text, "expression"


def as_count(text: str) -> int | None:
    """The number that `text` is, written 1000, 1_000 or 1,000; None where it is none."""
    plain = text.replace(",", "").replace("_", "").strip()
    digits = plain.lstrip("+-")
    return int(plain) if len(plain) < 20 and digits.isascii() and digits.isdigit() else None


def _names_a_file(text: str) -> bool:
    try:
        named = expanded(text)
        if is_file(named):
            return True
    except (OSError, ValueError, RuntimeError):
        return False
    if named.suffix.lower() in TABLES + LINES and "(" not in text and not text.isidentifier():
        raise SourceError(f"There is no file {text!r:.120} to take items from.")
    return False


def _check_expression(text: str) -> None:
    try:
        compile(text, NO_FILE, "eval")
    except (SyntaxError, ValueError, RecursionError, MemoryError):
        raise SourceError(
            "Items are a number, a Python expression, a generator function of the file or a file of one item a line, "
            f"not {text!r:.80}."
        ) from None


def _refuse_what_takes_no_item(found: FunctionFound) -> None:
    where = f"{found.signature} (line {found.line})"
    if found.is_generator:
        raise SourceError(f"{where} is a generator: it can make the items, but is no task.", found.line)
    if found.needs_names:
        raise SourceError(f"{where} can't be called with an item: {found.needs_names[0]} has to be named.", found.line)
    if not found.takes_items:
        raise SourceError(f"{where} can't be called with an item: it takes no arguments.", found.line)


def _check_set_up(outline: Outline, name: str) -> None:
    found = _known(outline, name)
    if found is None:
        return
    where = f"{found.signature} (line {found.line})"
    if not found.takes_nothing or found.is_generator:
        raise SourceError(f"{where} can't set a worker up: it is called without arguments.", found.line)


def _known(outline: Outline, name: str) -> FunctionFound | None:
    """The function of that name, None where the file only imports it; raises SourceError where it has no such name."""
    found = outline.function(name)
    if found is None and name not in outline.others and "*" not in outline.others:
        import difflib  # slow to import, and the window takes a name apart before it is there

        close = difflib.get_close_matches(name, [each.name for each in (*outline.functions, *outline.methods)], n=1)
        hint = f"; did you mean {close[0]!r}?" if close else "."
        raise SourceError(f"{outline.path.name} has no function {name!r}{hint}")
    return found
