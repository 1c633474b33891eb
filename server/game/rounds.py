"""What holds in a round right now: who sits in the chair, whose rulings are in, what comes next."""

from collections.abc import Mapping
from dataclasses import dataclass, replace

from server.game import measures, plan, roster
from server.game.case import Case
from server.game.ids import SeatId, StepId
from server.game.people import Role
from server.game.plan import Phase, StepKind
from server.game.state import Choice, Disclosure, Prediction, RoundPlan, Ruling, Workshop


@dataclass(frozen=True, slots=True)
class Position:
    """A place in the workshop. `beat` counts the reveals made within the phase."""

    step: StepId
    phase: Phase
    beat: int = 0


def plan_of(state: Workshop, step: StepId) -> RoundPlan:
    return state.desk.rounds.get(step, RoundPlan())


def case_of(state: Workshop, step: StepId) -> Case:
    return state.pack.case(state.rounds[step].case)


def rulings(state: Workshop, step: StepId) -> Mapping[SeatId, Ruling]:
    """The first rulings of the managers who are in, in the managers' order. A proxy stands until its manager rules."""
    held = state.rounds[step]
    sealed = {**plan_of(state, step).proxies, **held.sealed}
    managers = (seat.id for seat in roster.managers(state))
    return {seat: sealed[seat] for seat in managers if seat in sealed and seat not in held.passed}


def second_votes(state: Workshop, step: StepId) -> Mapping[SeatId, Ruling]:
    """The rulings after the talk, once that vote is closed."""
    voting = step == state.course.step and state.course.phase is Phase.ALIGN
    return {} if voting else state.rounds[step].revotes


def latest_rulings(state: Workshop, step: StepId) -> Mapping[SeatId, Ruling]:
    """The rulings as they stand now: who did not vote again keeps the first one."""
    again = second_votes(state, step)
    return {seat: again.get(seat, ruling) for seat, ruling in rulings(state, step).items()}


def awaited(state: Workshop, step: StepId) -> tuple[SeatId, ...]:
    """The managers who can still be expected to rule: here, and not passing."""
    passed = state.rounds[step].passed
    return tuple(
        seat.id for seat in roster.managers(state) if seat.id not in state.desk.absent and seat.id not in passed
    )


def may_chair(state: Workshop, step: StepId, seat: SeatId) -> bool:
    """Whether this manager can sit in the chair: here, ruling in this round, and shown by name or mask."""
    return seat in awaited(state, step) and roster.disclosure(state, seat) is not Disclosure.SUM


def chair(state: Workshop, step: StepId) -> SeatId | None:
    """The manager whom the reps predict; None when nobody can be.

    A chair who passes or leaves before rulings close hands it on to whoever has sat there least.
    """
    arranged = plan_of(state, step)
    if arranged.roster is not None:
        return arranged.chair
    if arranged.chair is not None and may_chair(state, step, arranged.chair):
        return arranged.chair
    willing = [seat for seat in awaited(state, step) if roster.disclosure(state, seat) is not Disclosure.SUM]
    return min(willing, key=lambda seat: times_in_chair(state, seat, step), default=None)


def awaits_chair(state: Workshop) -> bool:
    """Whether rulings must stay open because the chair has not sealed."""
    return state.course.phase is Phase.RULE and _is_unsealed(state)


def lacks_chair(state: Workshop) -> bool:
    """Whether a round has gone on to a ruling of the chair that was taken back since, before anything was revealed."""
    phases = (Phase.PREDICT, Phase.LOCK, Phase.CROWD, Phase.CHAIR)
    return state.course.phase in phases and not state.rounds[state.course.step].opened and _is_unsealed(state)


def _is_unsealed(state: Workshop) -> bool:
    seat = chair(state, state.course.step)
    return seat is not None and seat not in rulings(state, state.course.step)


