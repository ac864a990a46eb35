"""Measures the break-even map of this machine, cell by cell, and keeps it for the next time."""
