"""ES modules as one classic script.

Browsers refuse modules from ``file:`` addresses, so the edition for a disk carries every module as a function. What
each of them imports is handed in, what it exports is handed back. Only the forms that our modules use are known;
anything else is refused at build, never guessed.
"""

from __future__ import annotations

import json
import posixpath
import re
from collections.abc import Mapping

IDENTIFIER = r"[A-Za-z_$][\w$]*"
STATIC_IMPORT = re.compile(r'^[ \t]*import\s*\{([^}]*)\}\s*from\s*"([^"]+)";[ \t]*$', re.MULTILINE)
EXPORTED = re.compile(rf"^export\s+((?:async\s+)?function|class|const)\s+({IDENTIFIER})", re.MULTILINE)
EXPORT_LIST = re.compile(r"^export\s*\{([^}]*)\};[ \t]*$", re.MULTILINE)
LEFT_OVER = re.compile(r"^[ \t]*(?:import\b(?!\s*[(.])|export\b).*$", re.MULTILINE)
PLAIN_NAME = re.compile(IDENTIFIER)


class UnknownModuleForm(Exception):
    """A module imports or exports in a way this program does not know: our own mistake."""


def classic_script(modules: Mapping[str, str], prelude: str) -> str:
    """One script that defines every module by its address and runs those its own element names."""
    functions = ",\n".join(
        f"{json.dumps(address)}: {module_function(address, text)}"
        for address, text in sorted(modules.items())
    )
    return f'"use strict";\nconst MODULES = {{\n{functions}\n}};\n{prelude}'


def module_function(address: str, text: str) -> str:
    """The module as an asynchronous function of what it needs. Raises UnknownModuleForm."""
    exported = [found[2] for found in EXPORTED.finditer(text)]
    exported += [name for found in EXPORT_LIST.finditer(text) for name in names_in(found[1])]
    body = STATIC_IMPORT.sub(lambda found: _handed_in(address, found), text)
    body = EXPORT_LIST.sub("", EXPORTED.sub(r"\1 \2", body))
    left = LEFT_OVER.search(body)
    if left is not None or not all(PLAIN_NAME.fullmatch(name) for name in exported):
        raise UnknownModuleForm(f"{address}: {left.group().strip() if left else exported}")
    body = re.sub(r"\bimport\(", "$load(", body).replace("import.meta.url", "$url")
    return (
        f"async ($need, $load, $url, $exported, fetch) => {{\n{body}\n"
        f"Object.assign($exported, {{{', '.join(exported)}}});\n}}"
    )


def names_in(listed: str) -> list[str]:
    """The names of a list in braces."""
    return [name.strip() for name in listed.split(",") if name.strip()]


def _handed_in(address: str, found: re.Match[str]) -> str:
    names = ", ".join(re.sub(r"\s+as\s+", ": ", name) for name in names_in(found[1]))
    target = posixpath.normpath(posixpath.join(posixpath.dirname(address), found[2].partition("?")[0]))
    return f"const {{ {names} }} = await $need({json.dumps(target)});"
