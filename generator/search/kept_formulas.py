"""Formulas typeset by one build, and why others could not be, remembered by the next.

The search reads every text, so it meets every formula; and to typeset the first one takes a library that is slow to
load. The file is never trusted: it carries a digest of itself and of the code that formulas are made by.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache
from importlib.util import find_spec
from pathlib import Path

from generator.text import maths
from generator.text.formula import Formula, TexFault, TexForms
from generator.working.kept_files import keep_file, kept_file

TYPESETTER = "latex2mathml"
FILE = "formulas.json"


def recall_formulas(kept: Path) -> None:
    """Recall what an earlier build typeset, before anybody asks for a formula. ``kept`` is the folder of the search."""
    # A process that serves the site knows them from its last look.
    if not maths.formulas_so_far():
        maths.recall_formulas(_read(kept / FILE))


@contextmanager
def formulas_remembered(kept: Path) -> Iterator[None]:
    """Recall the formulas of an earlier build, and keep afterwards what was typeset meanwhile."""
    file = kept / FILE
    known = _read(file)
    maths.recall_formulas(known)
    yield
    now = maths.formulas_so_far()
    if now != known:
        body = json.dumps([rules(), now], ensure_ascii=False, separators=(",", ":"), sort_keys=True)
        content = body.encode("utf-8", "surrogatepass")
        keep_file(file, hashlib.sha256(content).hexdigest().encode() + b"\n" + content)


def _read(file: Path) -> dict[str, Formula]:
    content, _ = kept_file(file) or (b"", 0)
    digest, _, body = content.partition(b"\n")
    try:
        if hashlib.sha256(body).hexdigest().encode() != digest:
            return {}
        own_rules, formulas = json.loads(body.decode("utf-8", "surrogatepass"))
        if own_rules != rules():
            return {}
        return {
            tex: TexForms(*values) if len(values) == len(TexForms._fields) else TexFault(*values)
            for tex, values in formulas.items()
        }
    except (ValueError, TypeError, AttributeError, RecursionError):
        return {}


@cache
def rules() -> str:
    """A digest of the code that makes formulas: ours and the typesetter's."""
    spec = find_spec(TYPESETTER)
    folders = [Path(maths.__file__).parent, *map(Path, (spec and spec.submodule_search_locations) or ())]
    digest = hashlib.sha256()
    for folder in folders:
        for path in sorted(folder.glob("*.py")):
            digest.update(path.name.encode() + hashlib.sha256(path.read_bytes()).digest())
    return digest.hexdigest()
