"""One table: who may send what, when. It feeds `decide`, the buttons on every screen, and the documents.

What the table refuses is always refused. What it lets through accepts some payload.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from functools import cache
from re import sub

from server.game import commands as c
from server.game import limits, plan, roster, rounds
from server.game.errors import Reason
from server.game.ids import TextId
from server.game.people import PHONES, Actor, Role
from server.game.plan import ROUND, Phase, StepKind
from server.game.state import Disclosure, TextKind, Workshop
from server.game.undo import PLACE

Guard = Callable[[Workshop, Actor], Reason | None]
CommandType = type[c.Command]

ALWAYS = frozenset(Phase)
IN_ROUND = frozenset(ROUND)
AFTER_ROUNDS = frozenset({Phase.BOARD, Phase.BREAK, Phase.AWARDS, Phase.DEBRIEF, Phase.CLOSED})
AFTER_RULING = IN_ROUND - {Phase.READ, Phase.RULE}
SHOWING = frozenset({Phase.RULE, Phase.PREDICT, Phase.LOCK, Phase.CROWD, Phase.CHAIR, Phase.PANEL})
"""From the first ruling to the last flip; meanwhile no manager changes how they are shown."""


@dataclass(frozen=True, slots=True)
class Permit:
    """One row: these roles, in these phases, unless a guard names a reason against it."""

    roles: frozenset[Role]
    phases: frozenset[Phase] = ALWAYS
    guards: tuple[Guard, ...] = field(default=())


def kind(command: CommandType) -> str:
    """The name of a command on the wire: ``TakeSeat`` is ``take_seat``."""
    return _on_the_wire(command.__name__)


@cache
def _on_the_wire(name: str) -> str:
    return sub(r"(?<!^)(?=[A-Z])", "_", name).lower()


def refusal(state: Workshop, actor: Actor, command: CommandType) -> Reason | None:
    """Why this actor may not send such a command now; None when they may."""
    if actor.seat is not None and not roster.is_here(state, actor.seat):
        return Reason.REMOVED
    mine = [permit for permit in TABLE[command] if actor.role in permit.roles]
    if not mine:
        return Reason.NOT_YOURS
    if state.course.pause is not None and actor.role in PHONES:
        return Reason.PAUSED
    why: Reason | None = Reason.NOT_NOW
    for permit in mine:
        if state.course.phase in permit.phases:
            why = next((reason for guard in permit.guards if (reason := guard(state, actor))), None)
            if why is None:
                return None
    return why


def allowed(state: Workshop, actor: Actor) -> frozenset[str]:
    """The kinds of command that this actor may send now."""
    return frozenset(kind(command) for command in _rows(actor.role) if refusal(state, actor, command) is None)


@cache
def _rows(role: Role) -> tuple[CommandType, ...]:
    return tuple(command for command, permits in TABLE.items() if any(role in permit.roles for permit in permits))


# Guards


def _closed_door(state: Workshop, _: Actor) -> Reason | None:
    return Reason.LOCKED if state.desk.locked else None


def _full(state: Workshop, _: Actor) -> Reason | None:
    return Reason.FULL if len(state.seats.keys() - state.desk.removed) >= limits.CAPACITY else None


def _no_rush(state: Workshop, _: Actor) -> Reason | None:
    return Reason.NOT_NOW if state.rush is None or state.rush.since is None else None


def _enough_managers(state: Workshop, _: Actor) -> Reason | None:
    ever = sum(seat.role is Role.MANAGER for seat in state.seats.values())
    return Reason.TOO_MANY if ever >= limits.MOST_MANAGERS else None


def _enough_claims(state: Workshop, _: Actor) -> Reason | None:
    return Reason.TOO_MANY if len(state.claims) >= limits.OPEN_CLAIMS else None


def _no_strange_device(state: Workshop, _: Actor) -> Reason | None:
    return None if any(held.strange for held in state.devices.values()) else Reason.STALE


def _enough_steps(state: Workshop, _: Actor) -> Reason | None:
    return Reason.TOO_MANY if len(state.desk.agenda) >= limits.MOST_STEPS else None


def _wrote(kind: TextKind, most: int) -> Guard:
    """Against more texts of a kind than one person may write: notes in a round, the others in a workshop."""

    def guard(state: Workshop, actor: Actor) -> Reason | None:
        mine = [text for text in state.texts.values() if text.kind is kind and text.author == actor.seat]
        if kind is TextKind.NOTE:
            mine = [text for text in mine if text.step == state.course.step]
        return Reason.TOO_MANY if len(mine) >= most else None

    return guard


def _nobody_seated(state: Workshop, _: Actor) -> Reason | None:
    return None if any(roster.is_here(state, seat) for seat in state.seats) else Reason.UNKNOWN_SEAT


def _came_late(state: Workshop, actor: Actor) -> Reason | None:
    return None if rounds.is_expected(state, state.course.step, actor.seat) else Reason.NEXT_ROUND


def _has_passed(state: Workshop, actor: Actor) -> Reason | None:
    return Reason.PASS_SPENT if actor.seat in state.rounds[state.course.step].passed else None


def _sealed_for_good(state: Workshop, actor: Actor) -> Reason | None:
    """A manager may change a ruling while rulings are open, and seal a first one after that; the chair may not."""
    if state.course.phase is Phase.RULE:
        return None
    step = state.course.step
    done = actor.seat in state.rounds[step].sealed or actor.seat == rounds.chair(state, step)
    return Reason.SEALED if done else None


def _pass_spent(state: Workshop, actor: Actor) -> Reason | None:
    if any(actor.seat in held.passed for held in state.rounds.values()):
        return Reason.PASS_SPENT
    return Reason.SEALED if actor.seat in state.rounds[state.course.step].sealed else None


def _not_sealed(state: Workshop, actor: Actor) -> Reason | None:
    return None if actor.seat in rounds.rulings(state, state.course.step) else Reason.NOT_SEALED


def _not_in_chair(state: Workshop, actor: Actor) -> Reason | None:
    return None if actor.seat == rounds.chair(state, state.course.step) else Reason.NOT_IN_CHAIR


def _told(state: Workshop, _: Actor) -> Reason | None:
    shown = state.course.phase is Phase.CHAIR and state.course.beat > 0
    return Reason.ALREADY_SHOWN if shown else None


def _no_rep(state: Workshop, _: Actor) -> Reason | None:
    return None if roster.reps(state) else Reason.UNKNOWN_SEAT


def _no_manager(state: Workshop, _: Actor) -> Reason | None:
    return None if roster.managers(state) else Reason.UNKNOWN_SEAT


def _is_paused(state: Workshop, _: Actor) -> Reason | None:
    return Reason.PAUSED if state.course.pause else None


def _not_paused(state: Workshop, _: Actor) -> Reason | None:
    return None if state.course.pause else Reason.NOT_PAUSED


def _no_timer(state: Workshop, _: Actor) -> Reason | None:
    return None if state.course.timer else Reason.NO_TIMER


def _at_end(state: Workshop, _: Actor) -> Reason | None:
    return None if rounds.ahead(state) else Reason.NOTHING_AHEAD


def _last_step(state: Workshop, _: Actor) -> Reason | None:
    return None if plan.next_step(state.desk.agenda, state.course.step) else Reason.NOTHING_AHEAD


def _chair_open(state: Workshop, _: Actor) -> Reason | None:
    """Predictions open only when the chair has sealed, so that nobody can suspect a switch."""
    return Reason.CHAIR_NOT_SEALED if rounds.awaits_chair(state) else None


def _line_open(state: Workshop, _: Actor) -> Reason | None:
    here = state.course.phase is Phase.CAPTURE
    return Reason.LINE_MISSING if here and state.course.step not in state.desk.lines else None


def _chair_waits(state: Workshop, _: Actor) -> Reason | None:
    """The chair's reveal is not passed over: Next shows it."""
    return Reason.NOT_NOW if state.course.phase is Phase.CHAIR and state.course.beat == 0 else None


