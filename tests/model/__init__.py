"""Tests of the model; no Qt, no processes."""
