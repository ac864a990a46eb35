"""Tests of ui/own_loop."""
