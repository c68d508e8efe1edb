"""The schema of each sort of content file, with this index's own topics and tags to choose from."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping

from generator.loading.entry_reader import (
    EARLIEST_TAGS,
    FIELDS,
    FIRST_YEAR,
    LAST_YEAR,
    MOST_AUTHORS_COUNTED,
    MOST_FURTHER_TOPICS,
    MOST_RESULTS,
    MOST_TAGS,
)
from generator.loading.link_rules import ARXIV_ID, DOI
from generator.loading.vocabulary_readers import PERSON_KEYS, TAG_KEYS, TOPIC_KEYS
from generator.model.library import Library
from generator.model.output_file import OutputFile
from generator.model.paper import KINDS, LINK_SORTS, STATUSES
from generator.model.site_identity import SiteIdentity
from generator.schema.parts import (
    DRAFT,
    Schema,
    address,
    date,
    described,
    identifier,
    list_of,
    mapping,
    one_of,
    text,
    whole_number,
)

FOLDER = "schema/"
ENTRY = f"{FOLDER}paper.json"
MOST_COMMENTS = 10_000_000
MOST_ORDER = 100_000

LINK_MEANINGS: Mapping[str, str] = {
    "pdf": "The paper's PDF, where it is neither arXiv's nor the DOI's.",
    "code": "The authors' program.",
    "project": "The authors' page about the paper.",
    "data": "Data that the paper publishes.",
    "model": "Trained weights.",
    "demo": "Something to try in the browser.",
    "video": "A talk or a film.",
    "slides": "Slides of a talk.",
    "discussion": "Where the paper was discussed.",
}


def content_schemas(library: Library) -> dict[str, Schema]:
    """Address → schema, for entries, topics, tags and people."""
    return {
        ENTRY: entry_schema(library),
        f"{FOLDER}topic.json": topic_schema(),
        f"{FOLDER}tags.json": tags_schema(),
        f"{FOLDER}people.json": people_schema(),
    }


def schema_files(library: Library, identity: SiteIdentity) -> Iterator[OutputFile]:
    """The schemas as files of the site."""
    for place, schema in content_schemas(library).items():
        whole = identity.absolute(place)
        named = {"$schema": DRAFT, **({"$id": whole} if whole else {}), **schema}
        yield OutputFile(place, (json.dumps(named, ensure_ascii=False, indent=2) + "\n").encode())


def entry_schema(library: Library) -> Schema:
    """Of ``content/papers/ID.yml``."""
    topics = {key: topic.name for key, topic in library.topics.items()}
    tags = {key: tag.description or tag.name for key, tag in library.tags.items()}
    properties = {**_what_it_is(), **_where_it_stands(topics, tags), **_what_it_says(), **_what_it_leads_to()}
    ordered = {name: properties[name] for name in FIELDS}
    explained = {"properties": {"status": {"enum": [status for status in STATUSES if status != "active"]}}}
    return {
        "title": "A paper of the index",
        **mapping(ordered, ["title", "date", "topic"]),
        "anyOf": [{"required": ["authors"]}, {"required": ["author_count"]}],
        "if": {"required": ["status"], **explained},
        "then": {"required": ["status_note"]},
        "dependencies": {
            "superseded_by": {"required": ["status"], "properties": {"status": {"const": "superseded"}}}
        },
    }


def _what_it_is() -> dict[str, Schema]:
    venue = mapping(
        {
            "name": text("The conference, journal or series: NeurIPS."),
            "year": whole_number(FIRST_YEAR, LAST_YEAR, "Of the volume."),
        },
        ["name"],
        "Where it was published, if it was.",
    )
    return {
        "id": identifier("May be left out: the file's name is the id."),
        "title": text("As printed; formulas between dollar signs."),
        "authors": list_of(text(), "As printed, in order. A group's name counts as one.", repeated=True),
        "author_count": whole_number(1, MOST_AUTHORS_COUNTED, "Only where the names are not known."),
        "organizations": list_of(text(), "Where the authors work."),
        "date": date("The first public version: YYYY-MM-DD, YYYY-MM or YYYY, as far as known."),
        "venue": venue,
        "name": text("The short name that people search for."),
    }


def _where_it_stands(topics: Mapping[str, str], tags: Mapping[str, str]) -> dict[str, Schema]:
    return {
        "topic": one_of(topics, "The one topic that says most.", topics),
        "also_in": list_of(one_of(topics, "", topics), "Further topics.", most=MOST_FURTHER_TOPICS),
        "tags": list_of(
            one_of(tags, "", tags), "Ids of content/tags.yml.", least=EARLIEST_TAGS, most=MOST_TAGS
        ),
        "kind": one_of(KINDS, "What sort of contribution it makes."),
    }


def _what_it_says() -> dict[str, Schema]:
    return {
        "tldr": text("One sentence, at most 160 characters, that says what is new."),
        "summary": text("Two to five sentences in your own words: the problem, the idea, what it achieves."),
        "results": list_of(
            text(), "Facts that a reader would quote, each with its setting.", most=MOST_RESULTS
        ),
        "abstract": text("The authors' own abstract, where their licence lets you include it."),
    }


def _what_it_leads_to() -> dict[str, Schema]:
    links = {sort: address(LINK_MEANINGS.get(sort, "")) for sort in LINK_SORTS}
    links["arxiv"] = described(
        {"type": "string", "pattern": f"^(?:{ARXIV_ID.pattern})$"}, 'The bare id in quotes: "2510.26692".'
    )
    links["doi"] = described({"type": "string", "pattern": f"^{DOI.pattern}$"}, "The bare DOI: 10.1000/182.")
    listing = mapping(
        {
            "source": text("Which page: hf-daily-papers."),
            "date": date(),
            "comments": whole_number(0, MOST_COMMENTS),
        },
        ["source"],
    )
    return {
        "links": mapping(links, description="Identifiers bare, everything else as https address."),
        "builds_on": list_of(text(), "Ids of papers of this index that it extends directly."),
        "listed": list_of(listing, "Where the curators found it."),
        "status": one_of(STATUSES, "All but active need a status_note."),
        "status_note": text("What happened, with a source."),
        "superseded_by": text("The id of the paper to read instead."),
        "aliases": list_of(identifier(), "Former ids; their addresses forward here for ever."),
        "added": date("The day it entered the index.", whole=True),
    }


def topic_schema() -> Schema:
    """Of ``content/topics/ID.yml``."""
    first = mapping({"paper": text("A paper's id."), "why": text("Why to begin with it.")}, ["paper", "why"])
    properties = {
        "name": text("What readers call it."),
        "description": text("What belongs here, in the index's own words."),
        "order": whole_number(0, MOST_ORDER, "Where it stands among the topics."),
        "group": text("The heading that gathers neighbouring topics."),
        "start_here": list_of(first, "Three to six papers to read first."),
        "aliases": list_of(identifier(), "Former ids; their addresses forward here for ever."),
    }
    ordered = {name: properties[name] for name in TOPIC_KEYS}
    return {"title": "A topic of the index", **mapping(ordered, ["name", "description", "order", "group"])}


def tags_schema() -> Schema:
    """Of ``content/tags.yml``."""
    properties = {
        "name": text("What readers call it."),
        "description": text("What it means here, in one line."),
        "aliases": list_of(text(), "Spellings that mean the same."),
    }
    tag = mapping({name: properties[name] for name in TAG_KEYS}, ["name"])
    return {"title": "The tags of the index", **_by_identifier(tag)}


def people_schema() -> Schema:
    """Of ``content/people.yml``."""
    orcid = {"type": "string", "pattern": r"^\d{4}-\d{4}-\d{4}-\d{3}[\dX]$"}
    properties = {
        "name": text("The spelling that pages show."),
        "spellings": list_of(text(), "Further spellings under which papers print the person."),
        "papers": list_of(text(), "Only where two people share a name: the papers of this one."),
        "orcid": described(orcid, 'The bare iD in quotes: "0000-0002-1825-0097".'),
        "homepage": address("The person's own page."),
    }
    person = mapping({name: properties[name] for name in PERSON_KEYS}, ["name"])
    return {"title": "People whose names need help", **_by_identifier(person)}


def _by_identifier(value: Schema) -> Schema:
    return {"type": "object", "propertyNames": identifier(), "additionalProperties": value}
