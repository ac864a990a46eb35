"""What an interpreter is said to have."""

from __future__ import annotations

from pathlib import Path

import pytest

from parloop_gui.engine.host import environment


@pytest.mark.parametrize(
    ("version", "is_there"),
    [("1.4.2", False), ("0.17", False), ("1.5.0", True), ("1.10.dev0", True), ("2.0", True), (None, True)],
)
def test_that_a_package_is_there_from_the_version_on_that_strategies_run_with(
    version: str | None, is_there: bool, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "joblib.py").touch()
    if version is not None:
        told = tmp_path / f"joblib-{version}.dist-info" / "METADATA"
        told.parent.mkdir()
        told.write_text(f"Metadata-Version: 2.1\nName: joblib\nVersion: {version}\n")
    monkeypatch.syspath_prepend(tmp_path)
    assert ("joblib" in environment.packages()) == is_there
