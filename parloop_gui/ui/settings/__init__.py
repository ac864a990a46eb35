"""Settings, limits, appearance, and the dialogs about the app itself."""
