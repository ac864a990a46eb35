"""What is chosen of the user's own loop, and the loop that it comes to; every mistake is told in one sentence."""

from __future__ import annotations

import functools
import stat
from dataclasses import dataclass
from pathlib import Path

from parloop_gui.engine.catalogue import LoopInfo
from parloop_gui.engine.protocol import LoopSpec
from parloop_gui.model.source.outline import Outline, found_sentence, read_outline
from parloop_gui.model.source.parsed import SourceError
from parloop_gui.model.source.user_loop import user_loop

OWN = "your-function"
OWN_INFO = LoopInfo(
    slug=OWN,
    title="your function",
    kind="own",
    hint="any Python file",
    caption="A function from your own file, over your items.",
    default_items=1,
    most_items=10**12,
    parameters=(),
    calls=None,
    unavailable="",
    task="",
)


@dataclass(frozen=True)
class OwnLoop:
    """File, function, items and set-up function as they were chosen; "" where nothing is.

    `code` stands for the file's text where a for loop was lifted out of it, `line` is where that loop stands in the
    file. `foreign`: a document named the file, and the user has not said yet that it may run.
    """

    path: str = ""
    function: str = ""
    items: str = ""
    setup: str = ""
    line: int = 0
    code: str = ""
    foreign: bool = False


def outline_at(path: str) -> Outline:
    """What the file at `path` holds, by parsing it; raises SourceError. Read anew only where the file has changed."""
    name = Path(path).name
    try:
        found = Path(path).stat()
    except (OSError, ValueError):
        raise SourceError(f"There is no file {name!r:.120} any more.") from None
    if not stat.S_ISREG(found.st_mode):  # reading a pipe or a device might never end
        raise SourceError(f"{name!r:.120} is not a file.")
    return _outline_of(path, found.st_mtime_ns, found.st_size)


@functools.lru_cache(maxsize=16)
def _outline_of(path: str, changed_ns: int, size: int) -> Outline:
    return read_outline(Path(path))


def problem_of(own: OwnLoop) -> tuple[str, str]:
    """The field that won't do ("file", "function", "items", "setup") and why, in a sentence; ("", "") if all do."""
    if not own.path:
        return "file", "Choose a Python file."
    try:
        outline = outline_at(own.path)
    except SourceError as error:
        return "file", str(error)
    if not outline.tasks and not outline.loops:
        return "file", found_sentence(outline)
    if not own.function:
        return "function", "Choose a function."
    if not own.items.strip():
        return "items", "Say what it runs over."
    return _problem_of_loop(own, outline)


def _problem_of_loop(own: OwnLoop, outline: Outline) -> tuple[str, str]:
    for field, items, setup in (("function", "1", None), ("items", own.items, None), ("setup", "1", own.setup or None)):
        try:
            _spec(own, outline, items, setup, 0)
        except SourceError as error:
            return field, str(error)
    return "", ""


def loop_of(own: OwnLoop, seed: int) -> LoopSpec:
    """The loop; ask `problem_of` first. Where something won't do, what is known of it."""
    try:
        return _spec(own, outline_at(own.path), own.items, own.setup or None, seed)
    except SourceError:
        return LoopSpec("user", own.function, own.items or 1, path=own.path, function=own.function, seed=seed)


def _spec(own: OwnLoop, outline: Outline, items: str, setup: str | None, seed: int) -> LoopSpec:
    return user_loop(Path(own.path), own.function, items, outline=outline, setup=setup, seed=seed)


def own_loop_of(loop: LoopSpec) -> OwnLoop:
    """What must be chosen for a document's loop, not trusted yet."""
    return OwnLoop(
        path=loop.path or "",
        function=loop.function or loop.name,
        items=str(loop.items),
        setup=loop.setup or "",
        code=loop.code or "",
        foreign=True,
    )
