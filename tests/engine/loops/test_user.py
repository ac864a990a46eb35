"""The user's own loop: what loads, and the one sentence for what does not."""

from __future__ import annotations

import pickle
import sys
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from parloop_gui.engine.loops.user import SetUpFirst, Unpacked, find_function, load
from parloop_gui.engine.loops.user_errors import UserLoopError
from parloop_gui.engine.loops.user_module import import_file
from parloop_gui.engine.protocol.messages import LoopSpec

GOOD = """\
import helper_of_mine

NAMES = ["a", "b", "c"]
called = []

def double(item):
    return item * helper_of_mine.TWO

def two(item, other):
    return item

async def later(item):
    yield item

def prepare():
    NAMES.append("d")

def breaks():
    raise OSError("no disk")

def bad_items():
    return [1 / 0]

if __name__ == "__main__":
    raise SystemExit("the guard was run")
"""


@pytest.fixture(autouse=True)
def own_modules() -> Iterator[None]:
    path, modules = list(sys.path), set(sys.modules)
    yield
    sys.path[:] = path
    for name in set(sys.modules) - modules:
        del sys.modules[name]


@pytest.fixture
def good(tmp_path: Path) -> Path:
    (tmp_path / "helper_of_mine.py").write_text("TWO = 2\n")
    path = tmp_path / "my_work.py"
    path.write_text(GOOD)
    return path


def spec(path: Path, function: str = "double", items: int | str = 3, setup: str | None = None) -> LoopSpec:
    return LoopSpec("user", path.name, items, path=str(path), function=function, setup=setup)


def refusal(path: Path, function: str = "double", items: int | str = 3, setup: str | None = None) -> UserLoopError:
    """The error that loading ends in; its message must be one sentence."""
    with pytest.raises(UserLoopError, match=r"^[^\n]+[.?]$") as caught:
        load(spec(path, function, items, setup), "")
    return caught.value


def test_that_a_count_makes_the_numbers_below_it(good: Path) -> None:
    function, items, _ = load(spec(good), "")
    assert [function(item) for item in items] == [0, 2, 4]


@pytest.mark.parametrize(
    ("expression", "items"),
    [("NAMES", ["a", "b", "c"]), (" [n * 2 for n in NAMES]", ["aa", "bb", "cc"]), ("len(NAMES)", [0, 1, 2])],
)
def test_that_an_expression_sees_the_files_names(good: Path, expression: str, items: list[object]) -> None:
    assert load(spec(good, items=expression), "")[1] == items


def test_that_the_module_goes_by_its_name_and_workers_find_its_folder(good: Path) -> None:
    function, *_ = load(spec(good), "")
    assert function.__module__ == "my_work"
    assert sys.path[0] == str(good.parent)
    assert sys.modules["my_work"].double is function


def test_that_the_set_up_is_left_to_the_workers(good: Path) -> None:
    loop = load(spec(good, items="NAMES", setup="prepare"), "")
    assert loop.items == ["a", "b", "c"]
    assert loop.set_up is not None
    loop.set_up()
    assert sys.modules["my_work"].NAMES == ["a", "b", "c", "d"]


def test_that_a_set_up_before_each_task_travels_with_the_function() -> None:
    both = pickle.loads(pickle.dumps(SetUpFirst(list, Unpacked(divmod))))
    assert both((7, 2)) == (3, 1)


def test_that_items_that_are_no_tuples_are_refused_where_several_arguments_are_taken(good: Path) -> None:
    several = replace(spec(good, "two"), unpack=True)
    with pytest.raises(UserLoopError, match="takes several arguments, so each item is a tuple of them; the first is"):
        load(several, "")
    with pytest.raises(UserLoopError, match="can't be called with the 3 parts of the first item"):
        load(replace(several, items="[(1, 2, 3)]"), "")
    loop = load(replace(several, items="[(1, 2)]"), "")
    assert loop.function(loop.items[0]) == 1


@pytest.mark.parametrize("wrong", [0, -1, "[]", "0"])
def test_that_no_items_are_refused(good: Path, wrong: int | str) -> None:
    assert "at least one item" in str(refusal(good, items=wrong))


