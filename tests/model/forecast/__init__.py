"""Tests of model/comparison."""
