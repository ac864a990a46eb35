"""Tests of ui/export."""