def stand_ins(state: Workshop) -> tuple[SeatId, ...]:
    """The managers for whom the facilitator can enter a ruling now: not sealed, not passing; the chair only while
    rulings are open."""
    step = state.course.step
    held = state.rounds[step]
    free = [seat.id for seat in roster.managers(state) if seat.id not in held.sealed and seat.id not in held.passed]
    late = state.course.phase is not Phase.RULE
    return tuple(seat for seat in free if not (late and seat == chair(state, step)))


def times_in_chair(state: Workshop, seat: SeatId, before: StepId | None = None) -> int:
    """How often this manager sat in the chair, leaving out one round."""
    return sum(
        arranged.roster is not None and arranged.chair == seat
        for step, arranged in state.desk.rounds.items()
        if step != before
    )


def asks_spread(state: Workshop, step: StepId) -> bool:
    """Whether there is a spread to call: two managers who rule or may still rule."""
    return len({*awaited(state, step), *rulings(state, step)}) > 1


def flips(state: Workshop, step: StepId) -> tuple[SeatId, ...]:
    """The other managers who are shown one by one: first those who were, then the rest in their order.

    Those in sums only are never shown.
    """
    arranged, told = plan_of(state, step), chair(state, step)
    ready = [seat for seat in rulings(state, step) if seat != told and _is_shown(state, seat)]
    order = (*arranged.flipped, *(arranged.order or first_order(state, step)))
    return tuple(sorted(ready, key=lambda seat: order.index(seat) if seat in order else len(order)))


def flipped(state: Workshop, step: StepId) -> tuple[SeatId, ...]:
    """The other managers who were shown so far."""
    return tuple(seat for seat in flips(state, step) if seat in plan_of(state, step).flipped)


def _is_shown(state: Workshop, seat: SeatId) -> bool:
    return roster.disclosure(state, seat) is not Disclosure.SUM


def first_order(state: Workshop, step: StepId) -> tuple[SeatId, ...]:
    """An order for the managers to flip in, which nobody can foresee and which says nothing about their rulings."""
    return roster.shuffled(state.seed, f"flips {step}", (seat.id for seat in roster.managers(state)))


def guesses(state: Workshop, step: StepId) -> tuple[Prediction, ...]:
    """The predictions that name a level."""
    return tuple(one for one in state.rounds[step].predictions.values() if one.level is not None)


def levels(chosen: Mapping[SeatId, Ruling]) -> tuple[int, ...]:
    return tuple(ruling.level for ruling in chosen.values())


def flow(state: Workshop, step: StepId) -> tuple[Phase, ...]:
    """The phases that this step goes through, as things stand.

    Without anybody in the chair there is nothing to predict; a crowd under five is not shown; with one manager
    there is no panel; a second vote is offered only when the first was wide; a flash round has neither re-vote nor
    line.
    """
    at = state.step_of(step)
    if not at.is_round:
        return (plan.SINGLE[at.kind],)
    phases = tuple(phase for phase in plan.ROUND if plan.seconds(at, phase) is not None)
    if step not in state.rounds:
        return phases
    arranged, first = plan_of(state, step), rulings(state, step)
    left_out: set[Phase] = set()
    if chair(state, step) is None:
        left_out |= {Phase.PREDICT, Phase.LOCK, Phase.CROWD, Phase.CHAIR}
    if arranged.counted is not None and len(guesses(state, step)) < plan.KEPT_PRIVATE_BELOW:
        left_out.add(Phase.CROWD)
    if arranged.roster is not None and len(first) < 2:
        left_out.add(Phase.PANEL)
    if not measures.is_wide(levels(first), case_of(state, step).span):
        left_out.add(Phase.ALIGN)
    return tuple(phase for phase in phases if phase not in left_out)


def here(state: Workshop) -> Position:
    return Position(state.course.step, state.course.phase, state.course.beat)


def ahead(state: Workshop) -> Position | None:
    """Where Next leads; None at the very end."""
    at = here(state)
    return replace(at, beat=at.beat + 1) if _more_beats(state, at) else past(state)


