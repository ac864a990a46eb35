"""Pictures of the window in every state, light and dark, as PNGs: `python -m tests.ui.shots [FOLDER] [STATE…]`.

PARLOOP_FONT names another font than the one the window would be set in here, such as "DejaVu Sans".
"""

from __future__ import annotations

import os
import sys
import tempfile
from itertools import product
from pathlib import Path

from PySide6.QtCore import QEventLoop, QSettings
from PySide6.QtGui import QPixmap
from PySide6.QtWidgets import QApplication, QWidget

from parloop_gui.ui.application.application import STYLE
from parloop_gui.ui.interpreters.pythons import Pythons
from parloop_gui.ui.settings.preferences import ThemeSetting
from parloop_gui.ui.setup.plans import choices_of
from parloop_gui.ui.style.theme import FAMILY
from parloop_gui.ui.window.main_window import MainWindow
from tests.helpers.comparisons.own_scenes import OWN_STATES, SOURCE
from tests.helpers.comparisons.scenes import OTHERS, PYTHON, STATES, core_looks
from tests.ui.history.shots import HISTORY
from tests.ui.lab.shots import LABS, show_lab
from tests.ui.style.fonts import is_here, use
from tests.ui.timeline.shots import TIMELINES, go_to_timeline, recorded

SIZES = {"": (1440, 900), "-laptop": (1366, 768), "-small": (900, 620)}
SCALES = {"": 1, "@2x": 2}
# After a state's name: with the overlay that names the chart's parts.
GUIDE = "+guide"

# Before the first start of a loop of one's own, everything filled in.
OWN = "your-function"

EVERY = [
    "first-start",
    OWN,
    *STATES,
    *OWN_STATES,
    f"first-start{GUIDE}",
    f"done-cpu{GUIDE}",
    *HISTORY,
    *TIMELINES,
    *LABS,
]


def main(arguments: list[str]) -> int:
    """Write the pictures; the exit status."""
    if arguments and arguments[0].startswith("-"):
        print(__doc__.partition(": ")[2].partition("\n")[0] if __doc__ else "", file=sys.stderr)
        return 2
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    folder = Path(arguments[0] if arguments else "shots").absolute()
    folder.mkdir(parents=True, exist_ok=True)
    wanted = arguments[1:] or EVERY
    if unknown := sorted({*wanted} - {*EVERY}):
        print(f"There is no state {', '.join(unknown)}; there are: {', '.join(EVERY)}.", file=sys.stderr)
        return 2
    with tempfile.TemporaryDirectory() as settings:
        os.environ["XDG_DATA_HOME"] = settings
        QSettings.setPath(QSettings.Format.NativeFormat, QSettings.Scope.UserScope, settings)
        os.chdir(settings)
        Path("prices.py").write_text(SOURCE)
        application = QApplication([*sys.argv[:1], *STYLE])
        family = os.environ.get("PARLOOP_FONT", FAMILY)
        if is_here(family):
            use(family)
        themes: tuple[ThemeSetting, ...] = ("light", "dark")
        for state, theme in product(wanted, themes):
            _shoot(application, state, theme, folder)
    return 0


def _shoot(application: QApplication, state: str, theme: ThemeSetting, folder: Path) -> None:
    window = MainWindow(pythons=Pythons(lambda: PYTHON, lambda: OTHERS))
    window.appearance.use_theme(theme)
    window.show()
    _until_loaded(window)
    show_state(window, state)
    for suffix, size in SIZES.items():
        window.resize(*size)
        application.processEvents()
        application.processEvents()
        for at, scale in SCALES.items():
            picture(window, scale).save(str(folder / f"{state}-{theme}{suffix}{at}.png"))
    window.close()
    window.deleteLater()


def show_state(window: MainWindow, state: str) -> None:
    """Bring a loaded window into a state, cores included."""
    state, guided, _ = state.partition(GUIDE)
    made = {**STATES, **OWN_STATES, **TIMELINES}.get(state)
    comparison = recorded(state, made()) if made is not None else None
    cores = window.view.cores
    cores.begin()
    for loads, family in core_looks(comparison):
        cores.run_by(family)
        cores.take(loads)
    if state == OWN:
        window.open(Path("prices.py"))
        window.loops.own.items.setEditText("SYMBOLS")
    if comparison is None:
        cores.be_live()
    else:
        window.remembered.show(choices_of(comparison.plan, window.chosen.choices()))
        window.top.pythons.set_interpreters(OTHERS, [each.id for each in comparison.plan.pythons])
        window.presenter.show_comparison(comparison)
        window.top.set_running(comparison.ended is None, "")
    if state in HISTORY:
        HISTORY[state](window)
    go_to_timeline(window, state)
    show_lab(window, state)
    if guided:
        window.view.guide.open()


def picture(window: QWidget, scale: int) -> QPixmap:
    """The window in so many device pixels for each of its own."""
    made = QPixmap(window.size() * scale)
    made.setDevicePixelRatio(scale)
    window.render(made)
    return made


def _until_loaded(window: MainWindow) -> None:
    loop = QEventLoop()
    window.background.finished.connect(loop.quit)
    if not window.background.isFinished():
        loop.exec()


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
