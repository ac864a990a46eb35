"""Loops that end as user code does end, on purpose: what the failure lab and the failure matrix run."""
