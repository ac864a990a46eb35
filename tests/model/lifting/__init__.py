"""Loops lifted out of files."""
