"""Every message an editor can meet: what it means, why the rule is there, a wrong and a right example.

The codes are stable: other programs filter by them. The site prints this catalogue as a page, and a
test holds it complete.
"""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class MessageKind:
    """One code of the catalogue."""

    code: str
    title: str
    why: str
    wrong: str
    right: str

    @property
    def anchor(self) -> str:
        """Where the code stands on the messages page."""
        return self.code.lower()


@dataclass(frozen=True, slots=True)
class MessageGroup:
    """Codes that belong together, under one heading."""

    heading: str
    introduction: str
    kinds: tuple[MessageKind, ...]


FILES = MessageGroup(
    "Files",
    "Before anything is read: is there a file, and is it text?",
    (
        MessageKind("E001", "The file cannot be read", "A file that the checker may not open would be missing from the site without a word.", "a file without read permission", "chmod u+r content/papers/kimi-linear.yml"),
        MessageKind("E002", "The file is not UTF-8", "Names and titles need one encoding that every program reads alike.", "a file saved as Latin-1 or UTF-16", "the same file saved as UTF-8"),
        MessageKind("E003", "The file is too large", "An entry is a few kilobytes. A much larger file is a mistake, and would slow every build.", "a PDF renamed to .yml", "an entry that links to the PDF"),
        MessageKind("E004", "A link or special file", "A symbolic link could lead out of the repository, a pipe would make the build wait for ever.", "papers/kimi-linear.yml -> ../../secret.yml", "the entry itself, as a plain file"),
        MessageKind("E006", "There is no content folder", "The command was run in another folder, or the settings name one that does not exist.", "cd /home/ada && paperindex check", "cd /home/ada/attention-index && paperindex check"),
        MessageKind("W001", "A file that is no entry", "Only files that end in .yml or .yaml are read. Anything else in the folder is probably misplaced.", "papers/notes.txt", "papers/kimi-linear.yml"),
    ),
)  # fmt: skip

YAML = MessageGroup(
    "YAML",
    "An entry uses the plain part of YAML: keys with text, lists and short mappings. Everything else is refused, because it turns text into something the editor did not mean.",
    (
        MessageKind("E101", "The file is not readable as YAML", "Most often a value needs quotes: text with a colon and a space, or text that starts with [ { & * ! | > @ % or `.", "title: Mamba: Linear-Time Sequence Modeling", 'title: "Mamba: Linear-Time Sequence Modeling"'),
        MessageKind("E102", "A key stands twice", "YAML would silently keep the second value and drop the first.", "date: 2024-03-01\ndate: 2024-03-02", "date: 2024-03-01"),
        MessageKind("E103", "A feature of YAML that entries do not use", "Anchors, references, tags, merge keys and second documents mean something else than text; some can run programs in other readers.", "title: &Attention is all", 'title: "&Attention is all"'),
        MessageKind("E104", "A character that must not be there", "Control characters, half surrogates and marks that change the writing direction can make a line look other than it is.", 'name: "Mamba<U+0007>"', "name: Mamba"),
        MessageKind("E105", "Nesting that is too deep", "An entry needs three levels. Very deep nesting exhausts programs that read it.", "results: [[[[[[[[[[[[[[[x]]]]]]]]]]]]]]]", "results:\n  - Twice as fast on ImageNet"),
        MessageKind("E106", "A # cuts the text off", "A space and a number sign begin a comment, so the rest of the line would be lost.", "title: Attention #1 of many", 'title: "Attention #1 of many"'),
        MessageKind("E107", "The file does not hold an entry", "It is empty, or holds a list or a single text instead of keys with values.", "- title: Attention", "title: Attention"),
    ),
)  # fmt: skip

