"""Links that are watched: on which devices they are opened is a fact of the workshop's log."""

from server.game import commands as c
from server.game import devices
from server.game.errors import Reason
from server.game.ids import DeviceHash, KeyHash
from server.game.people import DOOR
from server.service.seats import Ticket
from server.service.workshops import Workshops
from server.store.base import CommandId


def may_open(workshops: Workshops, ticket: Ticket, key: KeyHash, device: DeviceHash) -> bool:
    """Whether a link opens on this device. A device that is new to it is written down first.

    What cannot be saved now keeps nobody out; it is tried again when the device comes back. Raises KeyError for a
    workshop that is not here, StoreFailed.
    """
    state = workshops.state(ticket.workshop)
    if ticket.actor.role not in devices.WATCHED or devices.has_opened(state, key, device):
        return True
    outcome = workshops.submit(ticket.workshop, DOOR, c.OpenLink(key, device), CommandId(f"device-{device[:32]}"))
    return outcome.refusal is None or outcome.refusal.reason is not Reason.MANY_DEVICES
