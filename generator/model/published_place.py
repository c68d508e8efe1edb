"""Where a site is published and where its sources live, as the surroundings of a build on GitHub tell it.

The variables are those that GitHub documents as default environment variables. A project site lies at
``OWNER.github.io/NAME/``, a repository called ``OWNER.github.io`` at the host's root.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from urllib.parse import quote, urlsplit

REPOSITORY_NAME = re.compile(r"[A-Za-z0-9_.-]+/[A-Za-z0-9_.-]+")
GITHUB = "https://github.com"
SIGNS_OF_PATHS = "/%:@!$&'()*+,;=~"
"""What may stand in a path as it is (RFC 3986, section 3.3); a per cent sign because an address may be encoded already."""


def repository_address(environment: Mapping[str, str]) -> str | None:
    """Where the sources live, without a slash at the end; None outside of GitHub Actions."""
    name = environment.get("GITHUB_REPOSITORY", "")
    if REPOSITORY_NAME.fullmatch(name) is None:
        return None
    return f"{environment.get('GITHUB_SERVER_URL', GITHUB).rstrip('/')}/{name}"


def site_address(environment: Mapping[str, str]) -> str | None:
    """Where GitHub Pages publishes the site, with a slash at the end; None where nobody can tell."""
    repository = repository_address(environment)
    if repository is None or not repository.startswith(f"{GITHUB}/"):
        return None
    owner, name = repository.removeprefix(f"{GITHUB}/").split("/")
    host = f"{owner.lower()}.github.io"
    return f"https://{host}/" if name.lower() == host else f"https://{host}/{name}/"


def folder_address(typed: str) -> str:
    """An address of settings with a slash at its end and in the signs of addresses, which the sitemap protocol, feeds' ids
    and OpenSearch ask for: ``https://bücher.example/größe`` becomes ``https://xn--bcher-kva.example/gr%C3%B6%C3%9Fe/``.
    """
    address = typed.strip().rstrip("/") + "/"
    parts = urlsplit(address)
    try:
        host = parts.netloc.encode("idna").decode()
    except UnicodeError:
        # No host of the Internet; whoever serves it knows how it is written.
        host = parts.netloc
    return parts._replace(netloc=host, path=quote(parts.path, safe=SIGNS_OF_PATHS)).geturl()
