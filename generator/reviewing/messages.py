"""What comparing with another revision can tell: its part of the message catalogue."""

from __future__ import annotations

from generator.loading.message_catalogue import MessageGroup, MessageKind

ADDRESSES = MessageGroup(
    "Addresses",
    "Told by `paperindex check --against`: what the published site has, and this content would take away.",
    (
        MessageKind("E601", "An address that would vanish", "Papers, talks and other sites link to it. An id stays for ever: as an alias of what took its place, or as an entry with status: removed.", "git mv content/papers/routing.yml content/papers/routing-transformer.yml", "paperindex rename routing routing-transformer"),
        MessageKind("E602", "An id given to another paper", "Whoever follows an old link would meet another paper without noticing.", "a new paper's entry under the id of one that was renamed", "the new paper's entry under an id that nobody had"),
        MessageKind("W601", "The page of a name that would vanish", "Tags, authors, organisations and venues have pages too. They follow the entries and do not forward, so look whether the change was meant.", "venue: {name: Neurips}", "venue: {name: NeurIPS}"),
    ),
)  # fmt: skip