def _at_start(state: Workshop, _: Actor) -> Reason | None:
    to = rounds.behind(state)
    if to is None:
        return Reason.NOTHING_BEHIND
    return Reason.ALREADY_REVEALED if _reopens(state, to) else None


def _nothing_to_undo(state: Workshop, _: Actor) -> Reason | None:
    if not state.marks:
        return Reason.NOTHING_TO_UNDO
    then = state.marks[-1].desk.course
    moves = PLACE in state.marks[-1].paths
    return Reason.ALREADY_REVEALED if moves and _reopens(state, rounds.Position(then.step, then.phase)) else None


def _reopens(state: Workshop, to: rounds.Position) -> bool:
    """Whether going there would open rulings or predictions of a round in which a ruling was shown."""
    opened = to.step in state.rounds and state.rounds[to.step].opened
    return opened and to.phase in (Phase.READ, Phase.RULE, Phase.PREDICT, Phase.LOCK)


def _nobody_to_restore(state: Workshop, _: Actor) -> Reason | None:
    free = [seat for seat in state.desk.removed if not roster.namesakes(state, seat)]
    return None if free else Reason.NAME_TAKEN if state.desk.removed else Reason.UNKNOWN_SEAT


def _no_teams(state: Workshop, actor: Actor) -> Reason | None:
    return _no_rep(state, actor) if state.desk.team_count else Reason.UNKNOWN_TEAM


def _no_step_left(state: Workshop, _: Actor) -> Reason | None:
    return None if plan.upcoming(state.desk.agenda, state.course.step) else Reason.NOTHING_AHEAD


