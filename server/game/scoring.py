"""Points. Until a guideline exists, what you would do is never scored; what you predict is.

There are no points for speed and none for streaks. A round is worth 100 points out of what can be earned in it;
a part that cannot be earned (the spread call with one manager) makes the others worth more.
"""

from collections.abc import Collection, Mapping, Sequence
from math import ceil, floor
from statistics import fmean

from server.game.ids import SeatId, TeamId
from server.game.state import Certainty, Points, Prediction, Ruling, Spread

CLOSENESS = 36
CERTAINTY: Mapping[Certainty, tuple[int, int]] = {
    Certainty.HUNCH: (18, 10),
    Certainty.FAIRLY: (22, 6),
    Certainty.SURE: (24, 0),
}
"""Points for an exact hit, and for none. A three-step form of the quadratic rule: naming your true certainty always
pays best, with the lines crossing at even odds and at three in four."""
AUTHORITY = (30, 22, 14, 6)
"""Points by how many levels the predicted authority is off."""
SPREAD = (10, 4, 0)
"""Points by how many steps the spread call is off."""

_SPREADS = tuple(Spread)


def closeness(predicted: int, ruled: int, span: int) -> int:
    """36 points for the exact level, falling evenly to 0 at the far end of the case's levels; a half rounds up."""
    return floor(CLOSENESS * (1 - abs(predicted - ruled) / span) + 0.5)


def authority(predicted: int, ruled: int, hand_over: int, must_escalate: bool) -> int:
    """Points for the authority part. Where the law or safety decides, only handing over earns any."""
    if must_escalate:
        return AUTHORITY[0] if predicted == hand_over else 0
    return AUTHORITY[min(abs(predicted - ruled), len(AUTHORITY) - 1)]


def spread(called: Spread, actual: Spread) -> int:
    return SPREAD[abs(_SPREADS.index(called) - _SPREADS.index(actual))]


def available(with_spread: bool) -> int:
    """The most that one round can earn."""
    best_certainty = max(hit for hit, _ in CERTAINTY.values())
    return CLOSENESS + best_certainty + AUTHORITY[0] + (SPREAD[0] if with_spread else 0)


def score(
    prediction: Prediction | None,
    ruling: Ruling,
    actual: Spread | None,
    span: int,
    hand_over: int,
    must_escalate: bool = False,
) -> Points:
    """One rep's points in one round. A part that was not answered earns nothing.

    `ruling` is the chair's first sealed ruling; `actual` the managers' spread, None where it is not to be counted
    (one manager only, or not yet shown).
    """
    if prediction is None:
        return Points()
    near = sure = who = call = 0
    hit = prediction.level == ruling.level
    if prediction.level is not None:
        near = closeness(prediction.level, ruling.level, span)
        if prediction.certainty is not None:
            sure = CERTAINTY[prediction.certainty][0 if hit else 1]
    if prediction.authority is not None:
        who = authority(prediction.authority, ruling.authority, hand_over, must_escalate)
    if prediction.spread is not None and actual is not None:
        call = spread(prediction.spread, actual)
    answered = any(part is not None for part in (prediction.level, prediction.authority, prediction.certainty))
    total = 100 * (near + sure + who + call) / available(with_spread=actual is not None)
    return Points(near, sure, who, call, hit, answered, total)


def team_score(scores: Sequence[float], connected: int) -> float:
    """A team's points in one round: the sum of its members' points over max(answered, half of those connected).

    So one good answer from a silent table does not win the round.
    """
    share = max(len(scores), ceil(connected / 2))
    return sum(scores) / share if share else 0.0


def teams_score(points: Mapping[SeatId, Points], teams: Mapping[SeatId, TeamId]) -> Mapping[TeamId, float]:
    """Every team's points in one round, from the points of all who count."""
    present: dict[TeamId, list[Points]] = {}
    for seat, earned in points.items():
        if seat in teams:
            present.setdefault(teams[seat], []).append(earned)
    return {
        team: team_score([earned.total for earned in members if earned.answered], len(members))
        for team, members in sorted(present.items())
    }


def workshop_score(totals: Collection[float]) -> float | None:
    """The mean over the rounds that counted; None before the first."""
    return fmean(totals) if totals else None
