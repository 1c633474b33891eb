"""Opening a workshop from a pack: the first facts of its log."""

from dataclasses import replace

from server.game import limits, plan, roster
from server.game.case import CasePack
from server.game.errors import Reason, Rejected
from server.game.events import Event, KeyGranted, WorkshopOpened
from server.game.ids import KeyHash, Millis, SeatId, WorkshopId
from server.game.people import Role
from server.game.rules import checks
from server.game.state import Seat


def open_workshop(
    *,
    id: WorkshopId,
    code: str,
    title: str,
    pack: CasePack,
    digest: str,
    managers: tuple[str, ...],
    seed: str,
    keys: tuple[tuple[KeyHash, Role, SeatId | None], ...],
    recovery: KeyHash,
    now: Millis,
    translations: tuple[CasePack, ...] = (),
) -> tuple[Event, ...]:
    """A workshop in its lobby, with a seat for each named manager (``m1``, ``m2``, ...) and the first keys.

    People look for their team and speak of a mask, so these have one name in the room, that of `pack`.

    Rejects no or too many managers, and names that are empty, too long or given twice.
    """
    if not 1 <= len(managers) <= limits.MOST_MANAGERS:
        raise Rejected(Reason.TOO_MANY if managers else Reason.EMPTY, "managers")
    names = [checks.plain_name(name, "managers") for name in managers]
    if len({roster.ear(name) for name in names}) < len(names):
        raise Rejected(Reason.NAME_TAKEN, "managers")
    masks = roster.shuffled(seed, "masks", pack.masks)
    seats = tuple(
        Seat(SeatId(f"m{number + 1}"), Role.MANAGER, name, mask=masks[number % len(masks)])
        for number, name in enumerate(names)
    )
    title = checks.text(title, "title", limits.LONGEST_TITLE, empty=True) or pack.title
    agenda = plan.two_hours(pack)
    others = tuple(replace(one, masks=pack.masks, team_names=pack.team_names) for one in translations)
    opened = WorkshopOpened(id, code, title, pack, digest, seed, agenda, seats, recovery, now, others)
    return (opened, *(KeyGranted(key, role, seat) for key, role, seat in keys))
