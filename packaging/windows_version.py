"""Version metadata for Windows' executables, as Explorer shows it under Properties."""

from __future__ import annotations

from typing import Any


def version_info(version: str, title: str) -> Any:
    """What PyInstaller puts into an executable; to be called on Windows alone."""
    from PyInstaller.utils.win32 import versioninfo as win

    numbers = tuple([*(int(part) for part in version.split(".")[:3]), 0, 0, 0][:4])
    strings = {
        "CompanyName": "Parloop contributors",
        "FileDescription": title,
        "FileVersion": version,
        "InternalName": "parloop",
        "LegalCopyright": "MIT licence",
        "ProductName": "Parloop",
        "ProductVersion": version,
    }
    table = win.StringTable("040904B0", [win.StringStruct(name, text) for name, text in strings.items()])
    return win.VSVersionInfo(
        ffi=win.FixedFileInfo(filevers=numbers, prodvers=numbers, mask=0x3F, OS=0x40004, fileType=1),
        kids=[win.StringFileInfo([table]), win.VarFileInfo([win.VarStruct("Translation", [0x409, 1200])])],
    )
