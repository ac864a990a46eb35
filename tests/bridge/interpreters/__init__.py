"""Tests of bridge/interpreters."""
