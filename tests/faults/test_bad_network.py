"""Between the phones and the server lies a network that delays, stands still and breaks off, or becomes another."""

import asyncio

import pytest

from tests.support.counts import usually
from tests.support.phones import WirePhone
from tests.support.roaming import (
    RoamingPhone,
    Sky,
    Weather,
    all_is_saved_once,
    goes_to_the_next_ruling,
    out_and_about,
    phones_of,
    to_the_end,
)
from tests.support.server import RunningServer

PHONES, ROUNDS = usually((8, 2), full=(300, 10))
STORM = usually(Weather((0.0, 0.05), 0.5, 0.02, 0.04), full=Weather((0.1, 0.7), 5.0, 0.01, 0.03))
MOVES = usually(10, full=200)


@pytest.mark.timeout(usually(180, full=1_800))
def test_what_is_sent_over_a_bad_network_is_saved_once_and_everybody_sees_the_same(server: RunningServer) -> None:
    opened, sky = server.open_workshop("Ana", "Bo"), Sky()
    phones = phones_of(opened, PHONES, sky)

    async def plays(leader: WirePhone) -> None:
        async with out_and_about(phones.values()):
            for _ in range(ROUNDS):
                sky.weather = STORM
                await asyncio.to_thread(goes_to_the_next_ruling, leader)
                step = leader.place["step"]
                await asyncio.gather(*(rules(phone, step) for phone in phones.values()))
            sky.weather = Weather()
            await asyncio.to_thread(goes_to_the_next_ruling, leader)
            move = leader.place["move"]
            for phone in phones.values():
                await phone.sees(lambda one: one.place["move"] == move, "where the others are")
                with await asyncio.to_thread(WirePhone, server.url, phone.key) as fresh:
                    await asyncio.to_thread(fresh.sees, lambda one: bool(one.own), "a part of its own")
                    await phone.sees(lambda one, fresh=fresh: (one.shared, one.own) == (fresh.shared, fresh.own), "it")

    with WirePhone(server.url, opened.key("facilitator")) as leader:
        has_rounds(leader, ROUNDS + 1)
        to_the_end(plays(leader))

    assert [] == [ack for phone in phones.values() for ack in phone.refused]
    assert sky.broken > 0
    server.stop()
    all_is_saved_once(server, phones)


async def rules(phone: RoamingPhone, step: str) -> None:
    await phone.sees(lambda one: (one.place["step"], one.place["phase"]) == (step, "rule"), "rulings")
    phone.taps_on()
    await phone.is_answered()


def has_rounds(leader: WirePhone, count: int) -> None:
    """Put the last round on the agenda once more, until there are so many."""
    rounds = [step for step in leader.shared["agenda"] if step["kind"] == "case"]
    last = rounds[-1]
    for _ in range(count - len(rounds)):
        leader.does("add_step", what="case", case=last["case"], minutes=last["minutes"], after=last["id"])


@pytest.mark.timeout(usually(120, full=600))
def test_a_phone_that_changes_its_network_keeps_its_seat_and_leaves_no_ghost(server: RunningServer) -> None:
    """The old line breaks, or nobody is there any more."""
    opened, sky = server.open_workshop("Ana"), Sky()
    seat = opened.take_seat("Kim")
    kim = RoamingPhone(server.port, seat["key"], sky)

    async def moves(console: WirePhone) -> None:
        async with out_and_about([kim]):
            await asyncio.to_thread(goes_to_the_next_ruling, console)
            await kim.sees(lambda one: one.place["phase"] == "rule", "rulings")
            for number in range(1, 1 + MOVES):
                kim.moves(f"127.0.{1 + number // 100}.{1 + number % 100}", silently=bool(number % 2))
                kim.taps_on(2)
                await kim.is_answered()
                assert 1 + number == kim.lines
                assert ["Kim"] == [one["name"] for one in console.shared["seats"] if one["role"] == "rep"]

    with WirePhone(server.url, opened.key("facilitator")) as console:
        to_the_end(moves(console))
        console.sees(lambda one: is_lost(one, seat["seat"]), "that Kim has left with all her lines")

    assert [] == kim.refused
    server.stop()
    all_is_saved_once(server, {seat["seat"]: kim})


def is_lost(console: WirePhone, seat: str) -> bool:
    """Whether the console was last told that this seat is away."""
    said = [data["lost"] for event, data in console.frames if event == "presence"]
    return bool(said) and said[-1].get(seat) is not None
