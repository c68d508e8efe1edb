"""Any text an entry may hold, with a liking for what breaks file formats."""

from __future__ import annotations

from hypothesis import settings
from hypothesis import strategies as st

from generator.text.one_line import one_line

# A busy machine is no fault of the text: parsers that others wrote take their time.
settings.register_profile("patient", deadline=None)
settings.load_profile("patient")

PAYLOADS = (
    "Tom & Jerry", "100% of $5 #1 a_b ~x^2", r"\input{secret}", r"\end{document}", "}", "{", "{{", "}} @article{x,",
    "@string{a = {b}}", "@comment{", "@ {x}", 'say "hi" \'now\' ``quoted\'\'', "a\nTY  - JOUR\r\nER  - ", "ER  - ",
    "Müller, Jürgen and Ada", "x and y", "and others", "AND", ", , ,", "<b>bold</b><script>alert(1)</script>",
    "</script>", "]]>", "<!--", "-->", "&amp;", "&#x41;", "\u2028line\u2029", "tab\there", "nul\x00", "\x1b[31m",
    "\ud800", "𝛼 𝕏 🧑‍🔬", "王小明", "שלום", "\u202eevil", "=HYPERLINK(1)", "http://x.example/?a=1&b=2", "$x_i$",
    r"$\{0,1\}^n$", "$$", r"\$5", "--- -- -", "?` !`", "...", "{{ config }}", "{% raw %}", "%0A", "a" * 500,
)  # fmt: skip

any_text = st.one_of(
    st.text(min_size=1, max_size=60),
    st.lists(st.sampled_from(PAYLOADS), min_size=1, max_size=4).map(" ".join),
    st.lists(st.one_of(st.sampled_from(PAYLOADS), st.text(max_size=8)), min_size=1, max_size=4).map("".join),
)
"""Any text at all, also what the loader would refuse: whatever came in, formats hold."""

some_text = any_text.filter(lambda text: bool(one_line(text)))
"""Text of which something is left on one line."""
