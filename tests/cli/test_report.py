"""`parloop report`, and the page as one of the exports: a machine without Qt makes it, and it is the document."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

from parloop_gui import cli
from parloop_gui.model.export.formats import export
from tests.helpers.comparisons.finished import a_comparison
from tests.helpers.engines.command_line import sentence


@pytest.fixture
def document(tmp_path: Path) -> Path:
    """A saved comparison."""
    path = tmp_path / "kept.parloop"
    export(a_comparison(), path)
    return path


def test_that_the_report_stands_beside_the_document_and_gives_it_back(
    document: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    for module in ("PySide6", "pyqtgraph"):
        monkeypatch.setitem(sys.modules, module, None)
    assert cli.main(["report", str(document)]) == 0
    page = document.with_suffix(".html")
    assert capsys.readouterr().out == f"{page}\n"
    again, once_more = document.with_name("again.parloop"), document.with_name("once.parloop")
    assert cli.main(["export", str(page), str(again)]) == 0
    assert cli.main(["export", str(document), str(once_more)]) == 0
    assert again.read_bytes() == once_more.read_bytes()


def test_that_it_goes_where_it_is_asked_to_and_never_over_itself(
    document: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    page = tmp_path / "elsewhere.html"
    assert cli.main(["report", str(document), "--output", str(page)]) == 0
    capsys.readouterr()
    assert cli.main(["report", str(page)]) == 2
    assert "is a report already" in sentence(capsys)
    assert cli.main(["report", str(page), "--output", str(tmp_path / "a.txt")]) == 2
    assert "its ending must be" in sentence(capsys)


def test_that_as_markdown_it_is_what_the_export_writes(document: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert cli.main(["export", str(document), str(document.with_suffix(".md"))]) == 0
    assert cli.main(["report", str(document), "--markdown"]) == 0
    assert capsys.readouterr().out == document.with_suffix(".md").read_text(encoding="utf-8")


def test_that_code_can_be_left_out_of_what_is_exported(document: Path) -> None:
    shared = document.with_name("shared.parloop")
    assert cli.main(["export", str(document), str(shared), "--without-code"]) == 0
    assert '"details": ""' in shared.read_text(encoding="utf-8")
    assert str(Path.home()) not in shared.read_text(encoding="utf-8")
