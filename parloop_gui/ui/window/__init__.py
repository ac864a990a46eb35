"""The main window: its bars, its panels, and who presents what in it."""
