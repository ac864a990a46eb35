"""Runs that are made behind the last round, and count for nothing but their own figure."""
