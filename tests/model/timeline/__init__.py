"""Tests of what a run's spans say."""
