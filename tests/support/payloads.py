"""For every kind of command a payload that the rules accept, wherever they allow that kind at all."""

from collections.abc import Callable, Mapping
from hashlib import sha256

from server.game import commands as c
from server.game import devices, plan, roster, rounds
from server.game.case import PLAIN
from server.game.ids import ClaimId, DeviceHash, KeyHash, Millis, SeatId, TeamId, TextId
from server.game.people import FACILITATOR, Actor, Role
from server.game.permissions import KINDS
from server.game.plan import StepKind
from server.game.state import Certainty, Closing, Disclosure, Spread, TextKind, Workshop

NOBODY = SeatId("nobody")


def some_payload(state: Workshop, actor: Actor, kind: str) -> c.Command:
    """A command of this kind from this actor, as acceptable as the state lets it be."""
    return MAKERS[KINDS[kind]](state, actor)


def _tap(state: Workshop) -> int:
    """A tap that is newer than every one before it."""
    held = [
        one.n for r in state.rounds.values() for part in (r.sealed, r.choices, r.predictions) for one in part.values()
    ]
    held += [one.n for r in state.rounds.values() for part in (r.revotes, r.second_thoughts) for one in part.values()]
    return 1 + max(held, default=0)


def _key(state: Workshop) -> KeyHash:
    """A key that nobody holds and no phone waits with."""
    used = state.keys.keys() | {claim.key for claim in state.claims.values()}
    keys = (KeyHash(sha256(f"key {number}".encode()).hexdigest()) for number in range(9_999))
    return next(key for key in keys if key not in used)


def _name(state: Workshop) -> str:
    taken = {roster.ear(seat.name) for seat in state.seats.values()}
    taken |= {roster.ear(name) for name in state.desk.names.values()}
    return next(name for n in range(1, 999) if roster.ear(name := f"Guest {n}") not in taken)


def _words(state: Workshop) -> str:
    """A sentence unlike every other one."""
    return sha256(f"words {len(state.texts)}".encode()).hexdigest()


def _seat(state: Workshop, *roles: Role) -> SeatId:
    wanted = roles or tuple(Role)
    return next((one.id for role in wanted for one in roster.of_role(state, role)), NOBODY)


def _level(state: Workshop) -> int:
    case = state.step.case
    return 0 if case is None else state.pack.case(case).levels[0]


def _authority(state: Workshop) -> int:
    return state.pack.authority.options[0].level


def _later(state: Workshop) -> plan.Step:
    """A step that is still to come, or the running one."""
    return next(iter(plan.upcoming(state.desk.agenda, state.course.step)), state.step)


def _a_round(state: Workshop) -> plan.StepId:
    return next(iter(state.rounds), state.course.step)


def _unclosed(state: Workshop) -> plan.StepId:
    """A round that the room may close: the running one, or one without a line."""
    free = (step for step in state.rounds if step == state.course.step or step not in state.desk.lines)
    return next(free, state.course.step)


def _a_line(state: Workshop) -> plan.StepId:
    return next((step for step in state.desk.lines if step != state.course.step), state.course.step)


def _text(state: Workshop, but: frozenset[TextId]) -> TextId:
    """A text that the gate is for; commitments are private, so one only for want of another."""
    texts = sorted(state.texts.values(), key=lambda text: text.kind is TextKind.COMMITMENT)
    return next((text.id for text in texts if text.id not in but), TextId("none"))


def _back(state: Workshop) -> SeatId:
    """Somebody removed whose name is free."""
    names = {roster.ear(roster.name(state, seat)) for seat in state.seats if roster.is_here(state, seat)}
    free = (seat for seat in sorted(state.desk.removed) if roster.ear(roster.name(state, seat)) not in names)
    return next(free, NOBODY)


def _without_ruling(state: Workshop) -> SeatId:
    """A manager who has not ruled; best one for whom nobody stood in either."""
    step = state.course.step
    if step not in state.rounds:
        return NOBODY
    waiting = [seat.id for seat in roster.managers(state) if seat.id not in state.rounds[step].sealed]
    return min(waiting, key=lambda seat: seat in rounds.rulings(state, step), default=NOBODY)


def _chair(state: Workshop) -> SeatId:
    step = state.course.step
    return (rounds.chair(state, step) if step in state.rounds else None) or NOBODY


def _watched(state: Workshop) -> KeyHash:
    """A key whose devices are looked at."""
    return next(key for key, owner in state.keys.items() if owner.role in devices.WATCHED)


def _trust(state: Workshop) -> c.TrustDevices:
    """An answer from a console that is known, to the first question about devices."""
    strange = (state.keys[key] for key, held in state.devices.items() if held.strange)
    owner = next(strange, FACILITATOR)
    known = next((device for held in state.devices.values() for device in held.known), None)
    return c.TrustDevices(owner.role, owner.seat, len(devices.strange(state, owner)), known)


Maker = Callable[[Workshop, Actor], c.Command]

