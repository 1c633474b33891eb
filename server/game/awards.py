"""Awards: all flattering, each with a formula, a minimum and a tie rule, stated beside it.

A person gets one award until every team holds one; then the best of the rest may get a second. Ties go to more
exact hits, then to more points for certainty, and whoever is still level shares (up to three).
"""

from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations
from statistics import fmean

from server.game import measures, roster, rounds
from server.game.case import PLAIN, Family
from server.game.ids import SeatId, StepId
from server.game.people import Role
from server.game.plan import KEPT_PRIVATE_BELOW
from server.game.state import Award, Disclosure, Points, TextKind, Workshop

Figures = Mapping[SeatId, float]
"""What each candidate who reaches the minimum brings to an award; the highest wins."""

TELEPATHIC_PAIR = "telepathic_pair"
MOST_SHARING = 3


@dataclass(frozen=True, slots=True)
class Kind:
    """One award: its name, for whom, and the figure that wins it."""

    name: str
    role: Role
    figures: Callable[[Workshop], Figures]


def draw(state: Workshop) -> tuple[Award, ...]:
    """The awards of this workshop, in the order in which they are shown. None without its minimum reached."""
    given: list[Award] = []
    for kind in KINDS:
        figures = {seat: figure for seat, figure in kind.figures(state).items() if roster.is_here(state, seat)}
        candidates = _candidates(state, kind.role, tuple(figures), given)
        if candidates:
            best = max(_rank(state, seat, figures) for seat in candidates)
            winners = [seat for seat in candidates if _rank(state, seat, figures) == best]
            given.append(Award(kind.name, tuple(winners[:MOST_SHARING]), best[0]))
    pair = _telepathic_pair(state)
    return (*given, pair) if pair else tuple(given)


def _candidates(state: Workshop, role: Role, seats: Sequence[SeatId], given: Sequence[Award]) -> list[SeatId]:
    """Those who hold no award; and among reps, while a team is without one, its members first."""
    holders = {seat for award in given for seat in award.seats}
    fresh = [seat for seat in seats if seat not in holders]
    if role is Role.MANAGER:
        return fresh
    served = {roster.team(state, seat) for seat in holders}
    waiting = {roster.team(state, seat.id) for seat in roster.reps(state)} - served
    first = [seat for seat in fresh if roster.team(state, seat) in waiting]
    if waiting:
        return first or fresh
    return fresh or list(seats)


def _rank(state: Workshop, seat: SeatId, figures: Figures) -> tuple[float, int, int]:
    earned = _points(state, seat)
    return (round(figures[seat], 9), sum(one.hit for one in earned), sum(one.certainty for one in earned))


def _points(state: Workshop, seat: SeatId) -> list[Points]:
    """This rep's points in the rounds that counted for them."""
    return [state.desk.points[step].reps[seat] for step in rounds.played(state) if seat in state.desk.points[step].reps]


def _mean(state: Workshop, part: Callable[[Points], float]) -> Figures:
    """The mean of a part over all rounds answered, for reps who answered half of the rounds and at least two."""
    return {seat: fmean(map(part, answered)) for seat, answered in _regulars(state).items()}


def _regulars(state: Workshop) -> Mapping[SeatId, list[Points]]:
    """What the reps earned who answered half of the rounds and at least two."""
    enough = max(2, len(rounds.played(state)) / 2)
    answered = {seat.id: [one for one in _points(state, seat.id) if one.answered] for seat in roster.reps(state)}
    return {seat: points for seat, points in answered.items() if len(points) >= enough}


def _mind_reader(state: Workshop) -> Figures:
    """Mean points for closeness. At least half of the rounds, and two."""
    return _mean(state, lambda points: points.closeness)


def _best_compass(state: Workshop) -> Figures:
    """Mean points for certainty: sure when right, careful when not. At least half of the rounds, and two."""
    return _mean(state, lambda points: points.certainty)


def _steady_hands(state: Workshop) -> Figures:
    """Mean points for authority: who decides. At least half of the rounds, and two."""
    return _mean(state, lambda points: points.authority)


def _split_sniffer(state: Workshop) -> Figures:
    """Mean points for the spread call. At least half of the rounds, and two; some point earned."""
    return _positive(_mean(state, lambda points: points.spread))


def _climber(state: Workshop) -> Figures:
    """Mean total of the second half of the rounds minus the first. At least half of the rounds, four, and a rise."""
    figures: dict[SeatId, float] = {}
    for seat, answered in _regulars(state).items():
        half = len(answered) // 2
        if half >= 2:
            first, second = answered[:half], answered[-half:]
            figures[seat] = fmean(one.total for one in second) - fmean(one.total for one in first)
    return _positive(figures)


def _golden_ear(state: Workshop) -> Figures:
    """Mean points for closeness in commercial cases. At least half of all rounds, and one exact hit in these."""
    figures: dict[SeatId, float] = {}
    steps = [step for step in rounds.played(state) if rounds.case_of(state, step).family is Family.COMMERCIAL]
    for seat in _regulars(state):
        held = (state.desk.points[step].reps.get(seat) for step in steps)
        earned = [points for points in held if points is not None and points.answered]
        if any(points.hit for points in earned):
            figures[seat] = fmean(points.closeness for points in earned)
    return figures


def _voice_of_the_queue(state: Workshop) -> Figures:
    """Impact notes that were released and that their author agreed to be named for. At least one."""
    return _counted(
        text.author
        for text in state.texts.values()
        if text.kind is TextKind.NOTE and text.signed and text.id in state.desk.released
    )


