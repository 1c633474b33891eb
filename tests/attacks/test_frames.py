"""One hostile socket is hung up on, and those who play notice nothing.

| Row | Attack | Test |
|---|---|---|
| A19 | a frame that is too large | `test_a_message_that_is_too_large_ends_the_line` |
| A20 | fragments without end | `test_a_message_in_pieces_is_bounded_as_a_whole` |
| A21 | attachments, binary | `test_what_is_not_text_ends_the_line` |
| A22, A23 | floods of events, pings, bytes | `test_a_flood_ends_the_line_of_the_flooder` |
| A24 | a flood from many seats | `test_many_flooders_end_and_the_room_plays_on` |
| A25 | compression | `test_no_line_is_compressed` |
| A27 | sockets that never show a key | `test_a_socket_without_a_key_is_closed` |
| A30 | malformed frames | `test_a_frame_that_is_none_ends_the_line`, `test_no_bytes_whatever_disturb_the_others` |
| A31 | odd numbers, depth, odd text | `test_an_odd_value_is_refused` |
| F37 | a phone that does not read | `test_whoever_does_not_read_is_hung_up_on` |
"""

import os
import random
import struct
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack
from itertools import repeat

import pytest

from tests.support.counts import usually
from tests.support.raw import BINARY, CLOSE, PING, TEXT, RawLine, command, frame, text
from tests.support.table import Table

LARGEST = 16_000
FLOODERS = usually(20, full=50)
NOISE = usually(500, full=100_000)
"""Frames, or what is nearly one."""
STRANGERS = usually(60, full=2_000)
EVENT = text('421["command",{}]')


@pytest.fixture(scope="module")
def room(shared_server):
    """People who play while others attack."""
    with Table(shared_server) as table:
        table.goes_to("rule")
        yield table


@pytest.fixture
def attacker(room):
    key = room.workshop.take_seat(f"Mallory {os.urandom(3).hex()}")["key"]
    with RawLine(room.server.port, key) as line:
        yield line
    still_played(room)


def still_played(table):
    """Everybody's next command is answered."""
    n = still_played.n = getattr(still_played, "n", 0) + 1
    for name in ("Kim", "Lou"):
        table[name].does("rule", step=table.step, level=n % 2, authority=1, n=n)


# Size


@pytest.mark.parametrize("size", [LARGEST + 1, 1 << 16, 1 << 30, 1 << 62], ids=str)
def test_a_message_that_is_too_large_ends_the_line(attacker, size):
    attacker.sends(frame(b"42[", size=size))

    assert 1009 == attacker.ends()


def test_a_message_of_the_largest_size_is_read(attacker):
    head = '421["command","'
    attacker.sends(text(head + "x" * (LARGEST - len(head) - 2) + '"]'))

    assert "bad_message" in attacker.hears("431")


@pytest.mark.parametrize("piece", [0, 1, 300, 8000, LARGEST])
def test_a_message_in_pieces_is_bounded_as_a_whole(attacker, piece):
    attacker.floods([frame(b"4" * piece, last=False), *repeat(frame(b"x" * piece, 0, last=False), 1000)])

    assert attacker.ends() in (1008, 1009)


def test_an_honest_message_in_pieces_is_read(attacker):
    said = b'421["command",{"kind":"no such kind"}]'
    attacker.sends(
        frame(said[:5], last=False) + frame(b"", PING) + frame(said[5:9], 0, last=False) + frame(said[9:], 0)
    )

    assert "bad_message" in attacker.hears("431")


def test_all_that_came_in_one_piece_is_read(attacker):
    attacker.sends(command("no such kind", 1) + command("no such kind", 2) + command("no such kind", 3))

    assert ["431", "432", "433"] == [attacker.hears("43")[:3] for _ in range(3)]


# Kinds


