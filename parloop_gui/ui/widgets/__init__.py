"""Widgets that know no feature: lists, segments, tabs, notices."""
