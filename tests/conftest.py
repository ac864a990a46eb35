"""For every test: no display is needed, a history of its own, and the same examples of a property every time."""

from __future__ import annotations

import os
import signal
import tempfile

import pytest
from hypothesis import settings

from tests.faults.tables import print_tables
from tests.helpers.fuzz import cases

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
DATA = tempfile.TemporaryDirectory(prefix="parloop-test-data-")
os.environ["XDG_DATA_HOME"] = DATA.name
# A shell without job control starts what runs behind with SIGINT ignored, which all that tests start would inherit:
# whoever presses Ctrl-C there would wait for ever.
if signal.getsignal(signal.SIGINT) is signal.SIG_IGN:
    signal.signal(signal.SIGINT, signal.default_int_handler)
settings.register_profile("parloop", cases())
settings.load_profile("parloop")


@pytest.fixture(scope="session")
def qapp_args() -> list[str]:
    """What Qt is started with: as the app, whatever style the system would have."""
    from parloop_gui.ui.application.application import STYLE

    return ["parloop", *STYLE]


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """Print the tables of what tests noted with `record_property`."""
    reports = [report for kind in ("passed", "failed") for report in terminalreporter.stats.get(kind, [])]
    noted = [note for report in reports if report.when == "call" for note in report.user_properties]
    print_tables(noted, terminalreporter.write_line)
