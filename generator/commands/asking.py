"""What commands share that ask arXiv and Crossref: who asks, where, and what a person sees meanwhile."""

from __future__ import annotations

import os
import re
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import click

from generator import __version__
from generator.commands.common import stop
from generator.reporting import printable
from generator.settings.reading import SettingsFault, read_settings

if TYPE_CHECKING:
    from generator.fetching.services import Services
    from generator.fetching.web import Web


def services_for(config_file: Path) -> Services:
    """The services, asked in the name of the index. Leaves with status 2 where the environment names none that will do."""
    # The library that talks HTTP takes a while to load; who asks nobody does not wait for it.
    from generator.fetching.services import Services, WrongSetting, settings_from

    try:
        settings = settings_from(os.environ)
    except WrongSetting as fault:
        stop(str(fault))
    return Services(web_for(config_file), settings)


def web_for(config_file: Path) -> Web:
    """Asks in the name of the index; as patient as the environment says."""
    from generator.fetching.services import WrongSetting, settings_from
    from generator.fetching.web import Patience, Web

    try:
        patience = Patience().times(settings_from(os.environ).patience)
    except WrongSetting as fault:
        stop(str(fault))
    return Web(agent=user_agent(config_file), patience=patience, tell=tell_person)


def user_agent(config_file: Path) -> str:
    """The tool's name, and where its sources or those of the index live, as services ask of programs."""
    name = f"paperindex/{__version__}"
    repository = index_setting(config_file, "repo_url")
    return f"{name} (+{repository})" if re.fullmatch(r"https?://[!-~]{1,200}", repository) else name


def index_setting(config_file: Path, name: str) -> str:
    """One text of mkdocs.yml; empty where it has none, or where there is no such file."""
    try:
        value = read_settings(config_file).get(name)
    except SettingsFault:
        return ""
    return value if isinstance(value, str) else ""


def tell_person(message: str) -> None:
    """Say why it takes longer, to a person only."""
    if sys.stderr.isatty():
        click.echo(click.style(printable(message), dim=True), err=True)
