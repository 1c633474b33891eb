"""The benchmark itself: what it asks for, what it counts, and the one thing about speed that has no noise."""

from argparse import ArgumentTypeError
from contextlib import closing
from time import perf_counter

import pytest

from server.realtime.fanout import BUNDLE
from tests.bench import soak, table
from tests.bench.__main__ import medians, shape
from tests.bench.play import Play
from tests.support.server import RunningServer


def test_a_burst_of_rulings_costs_each_phone_one_frame_and_the_staff_a_few_counts(tmp_path):
    """So frames grow with the number of phones, and not with its square."""
    sizes = (20, 10)
    server = RunningServer(tmp_path)
    try:
        with closing(Play(server, sizes)) as play:
            play.come_in()
            start = perf_counter()
            figures = play.rulings()
            counts = 2 + (perf_counter() - start) / BUNDLE

            assert (sum(sizes), 0) == (figures["ruling.acks"], figures["ruling.more"])
            for room in play.rooms:
                for one in (room.console, room.stage, *room.managers):
                    assert one.kinds["view"] <= counts, one.name
            assert {1} == {rep.kinds["ack"] for rep in play.reps}
    finally:
        server.stop()


def test_phones_whose_lines_broke_come_back(tmp_path):
    server = RunningServer(tmp_path)
    try:
        with closing(Play(server, (5, 5))) as play:
            play.come_in()

            assert 0 < play.come_back()["back.max"]
            assert {"lobby"} == {rep.shared["place"]["phase"] for rep in play.reps}
    finally:
        server.stop()


@pytest.mark.parametrize(
    ("text", "sizes"), [("40", (40,)), ("3x10", (10, 10, 10)), ("500", (250, 250)), ("391", (195, 196))]
)
def test_a_shape_is_workshops_of_phones_or_as_few_as_hold_them(text, sizes):
    assert sizes == shape(text).sizes


@pytest.mark.parametrize("text", ["", "many", "0", "2x0", "0x30", "1x400", "200x30"])
def test_a_shape_that_the_server_does_not_hold_is_refused_in_words(text):
    with pytest.raises(ArgumentTypeError, match="phones"):
        shape(text)


def test_medians_are_taken_of_what_every_run_has():
    assert {"a": 2, "b": 7} == medians([{"a": 1, "b": 7}, {"a": 3}, {"a": 2}])


def test_ours_is_shown_as_a_multiple_of_each_other():
    shown = table.compare({"ruling.p50": 3.0}, {"Node": {"ruling.p50": 2.0}, "C": {}})
    (line,) = [
        line
        for line in shown.splitlines()
        if line.startswith(table.SECTIONS["ALL PHONES RULE AT THE SAME INSTANT"]["ruling.p50"][0])
    ]

    assert ["3", "2", "1.5", "-", "-"] == line[table.WIDTH :].split()


def test_growth_is_told_within_each_life_of_the_server():
    """A restart takes memory back, and hides nothing that grew before."""
    first = [(number / 10, 100 + 2 * number, 20) for number in range(soak.WARM_UP + 5)]
    second = [(1 + number / 10, 60 + 2 * number, 20) for number in range(soak.WARM_UP + 5)]

    assert (pytest.approx((2, 20)), pytest.approx((0, 0))) == (
        soak.growth([first, second], 1),
        soak.growth([first, second], 2),
    )
    assert soak.growth([first[:3]], 1) is None
