"""`parloop_gui.compare`."""
