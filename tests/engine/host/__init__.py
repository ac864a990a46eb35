"""Tests of engine/host."""
