"""Tests of bridge/scheduler."""
