"""Templates made ready to print: autoescaped, strict about missing values, compiled once.

Printed HTML links to the site's root through a mark, so a piece printed once, such as a paper's card, fits pages
of any depth: ``at_depth`` puts the way to the root in its place.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterable, MutableMapping
from contextlib import suppress
from functools import cache
from pathlib import Path
from types import CodeType
from typing import Any, Protocol

from jinja2 import (
    Environment,
    FileSystemLoader,
    StrictUndefined,
    Template,
    TemplateError,
    TemplateNotFound,
    TemplateSyntaxError,
)
from jinja2.ext import Extension
from jinja2.runtime import Context, Macro
from markupsafe import Markup, escape

from generator.pages.compiled_templates import CompiledTemplates
from generator.pages.frame import root_of
from generator.pages.template_fault import TemplateFault
from generator.text.counting import counted
from generator.text.html_words import escaped, finished
from generator.working.kept_files import is_there

ROOT_MARK = "\x02"
"""A control character: no entry can hold it, escaping leaves it alone."""


class Place(Protocol):
    """What `links` wants of a place: its name, and its address below the site's root."""

    @property
    def name(self) -> str: ...
    @property
    def address(self) -> str: ...


class RootInPlace(Extension):
    """Puts the root's mark into the templates themselves: half of all that they print is this one value."""

    def preprocess(self, source: str, name: str | None, filename: str | None = None) -> str:  # noqa: ARG002  (Jinja's)
        """The template's text with the mark where it says ``{{ root }}``."""
        return source.replace("{{ root }}", ROOT_MARK)


class QuickTemplate(Template):
    """A template whose values are escaped by `printed`."""

    @classmethod
    def from_code(
        cls,
        environment: Environment,
        code: CodeType,
        globals: MutableMapping[str, Any],  # noqa: A002  (Jinja's)
        uptodate: Callable[[], bool] | None = None,
    ) -> Template:
        """Make it of its compiled code, which imports `escape` by that name when it runs."""
        template = super().from_code(environment, code, globals, uptodate)
        template.root_render_func.__globals__["escape"] = printed
        return template


class QuickContext(Context):
    """Calls macros without asking each time what else of their surroundings they want: they want nothing."""

    def call(self, called: Callable[..., Any], /, *args: Any, **values: Any) -> Any:
        """As Jinja does it."""
        if type(called) is not Macro:
            return super().call(called, *args, **values)
        values.pop("_block_vars", None)
        values.pop("_loop_vars", None)
        return called(*args, **values)


class QuickEnvironment(Environment):
    """Takes what templates look up for attributes that are there, as nearly all of it is.

    Where one is not there, an AttributeError says so: the plain environment then looks for an item of that name.
    """

    template_class = QuickTemplate
    context_class = QuickContext
    getattr = staticmethod(getattr)  # type: ignore[assignment]  # compiled templates call it with these two

    def __init__(self, *args: Any, **options: Any) -> None:
        """As Jinja's."""
        super().__init__(*args, **options)
        self._known: dict[str, Template] = {}

    def get_template(
        self,
        name: str | Template,
        parent: str | None = None,
        globals: MutableMapping[str, Any] | None = None,  # noqa: A002  (Jinja's)
    ) -> Template:
        """As Jinja does it, once for each name: templates stay as they are while a build runs."""
        if globals is not None or not isinstance(name, str):
            return super().get_template(name, parent, globals)
        known = self._known.get(name)
        if known is None:
            known = self._known[name] = super().get_template(name, parent)
        return known

    def make_globals(self, d: MutableMapping[str, Any] | None) -> MutableMapping[str, Any]:
        """What every template knows, in one dictionary; each printing copies it."""
        return {**self.globals, **(d or {})}


def printed(value: object) -> str:
    """The value as it stands in a page: exactly what `escape` makes of it, as a plain text."""
    kind = type(value)
    if kind is str:
        return escaped(value)  # type: ignore[arg-type]  # it is one
    if kind is Markup:
        return value  # type: ignore[return-value]  # it is a text
    return str(value) if kind is int or kind is float else escape(value)


