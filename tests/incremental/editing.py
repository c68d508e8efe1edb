"""An editor who changes an index at random: entries, topics, tags, settings, templates. A seed gives one sequence."""

from __future__ import annotations

import random
import re
from collections.abc import Callable
from pathlib import Path

from tests.support.command_line import run_cli

TOPICS = ("attention", "memory", "latents")
TAGS = ("kernels", "sparsity", "routing", "caches")
NAMES = ("Ada Lovelace", "Alan Turing", "Grace Hopper", "Emmy Noether", "Karen Jones", "Kurt Gödel", "Wu Wei")
OTHER_SPELLINGS = ("ADA LOVELACE", "Ada Lövelace", "Kurt Godel", "Wu-Wei", "W. Wei", "Emmy")
VENUES = ("NeurIPS", "neurips", "ICML", "Nature")
WORDS = "gated sparse linear slow paged local deep wide plain stable tiny early cross dense soft hard".split()
KINDS = ("method", "theory", "survey", "system")
LEAST_PAPERS = 6


class Editor:
    """Works on the index in ``folder``; every step is one change that leaves the index free of errors."""

    def __init__(self, folder: Path, seed: int) -> None:
        self.folder = folder
        self.chance = random.Random(seed)
        self._made = 0
        self.steps: tuple[Callable[[], str], ...] = (
            self.add,
            self.add,
            self.reword,
            self.reword,
            self.retitle,
            self.redate,
            self.delete,
            self.rename,
            self.retag,
            self.say_who_wrote_it,
            self.say_where_it_appeared,
            self.say_where_it_was_listed,
            self.move_to_another_topic,
            self.give_up,
            self.say_what_it_builds_on,
            self.edit_topic,
            self.edit_tag,
            self.add_person,
            self.edit_settings,
            self.edit_template,
            self.edit_style,
            self.edit_written_page,
            self.touch_everything,
        )

    def begin(self, papers: int) -> None:
        """The index that the changes start from."""
        self._write("mkdocs.yml", settings("Random Index", extent=self.chance.choice(("full", "lean"))))
        self._write("docs/index.md", "# Random Index\n\nPapers for a test.\n\n<!-- paperindex:home -->\n")
        for place, topic in enumerate(TOPICS):
            self._write(f"content/topics/{topic}.yml", topic_text(topic, f"About {topic}.", place + 1))
        self._write("content/tags.yml", "".join(tag_text(tag, f"About {tag}.") for tag in TAGS))
        for _ in range(papers):
            self.add()

    def step(self) -> str:
        """Change one thing; what was done, in words."""
        return self.chance.choice(self.steps)()

    # Each change is a method that says what it did.

    def add(self) -> str:
        self._made += 1
        words = " ".join(self.chance.sample(WORDS, 4))
        authors = ", ".join(self.chance.sample(NAMES, self.chance.randint(1, 3)))
        tags = ", ".join(self.chance.sample(TAGS, 2))
        lines = [
            f"title: Paper {self._made} on {words} models",
            f"authors: [{authors}]",
            f"date: {self._date()}",
            f"topic: {self.chance.choice(TOPICS)}",
            f"tags: [{tags}]",
            f"kind: {self.chance.choice(KINDS)}",
            f"tldr: Shows that {words} models are enough.",
            f"added: 2026-0{self.chance.randint(1, 9)}-1{self.chance.randint(0, 9)}",
        ]
        self._write(f"content/papers/paper-{self._made}.yml", "\n".join(lines) + "\n")
        return f"add paper-{self._made}"

    def reword(self) -> str:
        """Change, add or take away a sentence that stands in no list and no address."""
        paper = self._any_paper()
        field = self.chance.choice(("tldr", "tldr", "summary", "results"))
        words = f"Shows that {self._words(5)} models are enough."
        text = re.sub(rf"^{field}: .*\n", "", paper.read_text("utf-8"), flags=re.MULTILINE)
        if field == "tldr" or self.chance.random() < 0.8:
            text += f"{field}: {f'[{words}]' if field == 'results' else words}\n"
        paper.write_text(text, "utf-8")
        return f"reword {paper.stem}: {field}"

    def retitle(self) -> str:
        paper = self._any_paper()
        # The name in the title keeps two papers from having the same one.
        self._edit(paper, r"^title: .*", f"title: The {paper.stem} of {self._words(3)} models")
        return f"retitle {paper.stem}"

    def redate(self) -> str:
        paper = self._any_paper()
        self._edit(paper, r"^date: .*", f"date: {self._date()}")
        return f"redate {paper.stem}"

    def delete(self) -> str:
        papers = [paper for paper in self._papers() if not self._is_named(paper.stem)]
        if len(papers) <= LEAST_PAPERS:
            return self.add()
        gone = self.chance.choice(papers)
        gone.unlink()
        return f"delete {gone.stem}"

    def rename(self) -> str:
        self._made += 1
        paper = self._any_paper()
        run_cli("rename", paper.stem, f"renamed-{self._made}", cwd=self.folder).expect(0)
        return f"rename {paper.stem} to renamed-{self._made}"

    def retag(self) -> str:
        paper = self._any_paper()
        self._edit(paper, r"^tags: .*", f"tags: [{', '.join(self.chance.sample(TAGS, 3))}]")
        return f"retag {paper.stem}"

    def say_who_wrote_it(self) -> str:
        """By other names, some of which mean the same or nearly so."""
        paper = self._any_paper()
        names = self.chance.sample((*NAMES, *OTHER_SPELLINGS), self.chance.randint(1, 4))
        self._edit(paper, r"^authors: .*", f"authors: [{', '.join(names)}]")
        return f"{paper.stem} is by {', '.join(names)}"

    def say_where_it_appeared(self) -> str:
        paper = self._any_paper()
        text = re.sub(r"^(venue|organizations): .*\n", "", paper.read_text("utf-8"), flags=re.MULTILINE)
        if self.chance.random() < 0.8:
            text += f"venue: {{name: {self.chance.choice(VENUES)}, year: 2024}}\n"
            text += f"organizations: [{self.chance.choice(VENUES)} Lab]\n"
        paper.write_text(text, "utf-8")
        return f"where {paper.stem} appeared"

    def say_where_it_was_listed(self) -> str:
        paper = self._any_paper()
        text = re.sub(r"^listed: .*\n", "", paper.read_text("utf-8"), flags=re.MULTILINE)
        if self.chance.random() < 0.8:
            day = self.chance.choice(("2025-02-03", "2025-02-04", "2025-03-11", "2025-04"))
            text += f"listed: [{{source: alphaxiv, date: {day}, comments: {self.chance.randint(1, 9)}}}]\n"
        paper.write_text(text, "utf-8")
        return f"where {paper.stem} was listed"

    def move_to_another_topic(self) -> str:
        paper = self._any_paper()
        self._edit(paper, r"^topic: .*", f"topic: {self.chance.choice(TOPICS)}")
        return f"move {paper.stem}"

    def give_up(self) -> str:
        """Withdraw a paper or bring it back."""
        paper = self._any_paper()
        text = paper.read_text("utf-8")
        if "status:" in text:
            text = re.sub(r"^status(_note)?: .*\n", "", text, flags=re.MULTILINE)
        else:
            status = self.chance.choice(("withdrawn", "retracted", "removed"))
            text += f"status: {status}\nstatus_note: The authors found a mistake.\n"
        paper.write_text(text, "utf-8")
        return f"status of {paper.stem}"

    def say_what_it_builds_on(self) -> str:
        older, newer = self.chance.sample(self._papers(), 2)
        if "builds_on" in newer.read_text("utf-8") or self._builds_on(older.stem, newer.stem):
            return self.reword()
        self._append(newer, f"builds_on: [{older.stem}]\n")
        return f"{newer.stem} builds on {older.stem}"

    def edit_topic(self) -> str:
        topic = self.chance.choice(TOPICS)
        text = topic_text(f"{topic} {self._words(1)}", f"About {self._words(3)}.", self.chance.randint(1, 9))
        self._write(f"content/topics/{topic}.yml", text)
        return f"edit topic {topic}"

    def edit_tag(self) -> str:
        place = self.folder / "content" / "tags.yml"
        tag = self.chance.choice(TAGS)
        start = place.read_text("utf-8").index(f"{tag}:\n")
        text = place.read_text("utf-8")
        end = text.find("\n", text.index("description", start)) + 1
        place.write_text(text[:start] + tag_text(tag, f"About {self._words(4)}.") + text[end:], "utf-8")
        return f"edit tag {tag}"

    def add_person(self) -> str:
        name = self.chance.choice(NAMES)
        key = re.sub(r"[^a-z]+", "-", name.lower().replace("ö", "o"))
        self._write(
            "content/people.yml",
            f"{key}:\n  name: {name}\n  homepage: https://example.org/{self._words(1)}\n",
        )
        return f"tell of {name}"

    def edit_settings(self) -> str:
        name = f"{self._words(1).title()} Index"
        host, extent = self.chance.choice(("small", "other")), self.chance.choice(("full", "lean"))
        self._write("mkdocs.yml", settings(name, host, extent))
        return f"call it {name}, {extent}"

    def edit_template(self) -> str:
        self._write(
            "site_templates/pages/search.html", f"<h1>Search</h1>\n<p>Among {self._words(2)} papers.</p>\n"
        )
        return "edit a template"

    def edit_style(self) -> str:
        self._write("site_templates/assets/map.js", f"// {self._words(3)}\n")
        return "edit a script"

    def edit_written_page(self) -> str:
        self._write("docs/about.md", f"# About\n\nThis is {self._words(4)}.\n")
        return "edit a hand-written page"

    def touch_everything(self) -> str:
        for file in self._papers():
            file.touch()
        return "touch every file"

    def _papers(self) -> list[Path]:
        return sorted((self.folder / "content" / "papers").glob("*.yml"))

    def _any_paper(self) -> Path:
        return self.chance.choice(self._papers())

    def _is_named(self, key: str) -> bool:
        return any(
            re.search(rf"(builds_on: \[|superseded_by: ){key}\b", paper.read_text("utf-8"))
            for paper in self._papers()
        )

    def _builds_on(self, key: str, ancestor: str) -> bool:
        """Whether ``key`` builds on ``ancestor``, directly or through others."""
        text = (self.folder / "content" / "papers" / f"{key}.yml").read_text("utf-8")
        found = re.search(r"builds_on: \[([a-z0-9-]+)\]", text)
        return found is not None and (found[1] == ancestor or self._builds_on(found[1], ancestor))

    def _words(self, count: int) -> str:
        return " ".join(self.chance.sample(WORDS, count))

    def _date(self) -> str:
        return f"20{self.chance.randint(18, 25)}-0{self.chance.randint(1, 9)}-0{self.chance.randint(1, 9)}"

    def _edit(self, file: Path, pattern: str, text: str) -> None:
        old = file.read_text("utf-8")
        file.write_text(re.sub(pattern, lambda _: text, old, flags=re.MULTILINE), "utf-8")

    def _append(self, file: Path, text: str) -> None:
        file.write_text(file.read_text("utf-8") + text, "utf-8")

    def _write(self, path: str, text: str) -> None:
        file = self.folder / path
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text, "utf-8")


def settings(name: str, host: str = "small", extent: str = "full") -> str:
    """mkdocs.yml."""
    plugin = f"plugins:\n  - paperindex:\n      extent: {extent}\n"
    return f"site_name: {name}\nsite_url: https://{host}.example.org/\ntheme:\n  name: material\n{plugin}"


def topic_text(name: str, description: str, order: int) -> str:
    """A topic's file."""
    return f"name: {name.capitalize()}\ndescription: {description}\norder: {order}\ngroup: Models\n"


def tag_text(tag: str, description: str) -> str:
    """A tag's lines."""
    return f"{tag}:\n  name: {tag.capitalize()}\n  description: {description}\n"
