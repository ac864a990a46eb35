"""Choosing Pythons: the menu, adding one, the environment beside a user’s file."""