def _more_beats(state: Workshop, at: Position) -> bool:
    """Whether this phase has something left to reveal. A panel without anybody to flip still shows its dial."""
    match at.phase:
        case Phase.CHAIR:
            return at.beat == 0
        case Phase.PANEL:
            return at.beat == 0 or flips(state, at.step) != flipped(state, at.step)
        case Phase.AWARDS:
            return at.beat < len(state.desk.awards)
        case Phase.DEBRIEF:
            return at.beat < plan.DEBRIEF_QUESTIONS - 1
        case _:
            return False


def past(state: Workshop) -> Position | None:
    """Where the workshop goes when it leaves this phase; None at the very end."""
    at = here(state)
    later = [phase for phase in flow(state, at.step) if _place(phase) > _place(at.phase)]
    if later:
        return _arrival(state, at.step, later[0])
    step = plan.next_step(state.desk.agenda, at.step)
    return None if step is None else Position(step.id, flow(state, step.id)[0])


def behind(state: Workshop) -> Position | None:
    """Where Back leads; None at the very start. A step is entered from behind where it was left."""
    at = here(state)
    if at.beat > 0:
        return replace(at, beat=at.beat - 1)
    earlier = [phase for phase in flow(state, at.step) if _place(phase) < _place(at.phase) and phase is not Phase.LOCK]
    if earlier:
        return Position(at.step, earlier[-1], _last_beat(state, at.step, earlier[-1]))
    before = plan.step_before(state.desk.agenda, at.step)
    if before is None:
        return None
    left = state.desk.left.get(before.id)
    if left is None:
        return Position(before.id, flow(state, before.id)[0])
    return Position(before.id, Phase.PREDICT if left.phase is Phase.LOCK else left.phase, left.beat)


def _last_beat(state: Workshop, step: StepId, phase: Phase) -> int:
    """The beat at which a phase of this round was left."""
    if phase is Phase.PANEL:
        return max(1, len(plan_of(state, step).flipped))
    return 1 if phase is Phase.CHAIR else 0


def flipped_at(state: Workshop, to: Position) -> tuple[SeatId, ...]:
    """The other managers who are shown at a place in the panel: one more with each beat."""
    shown = plan_of(state, to.step).flipped
    rest = [seat for seat in flips(state, to.step) if seat not in shown]
    return (*shown, *rest)[: to.beat]


def end_of_panel(state: Workshop, step: StepId) -> Position:
    """The place where every manager has flipped."""
    waiting = [seat for seat in flips(state, step) if seat not in plan_of(state, step).flipped]
    return Position(step, Phase.PANEL, max(1, len(plan_of(state, step).flipped) + len(waiting)))


def reveals(to: Position) -> bool:
    """Whether going there shows a manager's ruling, which wants a second press."""
    return to.phase in (Phase.CHAIR, Phase.PANEL) and to.beat > 0


def reached(state: Workshop, step: StepId, phase: Phase) -> bool:
    """Whether a round has come to a phase; one that was left before its rulings were on the table never did."""
    if step != state.course.step:
        return step in state.desk.points
    return state.course.phase in plan.ROUND and _place(state.course.phase) >= _place(phase)


def shown(state: Workshop, step: StepId) -> tuple[SeatId, ...]:
    """The managers whose rulings the room may see now, in the order of their reveal."""
    if settled(state, step):
        return (*_shown_chair(state, step), *flips(state, step))
    if step != state.course.step or not reached(state, step, Phase.CHAIR):
        return ()
    if state.course.phase is Phase.CHAIR:
        return _shown_chair(state, step) if state.course.beat else ()
    return (*_shown_chair(state, step), *flipped(state, step))


def settled(state: Workshop, step: StepId) -> bool:
    """Whether the whole spread of a round is on the table, so that its dial may be shown."""
    if step != state.course.step or state.course.phase is not Phase.PANEL:
        return reached(state, step, Phase.PRAISE)
    return state.course.beat > 0 and flips(state, step) == flipped(state, step)


