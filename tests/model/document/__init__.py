"""Tests of model/document."""
