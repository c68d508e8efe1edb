"""The plain values of mkdocs.yml, and what was read of it before."""

from __future__ import annotations

import hashlib
import marshal
import os
import sys
from contextlib import suppress
from pathlib import Path
from typing import Any

from generator.model.problem import Problem
from generator.settings.checks import plugin_entries, setting_faults
from generator.working.kept_files import is_there, keep_file, kept_file
from generator.working.surroundings import installed_packages


class SettingsFault(Exception):
    """The folder does not hold an index, or its settings cannot be used; the message says what to do."""

    def __init__(self, message: str, problems: tuple[Problem, ...] = ()) -> None:
        super().__init__(message)
        self.problems = problems
        """What is wrong, with its place; empty where there is no file of settings."""


def checked_settings(config_file: Path) -> dict[str, Any]:
    """The plain values of ``mkdocs.yml``. Raises SettingsFault where they cannot be used."""
    settings = read_settings(config_file)
    faults = list(setting_faults(settings))
    if faults:
        from generator.settings.places import placed_settings  # late: see _settings_of

        raise SettingsFault(
            f"{config_file.name} cannot be used",
            placed_settings(faults, _text_of(config_file), shown_settings(config_file)),
        )
    return settings


def read_settings(config_file: Path) -> dict[str, Any]:
    """The plain values of ``mkdocs.yml``; tagged ones (``!ENV``, Python names) belong to MkDocs and become None.

    Raises SettingsFault where there is no such file, or none that holds settings.
    """
    text = _text_of(config_file)
    settings = _settings_of(text, config_file)
    if not isinstance(settings, dict):
        raise _refusal(config_file, text, "this holds no settings: it begins with site_name: and a name")
    return settings


def _text_of(config_file: Path) -> str:
    try:
        return config_file.read_text(encoding="utf-8").removeprefix("\ufeff")
    except FileNotFoundError:
        raise SettingsFault(f"{config_file.name} is not here: {_where_instead(config_file)}") from None
    except (OSError, UnicodeDecodeError) as error:
        raise SettingsFault(f"{config_file.name} cannot be read: {error}") from None


def _where_instead(config_file: Path) -> str:
    """What to do where the settings are not found: editors often stand in ``content/papers``."""
    if not config_file.is_absolute():
        for steps, folder in enumerate(Path.cwd().parents, start=1):
            if (folder / config_file).is_file():
                way = "/".join([".."] * steps)
                return f"the index begins further up, so run the command there (cd {way})"
    return "run the command in the folder of an index, or make one with paperindex init"


def _refusal(config_file: Path, text: str, said: str) -> SettingsFault:
    from generator.settings.places import unreadable_settings  # late: see _settings_of

    problems = unreadable_settings(text, shown_settings(config_file), said)
    return SettingsFault(f"{config_file.name} is not readable as YAML", problems)


def shown_settings(config_file: Path) -> str:
    """How messages call the file: as whoever runs the command named it."""
    return config_file.as_posix()


def _settings_of(text: str, config_file: Path) -> Any:
    """What ``text`` says, from the cache where it has been read before.

    They are few, but what reads YAML takes longer to load than all entries of an index to check, and with those kept
    nothing else needs it. They stand under a digest of themselves and of all that they depend on.
    """
    cache = cache_of(config_file)
    name = hashlib.sha256(os.fsencode(config_file.absolute())).hexdigest()[:16]
    kept, _ = kept_file(cache / "settings" / name) or (b"", 0)
    digest, _, values = kept.partition(b"\n")
    if digest == _digest_of_settings(text, values):
        return marshal.loads(values)  # noqa: S302 - the bytes are those that were written
    settings = _parsed(text, config_file)
    # Who only looks at an index leaves nothing there. A date among the settings is no plain value.
    if is_there(cache):
        with suppress(ValueError):
            values = marshal.dumps(settings)
            keep_file(cache / "settings" / name, _digest_of_settings(text, values), b"\n", values)
    return settings


def _digest_of_settings(text: str, values: bytes) -> bytes:
    """Of the text, of what it was found to say, and of the programs that found it."""
    parser = [package for package in installed_packages() if package.lower().startswith("pyyaml-")]
    digest = hashlib.sha256(f"{sys.version}\0{parser}\0".encode("utf-8", "surrogateescape"))
    for part in (Path(__file__).read_bytes(), text.encode(), values):
        digest.update(hashlib.sha256(part).digest())
    return digest.hexdigest().encode()


def _parsed(text: str, config_file: Path) -> Any:
    import yaml  # late: see _settings_of

    try:
        return plain_settings(text)
    except (yaml.YAMLError, RecursionError) as error:
        raise _refusal(config_file, text, f"not readable as YAML: {error}") from None


def plain_settings(text: str) -> Any:
    """The plain values of settings written as YAML; tagged ones are None. Raises yaml.YAMLError where they are not YAML."""
    import yaml  # late: see _settings_of

    class SettingsLoader(yaml.SafeLoader):
        """Reads what is plain and lets tags pass that only MkDocs understands."""

    SettingsLoader.add_multi_constructor("", lambda *_: None)
    return yaml.load(text, SettingsLoader)  # noqa: S506 - a SafeLoader that drops tags


def plugin_options(settings: dict[str, Any]) -> dict[str, Any]:
    """The options given to the ``paperindex`` plugin, however the list of plugins is written."""
    given = (options for _, options in plugin_entries(settings.get("plugins")))
    return next((options for options in given if isinstance(options, dict)), {})


def cache_of(config_file: Path) -> Path:
    """Where an index keeps what its next build can use."""
    return config_file.parent / ".cache" / "paperindex"
