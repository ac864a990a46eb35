"""Tests of the history of comparisons."""
