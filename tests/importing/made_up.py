"""Listing pages of our own making, in both forms, for the tests of the importer."""

from __future__ import annotations

ABSTRACT = (
    "Looking at every pair of tokens is slow. This made-up abstract keeps on for as long as abstracts do, so that nobody "
    "takes it for a title: it names a problem, then an idea, then what was measured on which data, and it ends with a "
    "sentence that promises more than the paper keeps. It has {extra} in it, and it closes here, after some "
    "three hundred and fifty characters."
)


def abstract(extra: str = "nothing special") -> str:
    """A text that is as long as an abstract."""
    return ABSTRACT.format(extra=extra)


PAGE_OF_DECEMBER = f"""new

Get trending papers in your email inbox!

Subscribe

Daily Papers

byAK and the research community

Dec 9

Quiet Heads: Pruning Attention by Listening

{abstract("code at https://github.com/example/quiet-heads.")}

  • 4 authors
·
Jul 21, 2024

Slow Mixers Are Enough

{abstract()}

examplelab Example Lab
·
Oct 30 3

A Third Way to Count Tokens

{abstract()}

Reducing the O(n^2) Cost of Looking

{abstract("16times16 words")}

  • 1 authors
·
Feb 3 12
"""
"""Four records: author count and year; organisation and comments; no byline; one author, no year, twelve comments."""

PAGE_WITHOUT_BYLINES = "\n".join(
    [
        "Get trending papers in your email inbox once a day!",
        "Get trending papers in your email inbox!",
        "SubscribeSlow mixers are enough",
        abstract(),
        "Walking Graphs with Two Left Feet",
        abstract("data at https://huggingface.co/datasets/example/feet"),
    ]
)
"""Two records, the first of a paper that the other page has too, its title glued to the button."""
