"""The Python that Parloop itself runs under: as an executable that obeys what every Python obeys, and as a choice."""

from __future__ import annotations

import multiprocessing
import platform
import sys
import sysconfig
from pathlib import Path
from typing import TYPE_CHECKING, cast

from parloop_gui.bridge.host.machine import python_cores, usable_cores
from parloop_gui.model.plan.plan import Interpreter
from parloop_gui.model.plan.python_version import language, with_build

if TYPE_CHECKING:
    from parloop_gui.engine.protocol.kinds import StartMethod

ENGINE = "parloop-engine"


def own_python() -> str:
    """This process's interpreter; in a package the engine's executable, which lies beside the window's."""
    if not getattr(sys, "frozen", False):
        return sys.executable
    window = Path(sys.executable)
    return str(window.with_name(ENGINE + window.suffix))


def known_from_here() -> Interpreter | None:
    """What it is like, known without running it; None for a free-threaded one.

    That has to be asked all the same: modules of the app's may have turned the GIL on here.
    """
    if sysconfig.get_config_var("Py_GIL_DISABLED"):
        return None
    version = platform.python_version()
    return Interpreter(
        id=short_id(version, free_threaded=False),
        path=own_python(),
        version=version,
        free_threaded=False,
        gil=True,
        implementation=platform.python_implementation(),
        start_method=cast("StartMethod", multiprocessing.get_context().get_start_method()),
        cores=usable_cores(),
        own_cores=python_cores(),
    )


def short_id(version: str, free_threaded: bool) -> str:
    """The id a Python gets if no other wants it: "3.11", "3.13t"."""
    return with_build(language(version), free_threaded)
