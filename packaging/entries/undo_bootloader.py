"""Runs before either executable: gives back what the bootloader took from the environment the user started with."""


def _undo() -> None:
    import os
    import sys

    from parloop_gui.bridge.host.child_environment import child_environment

    users = child_environment()
    if sys.platform == "linux":  # what the process was started with, before Python ran
        with open("/proc/self/environ", "rb") as file:
            first = dict(entry.partition(b"=")[::2] for entry in file.read().split(b"\0"))
        if b"VIRTUAL_ENV" in first:
            users["VIRTUAL_ENV"] = os.fsdecode(first[b"VIRTUAL_ENV"])
    os.environ.clear()
    os.environ.update(users)
    sys.dont_write_bytecode = False  # the engine is compiled once, not at every start


_undo()
del _undo