def _closed_down(state: Workshop, _: Actor) -> Reason | None:
    return Reason.NOTHING_AHEAD if state.step.kind is StepKind.CLOSE else None


def _nothing_held_back(state: Workshop, _: Actor) -> Reason | None:
    return None if _for_the_room(state) - state.desk.released else Reason.UNKNOWN_TEXT


def _nothing_to_set_aside(state: Workshop, _: Actor) -> Reason | None:
    return None if _for_the_room(state) - state.desk.set_aside else Reason.UNKNOWN_TEXT


def _for_the_room(state: Workshop) -> frozenset[TextId]:
    """What was written for others to see; a commitment is its author's alone."""
    return frozenset(text.id for text in state.texts.values() if text.kind is not TextKind.COMMITMENT)


def _no_claim(state: Workshop, _: Actor) -> Reason | None:
    return None if state.claims else Reason.UNKNOWN_CLAIM


def _nobody_can_chair(state: Workshop, _: Actor) -> Reason | None:
    return None if rounds.chair(state, state.course.step) else Reason.CANNOT_CHAIR


def _nobody_to_stand_in_for(state: Workshop, _: Actor) -> Reason | None:
    return None if rounds.stand_ins(state) else Reason.SEALED


def _no_round(state: Workshop, _: Actor) -> Reason | None:
    return None if state.rounds else Reason.UNKNOWN_STEP


def _nothing_on_paper(state: Workshop, _: Actor) -> Reason | None:
    return None if state.pack.papers else Reason.UNKNOWN_TEXT


def _all_cases_closed(state: Workshop, _: Actor) -> Reason | None:
    free = [step for step in state.rounds if step == state.course.step or step not in state.desk.lines]
    return None if free else _no_round(state, _) or Reason.LINE_STANDS


def _no_line_to_amend(state: Workshop, _: Actor) -> Reason | None:
    return None if state.desk.lines.keys() - {state.course.step} else Reason.NO_LINE_YET


def _no_name_shown(state: Workshop, actor: Actor) -> Reason | None:
    named = actor.seat is not None and roster.disclosure(state, actor.seat) is Disclosure.NAMED
    return None if named else Reason.NO_NAME_SHOWN


def _runs_by_hand(state: Workshop, _: Actor) -> Reason | None:
    by_clock = state.course.phase is Phase.LOCK or state.desk.automatic
    return None if by_clock else Reason.NOT_NOW


# The table

_F = frozenset({Role.FACILITATOR})
_REP = frozenset({Role.REP})
_MANAGER = frozenset({Role.MANAGER})
_LEADS = (Permit(_F),)
_IN_PLAY = (_is_paused, _at_end, _chair_open, _line_open)

