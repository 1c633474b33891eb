"""What a new phone fetches before it can be used, as the browser counts it: headers, bodies, and in which order."""

from dataclasses import dataclass, field
from typing import Any

from playwright.sync_api import CDPSession

from tests.support.screens import PHONE, Rep, Room, Screens

LIGHT = 61_440
"""Bytes on the wire without fonts: 60 KB on any connection is a second or two."""


@dataclass
class Traffic:
    """All requests of a page: what began each, its kind, and its bytes on the wire, once it is whole."""

    begun_by: dict[str, str] = field(default_factory=dict)
    addresses: dict[str, str] = field(default_factory=dict)
    kinds: dict[str, str] = field(default_factory=dict)
    weights: dict[str, int] = field(default_factory=dict)

    def listen(self, wire: CDPSession) -> None:
        wire.on("Network.requestWillBeSent", self._begins)
        wire.on("Network.loadingFinished", self._ends)
        wire.send("Network.enable")

    def _begins(self, told: dict[str, Any]) -> None:
        one = told["requestId"]
        self.begun_by[one] = told["initiator"]["type"]
        self.addresses[one] = told["request"]["url"]
        self.kinds[one] = told["type"]

    def _ends(self, told: dict[str, Any]) -> None:
        self.weights[told["requestId"]] = int(told["encodedDataLength"])


def test_the_first_load_of_a_phone_is_light_and_two_levels_deep(screens: Screens) -> None:
    seat = Room(screens, "Ana").opened.take_seat("Ines")
    phone = screens.page(Rep, "Ines", **PHONE)
    traffic = Traffic()
    traffic.listen(phone.page.context.new_cdp_session(phone.page))
    phone.goes_to(f"/play#key={seat['key']}")
    phone.asks("rep.in")
    phone.page.wait_for_load_state("networkidle")

    weights = {
        traffic.addresses[one]: weight for one, weight in traffic.weights.items() if traffic.kinds[one] != "Font"
    }
    assert LIGHT >= sum(weights.values()), sorted(weights.items(), key=lambda one: -one[1])
    assert set(traffic.addresses) == set(traffic.weights)
    assert sorted(set(traffic.addresses.values())) == sorted(traffic.addresses.values())
    assert "Script" in traffic.kinds.values()
    assert [] == [traffic.addresses[one] for one, by in traffic.begun_by.items() if by == "script"]
