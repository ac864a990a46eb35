"""Which loop a run does: the first thing the app knows of it, and all that it needs to offer one."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import PurePath
from typing import Any

from .kinds import ItemsKind, LoopKind
from .notebook import line_in


@dataclass(frozen=True)
class Program:
    """A loop of the user's program: how the program is run, and what to do where it comes to the loop.

    `text` is their whole file with a stop in place of the loop at `line` (`stop_at_loop.py`), `lines` which line of
    theirs each of its lines is, `source` their file as it stands, `arguments` what the program is run with. `given`
    names the values of the enclosing function that each worker is given. `needs_distinct`: only where no item comes
    twice is the split loop theirs. Where the loop stands in a file that the program imports, `main` is the file that
    is run, or `module` what `python -m` runs; at most one of the two is given.
    """

    text: str
    line: int
    lines: tuple[int, ...] = ()
    arguments: tuple[str, ...] = ()
    given: tuple[str, ...] = ()
    needs_distinct: bool = False
    source: str = ""
    main: str | None = None
    module: str | None = None


@dataclass(frozen=True)
class Version:
    """Which version of the user's code a loop is of, where two are compared: "now" or "before".

    Its modules are imported from the tree `folder`, and none from the tree `instead_of`, which is the other version's;
    "" where both lie in the same one, so that what they import is the same.
    """

    title: str
    folder: str = ""
    instead_of: str = ""


@dataclass(frozen=True)
class LoopSpec:
    """Which loop runs over which items.

    A built-in loop or fault goes by `name`; a user's by `path` and `function`. `items` is a count, or for a user's loop
    what `items_kind` says. `sample` takes that many items, evenly spread over all of them. `params` are the built-in
    loop's parameters by name.

    Of a user's loop, `setup` names a function that each worker calls once. `unpack`: an item is a tuple, handed over as
    several arguments. `is_async`: the function is an `async def`. `code` stands for the file's text where that was
    pasted or came with a document: then `function` and items are of that code, and the file is not run.
    `module` is the whole name by which a file of a package is imported, where it imports relatively; None: by its own.
    `program`: the loop stands in the program at `path`, which is run up to it; then `function` is what does a pass, and
    the items are made there. `version`: it is compared with another version of itself.
    """

    kind: LoopKind
    name: str
    items: int | str
    params: dict[str, Any] = field(default_factory=dict)
    path: str | None = None
    function: str | None = None
    setup: str | None = None
    seed: int = 0
    sample: int | None = None
    items_kind: ItemsKind = "expression"
    unpack: bool = False
    is_async: bool = False
    code: str | None = None
    module: str | None = None
    program: Program | None = None
    version: Version | None = None

    @property
    def line(self) -> int:
        """Where the program's loop stands, as its reader knows it (`CellLine`); 0 for what is no program's."""
        program = self.program
        return line_in(self.path or "", program.source, program.line) if program is not None else 0

    @property
    def is_imported(self) -> bool:
        """Whether the program's loop stands in another file than the one that is run."""
        return self.program is not None and (self.program.main is not None or self.program.module is not None)

    @property
    def place(self) -> str:
        """Where the program's loop stands, in words: the file is named where it is not the one that is run."""
        return f"line {self.line} of {self.file_name}" if self.is_imported else f"line {self.line}"

    @property
    def file_name(self) -> str:
        """The name of the user's file without its folder."""
        return PurePath(self.path or "").name

    @property
    def program_name(self) -> str:
        """What is run, as the user calls it: "prices.py", or "python -m shop"."""
        program = self.program
        if program is not None and program.module is not None:
            return f"python -m {program.module}"
        return PurePath(program.main).name if program is not None and program.main is not None else self.file_name

    @property
    def is_forked(self) -> bool:
        """Whether the user's code runs before the first pass, so that runs are forks of what it has come to by then.

        Code that stands for a file's text lies in each run's own folder, and is imported there.
        """
        return self.kind == "program" or (self.kind == "user" and self.code is None)

    @property
    def is_users(self) -> bool:
        """Whether code of the user's own runs."""
        return self.kind in ("user", "program")
