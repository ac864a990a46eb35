"""Pictures as programs that are not Qt show them: librsvg for SVG, poppler for PDF."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from numpy.typing import NDArray
from PySide6.QtGui import QImage

Pixels = NDArray[np.int16]


@dataclass(frozen=True)
class Word:
    """A word in a PDF, its box in pixels at 1×."""

    text: str
    left: float
    top: float
    right: float
    bottom: float


def program(name: str) -> str:
    """The program of that name; where it is missing the test is skipped, or fails where everything must be there."""
    found = shutil.which(name)
    if found is None and os.environ.get("CI"):
        pytest.fail(f"{name} is missing")
    if found is None:
        pytest.skip(f"{name} is not installed")
    return found


def rendered(picture: Path) -> Pixels:
    """A PNG, SVG or PDF at 2×, height × width × (red, green, blue); transparent parts come out white."""
    made = picture.with_name(f"{picture.name}.png")
    if picture.suffix == ".svg":
        run(program("rsvg-convert"), "--zoom=2", "--background-color=white", f"--output={made}", picture)
    elif picture.suffix == ".pdf":
        run(program("pdftoppm"), "-r", "192", "-png", "-singlefile", picture, picture)
    else:
        made = picture
    image = QImage(str(made)).convertToFormat(QImage.Format.Format_RGB888)
    assert not image.isNull()
    lines = np.frombuffer(image.constBits(), np.uint8).reshape(image.height(), image.bytesPerLine())
    return lines[:, : 3 * image.width()].reshape(image.height(), image.width(), 3).astype(np.int16)


def words_of(pdf: Path) -> tuple[float, float, list[Word]]:
    """A PDF's width and height in pixels at 1×, and the words in it."""
    told = run(program("pdftotext"), "-bbox", pdf, "-")
    page = re.search(r'<page width="([\d.]+)" height="([\d.]+)"', told)
    assert page is not None
    found = re.findall(r'<word xMin="(.*?)" yMin="(.*?)" xMax="(.*?)" yMax="(.*?)">(.*?)</word>', told)
    words = [Word(text, *(float(edge) * 96 / 72 for edge in edges)) for *edges, text in found]
    return float(page[1]) * 96 / 72, float(page[2]) * 96 / 72, words


def text_of(pdf: Path) -> str:
    """Everything a PDF says, spaces and line ends alike, in reading order."""
    return " ".join(run(program("pdftotext"), "-layout", pdf, "-").split())


def run(*command: Any) -> str:
    """What a program prints; it must succeed and complain about nothing."""
    done = subprocess.run([str(each) for each in command], capture_output=True, text=True, timeout=60, check=False)
    assert (done.returncode, done.stderr) == (0, "")
    return done.stdout
