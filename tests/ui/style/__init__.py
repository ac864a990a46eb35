"""Tests of ui/style."""
