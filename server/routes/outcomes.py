"""What leaves the room, each for whom it is: the report, the lines, a rep's card, a manager's own page."""

from datetime import UTC, datetime

from flask import Blueprint
from flask.typing import ResponseReturnValue

from server.game import roster
from server.game.ids import SeatId
from server.game.people import Role
from server.game.state import Workshop
from server.reports import debrief
from server.reports.lines import lines
from server.reports.manager_page import manager_page
from server.reports.rep_card import rep_card
from server.reports.upward import upward
from server.routes.bodies import ApiError
from server.routes.context import Context, as_json, reader

READS_LINES = frozenset({Role.FACILITATOR, Role.MANAGER, Role.REP, Role.OBSERVER, Role.READER})


def outcomes(context: Context) -> Blueprint:
    blueprint = Blueprint("outcomes", __name__)

    @blueprint.get("/api/report")
    def report() -> ResponseReturnValue:
        return as_json(context.native(debrief.report, context.facilitator().said_in(reader()), today(context)))

    @blueprint.get("/api/upward")
    def goes_up() -> ResponseReturnValue:
        """The report for the bosses' bosses, which the facilitator hands on."""
        return as_json(context.native(upward, context.facilitator().said_in(reader()), today(context)))

    @blueprint.get("/api/card")
    def card() -> ResponseReturnValue:
        """A rep's own card, by the key of that seat alone."""
        state, seat = _own_seat(context, Role.REP)
        return as_json(rep_card(state, seat))

    @blueprint.get("/api/manager-page")
    def own_page() -> ResponseReturnValue:
        """A manager's own page, by the key of that seat alone."""
        state, seat = _own_seat(context, Role.MANAGER)
        return as_json(manager_page(state, seat))

    @blueprint.get("/api/lines")
    def written() -> ResponseReturnValue:
        """The lines, for everybody who was there, and for whoever holds a link to them."""
        ticket, state = context.ticket()
        if ticket.actor.role not in READS_LINES:
            raise ApiError(403, "not_yours")
        if ticket.actor.seat and not roster.is_here(state, ticket.actor.seat):
            raise ApiError(403, "removed")
        return as_json(lines(state.said_in(reader()), today(context)))

    return blueprint


def today(context: Context) -> str:
    """The day as an ISO date, in UTC."""
    return datetime.fromtimestamp(context.now() / 1000, UTC).date().isoformat()


def _own_seat(context: Context, role: Role) -> tuple[Workshop, SeatId]:
    """Whose key this is: somebody of this role who is here."""
    ticket, state = context.ticket()
    seat = ticket.actor.seat
    if ticket.actor.role is not role or seat is None:
        raise ApiError(403, "not_yours")
    if not roster.is_here(state, seat):
        raise ApiError(403, "removed")
    return state.said_in(reader()), seat
