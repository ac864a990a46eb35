"""Tests of the engine; no Qt."""
