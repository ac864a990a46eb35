"""Parloop: threads or processes for this loop? Measured, not guessed."""

__version__ = "0.1.0"

# What programs and notebooks call. Not imported here: every part of Parloop runs this file first, the engine's workers
# too, and an import statement would bring all of it into each of them.
_CALLED = {"compare": "compare", "CannotCompareError": "refusal", "load_ipython_extension": "magics"}


def __getattr__(name: str) -> object:
    """`parloop_gui.compare` and what it raises, once they are asked for."""
    if name not in _CALLED:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    return getattr(__import__(f"{__name__}.api.{_CALLED[name]}", fromlist=[name]), name)
