"""Live reload on MkDocs' server: under the policy of our own pages, without their service worker, and only where there is
something new to see.

The server adds a script to each page, and the page has to allow it. The policy of a page names the inline scripts it may run
by their hash. The one that the server adds differs with every page view, so its hash is added to the policy in the same moment,
in what is sent and nowhere else.
"""

from __future__ import annotations

import base64
import hashlib
from collections.abc import Callable
from typing import Any

from mkdocs.livereload import LiveReloadServer

NO_WORKER = b"""if (navigator.serviceWorker) {
  navigator.serviceWorker.getRegistration().then((worker) => worker?.unregister());
  navigator.serviceWorker.register = () => Promise.reject();
}
"""
"""A script for pages. Their service worker would hold the requests by which they wait for the next site, beyond their own end,
until the browser has no connection left; and one of a site that was looked at here before would go on answering."""
POLICY_FOR_SCRIPTS = b"script-src 'self'"
OPENING, CLOSING = b"<script>", b"</script>"


def allow_reload_script(server: LiveReloadServer) -> None:
    """Let every page that ``server`` sends run the script that makes it reload, and none a service worker."""
    with_script: Any = server._inject_js_into_html  # noqa: SLF001 - see below

    def with_allowed_script(content: bytes, epoch: int) -> bytes:
        page, opening, own = with_script(content, epoch).rpartition(OPENING)
        return allowed(b"".join((page, opening, NO_WORKER, own)))

    # MkDocs offers no hook between adding the script and sending the page.
    server._inject_js_into_html = with_allowed_script  # type: ignore[method-assign]  # noqa: SLF001  (see above)


def reload_where_seen(server: LiveReloadServer, rebuild: Callable[[], bool]) -> None:
    """At each change let ``rebuild`` do what is due. Pages are given out meanwhile, and browsers reload only where it says that
    there is something to see.
    """

    def builder() -> None:
        # MkDocs takes the site behind each build for another one, and no page is given out until that is there. There is no
        # public way to say that every file is whole at any time, and that nothing may be new.
        wanted = server._wanted_epoch  # noqa: SLF001  (see above)
        server._wanted_epoch = server._visible_epoch  # noqa: SLF001  (see above)
        if rebuild():
            server._wanted_epoch = wanted  # noqa: SLF001  (see above)

    server.builder = builder


def with_reload_script(server: LiveReloadServer, page: bytes) -> bytes:
    """A page that ``server`` sends where there is none: who waits at the address of a new paper sees it come."""
    # MkDocs adds its script to pages that it finds and to no other, and tells nobody which site is seen now.
    page_with_script: bytes = server._inject_js_into_html(page, server._visible_epoch)  # noqa: SLF001  (no public way)
    return page_with_script


def allowed(page: bytes) -> bytes:
    """The page with the hash of its last inline script in its policy."""
    start = page.rfind(OPENING)
    end = page.find(CLOSING, start)
    if start < 0 or end < 0:
        return page
    digest = base64.b64encode(hashlib.sha256(page[start + len(OPENING) : end]).digest())
    return page.replace(POLICY_FOR_SCRIPTS, POLICY_FOR_SCRIPTS + b" 'sha256-" + digest + b"'", 1)
