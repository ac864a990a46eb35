"""Outside the engine one function opens files to read them: none is a pipe that blocks for ever, or has no end."""

from __future__ import annotations

import re

from tests.helpers.source import MODULES, short

READS = re.compile(r"\.read_(?:text|bytes)\(|\bopen\([^)]*\"rb?\"|\bos\.open\([^)]*O_RDONLY")
# What the system or the package itself has there, in which nobody's document or code has a say.
OTHERS = {
    "bridge/host/licences.py": "the package's own",
    "bridge/host/machine.py": "of the system",
    "bridge/processes/cleanup.py": "/proc",
    "bridge/processes/engine_folder.py": "the package's own",
    "model/document/whole_file.py": "a folder, to bring its names to the disk",
    "ui/style/sheet.py": "the package's own",
}


def test_that_files_are_opened_in_one_way_which_neither_blocks_nor_goes_on_for_ever() -> None:
    outside = [path for path in MODULES if not short(path).startswith("engine/")]
    found = {short(path) for path in outside if READS.search(path.read_text(encoding="utf-8"))}
    assert found == OTHERS.keys()


def test_that_another_way_would_be_seen() -> None:
    for line in ('open(path, "rb")', 'path.open("rb")', "Path(a).read_bytes()", "os.open(a, os.O_RDONLY | x)"):
        assert READS.search(line), line
