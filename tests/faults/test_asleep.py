"""Phones sleep in pockets for a moment or for an hour, and show what is when they are looked at again.

Neither phone nor server knows real time here: whatever either of them waits for comes twenty times sooner, so an hour
is three minutes.
"""

import asyncio
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.support.counts import usually
from tests.support.phones import WirePhone
from tests.support.roaming import SILENCE, goes_to_the_next_ruling, out_and_about, phones_of, to_the_end
from tests.support.server import RunningServer

FASTER = 20
IN_A_HURRY = f"""
from server import cli  # first: it makes everything that follows green
from server import app
from server.realtime import fanout, transport
from server.service import live
for module, names in (
    (transport, ("PING_EVERY", "PING_WAIT")),
    (fanout, ("TICK",)),
    (live, ("REST_AFTER",)),
    (app, ("REST_EVERY",)),
):
    for name in names:
        setattr(module, name, getattr(module, name) / {FASTER})
tend = transport.Transport.tend
transport.Transport.tend = lambda self: tend(self) / {FASTER}
cli.main()
"""
SLEEPS = usually((10, 60), full=(10, 60, 600, 3_600))
"""Seconds, as a phone counts them."""
PHONES = usually(8, full=100)


@pytest.fixture
def server(tmp_path: Path) -> Iterator[RunningServer]:
    running = RunningServer(tmp_path, program=("-c", IN_A_HURRY))
    yield running
    running.stop()


@pytest.mark.timeout(usually(120, full=600))
def test_a_phone_that_slept_shows_what_is_and_can_be_used(server: RunningServer) -> None:
    """While they sleep the workshop goes on, and each group of them wakes at another place of it."""
    opened = server.open_workshop("Ana", "Bo")
    phones = [*phones_of(opened, PHONES, silence=SILENCE / FASTER).values()]

    async def wakes(leader: WirePhone) -> None:
        async with out_and_about(phones):
            asleep = [asyncio.create_task(one.sleeps(SLEEPS[n % len(SLEEPS)] / FASTER)) for n, one in enumerate(phones)]
            for group in range(len(SLEEPS)):
                await asyncio.to_thread(goes_to_the_next_ruling, leader)
                await asyncio.gather(*asleep[group :: len(SLEEPS)])
                for phone in phones[group :: len(SLEEPS)]:
                    place = leader.place
                    await phone.sees(lambda one, place=place: one.place == place, "where the others are")
                    phone.taps_on(1)
                    await phone.is_answered()

    with WirePhone(server.url, opened.key("facilitator")) as leader:
        to_the_end(wakes(leader))

    assert [] == [ack for phone in phones for ack in phone.refused]
    assert all(phone.lines > 1 for phone in phones[len(SLEEPS) - 1 :: len(SLEEPS)])