def _shown_chair(state: Workshop, step: StepId) -> tuple[SeatId, ...]:
    seat = chair(state, step)
    told = seat is not None and seat in rulings(state, step) and _is_shown(state, seat)
    return (seat,) if seat is not None and told else ()


def owes_line(state: Workshop) -> bool:
    """Whether this round has its rulings on the table, and is of the kind that ends with a line it does not have."""
    step = state.course.step
    ends_with_line = step in state.rounds and plan.seconds(state.step, Phase.CAPTURE) is not None
    return ends_with_line and settled(state, step) and step not in state.desk.lines


def played(state: Workshop) -> tuple[StepId, ...]:
    """The rounds that count, in the order of the agenda: settled, and neither practice nor void."""
    return tuple(
        step.id
        for step in state.desk.agenda
        if step.kind is StepKind.CASE and step.id in state.desk.points and step.id not in state.desk.voided
    )


def expected_reps(state: Workshop, step: StepId) -> tuple[SeatId, ...]:
    """The reps whose answers can come in now."""
    return tuple(seat for seat in state.seats if is_expected(state, step, seat))


def is_expected(state: Workshop, step: StepId, seat: SeatId | None) -> bool:
    """Whether this is a rep whose answers can come in now. Asked for every phone at once, so it looks at no other."""
    held = state.seats.get(seat) if seat else None
    if held is None or held.role is not Role.REP or seat in state.desk.removed:
        return False
    roll = plan_of(state, step).roster
    return roll is None or seat in roll


def _place(phase: Phase) -> int:
    """Where a phase stands in a round; every other phase is a step of its own."""
    return plan.ROUND.index(phase) if phase in plan.ROUND else 0


def _arrival(state: Workshop, step: StepId, phase: Phase) -> Position:
    """Where a phase begins: a chair who has told already is not asked to tell again."""
    told = phase is Phase.CHAIR and state.rounds[step].told
    return Position(step, phase, 1 if told else 0)


@dataclass(frozen=True, slots=True)
class Tally:
    """Whose answers the room is waiting for, and whose are in. Empty in a phase that asks nothing."""

    expected: tuple[SeatId, ...] = ()
    done: frozenset[SeatId] = frozenset()

    @property
    def all_in(self) -> bool:
        return bool(self.expected) and self.done.issuperset(self.expected)

    @property
    def nearly_all(self) -> bool:
        return bool(self.expected) and self.count >= plan.NEARLY_ALL * len(self.expected)

    @property
    def count(self) -> int:
        """How many of those expected are in."""
        return len(self.done.intersection(self.expected))


def tally(state: Workshop) -> Tally:
    """Who has answered what this phase asks."""
    at = here(state)
    if at.phase not in (Phase.RULE, Phase.PREDICT, Phase.ALIGN):
        return Tally()
    held = state.rounds[at.step]
    reps = expected_reps(state, at.step)
    if at.phase is Phase.PREDICT:
        with_spread = asks_spread(state, at.step)
        whole = [seat for seat in reps if _is_whole(held.predictions.get(seat), with_spread)]
        return Tally(reps, frozenset(whole))
    if at.phase is Phase.ALIGN:
        voters = tuple(rulings(state, at.step))
        return Tally(voters, frozenset(seat for seat in voters if seat in held.revotes))
    ruled = rulings(state, at.step)
    chosen = [seat for seat in reps if _has_ruled(held.choices.get(seat))]
    return Tally((*awaited(state, at.step), *reps), frozenset((*ruled, *chosen)))


def _has_ruled(choice: Choice | None) -> bool:
    return choice is not None and choice.level is not None and choice.authority is not None


def _is_whole(prediction: Prediction | None, with_spread: bool) -> bool:
    if prediction is None or prediction.level is None or prediction.authority is None:
        return False
    return prediction.certainty is not None and (prediction.spread is not None or not with_spread)
