"""What a Linux desktop is given: menu entry, file type, description, man page, and the .deb's own description."""

from __future__ import annotations

import re
import shutil
import subprocess
import xml.etree.ElementTree as ET
from pathlib import Path

import linux_packages
import pytest

from parloop_gui import __version__
from parloop_gui.cli.arguments import parser
from parloop_gui.ui.window.documents import ENDINGS

LINUX = Path(linux_packages.LINUX)
MIME = "application/x-parloop"


@pytest.fixture
def share(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """/usr/share as the package fills it, icons apart."""
    monkeypatch.setattr(linux_packages, "ICONS", tmp_path / "no-icons")
    (tmp_path / "no-icons").mkdir()
    linux_packages.share(tmp_path / "share", "2026-01-02")
    return tmp_path / "share"


def entry(path: Path) -> dict[str, str]:
    lines = path.read_text(encoding="utf-8").splitlines()[1:]
    return dict(line.partition("=")[::2] for line in lines)


def check(tool: str, *arguments: str) -> None:
    """A validator that passes; skipped where it is not installed."""
    if shutil.which(tool) is None:
        pytest.skip(f"{tool} is not installed")
    ran = subprocess.run([tool, *arguments], capture_output=True, text=True, check=False)
    assert ran.returncode == 0, ran.stdout + ran.stderr


def test_that_the_menu_entry_is_valid() -> None:
    check("desktop-file-validate", str(LINUX / "parloop.desktop"))


def test_that_the_description_for_software_centres_is_valid(share: Path) -> None:
    check("appstreamcli", "validate", "--no-net", str(share / "metainfo" / linux_packages.METAINFO))


def test_that_entry_file_type_and_description_speak_of_the_same(share: Path) -> None:
    menu = entry(share / "applications" / "parloop.desktop")
    assert menu["Exec"] == "parloop %f"
    assert menu["MimeType"] == f"{MIME};"
    kind = ET.parse(share / "mime" / "packages" / "parloop.xml").getroot()[0]
    assert kind.attrib["type"] == MIME
    assert [glob.attrib["pattern"].lstrip("*") for glob in kind if glob.tag.endswith("glob")] == [ENDINGS[0]]
    about = ET.parse(share / "metainfo" / linux_packages.METAINFO).getroot()
    assert about.findtext("launchable") == "parloop.desktop"
    assert about.findtext("provides/mediatype") == MIME
    release = about.find("releases/release")
    assert release is not None and release.attrib == {"version": __version__, "date": "2026-01-02"}


def test_that_the_man_page_tells_of_every_command() -> None:
    page = (LINUX / "parloop.1").read_text(encoding="utf-8")
    commands = re.findall(r"^ {4}(\w+)", parser().format_help(), re.MULTILINE)
    assert {"compare", "open"} <= set(commands)
    assert [command for command in commands if command not in page] == []


def test_that_the_man_page_is_read_without_complaint() -> None:
    check("man", "--warnings", "-E", "UTF-8", "-l", "-Z", str(LINUX / "parloop.1"))


def test_that_no_placeholder_is_left_in_what_is_installed(share: Path) -> None:
    texts = [path for path in share.rglob("*") if path.suffix in (".xml", ".desktop")]
    assert [path for path in texts if "@" in path.read_text(encoding="utf-8")] == []
    filled = linux_packages.filled(LINUX / "control", architecture="amd64", size_kib="1")
    assert f"Version: {__version__}\n" in filled and "Architecture: amd64\n" in filled
    assert "@" not in filled.replace("parloop@localhost", "")
