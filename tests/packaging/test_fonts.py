"""The font that the package brings: all of its weights or none, with its licence; the repository holds no font."""

from __future__ import annotations

import gzip
import json
from pathlib import Path

import fonts
import licences
import pytest

ROOT = Path(__file__).resolve().parents[2]


def a_build(folder: Path, weights: tuple[str, ...] = fonts.WEIGHTS) -> Path:
    """A build folder as `fetch` leaves it."""
    files, documents = (folder / "fonts" / each for each in (fonts._FONTS, fonts._DOCUMENTS))
    for each in (files, documents):
        each.mkdir(parents=True)
    for weight in weights:
        (files / f"Inter-{weight}.otf").write_bytes(b"OTTO")
    (documents / "copyright").write_text("License: OFL-1.1")
    with gzip.open(documents / "changelog.Debian.gz", "wt") as changes:
        changes.write("fonts-inter (4.0~beta7+ds-1) unstable; urgency=medium\n")
    return folder


def test_that_all_weights_are_bundled_or_none(tmp_path: Path) -> None:
    assert [file.name for file in fonts.files(a_build(tmp_path / "whole"))] == [
        "Inter-Regular.otf",
        "Inter-Medium.otf",
        "Inter-SemiBold.otf",
    ]
    assert fonts.files(a_build(tmp_path / "part", ("Regular",))) == []
    assert fonts.files(tmp_path / "none") == []


def test_that_its_licence_is_among_those_that_are_shown(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(licences, "distributions", lambda modules: [])  # PyInstaller is where packages are built
    licences.write(tmp_path / "licences", (), (), a_build(tmp_path / "build"))
    parts = json.loads((tmp_path / "licences" / "parts.json").read_text())
    (font,) = [part for part in parts if part["name"] == "Inter"]
    assert (font["version"], font["licence"]) == ("4.0", "OFL-1.1")
    assert (tmp_path / "licences" / font["text"]).read_text() == "License: OFL-1.1"


def test_that_the_repository_holds_no_font() -> None:
    endings = {".otf", ".ttf", ".woff", ".woff2", ".ttc"}
    kept = [path for folder in ("resources", "packaging", "docs") for path in (ROOT / folder).rglob("*")]
    assert [path for path in kept if path.suffix in endings] == []
