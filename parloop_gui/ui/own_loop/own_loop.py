"""What is chosen of the user's own loop. Nothing here reads the file: the first paint waits for that no longer."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from parloop_gui.engine.catalogue.catalogue import Loop

# What is chosen of it: each has a field in the panel.
FieldName = Literal["file", "function", "program", "arguments", "items", "setup"]

OWN = "your-function"
OWN_INFO = Loop(
    slug=OWN,
    title="your function",
    kind="mixed",
    hint="choose or drop a file",
    caption="A function from your own file, over your items.",
    default_items=1,
    most_items=10**12,
)


@dataclass(frozen=True)
class OwnLoop:
    """File, function, items and set-up function as they were chosen; "" where nothing is.

    `pasted` is code instead of a file; then `path` names a file that need not be there. `line` is where a for loop
    stands that was chosen instead of a function, `name` its head, `arguments` what the program is run with up to it, as
    typed in a shell; `program` is the file, or `module` what `python -m` runs, where that is not the loop's own file.
    `code` is what an older document measured instead of the file. `foreign`: a document named all
    this, and the user has not said yet that it may run.
    """

    path: str = ""
    function: str = ""
    items: str = ""
    setup: str = ""
    line: int = 0
    name: str = ""
    arguments: str = ""
    program: str = ""
    module: str = ""
    code: str = ""
    pasted: str = ""
    foreign: bool = False


def title_of(own: OwnLoop) -> str:
    """What it is called on a button."""
    return "your loop" if own.code or own.line else own.function or OWN_INFO.title