NOT_TEXT = {
    "binary": frame(b"42[]", BINARY),
    "empty binary": frame(b"", BINARY),
    "one attachment": text('451-["command",{"_placeholder":true,"num":0}]'),
    "10^10 attachments": text('459999999999-["command",{}]'),
    "10^12 attachments": text('4510000000000-["command",{}]'),
    "no attachment": text('450-["command",{}]'),
    "binary ack": text("461-1[]"),
    "ack": text("431[{}]"),
    "error": text('44{"message":"x"}'),
    "unknown type": text("47"),
    "base64": text("bAAAA"),
}


@pytest.mark.parametrize("said", NOT_TEXT)
def test_what_is_not_text_ends_the_line(attacker, said):
    attacker.sends(NOT_TEXT[said])

    assert attacker.ends() in (1002, 1003)


NONE = {
    "unmasked": frame(b"42[]", mask=False),
    "opcode 3": frame(b"42[]", 3),
    "opcode 11": frame(b"42[]", 11),
    "the rest of nothing": frame(b"42[]", 0),
    "a long ping": frame(b"x" * 126, PING),
    "half a ping": frame(b"", PING, last=False),
    "two beginnings": frame(b"42", last=False) + frame(b"[]", TEXT),
    "two empty beginnings": frame(b"", last=False) + frame(b"[]", TEXT),
    "compressed": b"\xc1" + frame(b"42[]")[1:],
    "reserved bit": b"\x91" + frame(b"42[]")[1:],
    "no UTF-8": frame(b"\xff\xfe"),
    "half a pair": frame(b"4\xed\xa0\x80"),
    "empty": text(""),
    "probe": text("2probe"),
    "upgrade": text("5"),
    "packet 9": text("9"),
    "empty message": text("4"),
    "no message": text("4x"),
    "no event": text("42"),
    "event without list": text("42{}"),
    "event without name": text("42[]"),
    "event with a number": text("42[1]"),
    "connect as event": text('42["connect",{},{"key":"x"}]'),
    "disconnect as event": text('42["disconnect"]'),
    "unknown event": text('42["message",1]'),
    "two arguments": text('42["command",1,2]'),
    "another namespace": text('42/admin,["command",{}]'),
    "a long number": text("42" + "1" * 200 + '["command",{}]'),
    "deep": text("42" + "[" * 7000),
    "not a number": text('421["command",{"level":NaN}]'),
    "infinity": text('421["command",{"level":-Infinity}]'),
    "half a word": text('421["command",{"level":tru}]'),
    "half a pair, escaped": text('421["command",{"level":"\\ud800"}]'),
}


@pytest.mark.parametrize("said", NONE)
def test_a_frame_that_is_none_ends_the_line(attacker, said):
    attacker.sends(NONE[said])

    assert attacker.ends() in (1002, 1007)


ODD = {
    "too large": "1e300",
    "huge": "9" * 4000,
    "deep": "[" * 500 + "]" * 500,
    "half": "0.5",
    "twice": '1,"level":{}',
    "yes": "true",
    "a word": '"1"',
    "below": "-2",
    "null byte": '"\\u0000"',
}


@pytest.mark.parametrize("value", ODD)
def test_an_odd_value_is_refused(room, attacker, value):
    about = f'"id":"0123456789abcdef","kind":"rule","step":"{room.step}","authority":1,"n":1'
    attacker.sends(text(f'421["command",{{{about},"level":{ODD[value]}}}]'))

    assert '"bad_message"' in attacker.hears("431") or value == "below"


# Floods


@pytest.mark.parametrize(
    "piece",
    [EVENT, text('42["resync"]'), text("3"), frame(b"", PING), frame(b"x" * 125, PING), frame(b"", 10)],
    ids=["events", "resyncs", "pongs", "pings", "long pings", "unasked pongs"],
)
def test_a_flood_ends_the_line_of_the_flooder(room, attacker, piece):
    attacker.floods(repeat(piece, 5000))

    assert 1008 == attacker.ends()


def test_a_flood_of_bytes_ends_the_line_of_the_flooder(attacker):
    attacker.floods(repeat(text('42["command","' + "x" * 12_000 + '"]'), 200))

    assert 1008 == attacker.ends()


