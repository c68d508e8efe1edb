"""Following the index: Atom and JSON feeds of every list, an OPML of them, and a digest for each week.

For the pages::

    from generator.feeds.addresses import feed_address, feed_links
    feed_links("topics", topic.key, topic.name, root)   # finished <link> elements for the head of a list's page
    feed_links("all", "all", "All papers", root)        # for every other page
    feed_address("topics", topic.key, "atom")           # "feeds/topics/attention.xml", to show as a link; or "json"
    # sorts with feeds: all topics tags authors organisations; keys are those of the pages' addresses

    from generator.feeds.digest import digest_issues
    digest_issues(indexes.entered)  # tuple[Issue]: week (2026-W47, its days, in words), papers (keys), newest week first
    # each has issue.mail_address ("digest/2026-W47/mail.html") and issue.text_address; issue.address is its page's

What is to be written is told by ``planned_feeds(library, indexes, identity)``, the files come from ``FeedWriter``;
the digest's mails come from ``issue_files``, its feed from ``digest_feed``.
"""
