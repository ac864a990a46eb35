"""Parloop: threads or processes for this loop? Measured, not guessed."""

__version__ = "0.1.0"
