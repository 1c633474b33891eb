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
| A31 | odd numbers, depth, odd text | `test_an_odd_value_is_refused_or_ends_the_line` |
| F37 | a phone that does not read | `test_whoever_does_not_read_is_hung_up_on` |
"""

import os
import random
import struct
from itertools import repeat

import pytest

from tests.support.raw import BINARY, CLOSE, PING, TEXT, RawLine, command, frame, text
from tests.support.table import Table

LARGEST = 16_000
FULL = bool(os.environ.get("UPTOYOU_FULL"))
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


@pytest.mark.parametrize(
    "said",
    [
        frame(b"42[]", BINARY),
        frame(b"", BINARY),
        text('451-["command",{"_placeholder":true,"num":0}]'),
        text('459999999999-["command",{}]'),
        text('4510000000000-["command",{}]'),
        text('450-["command",{}]'),
        text("461-1[]"),
        text("431[{}]"),
        text('44{"message":"x"}'),
        text("47"),
        text("bAAAA"),
    ],
    ids=repr,
)
def test_what_is_not_text_ends_the_line(attacker, said):
    attacker.sends(said)

    assert attacker.ends() in (1002, 1003)


@pytest.mark.parametrize(
    "said",
    [
        frame(b"42[]", mask=False),
        frame(b"42[]", 3),
        frame(b"42[]", 11),
        frame(b"42[]", 0),
        frame(b"x" * 126, PING),
        frame(b"", PING, last=False),
        frame(b"42", last=False) + frame(b"[]", TEXT),
        b"\xc1" + frame(b"42[]")[1:],
        b"\x91" + frame(b"42[]")[1:],
        frame(b"\xff\xfe"),
        frame(b"4\xed\xa0\x80"),
        text(""),
        text("2probe"),
        text("5"),
        text("9"),
        text("4"),
        text("4x"),
        text("42"),
        text("42{}"),
        text("42[]"),
        text("42[1]"),
        text('42["connect",{},{"key":"x"}]'),
        text('42["disconnect"]'),
        text('42["message",1]'),
        text('42["command",1,2]'),
        text('42/admin,["command",{}]'),
        text('42' + "1" * 200 + '["command",{}]'),
        text("42" + "[" * 7000),
    ],
    ids=repr,
)
def test_a_frame_that_is_none_ends_the_line(attacker, said):
    attacker.sends(said)

    assert attacker.ends() in (1002, 1007)


@pytest.mark.parametrize(
    "value",
    ["NaN", "Infinity", "-Infinity", "1e999", "9" * 5000, '"\\ud800"', '{"n":1,"n":2}', "[" * 500 + "]" * 500, "tru"],
    ids=lambda value: value[:12],
)
def test_an_odd_value_is_refused_or_ends_the_line(attacker, value):
    attacker.sends(text(f'421["command",{{"id":"0123456789abcdef","kind":"rule","step":"s1","n":1,"level":{value}}}]'))
    heard = [data.decode() for opcode, data in attacker.frames() if opcode == TEXT] if value in BROKEN else []

    assert not any('"ok":true' in one for one in heard) if heard else value in BROKEN or "bad_message" in attacker.hears("431")


BROKEN = {"NaN", "Infinity", "-Infinity", "1e999", "tru", '"\\ud800"'}


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
    keys = [room.workshop.take_seat(f"Flood {os.urandom(3).hex()}")["key"] for _ in range(20)]
    lines = [RawLine(room.server.port, key) for key in keys]
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
    """It takes the five seconds that an honest phone on a slow line has."""
    lines = [RawLine(room.server.port) for _ in range(20)]
    for line in lines[10:]:
        line.sends(text('40{"key":"r_wrong"}'))
    for line in lines:
        line.ends()

    still_played(room)


def test_whoever_does_not_read_is_hung_up_on(room):
    """It asks for the whole view again and again, as often as it may, and reads nothing."""
    key = room.workshop.take_seat("Deaf")["key"]
    seat = room.console.shared["stage"]
    assert seat is not None
    with RawLine(room.server.port, key) as line:
        line.sends(text('42["resync"]') * 50)
        line.hears('42["view"')
    still_played(room)


# Anything at all


@pytest.mark.parametrize("seed", range(40 if FULL else 4))
def test_no_bytes_whatever_disturb_the_others(room, seed):
    chance = random.Random(seed)
    grammar = [b"4", b"2", b"0", b"[", b"]", b'"command"', b",", b"{", b"}", b'"id":"', b"-", b"/x,", b"\x00", b"\xff", b"1"]
    for _ in range(25):
        key = room["Kim"].key if chance.random() < 0.0 else None
        with RawLine(room.server.port, key) as line:
            said = b"".join(chance.choice(grammar) for _ in range(chance.randrange(30)))
            shape = chance.randrange(4)
            data = (
                frame(said)
                if shape == 0
                else frame(b"40" + said)
                if shape == 1
                else bytes(chance.randrange(256) for _ in range(chance.randrange(60)))
                if shape == 2
                else frame(said, chance.randrange(16), last=chance.random() < 0.5, mask=chance.random() < 0.7)
            )
            line.floods([data])
    still_played(room)

    assert "Traceback" not in room.server.output()
