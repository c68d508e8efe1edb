"""What a published site says of its own addresses: its manifest, and the file that the manifest names."""

from __future__ import annotations

import json
from urllib.parse import urljoin, urlsplit

from generator.fetching.faults import BadAnswer, NotKnown
from generator.fetching.services import safe_address
from generator.fetching.web import Service, Web

JSON = "application/json"


def published_addresses(web: Web, manifest: str) -> str:
    """The text of the site's addresses file, found by its manifest or asked for itself.

    Raises FetchFault where the site does not answer, and WrongSetting where the address is not safe to ask.
    """
    address = safe_address("--against", manifest)
    host = urlsplit(address).hostname or ""
    site = Service(name=host, pause=0.0, family=host)
    body = _text(web, site, address)
    named = _addresses_named_in(body)
    # Beside the manifest, whatever it says: a foreign file must not send us anywhere.
    return body if named is None else _text(web, site, urljoin(address, named.rpartition("/")[2]))


def _text(web: Web, site: Service, address: str) -> str:
    try:
        return web.answer(site, address, JSON).decode("utf-8")
    except NotKnown:
        raise NotKnown(f"there is nothing at {address}") from None
    except UnicodeDecodeError:
        raise BadAnswer(f"what {site.name} sent is not UTF-8") from None


def _addresses_named_in(body: str) -> str | None:
    try:
        told = json.loads(body)
    except (ValueError, RecursionError):
        return None
    named = told.get("addresses") if isinstance(told, dict) else None
    return named if isinstance(named, str) else None
