"""Judging related papers; ``python -m benchmarks.related`` prints the table."""
