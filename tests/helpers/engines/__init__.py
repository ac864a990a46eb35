"""Engines: a real one, and those that run nothing."""