def test_a_close_frame_is_answered_by_the_end(attacker):
    attacker.floods(repeat(frame(struct.pack("!H", 1000), CLOSE), 100))

    assert 1001 == attacker.ends()


def test_many_flooders_end_and_the_room_plays_on(room):
    keys = [room.workshop.take_seat(f"Flood {os.urandom(3).hex()}")["key"] for _ in range(FLOODERS)]
    with ExitStack() as opened:
        lines = [opened.enter_context(RawLine(room.server.port, key)) for key in keys]
        for line in lines:
            line.sends(EVENT * 200)
        still_played(room)

        assert {1008} == {line.ends() for line in lines}
    still_played(room)


# Holding on


def test_no_line_is_compressed(room):
    offer = "permessage-deflate; client_max_window_bits, permessage-deflate"
    with RawLine(room.server.port, sec_websocket_extensions=offer) as line:
        assert "101" in line.answer
        assert "extensions" not in line.answer.lower()


@pytest.mark.parametrize("version", ["", "0", "8", "12", "14", "13, 8"])
def test_no_other_version_of_the_protocol_is_spoken(room, version):
    with RawLine(room.server.port, sec_websocket_version=version) as line:
        assert "426" in line.answer.splitlines()[0]


def test_a_socket_without_a_key_is_closed(room):
    """It takes the five seconds that an honest phone on a slow line has. One in ten shows a wrong key."""

    def opens(number):
        line = RawLine(room.server.port, source=f"127.0.{1 + number // 20}.9", patience=60)
        if number % 10 == 0:
            line.sends(text('40{"key":"r_wrong"}'))
        return line

    with ExitStack() as opened, ThreadPoolExecutor(16) as pool:
        lines = [opened.enter_context(line) for line in pool.map(opens, range(STRANGERS))]
        still_played(room)
        ended = [[data for _, data in line.frames()][-1] for line in lines]

    assert [b"1"] * STRANGERS == ended
    still_played(room)


def test_whoever_does_not_read_is_hung_up_on(room):
    """A second console asks for its whole view as often as it may, and reads nothing."""
    asked = 55
    key = room.workshop.key("facilitator")
    with RawLine(room.server.port, key, buffer=4096) as line:
        line.sends(text('42["resync"]') * asked)
        for _ in range(2 * asked):  # by each answer the other line has had its turn
            room.server.get("/healthz")
        heard = [data for _, data in line.frames()]

    views = [data for data in heard if data.startswith(b'42["view"')]
    assert 0 < len(views) < asked
    still_played(room)


# Anything at all

GRAMMAR = [
    b"4",
    b"2",
    b"0",
    b"[",
    b"]",
    b'"command"',
    b",",
    b"{",
    b"}",
    b'"id":"',
    b"-",
    b"/x,",
    b"\x00",
    b"\xff",
    b"1",
]


def noise(chance):
    """Bytes that are a frame, nearly one, or none."""
    said = b"".join(chance.choice(GRAMMAR) for _ in range(chance.randrange(30)))
    match chance.randrange(4):
        case 0:
            return frame(b"4" + said)
        case 1:
            return frame(said)
        case 2:
            return chance.randbytes(chance.randrange(60))
        case _:
            return frame(said, chance.randrange(16), last=chance.random() < 0.5, mask=chance.random() < 0.7)


@pytest.mark.timeout(600)
@pytest.mark.parametrize("part", range(10))
def test_no_bytes_whatever_disturb_the_others(room, part):
    chance, sent = random.Random(part), 0
    key = room.workshop.take_seat(f"Noise {os.urandom(3).hex()}")["key"]
    while sent < NOISE // 10:
        with RawLine(room.server.port, key if chance.random() < 0.5 else None) as line:
            said = [noise(chance) for _ in range(chance.randrange(1, 8))]
            line.floods(said)
            sent += len(said)
    still_played(room)

    assert "Traceback" not in room.server.output()
