"""Checks the .deb as a person meets it: installed in a bare Debian, started with a double-click, used with the mouse.

    python packaging/checks/installed.py [--shots FOLDER]

As root, with debootstrap, Xvfb, openbox and xdotool. The desktop and the file manager are PCManFM, inside the Debian.
"""

from __future__ import annotations

import argparse
import json
import os
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

from bare_debian import HOME, USER, BareDebian
from screen import Screen
from telling import Facts

ROOT = Path(__file__).resolve().parents[2]
DESKTOP = ("pcmanfm", "dbus-daemon", "shared-mime-info", "desktop-file-utils", "adwaita-icon-theme")
LIBFM = "[config]\nsingle_click=0\nquick_exec=1\n"
FIRST_ICON, SECOND_ICON = (60, 55), (60, 155)
"""Where PCManFM puts what lies on the desktop, in alphabetical order."""
COMPARE, COMPARE_EDGE, EMPTY = (58, 24), (22, 32), (640, 24)
"""In the window: the button, a place on it that bears no letter, and a place in the bar where nothing is."""
ENABLED = (0x0A, 0x7B, 0x5E)
VERDICT_S = 180.0


class Story:
    """What happens one after the other on one screen, in one Debian."""

    def __init__(self, facts: Facts, debian: BareDebian, screen: Screen, shots: Path) -> None:
        self.facts, self.debian, self.screen, self.shots = facts, debian, screen, shots
        self.home = debian.root / HOME.relative_to("/")
        self._number = 0

    def shot(self, what: str) -> None:
        """Keep a picture of the screen."""
        self._number += 1
        self.screen.shot(self.shots / f"{self._number}-{what}.png")

    def save_document(self, name: str) -> dict[str, Any]:
        """Save what the window shows, by its shortcut and dialog; the document, {} where there is none."""
        self.screen.key("ctrl+s")
        time.sleep(3)
        self.shot(f"saving-{name}")
        self.screen.type(str(HOME / f"{name}.parloop"))
        self.screen.key("Return")
        file = self.home / f"{name}.parloop"
        return json.loads(file.read_text("utf-8")) if _until(file.exists, 20) else {}

    def user_runs(self, *command: str) -> str:
        """What a command of the user's says."""
        return self.debian.run(*command, user=USER, check=False).stdout


def main() -> int:
    """Tell the whole story; the exit status."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--deb", type=Path, default=next((ROOT / "dist").glob("*.deb"), None))
    parser.add_argument("--shots", type=Path, default=ROOT / "build" / "package-shots")
    options = parser.parse_args()
    deb: Path = options.deb
    facts = Facts(f"{deb.name} in a bare Debian, used with the mouse")
    with BareDebian() as debian, Screen() as screen:
        story = Story(facts, debian, screen, options.shots)
        (debian.root / "opt" / deb.name).write_bytes(deb.read_bytes())
        for use, packages in ((_use_without_desktop, ()), (_use_desktop, DESKTOP)):
            if packages:
                debian.install(*packages)
            before = debian.files()
            installed = debian.install(f"/opt/{deb.name}")
            facts.hold("it installs with what it depends on and no more", installed.returncode == 0, installed.stdout)
            use(story)
            _uninstall(story, before)
    return facts.status()


def _use_without_desktop(story: Story) -> None:
    facts, screen = story.facts, story.screen
    told = story.user_runs("parloop", "compare", "sleep", "--items", "8", "--rounds", "2", "--export", "sleep.parloop")
    facts.hold("the command line works", "for loop (serial)" in told, told)
    told = story.user_runs("parloop", "export", "sleep.parloop", "sleep.png", "sleep.svg", "sleep.pdf")
    facts.hold("pictures are drawn without a desktop", (story.home / "sleep.pdf").exists(), told)
    process = story.debian.start("parloop", user=USER, DISPLAY=screen.display)
    try:
        screen.wait_for("Parloop")
        time.sleep(4)
        story.shot("bare")
        facts.hold("the window opens where no desktop is installed", True)
        screen.key("alt+F4")
        process.wait(60)
        said = process.communicate()[0]
        facts.hold("it closes, ends with 0 and complains of nothing", process.returncode == 0 and not said, said)
    except (TimeoutError, subprocess.TimeoutExpired) as error:
        process.kill()
        facts.hold("the window opens where no desktop is installed", False, f"{error}: {process.communicate()[0]}")


def _use_desktop(story: Story) -> None:
    facts, screen, debian = story.facts, story.screen, story.debian
    _prepare_desktop(story)
    shell = "pcmanfm --desktop & sleep 3; exec tail -f /dev/null"
    desktop = debian.start("dbus-run-session", "sh", "-c", shell, user=USER, DISPLAY=screen.display)
    try:
        time.sleep(8)
        story.shot("desktop")
        screen.click_at(*FIRST_ICON, times=2)
        window = screen.wait_for("Parloop")
        time.sleep(5)
        facts.hold("a double-click on the desktop icon opens the window", True)
        story.shot("started")
        _compare(story, window)
        _open_document(story, window)
    except TimeoutError as error:
        story.shot("lost")
        facts.hold("the story goes on", False, str(error))
    finally:
        desktop.kill()
        for pid in debian.processes("parloop") + debian.processes("pcmanfm") + debian.processes("tail"):
            os.kill(pid, 15)


def _prepare_desktop(story: Story) -> None:
    """A desktop with Parloop's icon and a comparison on it, and a file manager that runs what is double-clicked."""
    desktop = story.home / "Desktop"
    (story.home / ".config/libfm").mkdir(parents=True, exist_ok=True)
    (story.home / ".config/libfm/libfm.conf").write_text(LIBFM)
    desktop.mkdir(exist_ok=True)
    entry = story.debian.root / "usr/share/applications/parloop.desktop"
    (desktop / "parloop.desktop").write_text(entry.read_text("utf-8"))
    (desktop / "parloop.desktop").chmod(0o755)
    (desktop / "sleep.parloop").write_bytes((story.home / "sleep.parloop").read_bytes())
    story.debian.run("chown", "-R", f"{USER}:{USER}", str(HOME))


