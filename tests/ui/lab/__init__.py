"""The lab in the window."""
