"""What the stage shows: nothing that is not everybody's."""

from dataclasses import dataclass, replace

from server.game import roster, rounds, rush
from server.game.case import AwardWords
from server.game.people import Role
from server.game.plan import Phase
from server.game.state import Workshop
from server.game.views import room
from server.game.views.room import Alignment, AwardView, Board, Place, RoundView, Scores


@dataclass(frozen=True, slots=True)
class Guest:
    """Somebody in the lobby; lit once the test tap came."""

    name: str
    lit: bool


@dataclass(frozen=True, slots=True)
class Answered:
    """How many of how many have answered, and never who or what."""

    done: int
    expected: int


@dataclass(frozen=True, slots=True)
class TeamList:
    name: str
    members: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class StageView:
    title: str
    code: str
    scan: str
    """What the picture to scan holds besides the code: whoever brings it never waits at the door."""
    locked: bool
    veiled: bool
    held: bool
    place: Place
    people: int
    answered: Answered | None
    round: RoundView | None
    guests: tuple[Guest, ...] = ()
    managers: tuple[Guest, ...] = ()
    contract: tuple[str, ...] = ()
    teams: tuple[TeamList, ...] = ()
    scores: Scores | None = None
    alignment: Alignment | None = None
    board: Board | None = None
    awards: tuple[AwardView, ...] = ()
    awards_left: int = 0
    award_words: tuple[AwardWords, ...] = ()


def stage_view(state: Workshop) -> StageView:
    """The stage now; or the moment at which it is held while the facilitator looks ahead."""
    view = _picture(state.desk.held or state)
    return replace(view, locked=state.desk.locked, veiled=state.desk.veiled, held=state.desk.held is not None)


def _picture(state: Workshop) -> StageView:
    phase = state.course.phase
    lobby, welcome = phase is Phase.LOBBY, phase is Phase.WELCOME
    return StageView(
        title=state.title,
        code=state.code,
        scan=rush.scan(state),
        locked=False,
        veiled=False,
        held=False,
        place=room.place(state),
        people=len(roster.reps(state)),
        answered=_answered(state),
        round=room.round_view(state),
        guests=_guests(state, Role.REP) if lobby else (),
        managers=_guests(state, Role.MANAGER) if lobby else (),
        contract=state.pack.contract if welcome else (),
        teams=_teams(state) if welcome else (),
        scores=room.scores(state) if phase in (Phase.SCORE, Phase.BOARD) else None,
        alignment=room.alignment(state) if phase in (Phase.SCORE, Phase.AWARDS, Phase.CLOSED) else None,
        board=room.board(state) if phase in (Phase.BOARD, Phase.CLOSED) else None,
        awards=room.awards(state, state.course.beat) if phase is Phase.AWARDS else (),
        awards_left=len(state.desk.awards) - state.course.beat if phase is Phase.AWARDS else 0,
        award_words=state.pack.awards if state.desk.awards else (),
    )


def _guests(state: Workshop, role: Role) -> tuple[Guest, ...]:
    return tuple(Guest(roster.name(state, seat.id), seat.hello) for seat in roster.of_role(state, role))


def _answered(state: Workshop) -> Answered | None:
    tally = rounds.tally(state)
    return Answered(tally.count, len(tally.expected)) if tally.expected else None


def _teams(state: Workshop) -> tuple[TeamList, ...]:
    return tuple(
        TeamList(
            roster.team_name(state, team),
            tuple(roster.name(state, rep.id) for rep in roster.reps(state) if roster.team(state, rep.id) == team),
        )
        for team in roster.teams(state.desk)
    )
