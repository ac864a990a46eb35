"""Tests of model/statistics."""
