"""Where the files lie that speak of the whole index."""

from __future__ import annotations

ALL_PAPERS = "papers.jsonl"
MANIFEST = "manifest.json"
SCHEMA = "paper.schema.json"
FOR_LANGUAGE_MODELS = "llms.txt"
