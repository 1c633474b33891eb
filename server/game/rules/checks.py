"""Guards that several rules share. Each returns what was asked for, or rejects."""

from collections.abc import Collection
from unicodedata import category, combining, normalize

from server.game import limits, roster
from server.game.case import Case
from server.game.errors import Reason, Rejected
from server.game.ids import SeatId, StepId
from server.game.people import Role
from server.game.state import Round, Seat, Workshop


def seat(state: Workshop, seat: SeatId, role: Role | None = None) -> Seat:
    """A seat that is here, and of this role."""
    if not roster.is_here(state, seat) or role not in (None, state.seats[seat].role):
        raise Rejected(Reason.UNKNOWN_SEAT, "seat")
    return state.seats[seat]


def own_seat(seat: SeatId | None) -> SeatId:
    """The seat of an actor whose role always has one."""
    if seat is None:
        raise Rejected(Reason.NOT_YOURS)
    return seat


def this_round(state: Workshop, step: StepId) -> Round:
    """The round being played, if that is the round meant."""
    if step != state.course.step or step not in state.rounds:
        raise Rejected(Reason.OTHER_ROUND, "step")
    return state.rounds[step]


def a_round(state: Workshop, step: StepId) -> Round:
    """A round that was begun, now or earlier."""
    if step not in state.rounds:
        raise Rejected(Reason.UNKNOWN_STEP, "step")
    return state.rounds[step]


def level(case: Case, level: int, field: str = "level") -> int:
    if level not in case.levels:
        raise Rejected(Reason.UNKNOWN_OPTION, field)
    return level


def authority(state: Workshop, level: int) -> int:
    if level not in {rung.level for rung in state.pack.authority.options}:
        raise Rejected(Reason.UNKNOWN_OPTION, "authority")
    return level


def text(raw: str, field: str = "text", longest: int = limits.LONGEST_TEXT, empty: bool = False) -> str:
    """Free text as it may be shown: one line, no control or direction marks, not too long."""
    cleaned = tidy(raw)
    if len(cleaned) > longest:
        raise Rejected(Reason.TOO_LONG, field)
    if not cleaned and not empty:
        raise Rejected(Reason.EMPTY, field)
    return cleaned


def tidy(raw: str) -> str:
    """Text in composed form (NFC), without control characters, invisible marks or piled-up accents."""
    kept: list[str] = []
    marks = 0
    for sign in normalize("NFC", raw):
        marks = marks + 1 if combining(sign) else 0
        if marks <= 2 and (sign.isspace() or category(sign) not in ("Cc", "Cf", "Cs", "Co", "Cn") or sign == "\u200d"):
            kept.append(sign)
    return " ".join("".join(kept).split())


def name(state: Workshop, raw: str, own: SeatId | None = None) -> str:
    """A name that nobody else here has. One that is taken comes back with a free one beside it."""
    cleaned = plain_name(raw)
    taken = {roster.ear(roster.name(state, one)) for one in state.seats if one != own and roster.is_here(state, one)}
    if roster.ear(cleaned) in taken:
        raise Rejected(Reason.NAME_TAKEN, "name", hint=free_name(cleaned, taken))
    return cleaned


def plain_name(raw: str, field: str = "name") -> str:
    """A name of 1 to 24 signs in any script, at least one of them a letter or digit, and none of them invisible."""
    cleaned = tidy("".join(sign for sign in raw if sign not in roster.INVISIBLE))
    if not any(sign.isalnum() for sign in cleaned):
        raise Rejected(Reason.NAME_EMPTY, field)
    if sum(1 for sign in cleaned if not combining(sign)) > limits.LONGEST_NAME:
        raise Rejected(Reason.NAME_LONG, field)
    return cleaned


def free_name(name: str, taken: Collection[str]) -> str:
    """The same name with the first ending that makes it another one: Sam B, Sam C, ..."""
    endings = [*(chr(letter) for letter in range(ord("B"), ord("Z") + 1)), *(str(number) for number in range(2, 500))]
    base = name[: limits.LONGEST_NAME - 4].rstrip()
    return next(free for ending in endings if roster.ear(free := f"{base} {ending}") not in taken)
