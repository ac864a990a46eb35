"""The compare chart: wall time and throughput, a row for each contestant."""
