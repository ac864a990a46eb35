"""Tests of ui/interpreters."""
