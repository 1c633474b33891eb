"""Who is here: names, teams and faces as the room knows them now."""

from collections.abc import Iterable, Mapping, Sequence
from functools import cache
from hashlib import sha256
from typing import TypeVar
from unicodedata import category, normalize

from server.game.ids import SeatId, TeamId
from server.game.people import Role
from server.game.state import Desk, Disclosure, Seat, Workshop

Name = TypeVar("Name", bound=str)

INVISIBLE = frozenset("\u034f\u115f\u1160\u17b4\u17b5\u2800\u3164\uffa0\u200b\u200c\u200d\ufe0e\ufe0f")
"""Signs that leave no trace on a screen, whatever Unicode calls them."""
SMALL_ROOM = 12
SMALL_TEAM = 4
LARGE_TEAM = 6
"""Up to twelve reps sit in teams of three or four, more in teams of four to six."""


def name(state: Workshop, seat: SeatId) -> str:
    """The name that the room knows this person by."""
    return state.desk.names.get(seat, state.seats[seat].name)


def is_here(state: Workshop, seat: SeatId) -> bool:
    """Whether the seat exists and was not removed."""
    return seat in state.seats and seat not in state.desk.removed


def ear(name: str) -> str:
    """What makes two names the same to the ear: case, width, spacing, punctuation and invisible marks do not count."""
    signs = (sign for sign in normalize("NFKC", name).casefold() if sign not in INVISIBLE)
    return "".join(sign for sign in signs if sign.isalnum() or category(sign)[0] == "M")


def namesakes(state: Workshop, seat: SeatId, as_called: str | None = None) -> tuple[SeatId, ...]:
    """Everybody else here who goes by the same name."""
    own = ear(name(state, seat) if as_called is None else as_called)
    return tuple(one for one in state.seats if one != seat and is_here(state, one) and ear(name(state, one)) == own)


def of_role(state: Workshop, role: Role) -> tuple[Seat, ...]:
    """The seats of this role that were not removed, in the order in which they came."""
    return tuple(seat for seat in state.seats.values() if seat.role is role and seat.id not in state.desk.removed)


def reps(state: Workshop) -> tuple[Seat, ...]:
    return of_role(state, Role.REP)


def managers(state: Workshop) -> tuple[Seat, ...]:
    return tuple(state.seats[seat] for seat in state.managers if seat not in state.desk.removed)


def disclosure(state: Workshop, seat: SeatId) -> Disclosure:
    """How this manager's rulings may be shown; the facilitator can mask a name, and never unmask one."""
    chosen = state.seats[seat].disclosure
    if chosen is Disclosure.NAMED and seat in state.desk.masked:
        return Disclosure.MASKED
    return chosen


def face(state: Workshop, seat: SeatId) -> str:
    """The name under which this manager's rulings are shown: their own, or a mask."""
    masked = disclosure(state, seat) is Disclosure.MASKED
    return state.seats[seat].mask if masked else name(state, seat)


def team(state: Workshop, seat: SeatId) -> TeamId | None:
    mine = state.desk.teams.get(seat, state.seats[seat].team)
    return mine if mine in teams(state.desk) else None


def teams(desk: Desk) -> tuple[TeamId, ...]:
    """The teams in play; none before they are drawn."""
    return _numbered(desk.team_count)


@cache
def _numbered(count: int) -> tuple[TeamId, ...]:
    return tuple(TeamId(f"t{number}") for number in range(1, count + 1))


def team_name(state: Workshop, team: TeamId) -> str:
    names = state.pack.team_names
    number = int(team[1:])
    return names[number - 1] if number <= len(names) else str(number)


def sizes(state: Workshop) -> Mapping[TeamId, int]:
    """How many reps each team has."""
    count = dict.fromkeys(teams(state.desk), 0)
    for seat in reps(state):
        of = team(state, seat.id)
        if of in count:
            count[of] += 1
    return count


def smallest_team(state: Workshop) -> TeamId | None:
    """Where the next rep goes; None before teams are drawn."""
    count = sizes(state)
    return min(count, key=lambda one: (count[one], one)) if count else None


def team_count(people: int) -> int:
    """How many teams so many reps make: as few as keep every team within its largest size."""
    largest = SMALL_TEAM if people <= SMALL_ROOM else LARGE_TEAM
    return max(1, -(-people // largest))


def deal(seed: str, people: Sequence[SeatId], count: int) -> Mapping[SeatId, TeamId]:
    """Teams whose sizes differ by at most one, in an order that nobody can foresee."""
    return {seat: TeamId(f"t{place % count + 1}") for place, seat in enumerate(shuffled(seed, "teams", people))}


def shuffled(seed: str, about: str, items: Iterable[Name]) -> tuple[Name, ...]:
    """The items in an order drawn from the workshop's seed.

    Chance entered once, with the seed; the same seed and `about` give the same order, so replay needs no dice.
    """
    return tuple(sorted(items, key=lambda item: sha256(f"{seed}|{about}|{item}".encode()).digest()))
