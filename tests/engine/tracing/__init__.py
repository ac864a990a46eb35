"""Tests of engine/tracing."""
