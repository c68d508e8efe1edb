"""Tests are examples: the name of each is a sentence about the program."""
