"""What machines read: records of papers, a manifest, and the tags in the head of a page.

For the pages::

    from generator.api.head_tags import paper_head, site_head
    PageParts(…, head=paper_head(paper, library, identity))   # finished HTML: Highwire, JSON-LD, Open Graph, links
    site_head(title, description, address, identity)          # for every other page

Files come from ``api_files`` and ``manifest_file``.
"""