def _compare(story: Story, window: str) -> None:
    screen = story.screen
    screen.click(window, *COMPARE)
    edge = screen.place(window, *COMPARE_EDGE)
    screen.place(window, *EMPTY)
    running = _until(lambda: screen.pixel(*edge) != ENABLED, 20)
    time.sleep(4)
    story.shot("running")
    ended = _until(lambda: screen.pixel(*edge) == ENABLED, VERDICT_S)
    if screen.windows("Too long for this effort"):  # on a machine that is slow or busy; the first button goes on
        screen.key("Return")
        time.sleep(3)
        ended = _until(lambda: screen.pixel(*edge) == ENABLED, VERDICT_S)
    time.sleep(2)
    story.shot("verdict")
    story.facts.hold("a click on Compare starts a comparison, and it ends", running and ended)
    headline = story.save_document("first").get("verdict", {}).get("headline", "")
    story.facts.hold(f"the document that is saved holds the verdict: {headline}", bool(headline))


def _open_document(story: Story, window: str) -> None:
    before = story.debian.processes("parloop")
    story.screen.click_at(*SECOND_ICON, times=2)
    time.sleep(6)
    story.shot("document")
    same = story.debian.processes("parloop") == before and story.screen.windows("Parloop") == [window]
    story.facts.hold("a double-clicked .parloop leaves it at one window", same)
    shown = story.save_document("second").get("created")
    sent = json.loads((story.home / "sleep.parloop").read_text("utf-8"))["created"]
    story.facts.hold("that window is in front and shows the document", shown == sent, f"{shown}, not {sent}")
    story.screen.key("alt+F4")
    story.facts.hold("the window closes", _until(lambda: not story.debian.processes("parloop"), 30))


def _uninstall(story: Story, before: set[str]) -> None:
    debian, facts = story.debian, story.facts
    debian.run("apt-get", "-qq", "-y", "purge", "parloop")
    debian.run("apt-get", "-qq", "-y", "autoremove", "--purge")
    own = str(HOME.relative_to("/"))
    left = sorted(name for name in debian.files() - before if not name.startswith(own))
    facts.hold("after it is removed nothing is left", not left, ", ".join(left[:20]))
    facts.hold("no process is left", not debian.processes("parloop") + debian.processes("parloop-engine"))
    temporary = [each.name for each in (debian.root / "tmp").glob("*parloop-[0-9]*")]
    facts.hold("no temporary folder is left", not temporary, ", ".join(temporary))


def _until(holds: Callable[[], Any], patience_s: float) -> bool:
    until = time.monotonic() + patience_s
    while not holds():
        if time.monotonic() > until:
            return False
        time.sleep(0.5)
    return True


if __name__ == "__main__":
    sys.exit(main())
