"""Tests of engine/loops."""
