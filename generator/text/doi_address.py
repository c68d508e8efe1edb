"""Where a DOI leads."""

from __future__ import annotations


def doi_address(doi: str) -> str:
    """The address that resolves a DOI: its ``#`` and ``?`` are the DOI's own, and no browser takes them for the end of it.

    Source: DOI Handbook, "Encoding issues". A per cent sign stays: who could not type a sign has encoded it already.
    """
    return f"https://doi.org/{doi.replace('#', '%23').replace('?', '%3F')}"
