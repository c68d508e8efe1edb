"""Papers with more authors than a page can name."""

MOST_NAMED = 500
"""Authors on a page, in its head and in the forms of its reference. Each name stands there six times, which takes 180 kB for so
many long ones, and no page may take more than 200. The paper's files name all.
"""
