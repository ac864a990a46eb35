"""The licences of what Parloop is built with, as About shows them."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

import parloop_gui
from parloop_gui.bridge.host.licences import built_with
from parloop_gui.ui.settings.licences_dialog import LicencesDialog
from tests.ui.pages import WindowPage
from tests.ui.settings.pages import Habits


def opened(page: WindowPage) -> LicencesDialog:
    about = Habits(page).about()
    about.licences.click()
    return about.findChildren(LicencesDialog)[0]


def test_that_about_leads_to_every_part_with_its_version_and_licence(page: WindowPage) -> None:
    dialog = opened(page)
    for row, part in enumerate(built_with()):
        dialog.parts.setCurrentRow(row)
        assert dialog.text.toPlainText().startswith(f"{part.name} {part.version}: {part.licence}")
    assert {"Parloop", "Python", "PySide6_Essentials", "pyqtgraph", "numpy", "psutil"} <= {p.name for p in built_with()}


def test_that_texts_that_lie_beside_the_parts_are_shown(page: WindowPage) -> None:
    dialog = opened(page)
    dialog.parts.setCurrentRow([part.name for part in built_with()].index("pyqtgraph"))
    assert "Permission is hereby granted" in dialog.text.toPlainText()


def test_that_a_package_tells_what_is_really_in_it(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    licences = tmp_path / "licences"
    licences.mkdir()
    part = {"name": "libxcb1", "version": "1.15-1", "licence": "see the text", "text": "libxcb1.txt"}
    (licences / "parts.json").write_text(json.dumps([part]))
    (licences / "libxcb1.txt").write_text("As it stands.")
    monkeypatch.setattr(parloop_gui, "__file__", str(tmp_path / "__init__.pyc"))
    assert built_with() == (("libxcb1", "1.15-1", "see the text", "As it stands."),)


@pytest.mark.parametrize("brought", [True, False])
def test_that_about_names_inter_where_the_package_brings_it(
    page: WindowPage, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, brought: bool
) -> None:
    if brought:
        licences = tmp_path / "licences"
        licences.mkdir()
        part = {"name": "Inter", "version": "4.0", "licence": "OFL-1.1", "text": "Inter.txt"}
        (licences / "parts.json").write_text(json.dumps([part]))
        (licences / "Inter.txt").write_text("Copyright of its authors.")
    monkeypatch.setattr(parloop_gui, "__file__", str(tmp_path / "__init__.pyc"))
    about = Habits(page).about()
    assert ("Inter: OFL 1.1" in about.text.text()) is brought
    about.licences.click()
    parts = about.findChildren(LicencesDialog)[0].parts
    assert (parts.item(0).text() == "Inter 4.0") is brought
