"""Which Pythons are found, how they are named, and what is said about those that can't be used."""

from __future__ import annotations

import os
import sys
import threading
from pathlib import Path

import psutil
import pytest

from parloop_gui.bridge.interpreters import discovery
from parloop_gui.bridge.interpreters import search as interpreter_search
from parloop_gui.bridge.interpreters.discovery import Search, in_order, own_interpreter, own_of, resolve
from parloop_gui.bridge.interpreters.errors import InterpreterError
from parloop_gui.bridge.interpreters.probe import Prober
from parloop_gui.bridge.interpreters.virtual_environments import environments_beside, label
from parloop_gui.bridge.interpreters.windows_launcher import listed
from parloop_gui.model.plan.plan import Interpreter

# Variables that lead to version managers of this machine's.
ROOTS = ("PYENV_ROOT", "UV_PYTHON_INSTALL_DIR", "MISE_DATA_DIR", "ASDF_DATA_DIR")


def described(version: str, path: str = "", *, free_threaded: bool = False) -> Interpreter:
    """An interpreter without an id of its own."""
    return Interpreter("", path or f"/py/{version}", version, free_threaded, not free_threaded)


def script(folder: Path, name: str, text: str) -> str:
    """An executable that is run in a Python's place."""
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / name
    path.write_text(f"#!/bin/sh\n{text}\n")
    path.chmod(0o755)
    return str(path)


def test_that_the_apps_own_python_is_the_default() -> None:
    own = own_interpreter()
    assert own.path == sys.executable
    assert own.id == f"{sys.version_info[0]}.{sys.version_info[1]}"
    assert own.version_info == sys.version_info[:2]
    assert own.cores >= 1


def test_that_ids_are_short_and_nobody_shares_one() -> None:
    versions = [("3.11.7", False), ("3.13.5", True), ("3.11.2", False), ("3.11.7", False), ("3.11.7", False)]
    found = [described(version, free_threaded=free) for version, free in versions]
    named = discovery.named(found)
    assert [one.id for one in named] == ["3.11", "3.13t", "3.11.2", "3.11.7", "3.11.7 (2)"]


@pytest.mark.parametrize("wanted", ["3.13t", "3.13.5t", "/py/3.13.5"])
def test_that_a_python_goes_by_id_version_or_path(wanted: str, monkeypatch: pytest.MonkeyPatch) -> None:
    known = discovery.named([described("3.11.7"), described("3.13.5", free_threaded=True)])
    monkeypatch.setattr(discovery, "is_file", lambda path: True)
    assert resolve(wanted, known) == known[1]


def test_that_a_path_not_known_yet_gets_an_id_beside_the_others() -> None:
    known = discovery.named([described(sys.version.split()[0])])
    short, full = own_interpreter().id, sys.version.split()[0]
    environment = label(sys.executable)
    assert resolve(sys.executable, known).id == (f"{short} ({environment})" if environment else full)


