"""The engine's executable: the bundled Python. It obeys `-c CODE`, `-m MODULE` and `FILE`, as any Python does.

The engine itself is not in it: that travels as source, to this Python as to any other.
"""

import multiprocessing

multiprocessing.freeze_support()

import pathlib  # noqa: E402 - freeze_support comes first
import platform  # noqa: E402
import runpy  # noqa: E402
import sys  # noqa: E402
import types  # noqa: E402

WITH_A_VALUE = ("-W", "-X")
USAGE = "parloop-engine is the Python that Parloop brings: parloop-engine -c CODE | -m MODULE | FILE [ARGUMENT …]"


def main(argv: list[str]) -> None:
    """Run what the command line names; options that change how Python itself works are passed over."""
    while argv and argv[0].startswith("-") and argv[0] not in ("-c", "-m", "-V", "--version"):
        del argv[: 2 if argv[0] in WITH_A_VALUE else 1]
    what, rest = (argv[0], argv[1:]) if argv else ("", [])
    if what in ("-V", "--version"):
        print(f"Python {platform.python_version()}")
    elif what == "-c" and rest:
        sys.argv[:] = ["-c", *rest[1:]]
        sys.path.insert(0, "")
        _run(rest[0])
    elif what == "-m" and rest:
        sys.argv[:] = rest
        sys.path.insert(0, "")
        runpy.run_module(rest[0], run_name="__main__", alter_sys=True)
    elif what and what != "-c" and what != "-m":
        sys.argv[:] = argv
        sys.path.insert(0, str(pathlib.Path(what).resolve().parent))
        runpy.run_path(what, run_name="__main__")
    else:
        sys.exit(USAGE)


def _run(code: str) -> None:
    """As `__main__`, which has no file, so that spawned workers have no main module to import again."""
    module = types.ModuleType("__main__")
    sys.modules["__main__"] = module
    exec(compile(code, "<string>", "exec"), vars(module))  # noqa: S102 - what -c is for


main(sys.argv[1:])
