"""What a document may hold: data from a file nobody vouches for, each value of the type that its dataclass says."""

from __future__ import annotations

from pathlib import Path

from parloop_gui.engine.protocol import checked
from parloop_gui.engine.protocol.visible import visible

# Of what is shown as a row each: strategies, Pythons.
MOST_ENTRIES = 1_000
# Of all values of a document: an honest one of 64 MB, the most that is read, holds eight characters or more for each.
MOST_VALUES = 8_000_000


class DocumentError(ValueError):
    """A document that can't be read; the message is one sentence."""


# No honest document of 64 MB comes near; whole numbers are those that other readers of JSON hold in 64 bits, and what
# lies deeper would end in a RecursionError.
_LIMITS = checked.Limits(entries=1_000_000, characters=1_000_000, number=2**63, depth=40)
_CHECKER = checked.Checker(
    DocumentError,
    broken="The document is broken: ",
    missing="The document is incomplete: ",
    newer=True,
    limits=_LIMITS,
    verbatim=("plan.loop",),
)
build, fit = _CHECKER.build, _CHECKER.fit
as_object, as_list = _CHECKER.as_object, _CHECKER.as_list
clean_text = checked.clean_text


def check_count(data: bytes) -> None:
    """Raise DocumentError where JSON holds more values than any document: empty arrays take 3 bytes there, and 64 here.

    A page of 100 kB, unpacked, would take more than a gigabyte of memory.
    """
    if sum(map(data.count, (b",", b"[", b"{"))) > MOST_VALUES:
        raise DocumentError(f"The document holds more than {MOST_VALUES:,} values.")


def shown_path(path: Path) -> str:
    """A file's name as a sentence shows it: quoted, not too long, nothing in it that a terminal obeys."""
    name = f"'{visible(str(path), keep='')}'"
    return name if len(name) <= 120 else f"{name[:60]}…{name[-59:]}"
