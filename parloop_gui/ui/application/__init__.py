"""The application around the window: later starts, Finder and the terminal reach it here."""
