"""Tests of bridge/processes."""
