"""Tests of model/questions."""
