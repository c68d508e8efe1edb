"""Installs a package of Debian (or a relative of it) where the machine lets us.

Only the set-up asks for this, and only for what Python cannot bring itself: the module that makes
environments, and a browser for the tests.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from collections.abc import Sequence


def install_package(package: str, why: str) -> bool:
    """Install `package` with apt-get and answer whether that worked; say on stderr what is done.

    Answers False, having changed nothing, where there is no apt-get or no right to use it.
    """
    apt_get = shutil.which("apt-get")
    prefix = _words_for_root_rights()
    if apt_get is None or prefix is None:
        return False
    print(f"Installing Debian's package {package} ({why}) …", file=sys.stderr, flush=True)
    install = [*prefix, apt_get, "install", "--yes", "--no-install-recommends", package]
    # The lists of a fresh image are often empty or old, so they are fetched first; where that fails
    # (a machine with a local mirror, say) the installation may still work.
    _runs_quietly([*prefix, apt_get, "update"])
    return _runs_quietly(install)


def _words_for_root_rights() -> list[str] | None:
    """What to put before a command so that it runs as root; None where nobody lets us."""
    if os.geteuid() == 0:
        return []
    sudo = shutil.which("sudo")
    if sudo is None:
        return None
    if sys.stdin.isatty():
        return [sudo]
    asks_nothing = subprocess.run([sudo, "-n", "true"], capture_output=True, check=False).returncode == 0
    return [sudo, "-n"] if asks_nothing else None


def _runs_quietly(command: Sequence[str]) -> bool:
    """Run `command`; show what it printed only when it fails."""
    environment = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
    done = subprocess.run(
        command, env=environment, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, check=False
    )
    if done.returncode != 0:
        sys.stderr.write(done.stdout.decode(errors="replace"))
    return done.returncode == 0