def _open_book(state: Workshop) -> Figures:
    """How closely the crowd read this manager in the chair: mean points for closeness. Five predictions or more."""
    return {seat: fmean(near) for seat, near in _read_by_crowd(state).items()}


def _plot_twist(state: Workshop) -> Figures:
    """The manager who surprised the room most: 36 minus the mean points for closeness. Five predictions or more."""
    figures = {seat: 36 - fmean(near) for seat, near in _read_by_crowd(state).items()}
    return _positive(figures) if len(figures) > 1 else {}


def _read_by_crowd(state: Workshop) -> Mapping[SeatId, list[int]]:
    """Every prediction's closeness for each manager in the chair, over the rounds that counted."""
    near: dict[SeatId, list[int]] = {}
    for step in rounds.played(state):
        chair = rounds.chair(state, step)
        answered = [points.closeness for points in state.desk.points[step].reps.values() if points.answered]
        if chair is not None and len(answered) >= KEPT_PRIVATE_BELOW and _is_shown(state, chair):
            near.setdefault(chair, []).extend(answered)
    return near


def _praise_fountain(state: Workshop) -> Figures:
    """How many different reps got praise that was released. At least three."""
    praised: dict[SeatId, set[SeatId]] = {}
    for text in state.texts.values():
        if text.kind is TextKind.PRAISE and text.to is not None and text.id in state.desk.released:
            praised.setdefault(text.author, set()).add(text.to)
    return {seat: len(reps) for seat, reps in praised.items() if len(reps) >= 3}


def _bravest_rethink(state: Workshop) -> Figures:
    """How many levels this manager's second votes moved in all. At least one."""
    moved: dict[SeatId, float] = {}
    for step in rounds.played(state):
        first = rounds.rulings(state, step)
        for seat, ruling in state.rounds[step].revotes.items():
            if seat in first and _is_shown(state, seat):
                moved[seat] = moved.get(seat, 0) + abs(ruling.level - first[seat].level)
    return _positive(moved)


def _bridge_builder(state: Workshop) -> Figures:
    """How many conditions this manager named for being softer or firmer, in rounds that counted. At least two."""
    named: dict[SeatId, float] = {}
    for step in rounds.played(state):
        for seat, conditions in state.rounds[step].conditions.items():
            if not _is_shown(state, seat):
                continue
            named[seat] = named.get(seat, 0) + len(conditions.softer) + len(conditions.firmer)
    return {seat: count for seat, count in named.items() if count >= 2}


def _stage_presence(state: Workshop) -> Figures:
    """How many rulings this manager told with a line of their own, other than plainly. At least one."""
    return _counted(
        seat
        for step in rounds.played(state)
        for seat, telling in state.rounds[step].tellings.items()
        if seat == rounds.chair(state, step)
        and _is_shown(state, seat)
        and telling.line
        and telling.delivery != PLAIN
        and step not in state.desk.hushed
    )


def _telepathic_pair(state: Workshop) -> Award | None:
    """The two managers who rule most alike. At least three cases that both ruled on; the first pair wins a tie."""
    steps = rounds.played(state)
    best: tuple[float, SeatId, SeatId] | None = None
    shown = [seat.id for seat in roster.managers(state) if _is_shown(state, seat.id)]
    for one, other in combinations(shown, 2):
        alike = _similarity(state, steps, one, other)
        if alike is not None and (best is None or alike > best[0]):
            best = (alike, one, other)
    return None if best is None else Award(TELEPATHIC_PAIR, best[1:], best[0])


def _similarity(state: Workshop, steps: Sequence[StepId], one: SeatId, other: SeatId) -> float | None:
    shared = [step for step in steps if {one, other} <= rounds.rulings(state, step).keys()]
    if len(shared) < 3:
        return None
    return measures.similarity(
        [rounds.rulings(state, step)[one].level for step in shared],
        [rounds.rulings(state, step)[other].level for step in shared],
        [rounds.case_of(state, step).span for step in shared],
    )


def _is_shown(state: Workshop, seat: SeatId) -> bool:
    """Whether an award may speak of this manager's rulings."""
    return roster.disclosure(state, seat) is not Disclosure.SUM


def _positive(figures: Figures) -> Figures:
    return {seat: figure for seat, figure in figures.items() if figure > 0}


def _counted(seats: Iterable[SeatId]) -> Figures:
    return dict(Counter(seats))


KINDS = (
    Kind("voice_of_the_queue", Role.REP, _voice_of_the_queue),
    Kind("golden_ear", Role.REP, _golden_ear),
    Kind("split_sniffer", Role.REP, _split_sniffer),
    Kind("steady_hands", Role.REP, _steady_hands),
    Kind("climber", Role.REP, _climber),
    Kind("best_compass", Role.REP, _best_compass),
    Kind("mind_reader", Role.REP, _mind_reader),
    Kind("praise_fountain", Role.MANAGER, _praise_fountain),
    Kind("bravest_rethink", Role.MANAGER, _bravest_rethink),
    Kind("bridge_builder", Role.MANAGER, _bridge_builder),
    Kind("stage_presence", Role.MANAGER, _stage_presence),
    Kind("plot_twist", Role.MANAGER, _plot_twist),
    Kind("open_book", Role.MANAGER, _open_book),
)

NAMES = (*(kind.name for kind in KINDS), TELEPATHIC_PAIR)
"""Every kind of award there is."""
