"""Checks that everything works in the package without a window: in the built folder, or an installed command.

    python packaging/checks/commands.py [dist/parloop/parloop]

Every strategy and start method with the bundled Python, a user's own file under every other Python that is found,
every export, and what the processes connect to (traced by strace, where that is installed).
"""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import Any

from telling import Facts

ROOT = Path(__file__).resolve().parents[2]
START_METHODS = ("fork", "spawn", "forkserver")
ENDINGS = ("parloop", "json", "csv", "md", "py", "png", "svg", "pdf")
OWN_FILE = """
import sqlite3, statistics
from xml.etree import ElementTree

class Thing:
    def __init__(self, value):
        self.value = value
    def __eq__(self, other):
        return self.value == other.value

def task(number):
    connection = sqlite3.connect(":memory:")
    return Thing(statistics.fmean([number, connection.execute("select 2").fetchone()[0]]))
"""
HALF_A_PACKAGE = """
import importlib

numpy = importlib.import_module("numpy")  # so that it is found out by running it, not by parsing


def task(number):
    return numpy.sqrt(number)
"""
CONNECTED = re.compile(r"(connect|bind|sendto)\(.*?sa_family=AF_INET6?.*?(?:inet_addr\(\"|AF_INET6, \")([^\"]+)\"")


class Package:
    """The package's command, with a home of its own."""

    def __init__(self, command: str, home: Path) -> None:
        self._command = command
        self.home = home
        folders = {f"XDG_{kind}_HOME": str(home / kind) for kind in ("CONFIG", "DATA", "CACHE")}
        self._environment = {**os.environ, **folders}
        (home / "DATA").mkdir()
        (home / "DATA" / "parloop-pythons").symlink_to(Path.home() / ".local/share/parloop-pythons")
        for name in ("DISPLAY", "WAYLAND_DISPLAY", "QT_QPA_PLATFORM", "PYTHONPATH"):
            self._environment.pop(name, None)

    def run(self, *arguments: str, through: tuple[str, ...] = ()) -> subprocess.CompletedProcess[str]:
        """What it says to these arguments."""
        command = [*through, self._command, *arguments]
        return subprocess.run(
            command, env=self._environment, cwd=self.home, capture_output=True, text=True, timeout=600, check=False
        )

    def compare(self, *arguments: str, through: tuple[str, ...] = ()) -> tuple[int, dict[str, Any], str]:
        """Exit status, document and standard error of a comparison in one round."""
        ran = self.run("compare", *arguments, "--rounds", "1", "--json", through=through)
        return ran.returncode, json.loads(ran.stdout) if ran.stdout.startswith("{") else {}, ran.stderr


def outcomes(document: dict[str, Any]) -> set[str]:
    """How the runs ended."""
    return {run["outcome"] for run in document.get("runs", ())}


def main() -> int:
    """Check everything; the exit status."""
    command = str(Path(sys.argv[1] if len(sys.argv) > 1 else ROOT / "dist" / "parloop" / "parloop").absolute())
    facts = Facts(f"Everything works in the package, without a window: {command}")
    with tempfile.TemporaryDirectory(prefix="check-") as home:
        package = Package(command, Path(home))
        _check_basics(facts, package)
        _check_strategies(facts, package)
        _check_other_pythons(facts, package)
        _check_exports(facts, package)
        _check_connections(facts, package)
    return facts.status()


def _check_basics(facts: Facts, package: Package) -> None:
    ran = package.run("--version")
    facts.hold("--version", ran.returncode == 0 and ran.stdout.startswith("parloop "), ran.stdout + ran.stderr)
    ran = package.run()
    compared = ran.returncode == 0 and ran.stderr.count("\n") == 1 and "ProcessPoolExecutor" in ran.stdout
    facts.hold("without a display one sentence and a comparison", compared, ran.stderr)
    (package.home / "half.py").write_text(HALF_A_PACKAGE)
    _, _, told = package.compare("half.py:task", "--items", "2", "--strategies", "thread")
    facts.hold("the window's packages can't be imported by loops", "No module named 'numpy'" in told, told)


def _check_strategies(facts: Facts, package: Package) -> None:
    (package.home / "own.py").write_text(OWN_FILE)
    for method in START_METHODS:
        for loop in ("primes", "own.py:task"):
            arguments = (loop, "--items", "4", "--strategies", "all", "--start-method", method)
            status, document, error = package.compare(*arguments)
            strategies = {run["strategy"] for run in document.get("runs", ())}
            fact = f"{len(strategies)} strategies, {method}, bundled Python: {loop}"
            good = status == 0 and outcomes(document) <= {"finished", "unavailable"} and len(strategies) >= 7
            facts.hold(fact, good, f"{status} {outcomes(document)} {error}")


def _check_other_pythons(facts: Facts, package: Package) -> None:
    venv = package.home / "venv"
    found = {python["id"]: python for python in json.loads(package.run("pythons", "--json").stdout)}
    own, *others = list(found.values())
    facts.hold("the bundled Python comes first", own["path"].endswith("parloop-engine"), str(own))
    facts.hold("other Pythons of this machine are found", bool(others))
    if shutil.which("python3"):
        subprocess.run(["python3", "-m", "venv", "--without-pip", str(venv)], check=True)
        others.append({"id": "a virtual environment", "path": str(venv / "bin" / "python")})
    for other in others:
        arguments = ("own.py:task", "--items", "4", "--strategies", "thread-pool,process-pool-executor")
        status, document, error = package.compare(*arguments, "--python", other["path"])
        good = status == 0 and outcomes(document) == {"finished"}
        facts.hold(f"a user's own file under {other['id']} ({other['path']})", good, f"{status} {error}")


def _check_exports(facts: Facts, package: Package) -> None:
    files = [f"out.{ending}" for ending in ENDINGS]
    saved = [option for file in files for option in ("--export", file)]
    ran = package.run("compare", "sleep", "--items", "4", "--rounds", "2", *saved)
    sizes = {file: path.stat().st_size for file in files if (path := package.home / file).exists()}
    facts.hold(f"exports: {' '.join(ENDINGS)}", ran.returncode == 0 and len(sizes) == len(files), ran.stderr)
    script = package.home / "out.py"
    engine = json.loads(package.run("pythons", "--json").stdout)[0]["path"]
    ran_script = subprocess.run([engine, str(script)], capture_output=True, text=True, check=False)
    facts.hold("the exported script runs", "results in" in ran_script.stdout, ran_script.stderr)
    ran = package.run("export", "out.parloop", "again.png")
    facts.hold("a saved comparison is exported once more", ran.returncode == 0, ran.stderr)


def _check_connections(facts: Facts, package: Package) -> None:
    if shutil.which("strace") is None:
        print("not run: what the processes connect to (strace is not installed)")
        return
    trace = package.home / "trace"
    through = ("strace", "-f", "-qq", "-s", "200", "-e", "trace=connect,bind,sendto", "-o", str(trace))
    status, _, error = package.compare(
        "http", "--items", "4", "--strategies", "thread-pool-executor,process-pool-executor", through=through
    )
    where = {found[2] for found in CONNECTED.finditer(trace.read_text(errors="replace"))}
    facts.hold("a comparison over http runs while it is traced", status == 0, error)
    facts.hold(f"processes connect to this machine alone: {sorted(where)}", where == {"127.0.0.1"})


if __name__ == "__main__":
    sys.exit(main())
