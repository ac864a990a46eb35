"""Tests of bridge/host."""