TABLE: Mapping[CommandType, tuple[Permit, ...]] = {
    c.TakeSeat: (Permit(frozenset({Role.DOOR}), ALWAYS - {Phase.CLOSED}, (_closed_door, _full)),),
    c.ClaimSeat: (Permit(frozenset({Role.DOOR}), ALWAYS, (_nobody_seated, _enough_claims)),),
    c.OpenLink: (Permit(frozenset({Role.DOOR})),),
    c.Hello: (Permit(PHONES, frozenset({Phase.LOBBY, Phase.WELCOME})),),
    c.Rule: (
        Permit(_REP, frozenset({Phase.RULE})),
        Permit(_MANAGER, frozenset({Phase.RULE, Phase.PREDICT}), (_has_passed, _sealed_for_good)),
    ),
    c.Predict: (Permit(_REP, frozenset({Phase.PREDICT}), (_came_late,)),),
    c.Revote: (Permit(_REP, frozenset({Phase.ALIGN})), Permit(_MANAGER, frozenset({Phase.ALIGN}), (_not_sealed,))),
    c.Pass: (Permit(_MANAGER, frozenset({Phase.READ, Phase.RULE}), (_pass_spent,)),),
    c.Prepare: (Permit(_MANAGER, SHOWING - {Phase.PANEL}, (_not_in_chair, _told)),),
    c.Expect: (Permit(_MANAGER, frozenset({Phase.RULE, Phase.PREDICT}), (_not_sealed,)),),
    c.Reveal: (Permit(_MANAGER, frozenset({Phase.CHAIR}), (_not_in_chair, _told)),),
    c.Explain: (Permit(_MANAGER, IN_ROUND - {Phase.READ}, (_not_sealed,)),),
    c.Disclose: (Permit(_MANAGER, ALWAYS - SHOWING),),
    c.ReleaseName: (Permit(_MANAGER, ALWAYS, (_no_name_shown,)),),
    c.KeepCoaching: (Permit(_MANAGER),),
    c.WriteNote: (
        Permit(
            _REP,
            AFTER_RULING - {Phase.DISCUSS, Phase.ALIGN, Phase.CAPTURE, Phase.SCORE},
            (_came_late, _wrote(TextKind.NOTE, limits.MOST_NOTES)),
        ),
    ),
    c.Thank: (Permit(_REP, AFTER_RULING | AFTER_ROUNDS, (_no_manager, _wrote(TextKind.THANKS, limits.MOST_THANKS))),),
    c.Commit: (
        Permit(
            _REP | _MANAGER,
            frozenset({Phase.DEBRIEF, Phase.CLOSED}),
            (_wrote(TextKind.COMMITMENT, limits.MOST_COMMITMENTS),),
        ),
    ),
    c.Praise: (Permit(_MANAGER, AFTER_RULING | AFTER_ROUNDS, (_no_rep, _wrote(TextKind.PRAISE, limits.MOST_PRAISE))),),
    c.ReleaseText: (Permit(_F, ALWAYS, (_nothing_held_back,)),),
    c.SetTextAside: (Permit(_F, ALWAYS, (_nothing_to_set_aside,)),),
    c.KeepNote: _LEADS,
    c.Next: (Permit(_F, ALWAYS, _IN_PLAY),),
    c.Back: (Permit(_F, ALWAYS, (_is_paused, _at_start)),),
    c.Skip: (Permit(_F, ALWAYS, (*_IN_PLAY, _chair_waits)),),
    c.SkipStep: (Permit(_F, ALWAYS, (_is_paused, _last_step, _line_open)),),
    c.Undo: (Permit(_F, ALWAYS, (_nothing_to_undo,)),),
    c.PauseRoom: (Permit(_F, ALWAYS, (_is_paused,)),),
    c.Resume: (Permit(_F, ALWAYS, (_not_paused,)),),
    c.AddTime: (Permit(_F, ALWAYS, (_no_timer,)),),
    c.EndTime: (Permit(_F, ALWAYS, (_no_timer,)),),
    c.TimeUp: (Permit(frozenset({Role.CLOCK}), frozenset({Phase.RULE, Phase.PREDICT, Phase.LOCK}), (_runs_by_hand,)),),
    c.Veil: _LEADS,
    c.HoldStage: _LEADS,
    c.LockRoom: _LEADS,
    c.SetAutomatic: _LEADS,
    c.SetTimed: _LEADS,
    c.SetStart: _LEADS,
    c.MoveStep: (Permit(_F, ALWAYS, (_no_step_left,)),),
    c.CutStep: (Permit(_F, ALWAYS, (_no_step_left,)),),
    c.ChangeStep: (Permit(_F, ALWAYS, (_no_step_left,)),),
    c.AddStep: (Permit(_F, ALWAYS, (_closed_down, _enough_steps)),),
    c.AddManager: (Permit(_F, ALWAYS, (_full, _enough_managers)),),
    c.Rename: (Permit(_F, ALWAYS, (_nobody_seated,)),),
    c.RemoveSeat: (Permit(_F, ALWAYS, (_nobody_seated,)),),
    c.RestoreSeat: (Permit(_F, ALWAYS, (_nobody_to_restore,)),),
    c.MoveSeat: (Permit(_F, ALWAYS, (_no_teams,)),),
    c.DrawTeams: (Permit(_F, ALWAYS, (_no_rep,)),),
    c.MarkAbsent: (Permit(_F, ALWAYS, (_no_manager,)),),
    c.Mask: (Permit(_F, ALWAYS, (_no_manager,)),),
    c.GrantKey: _LEADS,
    c.RevokeKeys: _LEADS,
    c.AnswerClaim: (Permit(_F, ALWAYS, (_no_claim,)),),
    c.TrustDevices: (Permit(_F, ALWAYS, (_no_strange_device,)),),
    c.AnswerRush: (Permit(_F, ALWAYS, (_no_rush,)),),
    c.ChooseChair: (Permit(_F, frozenset({Phase.READ, Phase.RULE}), (_nobody_can_chair,)),),
    c.ChooseOrder: (Permit(_F, SHOWING | {Phase.READ}, (_no_manager,)),),
    c.ProxyRule: (Permit(_F, frozenset({Phase.RULE, Phase.PREDICT, Phase.LOCK}), (_nobody_to_stand_in_for,)),),
    c.HushLine: (Permit(_F, IN_ROUND),),
    c.VoidRound: (Permit(_F, ALWAYS, (_no_round,)),),
    c.CloseCase: (Permit(_F, ALWAYS, (_all_cases_closed,)),),
    c.AmendLine: (Permit(_F, ALWAYS, (_no_line_to_amend,)),),
    c.FlagPaper: (Permit(_F, ALWAYS, (_no_round, _nothing_on_paper)),),
}

KINDS: Mapping[str, CommandType] = {kind(command): command for command in TABLE}
"""Every command by its name on the wire."""
