"""Tests of model/explain."""