FIELDS = MessageGroup(
    "Fields",
    "Each field has its own form. What is silent about a field in the entry format is free.",
    (
        MessageKind("E201", "An unknown key", "A mistyped key would be ignored without a word, and its value would never be seen.", "tdlr: Clusters queries and keys.", "tldr: Clusters queries and keys."),
        MessageKind("E202", "Not a possible id", "The id is the page's address for ever, on every system: a-z, 0-9 and single hyphens.", "aliases: [Old Name]", "aliases: [old-name]"),
        MessageKind("E203", "Not a date", "Dates sort papers and go into citations, so they have one form and must be in the calendar.", "date: 2024-02-30", "date: 2024-02-29"),
        MessageKind("E204", "A needed field is missing", "Without title, date, topic and authors (or their number) there is nothing to list.", "name: Mamba", "title: Attention\nauthors: [Ada Lovelace]\ndate: 2024-03-01\ntopic: sparse-attention"),
        MessageKind("E205", "Text, list or mapping in the wrong place", "The same word in brackets is a list to YAML, and a list is no title.", "tags: kv-cache", "tags: [kv-cache, long-context]"),
        MessageKind("E206", "Not one of the known words", "Kinds and statuses become filters, so there is one spelling of each.", "kind: metod", "kind: method"),
        MessageKind("E207", "Too many or too few", "A list that holds everything tells nothing: at most three further topics, two to eight tags, at most four results.", "tags: [kv-cache]", "tags: [kv-cache, long-context]"),
        MessageKind("E209", "Not an identifier", "arXiv ids, DOIs and ORCID iDs are stored bare, so that every output can make its own link.", 'arxiv: "2401.00010v2"', 'arxiv: "2401.00010"'),
        MessageKind("E210", "An address that is not for readers", "Links are shown to strangers: https only, no user names, no private networks, nothing that runs.", "code: javascript:alert(1)", "code: https://example.org/code"),
        MessageKind("E211", "Not a whole number", "Counts and years are numbers written in figures.", "author_count: many", "author_count: 12"),
        MessageKind("E212", "An empty value", "A key without a value is either forgotten or not needed.", 'tldr: ""', "tldr: Clusters queries and keys."),
        MessageKind("E213", "An arXiv id without quotes", "Other programs read 2401.00010 as a number and drop its last zero: another paper.", "arxiv: 2401.00010", 'arxiv: "2401.00010"'),
        MessageKind("E214", "A repeated item", "The second one says nothing, and usually another was meant.", "tags: [kv-cache, kv-cache, long-context]", "tags: [kv-cache, long-context]"),
        MessageKind("E215", "A status that is not explained", "Readers who find a withdrawn paper need to know what happened.", "status: retracted", "status: retracted\nstatus_note: Retracted by its authors for an error in the proof."),
        MessageKind("E216", "Two counts of the authors", "author_count stands in for names that are not known; beside names it can only contradict them.", "author_count: 5", "authors: [Ada Lovelace, Alan Turing]"),
    ),
)  # fmt: skip

BETWEEN = MessageGroup(
    "Between files",
    "References must lead somewhere, and nothing may exist twice.",
    (
        MessageKind("E301", "An id taken twice", "Two files of one name in different folders would both be the page of that name.", "papers/2024/routing-transformer.yml beside papers/routing-transformer.yml", "papers/2024/routing-transformer-2.yml"),
        MessageKind("E302", "An arXiv id twice", "Two entries with one arXiv id are the same paper.", 'arxiv: "2003.05997"', 'arxiv: "2003.05998"'),
        MessageKind("E303", "A DOI twice", "Two entries with one DOI are the same paper. Capitals make no difference in a DOI.", 'doi: "10.1000/abc"', 'doi: "10.1000/abd"'),
        MessageKind("E304", "A title twice", "Compared without capitals, accents and punctuation, the two titles are equal.", 'title: "Efficient content-based sparse attention, with Routing Transformers"', 'title: "A Paper About Attention"'),
        MessageKind("E305", "An unknown topic", "Topics are pages with a description; a new one starts with a file of its own.", "topic: sparse-atention", "topic: sparse-attention"),
        MessageKind("E306", "An unknown tag", "One spelling a tag, so that a tag's page holds all its papers.", "tags: [key-value-cache, long-contexts]", "tags: [kv-cache, long-context]"),
        MessageKind("E307", "An unknown paper", "builds_on, superseded_by, start_here and papers name papers of this index by their ids.", "builds_on: [routing, routing-transformers]", "builds_on: [routing-transformer]"),
        MessageKind("E308", "Two claims to one name", "A former id or a spelling can lead to one place only.", "aliases: [routing-transformer, routing]", "aliases: [my-former-id]"),
        MessageKind("E309", "Two names that read the same", "Readers could not tell the two topics or tags apart.", "name: kv cache", "name: KV quantisation"),
        MessageKind("E310", "A paper that leads to itself", "A circle of superseded papers leaves the reader without a valid one.", "superseded_by: b-paper", "superseded_by: routing-transformer"),
        MessageKind("E311", "A way that takes two steps", "Who follows superseded_by wants the paper to read, not another one that is superseded or removed.", "superseded_by: second-version", "superseded_by: routing-transformer"),
    ),
)  # fmt: skip

