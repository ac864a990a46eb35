"""Tests: they mirror the layers, and state facts that can fail."""
