"""Who made what other Parloops see too, in the letters of its name: the maker's number, its place and its birth.

    4711-3fa9c02be41700af   number 4711 · place 3fa9c02b · birth e417 · the rest is chance

Containers may share a folder in memory or a temporary one, and each counts its processes anew: 7 is another's there.
Where the system does not tell places and births (no /proc), the number is all: 4711-00af.
"""

from __future__ import annotations

import binascii
import os
import re
from dataclasses import dataclass
from pathlib import Path

# What a name begins with that tells its owner; `owner_in` reads what was matched. No process has more digits than ten.
SIGNATURE = r"([0-9]{1,10})-(?:([0-9a-f]{8})([0-9a-f]{4}))?"
# Of the fields of /proc/PID/stat after the name (proc(5): starttime).
_BEGAN = 19


@dataclass(frozen=True)
class Owner:
    """A process as a name tells it; `place` and `birth` are "" where the system that it ran on did not tell them."""

    pid: int
    place: str = ""
    birth: str = ""


def own_signature() -> str:
    """What the names of this process begin with: whatever letters of 0–9 and a–f follow, its owner can be told."""
    here, birth = place(), birth_of(os.getpid())
    return f"{os.getpid()}-{here + birth if here and birth else ''}"


def owner_in(match: re.Match[str]) -> Owner:
    """The owner in what `SIGNATURE` matched as the first thing in brackets."""
    return Owner(int(match[1]), match[2] or "", match[3] or "")


def place() -> str:
    """Where this process's numbers count: eight letters for its PID namespace and this start of the machine, or ""."""
    try:
        namespace = Path("/proc/self/ns/pid").readlink()
    except OSError:
        return ""
    return f"{binascii.crc32(f'{machine()} {namespace}'.encode()):08x}"


def machine() -> str:
    """A name for this start of the machine, "" where the system has none."""
    try:
        return Path("/proc/sys/kernel/random/boot_id").read_text(encoding="ascii").strip()
    except (OSError, ValueError):
        return ""


def began_ticks(pid: int) -> int | None:
    """When that process began, in hundredths of a second that no clock moves; None where nobody tells."""
    try:
        fields = Path(f"/proc/{pid}/stat").read_text(errors="replace").rpartition(")")[2].split()
        return int(fields[_BEGAN])
    except (OSError, IndexError, ValueError):
        return None


def birth_of(pid: int) -> str:
    """Four letters for when that process began, "" where it is not there or nobody tells.

    They tell it from one of the same number, but for one in 65,536: what such a one seems to own stays for a while.
    """
    ticks = began_ticks(pid)
    return "" if ticks is None else f"{ticks % 0x10000:04x}"
