"""Where phones find this server: the laptop's address on the room's network, or a public one."""

import json
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from ipaddress import IPv4Address
from logging import getLogger
from pathlib import Path
from typing import Any

import ifaddr

log = getLogger(__name__)

VIRTUAL = ("docker", "br-", "veth", "virbr", "vmnet", "vboxnet", "tun", "tap", "utun", "zt", "tailscale", "wg")
"""Adapters that no phone in the room is on."""


@dataclass(frozen=True, slots=True)
class Choice:
    """One address of this machine, and the adapter that has it."""

    ip: str
    adapter: str


class Address:
    """The address that stands in every link and QR. What was chosen is kept for next time."""

    def __init__(self, port: int, public_url: str, memory: "Memory") -> None:
        self._port = port
        self._public = public_url
        self._memory = memory
        self._known = choices()

    @property
    def url(self) -> str:
        """The address for phones, without a slash at its end."""
        return self._public or f"http://{self.ip}:{self._port}"

    @property
    def ip(self) -> str:
        """The chosen address, or the likeliest one; this machine itself when it is on no network."""
        there = [choice.ip for choice in self._known]
        wished = self._memory.get("address")
        return wished if wished in there else (there[0] if there else "127.0.0.1")

    @property
    def is_public(self) -> bool:
        return bool(self._public)

    @property
    def choices(self) -> tuple[Choice, ...]:
        return self._known

    def choose(self, ip: str) -> bool:
        """Use another address of this machine. False when it has no such address."""
        if ip not in {choice.ip for choice in self._known}:
            return False
        self._memory.set("address", ip)
        return True

    def look(self) -> bool:
        """Look at the network again. True when the address for phones is another one now."""
        before = self.url
        self._memory.look()
        self._known = choices()
        return self.url != before


def choices(adapters: Callable[[], Iterable[Any]] = ifaddr.get_adapters) -> tuple[Choice, ...]:
    """The IPv4 addresses that phones on the same network may reach, likeliest first."""
    found = [
        Choice(str(ip.ip), adapter.nice_name)
        for adapter in adapters()
        for ip in adapter.ips
        if ip.is_IPv4 and _is_in_a_room(str(ip.ip))
    ]
    return tuple(sorted(found, key=_likeliness))


def _is_in_a_room(ip: str) -> bool:
    address = IPv4Address(ip)
    return not (address.is_loopback or address.is_link_local or address.is_unspecified)


def _likeliness(choice: Choice) -> tuple[bool, int]:
    name = choice.adapter.lower()
    virtual = name.startswith(VIRTUAL) or "virtual" in name
    home = ("192.168.", "10.", "172.")
    return virtual, next((place for place, start in enumerate(home) if choice.ip.startswith(start)), len(home))


class Memory:
    """A few settings that the server keeps from one start to the next, in one small JSON file."""

    def __init__(self, file: Path) -> None:
        self._file = file
        self._held: dict[str, str] = {}
        self.look()

    def look(self) -> None:
        """Read the file again: other workers on this machine write it too. One that cannot be read changes nothing."""
        try:
            held = json.loads(self._file.read_text(encoding="utf-8"))
        except (OSError, ValueError):
            return
        if isinstance(held, dict):
            self._held = {name: str(value) for name, value in held.items()}

    def get(self, name: str) -> str:
        return self._held.get(name, "")

    def set(self, name: str, value: str) -> None:
        """Keep a value. A folder that cannot be written costs the memory, not the workshop."""
        self.look()
        self._held[name] = value
        try:
            draft = self._file.with_suffix(".new")
            draft.touch(mode=0o600)
            draft.write_text(json.dumps(self._held, indent=2), encoding="utf-8")
            draft.replace(self._file)
        except OSError:
            log.warning("%s could not be written; the choice holds until the next start", self._file)