def test_that_a_command_on_the_search_path_is_found(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    script(tmp_path, "my-python", f'exec "{sys.executable}" "$@"')
    monkeypatch.setenv("PATH", str(tmp_path))
    assert resolve("my-python", ()).version == sys.version.split()[0]


@pytest.mark.parametrize(
    ("wanted", "said"),
    [
        ("/nowhere/python", "There is no Python at /nowhere/python."),
        ("9.9", "There is no Python 9.9 here; there is: 3.11."),
    ],
)
def test_that_a_python_that_is_not_there_is_said_so(wanted: str, said: str) -> None:
    with pytest.raises(InterpreterError) as error:
        resolve(wanted, discovery.named([described("3.11.7")]))
    assert str(error.value).startswith(said)


@pytest.fixture
def prober(tmp_path: Path) -> Prober:
    """One that keeps what it learns in the test's own folder."""
    return Prober(tmp_path / "kept" / "pythons.json")


@pytest.mark.parametrize(
    "text",
    ["echo hello", "exit 3", "echo '[1]'", "echo '{}'", 'echo \'{"version": 3, "free_threaded": false}\''],
)
def test_that_a_program_that_is_no_python_is_said_so(prober: Prober, tmp_path: Path, text: str) -> None:
    with pytest.raises(InterpreterError, match=r"is not a Python 3\.10 or newer\.$"):
        prober.probe(script(tmp_path, "python3", text))


def test_that_a_python_too_old_is_said_so(prober: Prober, tmp_path: Path) -> None:
    old = (
        'echo \'{"version": "3.9.1", "free_threaded": false, "gil": true, "implementation": "CPython", '
        '"start_method": "fork", "cores": 1}\''
    )
    with pytest.raises(InterpreterError, match=r"is Python 3\.9\.1; 3\.10 or newer is needed\.$"):
        prober.probe(script(tmp_path, "python3", old))


def test_that_a_python_that_hangs_or_cannot_be_started_is_said_so(prober: Prober, tmp_path: Path) -> None:
    with pytest.raises(InterpreterError, match=r"did not answer within 0\.1 s\.$"):
        prober.probe(script(tmp_path, "python3", "exec sleep 60"), timeout_s=0.1)
    (tmp_path / "plain").write_text("no program")
    with pytest.raises(InterpreterError, match=r"can't be started: Permission denied\.$"):
        prober.probe(str(tmp_path / "plain"))
    with pytest.raises(InterpreterError, match=r"can't be started: No such file or directory\.$"):
        prober.ask(str(tmp_path / "missing"))


def test_that_nothing_that_a_python_starts_outlives_the_question(prober: Prober, tmp_path: Path) -> None:
    text = 'setsid env -i sleep 60 & echo $! > "$0.child"; echo "[1]"'
    with pytest.raises(InterpreterError, match=r"is not a Python"):
        prober.probe(path := script(tmp_path, "python3", text))
    assert not psutil.pid_exists(int(Path(f"{path}.child").read_text()))


def test_that_pythons_are_looked_for_where_version_managers_keep_them(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    expected = [
        script(tmp_path / "bin", "python3.12", "one"),
        script(tmp_path / ".pyenv" / "versions" / "3.13.0" / "bin", "python3.13", "two"),
        script(tmp_path / "data" / "uv" / "python" / "cpython-3.14" / "bin", "python3.14t", "three"),
        script(tmp_path / "data" / "mise" / "installs" / "python" / "3.10.2" / "bin", "python3.10", "mise"),
        script(tmp_path / ".asdf" / "installs" / "python" / "3.11.1" / "bin", "python3.11", "asdf"),
        script(tmp_path / "miniconda3" / "envs" / "a" / "bin", "python3", "four"),
    ]
    script(tmp_path / "shims", "python3", "only starts one of the others")
    script(tmp_path / "bin", "python3-config", "no interpreter")
    (tmp_path / "bin" / "python3").symlink_to("python3.12")
    for name in ROOTS:
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("PATH", f"{tmp_path / 'bin'}:{tmp_path / 'shims'}:relative")
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path / "data"))
    monkeypatch.setattr(Path, "home", lambda: tmp_path)
    found = interpreter_search.python_executables()
    assert found[0] == sys.executable
    assert [str(Path(path).resolve()) for path in found[1:]] == expected


def test_that_the_own_python_comes_first_and_the_others_from_new_to_old() -> None:
    found = [described("3.11.7", "/py/own"), described("3.9.10"), described("3.10.2"), described("3.11.7", "/py/own")]
    assert [one.version for one in in_order(found)] == ["3.11.7", "3.10.2", "3.9.10"]


