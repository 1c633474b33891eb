"""From a room code to a workshop, and from a key to the seat that it opens. Keys are known by their hashes only."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from hashlib import sha256
from secrets import choice, randbelow, token_urlsafe
from typing import TypeVar

from server.game.events import KeyGranted, KeysRevoked, WorkshopOpened
from server.game.ids import DeviceHash, KeyHash, WorkshopId
from server.game.people import Actor, Role
from server.game.state import Workshop
from server.store.base import Commit

SHORT_CODE = 6
"""Digits on a laptop with one workshop."""
LONG_CODE = 8
"""Digits on a server with several workshops, where guessing must not find one."""
RECOVERY_SIGNS = "23456789ABCDEFGHJKMNPQRSTVWXYZ"
"""Signs that nobody confuses when they are read out."""
RECOVERY_LENGTH = 12

Name = TypeVar("Name")
Found = TypeVar("Found")

_PREFIX = {
    Role.FACILITATOR: "f",
    Role.MANAGER: "m",
    Role.REP: "r",
    Role.OBSERVER: "o",
    Role.STAGE: "s",
    Role.READER: "l",
}


@dataclass(frozen=True, slots=True)
class Ticket:
    """What a key opens."""

    workshop: WorkshopId
    actor: Actor


class Seats:
    """The index of codes and keys over all workshops, kept from the facts of their logs."""

    def __init__(self, digits: int = SHORT_CODE, refresh: Callable[[], bool] = lambda: False) -> None:
        """`refresh` looks whether another worker has just granted what is unknown here; False when there is no news."""
        self._digits = digits
        self._refresh = refresh
        self._codes: dict[str, WorkshopId] = {}
        self._recovery: dict[KeyHash, WorkshopId] = {}
        self._keys: dict[KeyHash, Ticket] = {}

    def know(self, state: Workshop) -> None:
        """Take in the codes and keys of a workshop that has a history."""
        self._codes[state.code] = self._recovery[state.recovery] = state.id
        self._keys.update({key: Ticket(state.id, actor) for key, actor in state.keys.items()})

    def learn(self, commit: Commit) -> None:
        """Take in what a commit says about codes and keys. What it replaces is forgotten."""
        if commit.replaces:
            self._forget_all(commit.workshop)
        for event in commit.events:
            if isinstance(event, WorkshopOpened):
                self._codes[event.code] = event.id
                self._recovery[event.recovery] = event.id
            elif isinstance(event, KeyGranted):
                self._keys[event.key] = Ticket(commit.workshop, Actor(event.role, event.seat))
            elif isinstance(event, KeysRevoked):
                self._forget(Ticket(commit.workshop, Actor(event.role, event.seat)), event.but)

    def _forget_all(self, workshop: WorkshopId) -> None:
        for code in [code for code, held in self._codes.items() if held == workshop]:
            del self._codes[code]
        for recovery in [recovery for recovery, held in self._recovery.items() if held == workshop]:
            del self._recovery[recovery]
        for key in [key for key, ticket in self._keys.items() if ticket.workshop == workshop]:
            del self._keys[key]

    def _forget(self, ticket: Ticket, but: KeyHash | None) -> None:
        """Drop every key that opens this, but for one."""
        for key in [key for key, held in self._keys.items() if held == ticket and key != but]:
            del self._keys[key]

    def workshop(self, code: str) -> WorkshopId | None:
        """The workshop behind a room code; spaces and hyphens do not count."""
        return self._find(self._codes, "".join(sign for sign in code if sign.isdigit()))

    def ticket(self, key: str) -> Ticket | None:
        """What this key opens; None for a key that nobody granted."""
        return self._find(self._keys, hashed(key))

    def holds(self, key: KeyHash) -> bool:
        """Whether a key with this hash still opens something."""
        return key in self._keys

    def recover(self, typed: str) -> WorkshopId | None:
        """The workshop that this recovery code leads back to."""
        return self._find(self._recovery, hashed(tidy_recovery(typed)))

    def _find(self, index: Mapping[Name, Found], name: Name) -> Found | None:
        """What stands there, after a second look at the log for what does not. Raises StoreFailed."""
        if name not in index:
            self._refresh()
        return index.get(name)

    def new_code(self) -> str:
        """A room code that no workshop here has or had."""
        while True:
            code = f"{randbelow(10**self._digits):0{self._digits}d}"
            if code not in self._codes:
                return code


def new_key(role: Role) -> str:
    """A key that nobody can guess: a letter for its role, and 256 bits."""
    return f"{_PREFIX[role]}_{token_urlsafe(32)}"


def new_recovery() -> str:
    """A recovery code to write down: three groups of four, about 58 bits."""
    signs = "".join(choice(RECOVERY_SIGNS) for _ in range(RECOVERY_LENGTH))
    return f"{signs[:4]}-{signs[4:8]}-{signs[8:]}"


def tidy_recovery(typed: str) -> str:
    """A recovery code as it was given, however it was typed."""
    signs = "".join(sign for sign in typed.upper() if sign in RECOVERY_SIGNS)
    return f"{signs[:4]}-{signs[4:8]}-{signs[8:]}"


def hashed(key: str) -> KeyHash:
    return KeyHash(sha256(key.encode()).hexdigest())


def device_of(key: str, mark: str) -> DeviceHash:
    """A device that opens a link, by the mark that its browser keeps. Without one it is a device all the same."""
    return DeviceHash(sha256(f"{key}|{mark}".encode()).hexdigest())
