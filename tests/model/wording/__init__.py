"""Tests of model/wording."""
