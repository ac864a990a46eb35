"""Screens of their own, to use windows on with keys and the mouse."""
