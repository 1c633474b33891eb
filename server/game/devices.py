"""On which devices a link is open. A manager's link, or the console's, in wrong hands must be seen by somebody.

A device has a mark of its own, which its browser keeps. The first one that opens a link is taken for its owner's; each
further one is strange until the facilitator has said whose it is, and the console asks. A manager's link does not open
on more strange devices than a few. The console's does, for nobody may be locked out of leading; it is only not asked
about more of them before it has been answered.
"""

from server.game import limits
from server.game.ids import DeviceHash, KeyHash
from server.game.people import Actor, Role
from server.game.state import Workshop

WATCHED = frozenset({Role.FACILITATOR, Role.MANAGER})
"""Whose links are watched: those that lead, and those that rule."""


def has_opened(state: Workshop, key: KeyHash, device: DeviceHash) -> bool:
    """Whether this device has opened this link before."""
    held = state.devices.get(key)
    return held is not None and device in held.known | held.strange


def is_full(state: Workshop, key: KeyHash) -> bool:
    """Whether so many devices have opened this link that the facilitator has to be asked first."""
    held = state.devices.get(key)
    return held is not None and len(held.strange) >= limits.STRANGE_DEVICES


def is_known(state: Workshop, device: DeviceHash | None) -> bool:
    """Whether this device is whose it should be."""
    return any(device in held.known for held in state.devices.values())


def strange(state: Workshop, owner: Actor) -> frozenset[DeviceHash]:
    """The devices that opened this owner's links and are to be asked about."""
    return frozenset[DeviceHash]().union(
        *(held.strange for key, held in state.devices.items() if state.keys[key] == owner)
    )