DOUBTS = MessageGroup(
    "Doubts",
    "Warnings: the site is built, and somebody should look.",
    (
        MessageKind("W401", "An invisible character", "It was pasted along, makes the word unfindable, and nobody can see it.", 'name: "Mam<U+200B>ba"', "name: Mamba"),
        MessageKind("W402", "Letters of two alphabets in one word", "A Cyrillic а looks like a Latin a and is not found by it.", 'name: "M<U+0430>mba"', "name: Mamba"),
        MessageKind("W403", "A plain http link", "Readers' browsers warn of it, and most sites answer on https.", "project: http://example.org/", "project: https://example.org/"),
        MessageKind("W404", "Broken maths", "The formula is shown as typed until it is mended.", "tldr: 'Runs in $O(n \\frac{1$ time.'", "tldr: 'Runs in $O(n)$ time.'"),
        MessageKind("W405", "Almost the same title", "Probably the same paper entered twice, with a typing error in between.", "title: Efficient Content-Based Sparse Attention with Routing Transformer", "title: A Paper About Attention"),
        MessageKind("W406", "A name that no paper prints", "A person in people.yml is found by the names that papers print; a spelling that stands on none of them is most likely mistyped.", "name: Ada Lovelacce", "name: Ada Lovelace"),
        MessageKind("W407", "An author named twice", "Mostly a slip of copying. Two people of one name do write papers together now and then; then the warning may stay.", "authors: [Ada Lovelace, Alan Turing, Ada Lovelace]", "authors: [Ada Lovelace, Alan Turing]"),
        MessageKind("W408", "An author's name that is none, or several", "Every item of the list is one person or group, with the name as readers say it: given name first, no footnote marks, no “et al.”.", 'authors: ["Lovelace, Ada", Alan Turing and Grace Hopper]', "authors: [Ada Lovelace, Alan Turing, Grace Hopper]"),
        MessageKind("W409", "Marks of another format", "Text is shown as it is typed. Typographic quotes around a whole value, HTML and Markdown were most likely copied along.", "title: “A Paper &amp; Its Title”", "title: A Paper & Its Title"),
    ),
)  # fmt: skip

EDITORIAL = MessageGroup(
    "Editorial",
    "Printed by `paperindex check --editorial`: what a careful editor would still mend.",
    (
        MessageKind("W501", "The tldr is too long", "A list is read like a page of a book; 160 characters are two lines of it.", "tldr: Clusters queries and keys again and again, Clusters queries and keys again and again, …", "tldr: Clusters queries and keys so that each token attends inside its cluster."),
        MessageKind("W502", "The tldr opens empty", "The first words are the ones that are read. Begin with what is new.", "tldr: This paper proposes to cluster queries and keys.", "tldr: Clusters queries and keys."),
        MessageKind("W503", "A field is left out", "A whole entry has tldr, summary, kind and tags.", "title: A Paper About Attention", "title: A Paper About Attention\nkind: method"),
        MessageKind("W504", "A figure without unit or setting", "91.5 % of what, on which data, against what?", 'results: ["91.5 %"]', 'results: ["Accuracy of 91.5 % on ImageNet-1K against 90 % before"]'),
        MessageKind("W505", "A tag on one paper or none", "A tag gathers papers; alone it is only a word.", "tags: [unused, kv-cache]", "tags: [kv-cache, long-context]"),
        MessageKind("W506", "Out of balance", "A topic of three papers or a tag on half of them helps nobody to find anything.", "a topic with three papers", "the papers under a neighbouring topic"),
        MessageKind("W507", "A name spelled in two ways", "Two spellings make two pages for one person, place or venue.", "venue: {name: Neurips}", "venue: {name: NeurIPS}"),
        MessageKind("W508", "A description or first readings are missing", "Whoever is new to a topic wants three to six papers to begin with, and a reason for each.", "start_here: []", "start_here:\n  - {paper: routing-transformer, why: It introduced the idea.}"),
        MessageKind("W509", "Praise without a number", "What a paper says of itself is worth the figure behind it.", "tldr: Achieves state-of-the-art accuracy.", "tldr: Reaches 91.5 % accuracy on ImageNet-1K."),
    ),
)  # fmt: skip

CATALOGUE: tuple[MessageGroup, ...] = (FILES, YAML, FIELDS, BETWEEN, DOUBTS, EDITORIAL)
"""All messages about content, in the order in which the page shows them."""
