"""A Debian that holds its smallest set of packages and nothing else, for one check at a time.

    debootstrap ─► build/bare-debian (made once) ─► an overlay on it, thrown away afterwards

It comes from the archive that this machine uses. Needs root, debootstrap, and a mount namespace of its own (`unshare
--mount`), with which the mounts go.
"""

from __future__ import annotations

import os
import shutil
import stat
import subprocess
import tempfile
from pathlib import Path
from types import TracebackType
from typing import Any, Self

BUILD = Path(__file__).resolve().parents[2] / "build"
USER = "ada"
HOME = Path("/home") / USER
_NOT_COMPARED = ("dev", "proc", "sys", "tmp", "run", "var/cache", "var/log", "var/lib/apt", "var/lib/dpkg", "root")


class BareDebian:
    """A context manager; commands run inside it, as root or as a user."""

    def __init__(self) -> None:
        self._base = _base()
        self._scratch = Path(tempfile.mkdtemp(prefix="overlay-", dir=BUILD))
        self.root = self._scratch / "root"
        for name in ("upper", "work", "root"):
            (self._scratch / name).mkdir()

    def __enter__(self) -> Self:
        """Mount it, with a user and the network's names."""
        layers = f"lowerdir={self._base},upperdir={self._scratch / 'upper'},workdir={self._scratch / 'work'}"
        _run("mount", "-t", "overlay", "overlay", "-o", layers, str(self.root))
        _run("mount", "-t", "proc", "proc", str(self.root / "proc"))
        for name in ("tmp", "dev"):
            _run("mount", "-t", "tmpfs", "tmpfs", str(self.root / name))
        self._fill_dev()
        (self.root / "tmp").chmod(0o1777)
        for each in (Path("/etc/resolv.conf"), *Path("/etc/apt/apt.conf.d").glob("99*")):
            shutil.copy(each, self.root / each.relative_to("/"))
        self.run("useradd", "--create-home", "--shell", "/bin/bash", USER)
        self.run("apt-get", "-qq", "update")
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, traceback: TracebackType | None
    ) -> None:
        """Unmount it and throw away what was done in it."""
        _run("umount", "--recursive", "--lazy", str(self.root))
        shutil.rmtree(self._scratch, ignore_errors=True)

    def run(
        self, *command: str, user: str = "root", check: bool = True, **more: str
    ) -> subprocess.CompletedProcess[str]:
        """Run a command to its end; `more` goes into its environment."""
        return subprocess.run(self._within(command, user, more), check=check, **_TEXT)

    def start(self, *command: str, user: str, **more: str) -> subprocess.Popen[str]:
        """Start a command."""
        return subprocess.Popen(self._within(command, user, more), **_TEXT)

    def install(self, *packages: str) -> subprocess.CompletedProcess[str]:
        """Have apt install packages, or .deb files by their path in here, with what they depend on and no more."""
        quiet = ("apt-get", "-qq", "-y", "--no-install-recommends", "install", *packages)
        return self.run(*quiet, DEBIAN_FRONTEND="noninteractive")

    def files(self) -> set[str]:
        """Every file there is, but the system's own notes of what it did."""
        found = set()
        for folder, folders, names in os.walk(self.root):
            inside = Path(folder).relative_to(self.root)
            folders[:] = [each for each in folders if str(inside / each) not in _NOT_COMPARED]
            found |= {str(inside / name) for name in names}
        return found

    def processes(self, name: str) -> list[int]:
        """The processes in here whose executable is called `name`."""
        found = []
        for process in Path("/proc").glob("[0-9]*"):
            try:
                if (process / "exe").readlink().name == name and (process / "root").readlink() == self.root:
                    found.append(int(process.name))
            except OSError:
                continue
        return found

    def _fill_dev(self) -> None:
        """The few devices that programs count on; never the machine's own."""
        dev = self.root / "dev"
        for name, minor in (("null", 3), ("zero", 5), ("random", 8), ("urandom", 9)):
            os.mknod(dev / name, 0o666 | stat.S_IFCHR, os.makedev(1, minor))
            (dev / name).chmod(0o666)
        (dev / "fd").symlink_to("/proc/self/fd")
        (dev / "shm").mkdir()
        _run("mount", "-t", "tmpfs", "tmpfs", str(dev / "shm"))

    def _within(self, command: tuple[str, ...], user: str, more: dict[str, str]) -> list[str]:
        home = "/root" if user == "root" else str(HOME)
        variables = {"HOME": home, "USER": user, "PATH": os.defpath + ":/usr/sbin:/sbin", "LANG": "C.UTF-8", **more}
        settings = [f"{name}={value}" for name, value in variables.items()]
        enter = ["chroot", f"--userspec={user}:{user}", str(self.root)]
        return [*enter, "env", "--ignore-environment", f"--chdir={home}", *settings, *command]


_TEXT: dict[str, Any] = {"stdout": subprocess.PIPE, "stderr": subprocess.STDOUT, "text": True}


def _base() -> Path:
    """The unpacked system, made at the first call."""
    base = BUILD / "bare-debian"
    if not (base / "etc" / "debian_version").exists():
        BUILD.mkdir(exist_ok=True)
        with tempfile.TemporaryDirectory(dir=BUILD, prefix="new-") as fresh:
            _run("debootstrap", "--variant=minbase", _codename(), f"{fresh}/root", _archive())
            Path(fresh, "root").rename(base)
    return base


def _codename() -> str:
    told = dict(line.partition("=")[::2] for line in Path("/etc/os-release").read_text().splitlines())
    return told["VERSION_CODENAME"].strip('"')


def _archive() -> str:
    """Where this machine gets its own Debian packages from."""
    for line in _run("apt-get", "indextargets", "--format", "$(REPO_URI) $(CODENAME)").splitlines():
        archive, _, codename = line.partition(" ")
        if codename == _codename():
            return archive
    raise LookupError("apt on this machine knows no archive of its own Debian; run apt-get update")


def _run(*command: str) -> str:
    return subprocess.run(command, check=True, stdout=subprocess.PIPE, text=True).stdout
