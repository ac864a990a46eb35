"""The report, as it is without Qt."""
