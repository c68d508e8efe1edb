"""Calling at the addresses that entries link to, to learn which still lead somewhere.

Never part of a build or of a check: only `paperindex links` comes here. It asks one host rarely, several hosts at
once, and takes every answer for a stranger's: bounded in time and size, and never followed into a private network.
"""
