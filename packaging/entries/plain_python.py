"""Runs before the engine's executable: makes the bundled Python one that holds the standard library alone."""


def _hide_the_windows_packages() -> None:
    """Half a numpy is worse than none: what lies in the bundle for the window's sake can't be imported."""
    import os
    import site
    import sys
    from importlib.machinery import ModuleSpec, PathFinder

    bundle = str(sys._MEIPASS)  # type: ignore[attr-defined]
    lying = {entry.name.partition(".")[0] for entry in os.scandir(bundle)} - sys.stdlib_module_names
    hidden = {name for name in lying if not name.startswith("_sysconfigdata")}  # the standard library's, unlisted

    class OutsideTheBundle:
        """Finds packages of these names anywhere else."""

        @staticmethod
        def find_spec(name: str, path: object = None, target: object = None) -> ModuleSpec | None:
            if path is not None or name not in hidden:
                return None
            spec = PathFinder.find_spec(name, [entry for entry in sys.path if entry != bundle])
            if spec is None:
                raise ModuleNotFoundError(f"No module named {name!r}", name=name)
            return spec

    for name in [name for name in sys.modules if name.partition(".")[0] in hidden]:
        del sys.modules[name]
    sys.meta_path.insert(0, OutsideTheBundle)
    site.setquit()  # exit() and quit(), which scripts use


_hide_the_windows_packages()
del _hide_the_windows_packages
