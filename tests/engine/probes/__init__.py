"""Tests of engine/probes."""
