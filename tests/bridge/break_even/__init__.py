"""Tests of bridge/break_even."""
