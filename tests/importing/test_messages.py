"""Every message of the importer is described."""

from __future__ import annotations

import re

from generator.importing.messages import IMPORTING
from generator.loading.message_catalogue import CATALOGUE
from tests.support.repository import ROOT


def test_every_code_is_described_once_and_nowhere_else() -> None:
    used = set()
    for module in (ROOT / "generator" / "importing").glob("*.py"):
        if module.name != "messages.py":
            used.update(re.findall(r'"([EW]\d{3})"', module.read_text(encoding="utf-8")))
    described = [kind.code for kind in IMPORTING.kinds]
    assert used == set(described)
    assert len(described) == len(set(described))
    assert not used & {kind.code for group in CATALOGUE for kind in group.kinds}
