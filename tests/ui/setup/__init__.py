"""Tests of ui/setup."""
