"""For every test: no display is needed, a history of its own, and the same examples of a property every time."""

from __future__ import annotations

import os
import tempfile

from hypothesis import settings

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
DATA = tempfile.TemporaryDirectory(prefix="parloop-test-data-")
os.environ["XDG_DATA_HOME"] = DATA.name
settings.register_profile("parloop", derandomize=True, database=None, deadline=None)
settings.load_profile("parloop")
