"""What audit events tell of the world outside: which file, which address, which program, and what is none of it."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Any

import pytest

from parloop_gui.engine.protocol.preflight_facts import Effect
from parloop_gui.engine.user_program.audit_events import effect_of, is_within

APPEND, SHELL = os.O_WRONLY | os.O_APPEND, ["/bin/sh", "-c", "mail -s x"]


@pytest.mark.parametrize(
    ("event", "arguments", "effect"),
    [
        ("open", ("rows.csv", "a", APPEND), Effect("writes", "rows.csv")),
        ("open", (b"rows.csv", None, os.O_RDWR), Effect("writes", "rows.csv")),
        ("open", ("rows.csv", "r", os.O_RDONLY), None),
        ("open", ("/dev/null", "w", APPEND), None),
        ("open", (3, "w", APPEND), None),
        ("open", ("/x/__pycache__/x.pyc", None, APPEND), None),
        ("os.remove", (Path(__file__), -1), Effect("writes", __file__)),
        ("os.remove", ("no-such-file", -1), None),
        ("os.rmdir", ("no-such-folder", -1), None),
        ("os.rename", ("/trial/new", "rows.csv", -1, -1), Effect("writes", "rows.csv")),
        ("os.symlink", ("rows.csv", "link", -1), Effect("writes", "link")),
        ("os.mkdir", ("/x/nowhere", 0o777, -1), Effect("writes", "/x/nowhere")),
        ("os.mkdir", (os.sep, 0o777, -1), None),
        ("sqlite3.connect", ("rows.db",), Effect("writes", "rows.db")),
        ("sqlite3.connect", (":memory:",), None),
        ("sqlite3.connect", ("file:rows.db?mode=ro",), None),
        ("socket.connect", (None, ("127.0.0.1", 9)), Effect("network", "127.0.0.1:9")),
        ("socket.connect", (None, "/run/server"), Effect("network", "/run/server")),
        ("socket.connect", (None, b"\0own"), None),
        ("socket.sendmsg", (None, None), None),
        ("subprocess.Popen", ("/bin/mail", ["mail", "-s"], None, None), Effect("programs", "mail")),
        ("subprocess.Popen", (None, "/bin/mail", None, None), Effect("programs", "mail")),
        ("subprocess.Popen", ("/bin/sh", SHELL, None, None), Effect("programs", "mail")),
        ("os.system", (b"/bin/mail -s x",), Effect("programs", "mail")),
        ("os.posix_spawn", ("/bin/mail", ["mail"], None), Effect("programs", "mail")),
        ("os.spawn", (0, "/bin/mail", ["mail"], None), Effect("programs", "mail")),
        ("import", ("rows", None, None, None, None), None),
    ],
)
def test_that_an_event_is_told_by_what_it_does(event: str, arguments: tuple[Any, ...], effect: Effect | None) -> None:
    assert effect_of(event, arguments, "/x/program.py") == effect


def test_that_the_innermost_line_of_the_user_s_file_is_told() -> None:
    def outer() -> Effect | None:
        return effect_of("os.truncate", ("rows.csv", 0), __file__)

    found = outer()
    assert found is not None and found.line == outer.__code__.co_firstlineno + 1


@pytest.mark.parametrize(
    ("effect", "within"),
    [
        (Effect("writes", "/trial/temporary/x"), True),
        (Effect("network", "/trial/temporary/listener"), True),
        (Effect("writes", "/trial-other/x"), False),
        (Effect("writes", "/trial/../x"), False),
        (Effect("network", "127.0.0.1:9"), False),
        (Effect("programs", "/trial/x"), False),
    ],
)
def test_that_the_trial_s_own_folder_is_known(effect: Effect, within: bool) -> None:
    assert is_within(effect, "/trial/") == within