def test_that_those_that_do_not_work_are_left_out(
    prober: Prober, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    paths = [sys.executable, script(tmp_path, "python3.99", "exit 1"), str(tmp_path / "missing")]
    monkeypatch.setattr(discovery, "python_executables", lambda also: [*paths, *also])
    search = Search(prober)
    assert [one.path for one in search.each()] == [sys.executable]
    assert [one.path for one in search.known()] == [sys.executable]


def test_that_a_python_is_asked_once_and_again_when_it_changes(prober: Prober, tmp_path: Path) -> None:
    count = tmp_path / "count"
    text = f'echo x >> {count}; exec "{sys.executable}" "$@"'
    path = script(tmp_path, "python3", text)
    assert prober.known(path) is None
    assert prober.ask(path) == prober.ask(path) == Prober(tmp_path / "kept" / "pythons.json").known(path)
    assert count.read_text().count("x") == 1
    script(tmp_path, "python3", text + " ")
    assert prober.known(path) is None
    prober.ask(path)
    assert count.read_text().count("x") == 2


def test_that_one_of_no_use_is_not_asked_again_either(prober: Prober, tmp_path: Path) -> None:
    path = script(tmp_path, "python3", f"echo x >> {tmp_path / 'count'}")
    for _ in range(2):
        with pytest.raises(InterpreterError, match="is not a Python"):
            prober.ask(path)
    assert (tmp_path / "count").read_text().count("x") == 1


@pytest.mark.parametrize("text", ["", "[]", "{", '{"%s": 3}', '{"%s": {"key": 1}}'])
def test_that_what_was_kept_may_be_broken(prober: Prober, tmp_path: Path, text: str) -> None:
    (tmp_path / "kept").mkdir()
    (tmp_path / "kept" / "pythons.json").write_text(text.replace("%s", sys.executable))
    assert prober.ask(sys.executable).path == sys.executable
    assert prober.known(sys.executable) is not None


def test_that_cancelling_ends_a_python_that_hangs(
    prober: Prober, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    pipe = tmp_path / "started"
    os.mkfifo(pipe)
    paths = [sys.executable, script(tmp_path, "python3.98", f"echo > {pipe}; exec sleep 600")]
    monkeypatch.setattr(discovery, "python_executables", lambda also: [*paths, *also])
    search = Search(prober)
    looking = threading.Thread(target=lambda: list(search.each()))
    looking.start()
    pipe.read_text()
    search.cancel()
    looking.join(20)
    assert not looking.is_alive()
    with pytest.raises(InterpreterError, match="Stopped looking"):
        prober.probe(paths[1])


def environment(folder: Path) -> str:
    """A virtual environment, as far as looking at it can tell; its Python."""
    python = script(folder / "bin", "python", f'exec "{sys.executable}" "$@"')
    (folder / "pyvenv.cfg").write_text("home = /usr/bin\n")
    return python


def test_that_a_file_s_own_environment_is_the_nearest_one(tmp_path: Path, prober: Prober) -> None:
    project = tmp_path / "shop"
    above, beside = environment(tmp_path / ".venv"), environment(project / "work" / "our-env")
    usual = environment(project / ".venv")
    (project / ".venv-without-mark" / "bin").mkdir(parents=True)
    file = project / "work" / "loop.py"
    assert environments_beside(file) == [beside, usual, above]
    assert label(usual) == "shop .venv"
    (project / ".git").mkdir()
    assert environments_beside(file) == [beside, usual]
    project.chmod(0o777)
    assert environments_beside(file) == [beside]
    own = own_of(file, prober)
    assert own is not None
    assert own.version == sys.version.split()[0]
    assert own_of(tmp_path.parent / "nowhere" / "loop.py", prober) is None


def test_that_an_environment_that_does_not_run_is_passed_over(tmp_path: Path, prober: Prober) -> None:
    broken = Path(environment(tmp_path / ".venv"))
    broken.write_text("#!/bin/sh\nexit 1\n")
    environment(tmp_path / "venv")
    assert own_of(tmp_path / "loop.py", prober) is not None


def test_that_two_of_a_version_are_told_apart_by_their_environment(tmp_path: Path) -> None:
    path = environment(tmp_path / "shop" / ".venv")
    named = discovery.named([described("3.11.7"), described("3.11.7", path)])
    assert [one.id for one in named] == ["3.11", "3.11 (shop .venv)"]


def test_that_environments_that_conda_noted_and_pythons_that_were_added_are_found(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    noted = script(tmp_path / "somewhere" / "bin", "python3", "one")
    added = script(tmp_path / "mine", "snake", "two")
    (tmp_path / ".conda").mkdir()
    (tmp_path / ".conda" / "environments.txt").write_text(f"{tmp_path / 'somewhere'}\n\n/gone\n")
    monkeypatch.setenv("PATH", "")
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path / "data"))
    for name in ROOTS:
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setattr(Path, "home", lambda: tmp_path)
    found = interpreter_search.python_executables([added, str(tmp_path / "gone")])
    assert found == [sys.executable, added, noted]


def test_that_what_windows_launcher_lists_is_read() -> None:
    printed = (
        " -V:3.13t         C:\\Users\\Ann Lee\\AppData\\Local\\Programs\\Python\\Python313\\python3.13t.exe\r\n"
        " -V:3.12 *        C:\\Program Files\\Python312\\python.exe\r\n"
        " -3.9-64          D:\\py39\\python.exe\r\n"
        "Installed Pythons found by py Launcher for Windows\r\n"
    )
    assert listed(printed) == [
        "C:\\Users\\Ann Lee\\AppData\\Local\\Programs\\Python\\Python313\\python3.13t.exe",
        "C:\\Program Files\\Python312\\python.exe",
        "D:\\py39\\python.exe",
    ]
