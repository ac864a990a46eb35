"""Tests of engine/protocol."""
