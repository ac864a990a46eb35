"""Tests of model/break_even."""
