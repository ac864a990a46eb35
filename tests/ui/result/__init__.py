"""Tests of ui/result."""