MAKERS: Mapping[type[c.Command], Maker] = {
    c.TakeSeat: lambda s, a: c.TakeSeat(Role.REP, _name(s), _key(s)),
    c.ClaimSeat: lambda s, a: c.ClaimSeat(_seat(s), _key(s)),
    c.OpenLink: lambda s, a: c.OpenLink(_watched(s), DeviceHash("a phone")),
    c.Hello: lambda s, a: c.Hello(),
    c.Rule: lambda s, a: c.Rule(s.course.step, _level(s), _authority(s), n=_tap(s)),
    c.Predict: lambda s, a: c.Predict(s.course.step, _level(s), _authority(s), Certainty.FAIRLY, Spread.SAME, _tap(s)),
    c.Revote: lambda s, a: c.Revote(s.course.step, _level(s), _authority(s), _tap(s)),
    c.WriteNote: lambda s, a: c.WriteNote(s.course.step, _words(s)),
    c.Thank: lambda s, a: c.Thank(_seat(s, Role.MANAGER), _words(s)),
    c.Commit: lambda s, a: c.Commit(_words(s)),
    c.Pass: lambda s, a: c.Pass(s.course.step),
    c.Prepare: lambda s, a: c.Prepare(s.course.step, PLAIN, ""),
    c.Expect: lambda s, a: c.Expect(s.course.step, 0),
    c.Reveal: lambda s, a: c.Reveal(s.course.step),
    c.Explain: lambda s, a: c.Explain(s.course.step),
    c.Praise: lambda s, a: c.Praise(_seat(s, Role.REP), "", _words(s), ""),
    c.Disclose: lambda s, a: c.Disclose(Disclosure.NAMED),
    c.Next: lambda s, a: c.Next(s.course.move, confirmed=True),
    c.Back: lambda s, a: c.Back(s.course.move),
    c.Skip: lambda s, a: c.Skip(s.course.move, confirmed=True),
    c.SkipStep: lambda s, a: c.SkipStep(s.course.move, confirmed=True),
    c.Undo: lambda s, a: c.Undo(),
    c.PauseRoom: lambda s, a: c.PauseRoom(),
    c.Resume: lambda s, a: c.Resume(),
    c.AddTime: lambda s, a: c.AddTime(),
    c.EndTime: lambda s, a: c.EndTime(),
    c.TimeUp: lambda s, a: c.TimeUp(s.course.move),
    c.Veil: lambda s, a: c.Veil(not s.desk.veiled),
    c.HoldStage: lambda s, a: c.HoldStage(s.desk.held is None),
    c.LockRoom: lambda s, a: c.LockRoom(not s.desk.locked),
    c.SetAutomatic: lambda s, a: c.SetAutomatic(not s.desk.automatic),
    c.SetTimed: lambda s, a: c.SetTimed(not s.desk.timed),
    c.SetStart: lambda s, a: c.SetStart(Millis(s.opened_at + 600_000)),
    c.MoveStep: lambda s, a: c.MoveStep(_later(s).id, s.course.step),
    c.CutStep: lambda s, a: c.CutStep(_later(s).id, not _later(s).cut),
    c.ChangeStep: lambda s, a: c.ChangeStep(_later(s).id, 10, flash=True),
    c.AddStep: lambda s, a: c.AddStep(StepKind.BREAK, 5, s.course.step),
    c.AddManager: lambda s, a: c.AddManager(_name(s)),
    c.Rename: lambda s, a: c.Rename(_seat(s), _name(s)),
    c.RemoveSeat: lambda s, a: c.RemoveSeat(_seat(s)),
    c.RestoreSeat: lambda s, a: c.RestoreSeat(_back(s)),
    c.MoveSeat: lambda s, a: c.MoveSeat(_seat(s, Role.REP), TeamId("t1")),
    c.DrawTeams: lambda s, a: c.DrawTeams(1),
    c.MarkAbsent: lambda s, a: c.MarkAbsent(_seat(s, Role.MANAGER), absent=False),
    c.Mask: lambda s, a: c.Mask(_seat(s, Role.MANAGER), on=True),
    c.GrantKey: lambda s, a: c.GrantKey(Role.STAGE, _key(s)),
    c.RevokeKeys: lambda s, a: c.RevokeKeys(Role.STAGE),
    c.AnswerClaim: lambda s, a: c.AnswerClaim(next(iter(s.claims), ClaimId("none")), allow=False),
    c.TrustDevices: lambda s, a: _trust(s),
    c.AnswerRush: lambda s, a: c.AnswerRush(ours=False),
    c.ChooseChair: lambda s, a: c.ChooseChair(s.course.step, _chair(s)),
    c.ChooseOrder: lambda s, a: c.ChooseOrder(s.course.step, ()),
    c.ProxyRule: lambda s, a: c.ProxyRule(s.course.step, _without_ruling(s), _level(s), _authority(s)),
    c.HushLine: lambda s, a: c.HushLine(s.course.step, on=True),
    c.VoidRound: lambda s, a: c.VoidRound(_a_round(s), on=False),
    c.CloseCase: lambda s, a: c.CloseCase(_unclosed(s), Closing.OPEN, why="no time"),
    c.AmendLine: lambda s, a: c.AmendLine(_a_line(s), Closing.OPEN, by="Ana", because="the fee changed", why="no time"),
    c.FlagPaper: lambda s, a: c.FlagPaper(min(s.pack.papers), on=True),
    c.ReleaseName: lambda s, a: c.ReleaseName(on=True),
    c.KeepCoaching: lambda s, a: c.KeepCoaching(next_call=_words(s)),
    c.ReleaseText: lambda s, a: c.ReleaseText(_text(s, s.desk.released)),
    c.SetTextAside: lambda s, a: c.SetTextAside(_text(s, s.desk.set_aside)),
    c.KeepNote: lambda s, a: c.KeepNote(s.pack.cases[0].id, "ask Bo about this one"),
}
