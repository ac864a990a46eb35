"""Tests of ui/timeline."""
