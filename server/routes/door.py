"""Coming in: by the room code, back to one's own seat, and back to the console."""

from hmac import compare_digest
from io import BytesIO

import segno
from flask import Blueprint, Response, request
from flask.typing import ResponseReturnValue

from server.game import commands as c
from server.game import roster, rush
from server.game.events import KeyGranted, SeatClaimed, SeatTaken
from server.game.people import DOOR, Role
from server.game.plan import Phase
from server.game.state import Workshop
from server.routes import bodies
from server.routes.bodies import ApiError, body, granted
from server.routes.context import PAGE, Context
from server.service import seats as keys
from server.store.base import CommandId


def door(context: Context) -> Blueprint:
    blueprint = Blueprint("door", __name__)
    here = "/api/workshops/<digits:code>"

    @blueprint.get(here)
    def look(code: str) -> ResponseReturnValue:
        """What somebody with a room code may know before taking a seat."""
        state = context.by_code(code)
        closed = state.course.phase is Phase.CLOSED
        return {"title": state.title, "locked": state.desk.locked, "closed": closed}

    @blueprint.post(f"{here}/seats")
    def take_seat(code: str) -> ResponseReturnValue:
        """A seat and its key. The same request again gets the same seat, with another key."""
        wish = body(bodies.SeatBody)
        state = context.by_code(code)
        role = Role(wish["role"])
        key = keys.new_key(role)
        take = c.TakeSeat(role, wish["name"], keys.hashed(key), typed=not _was_scanned(state, wish["scan"]))
        said = f"{wish['role']} {wish['name']}".encode()
        outcome = granted(context.workshops.submit(state.id, DOOR, take, CommandId(wish["id"]), said))
        facts = outcome.commit.events if outcome.commit else ()
        seat = next(event.seat for event in facts if isinstance(event, SeatTaken))
        if keys.hashed(key) not in {event.key for event in facts if isinstance(event, KeyGranted)}:
            context.grant(state.id, c.GrantKey(role, keys.hashed(key), seat.id))
        return {"key": key, "seat": seat.id, "name": seat.name, "title": state.title}, 201

    @blueprint.post(f"{here}/claims")
    def claim_seat(code: str) -> ResponseReturnValue:
        """Somebody says that this new phone belongs to a seat. The key works once the facilitator agrees."""
        wish = body(bodies.ClaimBody)
        state = context.by_code(code)
        said = roster.ear(wish["name"])
        seat = next(
            (one for one in state.seats if roster.is_here(state, one) and roster.ear(roster.name(state, one)) == said),
            None,
        )
        if seat is None:
            raise ApiError(404, "unknown_seat", "name")
        role = state.seats[seat].role
        key = keys.new_key(role)
        claim = c.ClaimSeat(seat, keys.hashed(key))
        outcome = granted(context.workshops.submit(state.id, DOOR, claim, CommandId(wish["id"]), key.encode()))
        facts = outcome.commit.events if outcome.commit else ()
        if not any(isinstance(event, SeatClaimed) and event.claim.key == keys.hashed(key) for event in facts):
            raise ApiError(409, "bad_message", "id")
        return {"key": key, "seat": seat, "name": roster.name(state, seat), "page": PAGE[role]}, 201

    @blueprint.get("/api/me")
    def me() -> ResponseReturnValue:
        """What a key opens: so that a page can offer to go on as before."""
        ticket, state = context.ticket()
        seat = ticket.actor.seat
        return {
            "role": ticket.actor.role,
            "page": PAGE[ticket.actor.role],
            "name": roster.name(state, seat) if seat else "",
            "title": state.title,
            "code": state.code,
            "here": seat is None or roster.is_here(state, seat),
        }

    @blueprint.post("/api/recover")
    def recover() -> ResponseReturnValue:
        """The console again, on another device, by the recovery code."""
        workshop = context.by_recovery(body(bodies.RecoverBody)["code"])
        key = keys.new_key(Role.FACILITATOR)
        context.grant(workshop, c.GrantKey(Role.FACILITATOR, keys.hashed(key)))
        return {"key": key, "page": PAGE[Role.FACILITATOR]}, 201

    @blueprint.get("/qr/<digits:code>.svg")
    def join_qr(code: str) -> ResponseReturnValue:
        """The way in, as a picture. Shows a room code and no key; and what the stage adds, to the stage alone."""
        state = context.by_code(code)
        scan = request.args.get("scan", "")
        text = context.join(state) if _was_scanned(state, scan) else f"{context.address.url}/{code}"
        drawing = BytesIO()
        segno.make(text, error="m", micro=False).save(
            drawing, kind="svg", border=4, dark="#1b1f27", light="#fff", xmldecl=False, omitsize=True
        )
        return Response(drawing.getvalue(), mimetype="image/svg+xml")

    return blueprint


def _was_scanned(state: Workshop, said: str) -> bool:
    """Whether this comes from the picture on the stage, and not from somebody who typed the digits."""
    return compare_digest(said.encode(), rush.scan(state).encode())
