"""What this user and this machine are called, as it could stand in a path or a message."""

from __future__ import annotations

import os
import platform
from pathlib import Path

from parloop_gui.bridge.host.paths import home_folder

# Of the environment's variables; the last folder of the home is called after its user as a rule.
_USER = ("USER", "LOGNAME", "USERNAME")


def own_names() -> tuple[str, ...]:
    """The home folder, the user's name and the host's, each once."""
    home = home_folder()
    users = [os.environ.get(name, "") for name in _USER]
    found = (str(home) if home != Path(os.devnull) else "", *users, home.name, platform.node())
    return tuple(name for name in dict.fromkeys(found) if name)
