"""For every test: no display is needed, and nothing of the user's own settings is read or written."""

from __future__ import annotations

import os

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
