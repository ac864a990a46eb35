"""Draws every icon from the one SVG: PNGs of all sizes, the document's icon, and Windows' and macOS' containers.

    python packaging/icons.py FOLDER            parloop.ico  parloop.icns  hicolor/SIZExSIZE/{apps,mimetypes}/…
    python packaging/icons.py --sheet FILE.png  the mark in small and large, on light and dark, to look at

Qt can write one size per .ico or .icns only, so their few bytes of structure are written here.
"""

from __future__ import annotations

import argparse
import os
import struct
import sys
from pathlib import Path

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

from PySide6.QtCore import QBuffer, QIODevice, QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QGuiApplication, QImage, QImageWriter, QPainter, QPainterPath, QPen
from PySide6.QtSvg import QSvgRenderer

ROOT = Path(__file__).resolve().parents[1]
MARK = ROOT / "resources" / "icons" / "parloop.svg"
HICOLOR = (16, 22, 24, 32, 48, 64, 128, 256)
ICO = (16, 24, 32, 48, 64, 128, 256)
ICNS = {"icp4": 16, "icp5": 32, "ic07": 128, "ic08": 256, "ic09": 512, "ic10": 1024, "ic11": 32, "ic12": 64}
"""Kinds of PNG in a macOS container; icp6 is left out, which macOS draws wrongly."""
SHEET = (16, 32, 64, 256)


def mark(size: int) -> QImage:
    """The mark alone, square."""
    image = _empty(size, size)
    painter = QPainter(image)
    QSvgRenderer(str(MARK)).render(painter, QRectF(0, 0, size, size))
    painter.end()
    return image


def document(size: int) -> QImage:
    """A sheet with a folded corner that bears the mark."""
    image = _empty(size, size)
    painter = QPainter(image)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    unit = size / 32
    edge, top, right, bottom, fold = 5 * unit, 2 * unit, 27 * unit, 30 * unit, 8 * unit
    sheet = QPainterPath(QPointF(edge, top))
    for x, y in ((right - fold, top), (right, top + fold), (right, bottom), (edge, bottom)):
        sheet.lineTo(x, y)
    sheet.closeSubpath()
    painter.setPen(QPen(QColor("#8D929A"), max(1.0, 0.7 * unit)))
    painter.setBrush(QColor("#FFFFFF"))
    painter.drawPath(sheet)
    corner = QPainterPath(QPointF(right - fold, top))
    corner.lineTo(right - fold, top + fold)
    corner.lineTo(right, top + fold)
    corner.closeSubpath()
    painter.setBrush(QColor("#DDDFE2"))
    painter.drawPath(corner)
    QSvgRenderer(str(MARK)).render(painter, QRectF(9 * unit, 13 * unit, 14 * unit, 14 * unit))
    painter.end()
    return image


def ico(images: list[bytes], sizes: tuple[int, ...]) -> bytes:
    """A Windows icon: a table of contents, then the PNGs."""
    at = 6 + 16 * len(images)
    head = struct.pack("<HHH", 0, 1, len(images))
    for image, size in zip(images, sizes, strict=True):
        head += struct.pack("<BBBBHHII", size % 256, size % 256, 0, 0, 1, 32, len(image), at)
        at += len(image)
    return head + b"".join(images)


def icns(images: dict[str, bytes]) -> bytes:
    """A macOS icon: kind, length and PNG, one after the other."""
    body = b"".join(struct.pack(">4sI", kind.encode(), 8 + len(image)) + image for kind, image in images.items())
    return struct.pack(">4sI", b"icns", 8 + len(body)) + body


def png(image: QImage) -> bytes:
    """The image as a PNG file's content."""
    buffer = QBuffer()
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    QImageWriter(buffer, b"png").write(image)
    return bytes(buffer.data().data())


def contact_sheet() -> QImage:
    """Mark and document in the sizes of SHEET, on white and on the dark window's colour."""
    gap = 12
    width, row = gap + sum(size + gap for size in SHEET), max(SHEET) + 2 * gap
    sheet = _empty(2 * width, 2 * row)
    painter = QPainter(sheet)
    for band, colour in enumerate(("#FFFFFF", "#16171A")):
        painter.fillRect(0, band * row, 2 * width, row, QColor(colour))
        for column, draw in enumerate((mark, document)):
            x = column * width + gap
            for size in SHEET:
                painter.drawImage(x, band * row + gap, draw(size))
                x += size + gap
    painter.end()
    return sheet


def write(folder: Path) -> None:
    """Every icon that the packages need, into `folder`."""
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "parloop.ico").write_bytes(ico([png(mark(size)) for size in ICO], ICO))
    (folder / "parloop.icns").write_bytes(icns({kind: png(mark(size)) for kind, size in ICNS.items()}))
    for kind, name, draw in (("apps", "parloop", mark), ("mimetypes", "application-x-parloop", document)):
        for size in HICOLOR:
            place = folder / "hicolor" / f"{size}x{size}" / kind / f"{name}.png"
            place.parent.mkdir(parents=True, exist_ok=True)
            place.write_bytes(png(draw(size)))
    scalable = folder / "hicolor" / "scalable" / "apps" / "parloop.svg"
    scalable.parent.mkdir(parents=True, exist_ok=True)
    scalable.write_bytes(MARK.read_bytes())


def _empty(width: int, height: int) -> QImage:
    image = QImage(width, height, QImage.Format.Format_ARGB32)
    image.fill(Qt.GlobalColor.transparent)
    return image


def main() -> int:
    """Write the icons, or the sheet."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("folder", type=Path, nargs="?", default=ROOT / "build" / "icons")
    parser.add_argument("--sheet", type=Path)
    options = parser.parse_args()
    application = QGuiApplication(sys.argv[:1])
    if options.sheet:
        contact_sheet().save(str(options.sheet))
    else:
        write(options.folder)
    application.shutdown()
    return 0


if __name__ == "__main__":
    sys.exit(main())
