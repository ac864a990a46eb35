"""What is remembered from one start to the next: settings of the versions before are read, and written as they were."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtCore import QByteArray, QSettings

from parloop_gui.ui.settings.preferences import Preferences, preferences

# As version 0.1 wrote them.
BEFORE = r"""[General]
added-pythons=/opt/one/python
choices={\"loop\": \"sleep\"}
closed-during=2026-03-04T05:06:07+01:00
default-effort=quick
export-dark=true
export-folder=/tmp/exports
export-picture=.svg
geometry=@ByteArray(\x1\xd9)
open-folder=/tmp/documents
recent-files="[\"/tmp/a.py\", \"/tmp/b.py\"]"
text-size=1.25
theme=dark

[limits]
memory_limit_bytes=800 MB
task_timeout_s=2.5
total_timeout_s=
"""

# What version 0.1 knew nothing of.
VALUES = {
    "theme": "dark",
    "text_size": 1.25,
    "effort": "quick",
    "choices": '{"loop": "sleep"}',
    "geometry": QByteArray(b"\x01\xd9"),
    "closed_during": "2026-03-04T05:06:07+01:00",
    "recent_files": ["/tmp/a.py", "/tmp/b.py"],
    "added_pythons": ["/opt/one/python"],
    "open_folder": Path("/tmp/documents"),
    "export_folder": Path("/tmp/exports"),
    "export_ending": ".svg",
    "export_dark": True,
}
SINCE = {"export_paper": True, "export_bare": True, "all_details": True, "all_loops": True, "chart_view": ["by-speed"]}
AT_FIRST = {
    "theme": "system",
    "text_size": 1.0,
    "effort": "last",
    "choices": "",
    "geometry": None,
    "closed_during": "",
    "recent_files": [],
    "added_pythons": [],
    "open_folder": None,
    "export_folder": None,
    "export_ending": "",
    "export_dark": False,
    "export_paper": False,
    "export_bare": False,
    "all_details": False,
    "all_loops": False,
    "chart_view": [],
}


def on_disk() -> Path:
    return Path(QSettings("parloop", "parloop").fileName())


def test_that_settings_of_the_versions_before_are_read() -> None:
    on_disk().parent.mkdir(parents=True)
    on_disk().write_text(BEFORE)
    assert {name: getattr(preferences, name) for name in VALUES} == VALUES
    assert preferences.limit("task_timeout_s") == "2.5"
    assert preferences.limit("memory_limit_bytes") == "800 MB"
    assert preferences.limit("total_timeout_s") == ""


def test_that_settings_are_written_as_the_versions_before_wrote_them() -> None:
    for name, value in VALUES.items():
        setattr(preferences, name, value)
    preferences.keep_limit("task_timeout_s", "2.5")
    preferences.keep_limit("memory_limit_bytes", "800 MB")
    preferences.keep_limit("total_timeout_s", "")
    assert on_disk().read_text() == BEFORE


def test_that_every_preference_has_a_value_at_first_and_is_tried_here() -> None:
    assert {name: getattr(preferences, name) for name in AT_FIRST} == AT_FIRST
    kept = {name for name, value in vars(Preferences).items() if hasattr(value, "__set__")} - {
        "__dict__",
        "__weakref__",
    }
    assert kept == {*VALUES, *SINCE} == set(AT_FIRST)


@pytest.mark.parametrize(("name", "value"), SINCE.items())
def test_that_what_was_added_since_is_remembered_too(name: str, value: object) -> None:
    setattr(preferences, name, value)
    assert getattr(Preferences(), name) == value


@pytest.mark.parametrize(
    ("name", "key", "broken"),
    [
        ("theme", "theme", ["dark", "light"]),
        ("theme", "theme", "purple"),
        ("text_size", "text-size", "large"),
        ("effort", "default-effort", "endless"),
        ("geometry", "geometry", "wide"),
        ("recent_files", "recent-files", "{"),
        ("recent_files", "recent-files", "{}"),
    ],
)
def test_that_what_no_version_wrote_is_as_if_nothing_were_kept(name: str, key: str, broken: object) -> None:
    QSettings("parloop", "parloop").setValue(key, broken)
    assert getattr(preferences, name) == AT_FIRST[name]