def test_that_endless_items_are_refused(good: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("parloop_gui.engine.loops.user_items.MOST_ITEMS", 1000)
    assert "makes more than 1,000." in str(refusal(good, items="iter(int, 1)"))


@pytest.mark.parametrize(
    ("expression", "said", "line"),
    [
        ("bad_items()", "line 22: ZeroDivisionError: division by zero.", 22),
        ("NAME", "NameError: name 'NAME' is not defined", None),
        ("range(", "SyntaxError: ", None),
        ("None", "TypeError: 'NoneType' object is not iterable.", None),
    ],
)
def test_that_items_that_fail_are_told_with_the_line(good: Path, expression: str, said: str, line: int | None) -> None:
    error = refusal(good, items=expression)
    assert said in str(error)
    assert error.line == line


@pytest.mark.parametrize(
    ("function", "said"),
    [
        ("duble", "my_work.py has no function 'duble'; did you mean 'double'?"),
        ("zzz", "my_work.py has no function 'zzz'."),
        ("NAMES", "NAMES in my_work.py is no function but list."),
        ("later", "later (line 12) is an async generator; a task returns its result."),
        ("two", "two (line 9) can't be called with one item: missing a required argument: 'other'."),
    ],
)
def test_that_a_function_that_does_not_fit_is_refused(good: Path, function: str, said: str) -> None:
    assert said in str(refusal(good, function))


def test_that_a_function_written_in_c_may_be_the_task(good: Path) -> None:
    good.write_text("from math import sqrt\nbiggest = max\n")
    module = import_file(good)
    assert find_function(module, "sqrt")(9) == 3
    assert find_function(module, "biggest")([1, 2]) == 2


def test_that_a_method_goes_by_its_class(good: Path) -> None:
    good.write_text("class Shop:\n    def price(self, n):\n        return 2 * n\n    number = 3\n")
    module = import_file(good)
    price = find_function(module, "Shop.price", None)
    assert pickle.loads(pickle.dumps(price))(vars(module)["Shop"](), 4) == 8
    with pytest.raises(UserLoopError, match=r"has no function .Shop\.prize."):
        find_function(module, "Shop.prize")
    with pytest.raises(UserLoopError, match="is no function but int"):
        find_function(module, "Shop.number")


def test_that_a_set_up_that_takes_arguments_is_refused(good: Path) -> None:
    assert "can't be called with no arguments" in str(refusal(good, setup="double"))


@pytest.mark.parametrize(
    ("source", "said", "line"),
    [
        ("x = 1\ny = = 2\n", "work_1.py could not be imported, line 2: SyntaxError: invalid syntax.", 2),
        ("\n\nimport not_there_at_all\n", "line 3: ModuleNotFoundError: No module named 'not_there_at_all'.", 3),
        ("def f():\n    raise KeyError\nf()\n", "line 2: KeyError.", 2),
        ("raise SystemExit('bye\\nbye')\n", "line 1: SystemExit: bye bye.", 1),
        ("import sys\nsys.exit(2)\n", "2; if it wants arguments, name a loop of it, work_1.py:LINE, and give", 2),
        ("x = '\0'\n", "could not be imported", None),
    ],
)
def test_that_a_file_that_fails_is_told_with_the_line(tmp_path: Path, source: str, said: str, line: int | None) -> None:
    path = tmp_path / "work_1.py"
    path.write_text(source)
    error = refusal(path)
    assert said in str(error)
    assert line is None or error.line == line


@pytest.mark.parametrize("name", ["work", "my.work.py", "work.txt"])
def test_that_a_file_that_has_no_modules_name_is_refused(tmp_path: Path, name: str) -> None:
    path = tmp_path / name
    path.write_text("")
    assert "a module's file is called NAME.py." in str(refusal(path))


@pytest.mark.parametrize("name", ["json.py", "__main__.py"])
def test_that_a_file_with_the_name_of_another_module_is_refused(tmp_path: Path, name: str) -> None:
    path = tmp_path / name
    path.write_text("def double(item): ...\n")
    assert f"{name} has the name of another module" in str(refusal(path))


def test_that_a_missing_file_is_refused(tmp_path: Path) -> None:
    assert str(refusal(tmp_path / "none.py")) == f"There is no file {tmp_path / 'none.py'}."
    assert "There is no file" in str(refusal(tmp_path))


def test_that_a_generator_function_makes_the_items(good: Path) -> None:
    good.write_text("def double(item): return 2 * item\ndef make():\n    yield 3\n    yield 4\n")
    loop = replace(spec(good, items="make"), items_kind="function")
    assert load(loop, "")[1] == [3, 4]


@pytest.mark.parametrize(
    ("name", "text", "items"),
    [
        ("names.txt", "a\n\nb c\n", ["a", "b c"]),
        ("rows.csv", 'a,1\n"b, c",2\n', [("a", "1"), ("b, c", "2")]),
        ("one.csv", "a\n\nb\n", ["a", "b"]),
        ("rows.tsv", "a\t1\n", [("a", "1")]),
    ],
)
def test_that_a_files_lines_are_the_items(good: Path, name: str, text: str, items: list[object]) -> None:
    (good.parent / name).write_text(text)
    loop = replace(spec(good, items=str(good.parent / name)), items_kind="file")
    assert load(loop, "")[1] == items


def test_that_a_file_of_items_that_is_gone_is_told(good: Path) -> None:
    loop = replace(spec(good, items=str(good.parent / "gone.txt")), items_kind="file")
    with pytest.raises(UserLoopError, match=r"^The items can't be read from .*gone\.txt: no such file or directory\.$"):
        load(loop, "")


def test_that_a_file_of_a_package_imports_its_neighbours_relatively(tmp_path: Path) -> None:
    inner = tmp_path / "outer_package" / "inner"
    inner.mkdir(parents=True)
    for folder in (inner, inner.parent):
        (folder / "__init__.py").write_text("")
    (inner.parent / "shared.py").write_text("TWO = 2\n")
    path = inner / "work_in.py"
    path.write_text("from ..shared import TWO\ndef double(item): return TWO * item\n")
    function, items, _ = load(spec(path), "")
    assert [function(item) for item in items] == [0, 2, 4]
    assert function.__module__ == "outer_package.inner.work_in"
    assert sys.path[0] == str(tmp_path)


def test_that_code_stands_for_the_file_and_finds_its_neighbours(good: Path, tmp_path: Path) -> None:
    folder = tmp_path / "run"
    folder.mkdir()
    code = "import helper_of_mine\ndef task(item): return item * helper_of_mine.TWO\n"
    function, items, _ = load(replace(spec(good, "task"), code=code), str(folder))
    assert [function(item) for item in items] == [0, 2, 4]
    assert function.__module__ == "my_work_loop"
    assert "my_work" not in sys.modules
