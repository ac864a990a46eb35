"""For every test: no display is needed, and a property is tried with the same examples every time."""

from __future__ import annotations

import os

from hypothesis import settings

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
settings.register_profile("parloop", derandomize=True, database=None, deadline=None)
settings.load_profile("parloop")
