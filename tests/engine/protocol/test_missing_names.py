"""Names that are not found."""

from __future__ import annotations

from pathlib import Path

import pytest

from parloop_gui.engine.protocol.missing_names import hint

FILE = """import os as system
numbers = [1]
def work(n):
    inner = n
    return tabel[n]


if __name__ == "__main__":
    tables = [3]
    for n in numbers:
        work(n)
"""
GUARDED = "; line 9 sets it under the main guard, which"


@pytest.mark.parametrize(
    ("name", "said"),
    [
        ("tables", f"{GUARDED} only the program itself runs: set it above"),
        ("numbrs", "; did you mean numbers?"),
        ("sistem", "; did you mean system?"),
        ("innner", ""),
        ("entirely_else", ""),
    ],
)
def test_that_a_name_s_place_or_the_closest_one_is_told(tmp_path: Path, name: str, said: str) -> None:
    path = tmp_path / "shop.py"
    path.write_text(FILE)
    assert hint(NameError(f"name {name!r} is not defined", name=name), str(path)) == said
    assert hint(KeyError(name), str(path)) == ""


def test_that_a_loop_is_named_where_the_file_was_imported(tmp_path: Path) -> None:
    path = tmp_path / "shop.py"
    path.write_text(FILE)
    said = hint(NameError("", name="tables"), str(path), importing=True)
    assert said == f"{GUARDED} importing does not run: set it above, or name the loop at line 10"
    assert hint(NameError("", name="tables"), str(tmp_path / "nowhere.py")) == ""
