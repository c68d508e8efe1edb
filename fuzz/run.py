"""One target under libFuzzer: `python -m fuzz.run TARGET CORPUS… -max_total_time=60 …`.

The arguments behind the target are libFuzzer's own. What it ends on is a find: the input lies in the file it names,
and `python -m fuzz.run TARGET FILE` runs that one again.
"""

from __future__ import annotations

import sys

import atheris


def main() -> None:
    """Instrument the program while it is imported, then hand over; libFuzzer ends the process itself."""
    name = sys.argv.pop(1)
    with atheris.instrument_imports(include=["generator", "latex2mathml"], enable_loader_override=False):
        import latex2mathml.converter  # noqa: F401  (else it is imported late, without being watched)

        from fuzz.targets import TARGETS
    atheris.Setup(sys.argv, TARGETS[name], enable_python_coverage=True)
    atheris.Fuzz()


if __name__ == "__main__":
    main()
