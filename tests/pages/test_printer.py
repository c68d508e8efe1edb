"""The printer: what quick printing may not change."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from markupsafe import Markup, escape

from generator.pages.printer import Printer, compile_templates, printed
from generator.pages.template_fault import TemplateFault
from tests.support.odd_texts import any_text


@dataclass(frozen=True)
class Thing:
    name: str


def printer_of(folder: Path, **templates: str) -> Printer:
    (folder / "pages").mkdir()
    for name, text in templates.items():
        (folder / "pages" / f"{name}.html").write_text(text)
    return Printer((folder,), lambda name: name)


class Marked(str):
    """A text of a kind of its own that brings its HTML."""

    __slots__ = ()

    def __html__(self) -> str:
        return "<b>"


@given(
    st.text() | st.integers() | st.floats() | st.booleans() | st.none() | st.lists(st.text(), max_size=2)
    | st.builds(Markup, any_text) | st.builds(Marked, any_text)
)  # fmt: skip
def test_a_value_stands_in_a_page_as_jinja_would_escape_it(value: object) -> None:
    assert str(printed(value)) == str(escape(value))


def test_words_are_escaped_and_finished_html_is_not(tmp_path: Path) -> None:
    page = printer_of(tmp_path, page="{{ thing.name }}|{{ html }}").print(
        "page.html", thing=Thing("<a & 'b'>"), html=Markup("<i>")
    )
    assert page == "&lt;a &amp; &#39;b&#39;&gt;|<i>"


def test_a_template_of_another_community_may_name_an_item_as_an_attribute(tmp_path: Path) -> None:
    templates = printer_of(
        tmp_path,
        page='{% import "parts.html" as parts %}{{ thing.name }}, {{ parts.bold({"word": "<x>"}) }}',
        parts="{% macro bold(item) %}<b>{{ item.word }}</b>{% endmacro %}",
    )
    assert templates.print("page.html", thing={"name": "a & b"}) == "a &amp; b, <b>&lt;x&gt;</b>"


@pytest.mark.parametrize("text", ["{{ thing.nothing }}", "{{ nothing }}", "{{ nothing.more }}"])
def test_what_is_not_there_is_named(tmp_path: Path, text: str) -> None:
    with pytest.raises(TemplateFault, match=r"page\.html:1: .*nothing"):
        printer_of(tmp_path, page=text).print("page.html", thing=Thing("a"))


def test_a_fault_is_told_with_its_place_and_what_to_do(tmp_path: Path) -> None:
    printer = printer_of(
        tmp_path,
        page='{% import "parts.html" as parts %}\n\n{{ parts.bold(thing) }}',
        parts="{% macro bold(item) %}\n{{ item.nothing }}\n{% endmacro %}",
        lost='{% include "gone.html" %}',
    )
    with pytest.raises(TemplateFault) as fault:
        printer.print("page.html", thing=Thing("a"))
    folder = tmp_path / "pages"
    assert (fault.value.file, fault.value.line) == (str(folder / "parts.html"), 2)
    assert fault.value.told(folder).startswith(
        "parts.html:2: 'tests.pages.test_printer.Thing object' has no attribute"
    )
    assert fault.value.told(folder / "elsewhere").startswith(f"{folder}/parts.html:2: ")
    assert "compare yours" in fault.value.told(folder)
    with pytest.raises(TemplateFault, match=r"lost\.html:1: there is no template gone\.html"):
        printer.print("lost.html")


def test_what_may_be_missing_can_be_asked_for(tmp_path: Path) -> None:
    page = printer_of(tmp_path, page="{{ 'yes' if thing.nothing is defined else 'no' }}")
    assert page.print("page.html", thing=Thing("a")) == "no"


def test_every_template_is_compiled_before_a_first_build_shares_its_work(tmp_path: Path) -> None:
    folder, compiled = tmp_path / "templates", tmp_path / "compiled"
    folder.mkdir()
    printer_of(folder, page="{{ thing }}", broken="{% if %}", other="x")
    (folder / "pages" / "note.txt").write_text("{% no template %}")
    compile_templates((folder,), compiled)
    assert len(list(compiled.iterdir())) == 2
    printer = Printer((folder,), lambda name: name, compiled)
    assert printer.print("page.html", thing=1) == "1"
    with pytest.raises(TemplateFault, match=r"broken\.html:1: "):
        printer.print("broken.html")
    for file in compiled.iterdir():
        file.unlink()
    # Later builds need few of them.
    compile_templates((folder,), compiled)
    assert list(compiled.iterdir()) == []
