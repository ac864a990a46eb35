"""Tests of engine/supervisor."""
