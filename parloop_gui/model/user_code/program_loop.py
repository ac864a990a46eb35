"""A loop of the user's file where it stands: the program as they run it, and the loop split in it."""

from __future__ import annotations

import shlex
from dataclasses import dataclass
from pathlib import Path

from parloop_gui.engine.protocol.loop_spec import LoopSpec, Program
from parloop_gui.engine.protocol.notebook import is_notebook, left_out, lines_in
from parloop_gui.model.source.parsed import Parsed, SourceError, parse
from parloop_gui.model.splitting.split import Split, split
from parloop_gui.model.wording.units import listed

# Lines left out of a notebook in a sentence; the rest is counted.
_MOST_NAMED = 3


@dataclass(frozen=True)
class Command:
    """What is run, and with what `arguments`.

    The loop's own file; where that is imported, the file `main` or a `module`, as by `python -m`: at most one of them.
    """

    arguments: tuple[str, ...] = ()
    main: Path | None = None
    module: str | None = None


def loop_at(
    parsed: Parsed, line: int, *, command: Command = Command(), seed: int = 0, sample: int | None = None
) -> LoopSpec:
    """The loop at that line, or around it, of the program that the file is; raises SourceError.

    The file need not be there: code that was pasted is a program too, which goes by the name of the parsed path.
    """
    found = split(parsed, line)
    program = Program(
        text=found.staged,
        line=int(found.line),
        lines=tuple(map(int, found.lines)),
        arguments=command.arguments,
        given=found.handed,
        needs_distinct=found.needs_distinct,
        source=parsed.text,
        main=str(command.main.absolute()) if command.main is not None else None,
        module=command.module,
    )
    return LoopSpec(
        kind="program",
        name=found.title,
        items=found.items,
        path=str(parsed.path.absolute()),
        function=found.function,
        seed=seed,
        sample=sample,
        is_async=found.is_async,
        program=program,
    )


def split_of(loop: LoopSpec) -> Split | None:
    """How a program's loop was split; None where this Python can't tell (a document may hold any text)."""
    if loop.program is None:
        return None
    try:
        return split(parse(loop.program.source, Path(loop.path or "")), loop.program.line)
    except SourceError:
        return None


def run_sentences(loop: LoopSpec) -> tuple[str, ...]:
    """What comparing the loop will run, and what a pass of it is taken to be, each a sentence."""
    if loop.program is None:
        return ()
    command = " ".join(filter(None, (loop.program_name, shlex.join(loop.program.arguments))))
    there = f"up to {loop.place} ({loop.name}), once for all runs where it can be copied there"
    ran = f"Compare runs {command} {there}."
    found = split_of(loop)
    left_out = left_out_sentence(loop.program.source) if is_notebook(loop.path or "") else ""
    return tuple(filter(None, (ran, left_out, found.says if found is not None else "")))


def left_out_sentence(text: str) -> str:
    """What of a notebook's joined text only IPython understands, so that it is not run; "" where there is nothing."""
    lines = lines_in(text)
    found = [f"{what} (line {lines.get(number, number)})" for number, what in left_out(text)]
    more = [f"{len(found) - _MOST_NAMED} more"] if len(found) > _MOST_NAMED else []
    return f"Left out, as only IPython knows it: {listed(found[:_MOST_NAMED] + more)}." if found else ""


def code_in_words(loop: LoopSpec) -> str:
    """A split loop as code to be read: what each pass computes, and what is done in order with the results."""
    found = split_of(loop)
    if found is None:
        return ""
    code = found.code
    task = "\n".join(text for text, _ in (*code.give, *code.task))
    if [text.strip() for text, _ in code.fold] in ([], ["pass"]):
        return f"{task.strip()}\n"
    fold = "\n".join(f"    {text}" for text, _ in code.fold)
    head = f"for {code.target}, {code.results} in zip(items, results):  # in order"
    return f"{task.strip()}\n\n\n{head}\n{fold}\n"
