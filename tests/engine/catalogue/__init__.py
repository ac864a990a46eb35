"""Tests of engine/catalogue."""
