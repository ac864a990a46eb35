"""Other programs get the environment that the user started the app with."""

from __future__ import annotations

import os

from parloop_gui.bridge.host.child_environment import child_environment

BUNDLE = "/opt/parloop/_internal"


def test_that_an_app_from_source_changes_nothing() -> None:
    assert child_environment() == dict(os.environ)


def test_that_what_a_packaged_app_changed_is_undone() -> None:
    changed = {
        "HOME": "/home/ada",
        "LD_LIBRARY_PATH": f"{BUNDLE}:/usr/local/lib",
        "LD_LIBRARY_PATH_ORIG": "/usr/local/lib",
        "_PYI_APPLICATION_HOME_DIR": BUNDLE,
        "QT_PLUGIN_PATH": f"{BUNDLE}/plugins",
    }
    assert child_environment(changed, BUNDLE) == {"HOME": "/home/ada", "LD_LIBRARY_PATH": "/usr/local/lib"}


def test_that_a_library_path_the_user_did_not_set_is_gone() -> None:
    assert child_environment({"LD_LIBRARY_PATH": BUNDLE}, BUNDLE) == {}


def test_that_the_users_own_settings_stay() -> None:
    own = {"PYTHONPATH": "/home/ada/lib", "QT_PLUGIN_PATH": "/usr/lib/qt6/plugins"}
    assert child_environment(own, BUNDLE) == own