class Printer:
    """The templates of the site's pages."""

    def __init__(
        self, templates: tuple[Path, ...], asset: Callable[[str], str], compiled: Path | None = None
    ) -> None:
        """Templates come from the folders in turn; ``asset`` tells the address of a style sheet or script.

        Below ``compiled`` they are kept ready for the next build.
        """
        quick, plain = (
            furnished(kind, templates, asset, compiled) for kind in (QuickEnvironment, Environment)
        )
        self._quick, self._plain = cache(quick.get_template), cache(plain.get_template)

    def print(self, name: str, **values: object) -> Markup:
        """The template ``name`` with ``values`` put in, none of them used up by reading; links still carry the root's
        mark. Raises TemplateFault.
        """
        try:
            try:
                return finished(self._quick(name).render(values))
            except AttributeError:
                return finished(self._plain(name).render(values))
        except TemplateError as error:
            raise _fault(error, name) from error


def _fault(error: TemplateError, name: str) -> TemplateFault:
    """What is wrong, and where: Jinja sets the template's own lines into the traceback."""
    reason = (error.message or type(error).__name__).rstrip(".")
    if isinstance(error, TemplateNotFound):
        reason = f"there is no template {error.name}"
    if isinstance(error, TemplateSyntaxError):
        return TemplateFault(error.filename or error.name or name, error.lineno, reason)
    place = (name, 0)
    step = error.__traceback__
    while step is not None:
        file = step.tb_frame.f_code.co_filename
        if file.endswith(".html"):
            place = file, step.tb_lineno
        step = step.tb_next
    return TemplateFault(*place, reason)


def compile_templates(templates: tuple[Path, ...], compiled: Path) -> None:
    """Compile every template into ``compiled`` unless that is there: otherwise each process that prints pages would do it.

    What is faulty is told when it is used.
    """
    if is_there(compiled):
        return
    environment = furnished(QuickEnvironment, templates, str, compiled)
    for name in environment.list_templates(extensions=("html",)):
        with suppress(TemplateError, UnicodeError):
            environment.get_template(name)


def furnished(
    kind: type[Environment], templates: tuple[Path, ...], asset: Callable[[str], str], compiled: Path | None
) -> Environment:
    """An environment in which templates find each other, our filters and what stands on every page."""
    environment = kind(
        loader=FileSystemLoader([place / "pages" for place in templates]),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        auto_reload=False,
        extensions=[RootInPlace],
        bytecode_cache=CompiledTemplates(compiled) if compiled is not None else None,
    )
    environment.globals["root"] = Markup(ROOT_MARK)  # noqa: S704  (our own mark)
    environment.globals["asset"] = asset
    environment.filters["counted"] = counted
    environment.filters["links"] = links
    environment.filters["number"] = number
    return environment


def templates_digest(templates: tuple[Path, ...]) -> str:
    """A digest of all templates of pages."""
    digest = hashlib.sha256()
    for place in templates:
        for name, text in texts_of_templates(place).items():
            digest.update(f"\0{name}\0".encode() + text)
    return digest.hexdigest()


def texts_of_templates(place: Path) -> dict[str, bytes]:
    """The templates of pages in one folder of templates, by name."""
    return {path.name: path.read_bytes() for path in sorted((place / "pages").glob("*.html"))}


def at_depth(html: str, address: str) -> str:
    """``html`` for the page at ``address``: the marks replaced by its way to the root."""
    return html.replace(ROOT_MARK, root_of(address))


def links(places: Iterable[Place]) -> Markup:
    """The names of places as links to them, with commas between: every page of a paper has dozens."""
    return finished(
        ", ".join([f'<a href="{ROOT_MARK}/{printed(one.address)}">{printed(one.name)}</a>' for one in places])
    )


def number(amount: int) -> str:
    """``100,000``: with thin groups, as numbers are read."""
    return f"{amount:,}"
