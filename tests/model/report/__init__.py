"""Tests of model/report."""
