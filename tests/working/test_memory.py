"""Memory: when Python looks for what is not used any more."""

from __future__ import annotations

import gc

import pytest

from generator.working.memory import uncollected


def test_what_was_made_without_looking_is_taken_for_old() -> None:
    with uncollected():
        assert not gc.isenabled()
        made: list[object] = [[]]
    assert gc.isenabled()
    assert all(one is not made for one in gc.get_objects(generation=0))


def test_looking_goes_on_after_a_fault_and_stays_off_where_it_was() -> None:
    with pytest.raises(KeyError), uncollected():
        raise KeyError
    assert gc.isenabled()
    gc.disable()
    try:
        with uncollected():
            pass
        assert not gc.isenabled()
    finally:
        gc.enable()
