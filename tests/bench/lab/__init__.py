"""Benches of the lab: what it says beyond what was measured, measured."""
