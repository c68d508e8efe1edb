"""Where the files of the search index lie."""

from __future__ import annotations

FOLDER = "search"
ROUTING_ADDRESS = f"{FOLDER}/index.json"
"""The file that a search begins with; all others lie in a folder named by their content."""
