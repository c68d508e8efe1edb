"""What can be wrong with the settings of an index: the part of the message catalogue that is about mkdocs.yml."""

from __future__ import annotations

from generator.loading.message_catalogue import MessageGroup, MessageKind

SETTINGS = MessageGroup(
    "Settings",
    "Told by `paperindex check`, and by every command that reads the index's settings in mkdocs.yml.",
    (
        MessageKind("E801", "The settings are not readable as YAML", "Without them nobody knows what the index is called, where its entries lie and where it is published.", "site_name: [Attention", "site_name: Attention Index"),
        MessageKind("E802", "An unknown option", "A mistyped option would be ignored without a word, and the site built as if it had not been given.", "plugins:\n  - paperindex:\n      extend: lean", "plugins:\n  - paperindex:\n      extent: lean"),
        MessageKind("E803", "A setting that cannot be so", "YAML makes numbers, dates and truth values of words that look like them; names and addresses are texts.", "site_name: 2026", 'site_name: "2026"'),
        MessageKind("E804", "A setting is missing", "Every page says what the index is called, and without the plugin there would be no page of a paper.", "site_name: Attention Index", "site_name: Attention Index\nplugins:\n  - paperindex"),
        MessageKind("W801", "A setting with a doubt", "MkDocs, which makes the frame of the pages, does not know it or warns of it; mistyped, it would be ignored.", "site_nmae: Attention Index", "site_name: Attention Index"),
    ),
)  # fmt: skip
