"""`parloop mcp` where the extra is not installed, and where its folder is none."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

from parloop_gui.cli.usage import UsageError
from parloop_gui.mcp.server import serve


def test_that_it_says_what_to_install(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "mcp.server.mcpserver", None)
    with pytest.raises(UsageError, match=r"pip install 'parloop\[mcp\]'"):
        serve(tmp_path)
