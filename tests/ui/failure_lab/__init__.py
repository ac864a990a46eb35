"""Tests of ui/failure_lab."""
