"""Benches: promises that are measured, not tested in passing."""
