"""Pictures from the command line: without a display, and refused in a sentence where they can't be drawn."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

from parloop_gui import cli
from parloop_gui.model.export.formats import export
from tests.helpers.comparisons.crowded import crowded
from tests.helpers.comparisons.finished import a_comparison
from tests.helpers.engines.command_line import QUICK, Engine, sentence

ROOT = Path(__file__).resolve().parents[2]
BEGINNINGS = {"png": b"\x89PNG\r\n", "svg": b"<?xml ", "pdf": b"%PDF-"}
NO_FONTS = '<?xml version="1.0"?><fontconfig><dir>{0}/none</dir><cachedir>{0}/cache</cachedir></fontconfig>'


def parloop(*arguments: object, **more: str) -> subprocess.CompletedProcess[str]:
    """Run the command line as a process of its own, without a display."""
    without = {"DISPLAY", "WAYLAND_DISPLAY", "QT_QPA_PLATFORM"}
    environment = {name: value for name, value in os.environ.items() if name not in without} | more
    command = [sys.executable, "-m", "parloop_gui", *map(str, arguments)]
    return subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, text=True, timeout=60, check=False)


@pytest.fixture
def document(tmp_path: Path) -> Path:
    """A saved comparison."""
    path = tmp_path / "kept.parloop"
    export(crowded(), path)
    return path


@pytest.mark.slow
def test_that_a_document_becomes_pictures_without_a_display(document: Path) -> None:
    files = [document.with_suffix(f".{ending}") for ending in BEGINNINGS]
    done = parloop("export", document, *files)
    assert (done.returncode, done.stdout, done.stderr) == (0, "", "")
    for path, beginning in zip(files, BEGINNINGS.values(), strict=True):
        assert path.read_bytes().startswith(beginning)
    assert len(list(document.parent.iterdir())) == 4


@pytest.mark.slow
def test_that_pictures_are_dark_on_request(document: Path) -> None:
    for theme, ground in (("light", "#ffffff"), ("dark", "#1d1f22")):
        picture = document.with_name(f"{theme}.svg")
        assert parloop("export", document, picture, "--theme", theme).returncode == 0
        drawn = picture.read_text(encoding="utf-8").partition("</desc>")[2]
        assert re.findall(r'<g fill="(#\w+)"', drawn)[0] == ground


@pytest.mark.slow
def test_that_without_any_font_a_picture_is_refused(document: Path) -> None:
    fonts = document.with_name("fonts.conf")
    fonts.write_text(NO_FONTS.format(document.parent))
    done = parloop("export", document, document.with_suffix(".png"), FONTCONFIG_FILE=str(fonts))
    assert done.returncode == 2
    assert done.stderr.endswith("no font is installed here; install one, such as fonts-dejavu-core.\n")
    assert done.stderr.count("\n") == 1
    assert not document.with_suffix(".png").exists()


@pytest.mark.usefixtures("qapp")
def test_that_a_comparison_is_exported_as_a_picture(engine: Engine, tmp_path: Path) -> None:
    assert cli.main([*QUICK, "--export", str(tmp_path / "a.svg"), "--export", str(tmp_path / "a.csv")]) == 0
    assert b"<title>" in (tmp_path / "a.svg").read_bytes()
    assert {each.name for each in tmp_path.iterdir()} == {"a.svg", "a.csv"}


def test_that_without_qt_a_picture_is_refused_before_anything_is_measured(
    engine: Engine, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    for module in ("PySide6", "PySide6.QtGui", "PySide6.QtSvg"):
        monkeypatch.setitem(sys.modules, module, None)
    assert cli.main([*QUICK, "--export", str(tmp_path / "a.png")]) == 2
    assert "A picture needs PySide6, which is not installed here: pip install 'parloop[window]'" in sentence(capsys)
    assert engine.specs == []
    export(a_comparison(), tmp_path / "a.parloop")
    assert cli.main(["export", str(tmp_path / "a.parloop"), str(tmp_path / "a.pdf")]) == 2
    assert "PySide6" in sentence(capsys)


def test_that_text_formats_need_no_qt(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "PySide6", None)
    export(a_comparison(), tmp_path / "a.parloop")
    assert cli.main(["export", str(tmp_path / "a.parloop"), str(tmp_path / "a.md")]) == 0


def test_that_a_picture_that_cannot_be_written_is_one_sentence(
    qapp: object, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    export(a_comparison(), tmp_path / "a.parloop")
    assert cli.main(["export", str(tmp_path / "a.parloop"), str(tmp_path / "no" / "a.png")]) == 2
    assert "no such file" in sentence(capsys)
