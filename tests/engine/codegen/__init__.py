"""Tests of engine/codegen."""
