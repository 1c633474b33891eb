"""What the facilitator arranges in a round: the chair, the order, a proxy, a void, and the line at its end."""

from dataclasses import replace
from datetime import date
from typing import assert_never

from server.game import limits, roster, rounds
from server.game.commands import (
    AmendLine,
    ChooseChair,
    ChooseOrder,
    CloseCase,
    FlagPaper,
    HushLine,
    ProxyRule,
    RoundCommand,
    VoidRound,
)
from server.game.errors import Reason, Rejected
from server.game.events import (
    CaseClosed,
    ChairChosen,
    Event,
    LineAmended,
    LineHushed,
    OrderChosen,
    PaperFlagged,
    ProxyRuled,
    RoundVoided,
)
from server.game.ids import Millis
from server.game.people import Role
from server.game.plan import Phase
from server.game.rules import checks
from server.game.state import Closing, Line, Ruling, Workshop


def decide(state: Workshop, command: RoundCommand, now: Millis) -> tuple[Event, ...]:
    match command:
        case ChooseChair(step, seat):
            checks.this_round(state, step)
            checks.seat(state, seat, Role.MANAGER)
            if not rounds.may_chair(state, step, seat):
                raise Rejected(Reason.CANNOT_CHAIR, "seat")
            return (ChairChosen(step, seat),)
        case ChooseOrder():
            return _choose_order(state, command)
        case ProxyRule():
            return _stand_in(state, command)
        case HushLine(step, on):
            checks.a_round(state, step)
            return (LineHushed(step, on),)
        case VoidRound(step, on):
            checks.a_round(state, step)
            return (RoundVoided(step, on),)
        case CloseCase():
            return _close(state, command, now)
        case AmendLine():
            return _amend(state, command, now)
        case FlagPaper(paper, on):
            if paper not in state.pack.papers:
                raise Rejected(Reason.UNKNOWN_TEXT, "paper")
            return (PaperFlagged(paper, on),)
        case _:
            assert_never(command)


def _choose_order(state: Workshop, command: ChooseOrder) -> tuple[Event, ...]:
    """A new order for those who have not flipped; the ones shown keep their places."""
    checks.this_round(state, command.step)
    everyone = {seat.id for seat in roster.managers(state)}
    if len(set(command.order)) != len(command.order) or not everyone.issuperset(command.order):
        raise Rejected(Reason.BAD_ORDER, "order")
    done = rounds.plan_of(state, command.step).flipped if state.course.phase is Phase.PANEL else ()
    later = [seat for seat in command.order if seat not in done]
    rest = [seat.id for seat in roster.managers(state) if seat.id not in {*done, *later}]
    return (OrderChosen(command.step, (*done, *later, *rest)),)


def _stand_in(state: Workshop, command: ProxyRule) -> tuple[Event, ...]:
    checks.this_round(state, command.step)
    seat = checks.seat(state, command.seat, Role.MANAGER).id
    if seat not in rounds.stand_ins(state):
        raise Rejected(Reason.SEALED, "seat")
    level = checks.level(rounds.case_of(state, command.step), command.level)
    return (ProxyRuled(command.step, seat, Ruling(level, checks.authority(state, command.authority))),)


def _close(state: Workshop, command: CloseCase, now: Millis) -> tuple[Event, ...]:
    """How the room closes a case. What stands is changed by `AmendLine` alone, unless its round is being played."""
    checks.a_round(state, command.step)
    stands = state.desk.lines.get(command.step)
    if stands is not None and command.step != state.course.step:
        raise Rejected(Reason.LINE_STANDS, "step")
    line = replace(_line(state, command), at=now)
    if stands is not None:
        line = replace(line, version=stands.version, by=stands.by, because=stands.because)
    return (CaseClosed(command.step, line),)


def _amend(state: Workshop, command: AmendLine, now: Millis) -> tuple[Event, ...]:
    checks.a_round(state, command.step)
    stands = state.desk.lines.get(command.step)
    if stands is None or command.step == state.course.step:
        raise Rejected(Reason.NO_LINE_YET, "step")
    line = replace(
        _line(state, command),
        version=stands.version + 1,
        at=now,
        by=checks.text(command.by, "by", limits.LONGEST_OWNER),
        because=checks.text(command.because, "because"),
    )
    return (LineAmended(command.step, line),)


def _line(state: Workshop, command: CloseCase | AmendLine) -> Line:
    """What the closing needs, and nothing of the other fields."""
    match command.closing:
        case Closing.OPEN:
            why = checks.text(command.why, "why", empty=True)
            if not why:
                raise Rejected(Reason.WHY_MISSING, "why")
            return Line(Closing.OPEN, why=why)
        case Closing.DIFFER:
            return Line(Closing.DIFFER, wording=_wording(command.wording, empty=True))
        case Closing.WRITTEN | Closing.BAND:
            return _binding(state, command)
        case _:
            assert_never(command.closing)


def _binding(state: Workshop, command: CloseCase | AmendLine) -> Line:
    """A line that binds: default and authority, a band around the default, an owner and a review date."""
    case = rounds.case_of(state, command.step)
    if command.default is None or command.authority is None:
        raise Rejected(Reason.BAND_WRONG, "default" if command.default is None else "authority")
    default = checks.level(case, command.default, "default")
    low = default if command.low is None else checks.level(case, command.low, "low")
    high = default if command.high is None else checks.level(case, command.high, "high")
    if not low <= default <= high:
        raise Rejected(Reason.BAND_WRONG, "default")
    owner = checks.text(command.owner, "owner", limits.LONGEST_OWNER, empty=True)
    if not owner:
        raise Rejected(Reason.OWNER_MISSING, "owner")
    return Line(
        command.closing,
        default,
        low,
        high,
        checks.authority(state, command.authority),
        _wording(command.wording),
        owner,
        _iso_date(command.review_on),
        say=checks.text(command.say, "say", empty=True),
        hand_over_when=checks.text(command.hand_over_when, "hand_over_when", empty=True),
    )


def _wording(raw: str, empty: bool = False) -> str:
    wording = checks.text(raw, "wording", limits.LONGEST_LINE, empty)
    if len(wording.split()) > limits.MOST_WORDS:
        raise Rejected(Reason.TOO_LONG, "wording")
    return wording


def _iso_date(raw: str) -> str:
    try:
        return date.fromisoformat(raw).isoformat()
    except ValueError:
        raise Rejected(Reason.EMPTY, "review_on") from None
