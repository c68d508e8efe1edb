"""Citing and taking along: BibTeX, RIS, CSL-JSON, and sentences ready to paste.

For the pages::

    from generator.exports.citation import citation_of
    citation = citation_of(paper, library, identity)   # None for a removed paper
    citation.key                  # "kimi-linear": what stands in \\cite{…}
    for form in citation.forms:   # in the order in which a page offers them
        form.name                 # "bibtex" "apa" "ieee" "ris" "csl-json"; good for element ids
        form.label                # "BibTeX", "APA 7", …
        form.text                 # what the copy button copies; plain text, to be escaped by the template
        form.html                 # for "apa" and "ieee" finished safe HTML (<em>, <a>, <math>), else None
        form.address              # file to download, from the site's root, or None (apa, ieee)

    from generator.exports.plan import export_plan
    plan = export_plan(library, indexes)               # once, cheap
    plan.downloads("topics", topic.key)   # also "tags", "authors", ("years", "2025"), ("all", "all")
    # -> tuple[Download(label="BibTeX", address="exports/topics/attention.bib"), …], empty for an empty list

The files themselves come from ``paper_references`` and ``list_of_references``. Keys are those of ``build_indexes``,
the same as in the pages' addresses.
"""
