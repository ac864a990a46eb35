"""Tests of model/plan."""
