"""Code that stands for a file's text, pasted or of a document, as the loop that runs."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from parloop_gui.engine.protocol.loop_spec import LoopSpec
from parloop_gui.model.user_code.outline import outline_of_text
from parloop_gui.model.user_code.user_loop import user_loop


def loop_of_code(
    text: str,
    path: Path,
    name: str,
    function: str = "task",
    items: str = "items",
    *,
    setup: str | None = None,
    seed: int = 0,
    sample: int | None = None,
) -> LoopSpec:
    """Code that stands for the text of the file at `path`, as a loop of that name; raises SourceError.

    The file need not be there; its folder is where the code finds its neighbours. `items` is what `read_items` takes.
    """
    outline = outline_of_text(text, path)
    loop = user_loop(path, function, items, outline=outline, setup=setup, seed=seed, sample=sample)
    return replace(loop, name=name, code=text)
