"""What mkdocs.yml must say, as far as we read it ourselves; the rest is the engine's to judge.

It is looked for among the plain values, which are kept between two runs: most runs find nothing, and need no YAML.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any, NamedTuple, TypeAlias

from generator.model.extent import EXTENTS

OPTIONS = ("content", "extent", "social_cards")
"""Of our plugin, as `PaperIndexOptions` declares them to MkDocs."""
TEXTS = ("site_name", "site_description", "site_url", "repo_url", "docs_dir", "site_dir")
ADDRESSES = ("site_url", "repo_url")
NAME_IT = "write plugins: [paperindex]"
A_WEB_ADDRESS = "begin it with https://, or leave it out"
TYPED = "{typed}"
"""Stands in a hint for what stands in the file."""

SettingPath: TypeAlias = tuple[str | int, ...]


class SettingFault(NamedTuple):
    """Something that mkdocs.yml must not say, or does not say."""

    code: str
    message: str
    hint: str
    path: SettingPath = ()
    """The keys, and numbers in lists, that lead to it; empty for the file."""
    at_key: bool = False
    """Whether the last key is meant, and not its value."""


PLUGIN_MISSING = SettingFault(
    "E804",
    "the plugin paperindex is not named under plugins",
    "add it to that list: - paperindex",
    ("plugins",),
    at_key=True,
)
"""Of engines that run plugins."""


def setting_faults(settings: dict[str, Any]) -> Iterator[SettingFault]:
    """What is wrong with the plain values of one file of settings; None is what the engine fills in (``!ENV``)."""
    if "site_name" not in settings and "INHERIT" not in settings:
        yield SettingFault("E804", "site_name is missing", "write site_name: and what the index is called")
    yield from _texts(settings, TEXTS)
    for key in ADDRESSES:
        value = settings.get(key)
        if isinstance(value, str) and value and not value.startswith(("http://", "https://")):
            yield SettingFault("E803", f"{key}: '{value}' is no address", A_WEB_ADDRESS, (key,))
    plugins = settings.get("plugins")
    if plugins is not None and not isinstance(plugins, list | dict):
        yield SettingFault("E803", "plugins is no list", NAME_IT, ("plugins",))
    for path, options in plugin_entries(plugins):
        if isinstance(options, dict):
            yield from _option_faults(options, ("plugins", *path))
        elif options is not None:
            hint = "write them below it, further in: extent: full"
            yield SettingFault("E803", "the options of paperindex are no mapping", hint, ("plugins", *path))


def _option_faults(options: dict[Any, Any], path: SettingPath) -> Iterator[SettingFault]:
    # Late: it brings difflib, and most settings have no options.
    from generator.text.nearest import did_you_mean

    for key in options:
        if key not in OPTIONS:
            hint = did_you_mean(str(key), OPTIONS, f"paperindex has the options {', '.join(OPTIONS)}")
            message = f"paperindex has no option '{key}'"
            yield SettingFault("E802", message, hint, (*path, key), at_key=True)
    yield from _texts(options, ("content",), path)
    extent, cards = options.get("extent"), options.get("social_cards")
    if extent is not None and extent not in EXTENTS:
        otherwise = f"write {' or '.join(EXTENTS)}, or leave it out"
        hint = did_you_mean(extent, EXTENTS, otherwise) if isinstance(extent, str) else otherwise
        yield SettingFault("E803", f"extent: '{TYPED}' is none", hint, (*path, "extent"))
    if cards is not None and not isinstance(cards, bool):
        hint = "write true or false without quotes, or leave it out"
        yield SettingFault(
            "E803", f"social_cards: '{TYPED}' says neither yes nor no", hint, (*path, "social_cards")
        )


def _texts(values: dict[Any, Any], keys: Iterable[str], path: SettingPath = ()) -> Iterator[SettingFault]:
    for key in keys:
        value = values.get(key)
        if isinstance(value, list | dict):
            yield SettingFault("E803", f"{key} is no text", f"write one text after {key}:", (*path, key))
        elif value is not None and not isinstance(value, str):
            hint = A_WEB_ADDRESS if key in ADDRESSES else f'put it in quotes: {key}: "{TYPED}"'
            yield SettingFault("E803", f"{key}: {TYPED} is no text to YAML", hint, (*path, key))


def plugin_entries(plugins: object) -> Iterator[tuple[SettingPath, Any]]:
    """Where among the ``plugins``, however they are written, ours is named, and what options it is given."""
    if isinstance(plugins, dict):
        yield from (((name,), options) for name, options in plugins.items() if name == "paperindex")
    elif isinstance(plugins, list):
        for number, item in enumerate(plugins):
            if item == "paperindex":
                yield (number,), None
            elif isinstance(item, dict):
                yield from (
                    ((number, name), options) for name, options in item.items() if name == "paperindex"
                )
