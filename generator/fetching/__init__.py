"""Asking arXiv and Crossref about a paper, and what they answer as a plain record.

The one room that opens connections, and only when a command is told to. Everything a service says is
foreign text: it is bounded in size and time, parsed without entities, and cleaned before it leaves.

Three environment variables exist for tests and for mirrors of the services:

    PAPERINDEX_ARXIV_API      in place of https://export.arxiv.org/api/query
    PAPERINDEX_CROSSREF_API   in place of https://api.crossref.org
    PAPERINDEX_PATIENCE       a factor on all time-outs and pauses, such as 2 on a slow line

An address must be https unless it lies on this machine.
"""
