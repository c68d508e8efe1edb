"""How a long build shows that it goes on."""

from __future__ import annotations

import sys
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from typing import TYPE_CHECKING

import click

from generator.working.work import Work

if TYPE_CHECKING:
    from click._termui_impl import ProgressBar


@contextmanager
def shown_progress(work: Work) -> Iterator[None]:
    """A bar with the rate and the time left while files are written; on a terminal only."""
    with ExitStack() as shown:
        began = time.monotonic()

        def expect(files: int) -> None:
            bar: ProgressBar[int] = click.progressbar(
                length=files,
                label="Writing",
                file=sys.stderr,
                hidden=not sys.stderr.isatty(),
                item_show_func=lambda _: f"{bar.pos / max(0.001, time.monotonic() - began):,.0f} files/s",
            )
            shown.enter_context(bar)
            work.progress = bar.update

        work.expect = expect
        yield
