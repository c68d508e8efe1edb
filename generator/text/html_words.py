"""Words in HTML: whatever they say, they stay words. A page holds hundreds of values, nearly all without a sign to escape."""

from __future__ import annotations

from html import escape as escaped_signs

from markupsafe import Markup, escape

try:
    # What `markupsafe.escape` itself calls, without a `Markup` made of every value.
    from markupsafe._speedups import _escape_inner
except ImportError:

    def _escape_inner(text: str, /) -> str:
        """The same where markupsafe was built without its part in C, or has moved it."""
        return str(escape(text))


escaped = _escape_inner
"""Exactly what ``markupsafe.escape`` makes of a text, as a plain text."""


def finished(html: str) -> Markup:
    """What ``Markup(html)`` makes of a plain text, without asking whether it is one: a page holds dozens."""
    return str.__new__(Markup, html)


def html_words(text: str) -> str:
    """Exactly what ``html.escape`` makes of ``text``."""
    # The two write quotes in different ways, but agree on whether there is anything to write otherwise.
    return text if escaped(text) == text else escaped_signs(text)
