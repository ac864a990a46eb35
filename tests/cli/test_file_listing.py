"""A file named alone is listed, not refused."""

from __future__ import annotations

from io import StringIO
from pathlib import Path

import pytest

from parloop_gui import cli
from parloop_gui.cli.file_listing import list_file
from parloop_gui.model.user_code.outline import outline_of_text

PROGRAM = '''
def work(n):
    """Sum up to n."""
    return sum(range(n))


def main():
    results = []
    for n in range(9):
        results.append(work(n))
    for n in results:
        if n > 3:
            break


class Shop:
    def run(self):
        for n in range(9):
            self.found.append(work(n))


if __name__ == "__main__":
    main()
'''


def listed(text: str) -> list[str]:
    out = StringIO()
    list_file(outline_of_text(text, Path("shop.py")), out)
    return out.getvalue().splitlines()


def test_that_what_the_program_runs_comes_first_and_refusals_last_with_their_reason() -> None:
    lines = listed(PROGRAM)
    assert [line.split()[0] for line in lines[:3]] == ["shop.py:9", "shop.py:18", "shop.py:work"]
    assert lines[0].endswith("for n in range(9)  in main")
    assert lines[1].endswith("in Shop.run")
    assert lines[2].endswith("work(n)            Sum up to n.")
    assert lines[4] == "Not to be compared:"
    assert lines[5].startswith("shop.py:11  for n in results  `break` (line 13)")
    assert lines[-1] == "Name one: parloop compare shop.py:9"


def test_that_a_function_alone_is_named_with_its_items() -> None:
    assert listed("def work(n): ...\n")[-1] == "Name one: parloop compare shop.py:work --items 'range(100)'"


def test_that_a_file_without_any_says_so() -> None:
    assert listed("x = 1\n") == ["shop.py has no loop and no function that takes an item."]


def test_that_a_listing_is_no_mistake(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    file = tmp_path / "shop.py"
    file.write_text(PROGRAM, encoding="utf-8")
    assert cli.main(["compare", str(file)]) == 0
    said = capsys.readouterr()
    assert (said.out.splitlines()[0].split()[0], said.err) == ("shop.py:9", "")
    assert cli.main(["compare", str(tmp_path / "nowhere.py")]) == 2
