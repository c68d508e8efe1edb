"""Helpers of the set-up: plain Python, nothing to install first."""
