"""Tests of engine/runner."""
