"""Tests of ui/details."""
