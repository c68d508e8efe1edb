"""What the importer can tell: the part of the message catalogue that is about listings and facts."""

from __future__ import annotations

from generator.loading.message_catalogue import MessageGroup, MessageKind

IMPORTING = MessageGroup(
    "Importing",
    "Told by `paperindex import` about listing pages, bibliographies and facts files, before there is an entry.",
    (
        MessageKind("E701", "The page is no text", "A listing is what the browser shows, copied into a text file.", "a page saved as HTML, as UTF-16 or as a picture", "the page's text, saved as UTF-8"),
        MessageKind("E702", "No record on the page", "A page without a single title and abstract is most likely another page.", "the site's head alone", "a title, an empty line, its abstract"),
        MessageKind("E703", "Not a record", "A byline or an abstract without a title belongs to no paper, and guessing would pair it with the wrong one.", "an abstract whose title was not copied", "the title, an empty line, the abstract"),
        MessageKind("E704", "A record that cannot be taken over", "Control characters, overlong texts and titles without a letter break entries and terminals.", "a title with a control character in it", "the same title, copied again as plain text"),
        MessageKind("E705", "A fact that cannot be read", "A row that is half understood would put wrong facts into an entry.", '{"title": "Mamba", "arxiv": 2312.00752}', '{"title": "Mamba", "arxiv": "2312.00752"}'),
        MessageKind("W701", "A byline without a date", "The record is taken over, but somebody must look up its date.", "Feb 31, 2024", "Feb 3, 2024"),
        MessageKind("W702", "The page's year is unknown", "A date without a year belongs to the year of its page, and nothing on this page tells it.", "paperindex import page.txt", "paperindex import page.txt --page-date 2025-12-09"),
        MessageKind("W703", "Dates that do not fit the page", "A page prints every year but its own, and lists no paper before it is out.", "--page-date 2024-12-09 for a page with a paper of Jan 5, 2025", "--page-date 2025-12-09"),
        MessageKind("W704", "Listing and facts disagree", "One of two sources errs; the entry keeps a comment until an editor has looked.", "a listing with 4 authors, facts with 5 names", "an entry whose editor compared both with the paper"),
        MessageKind("W705", "An addition to be made by hand", "The entry is laid out in a way that cannot be added to without touching what its editor wrote.", "listed: &finds [...]", "listed: [...]"),
        MessageKind("W706", "A bibliography that is not UTF-8", "It was read as Windows-1252, in which RIS was defined; of other characters its accents would come out wrong.", "a .ris file of an old EndNote", "the same bibliography, exported as UTF-8"),
    ),
)  # fmt: skip
