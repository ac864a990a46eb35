"""Tests of model/export."""
