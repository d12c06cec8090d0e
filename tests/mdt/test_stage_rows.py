"""The stage path as its rows draw it."""

from __future__ import annotations

from itertools import pairwise

from mdt.catalogue.load import load_catalogue

CATALOGUE = load_catalogue()


def test_the_main_line_walks_the_drawn_path_without_a_gap() -> None:
    line = "complaint verification enquiry legal_opinion fir investigation interim_challan final_challan trial outcome appeal".split()
    for here, there in pairwise(line):
        assert there in CATALOGUE.stage(here).next
    assert [CATALOGUE.stage(id).drawn for id in line] == [1, 2, 3, 3, 4, 5, 6, 6, 7, 8, 8]
    assert list(CATALOGUE.lists["path_step"]) == "complaint verification enquiry fir investigation challan trial outcome".split()


def test_a_move_never_goes_back_and_never_to_closed() -> None:
    moves = [(stage, CATALOGUE.stage(id)) for stage in CATALOGUE.stages.values() for id in stage.next]
    assert [there.id for here, there in moves if there.order <= here.order or there.id == "closed"] == []
    assert CATALOGUE.stage("closed").moved_by == ()
