"""Tests of model/what_if."""
