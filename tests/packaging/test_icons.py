"""Every icon comes from the one SVG, sharp in small sizes and told apart from light and dark."""

from __future__ import annotations

import struct
from pathlib import Path

import icons
import pytest
from PySide6.QtGui import QColor, QImage

pytestmark = pytest.mark.usefixtures("qapp")


@pytest.fixture
def written(tmp_path: Path) -> Path:
    icons.write(tmp_path)
    return tmp_path


def test_that_the_windows_icon_holds_a_png_for_every_size(written: Path) -> None:
    data = (written / "parloop.ico").read_bytes()
    assert struct.unpack("<HHH", data[:6]) == (0, 1, len(icons.ICO))
    for number, size in enumerate(icons.ICO):
        width, *_, length, at = struct.unpack_from("<BBBBHHII", data, 6 + 16 * number)
        image = QImage.fromData(data[at : at + length])
        assert (image.width(), width) == (size, size % 256)


def test_that_the_macos_icon_is_as_long_as_it_says_and_holds_every_size(written: Path) -> None:
    data = (written / "parloop.icns").read_bytes()
    assert data[:4] == b"icns" and struct.unpack(">I", data[4:8]) == (len(data),)
    at, sizes = 8, {}
    while at < len(data):
        kind, length = struct.unpack_from(">4sI", data, at)
        sizes[kind.decode()] = QImage.fromData(data[at + 8 : at + length]).width()
        at += length
    assert sizes == icons.ICNS


def test_that_desktops_get_the_mark_and_the_document_in_every_size(written: Path) -> None:
    for size in icons.HICOLOR:
        folder = written / "hicolor" / f"{size}x{size}"
        for name in ("apps/parloop.png", "mimetypes/application-x-parloop.png"):
            assert QImage(str(folder / name)).width() == size


def test_that_the_smallest_mark_has_sharp_edges_and_all_three_colours() -> None:
    """On the grid of 16 every bar fills its pixels wholly."""
    image = icons.mark(16)
    for y, colour in ((3, "#E9EAEC"), (8, "#E9A820"), (12, "#56B4E9")):
        assert QColor(image.pixel(10, y)) == QColor(colour)
    assert QColor(image.pixel(10, 6)) == QColor(image.pixel(10, 10)) == QColor("#1B1C1F")
