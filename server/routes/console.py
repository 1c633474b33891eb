"""For the facilitator: further links, and their codes to scan."""

from io import BytesIO
from typing import Any

import segno
from flask import Blueprint
from flask.typing import ResponseReturnValue

from server.game import commands as c
from server.game.ids import SeatId
from server.game.people import FACILITATOR, Actor, Role
from server.routes import bodies
from server.routes.bodies import body, granted
from server.routes.context import Context, bearer
from server.service import seats as keys
from server.store.base import CommandId


def console(context: Context) -> Blueprint:
    blueprint = Blueprint("console", __name__)

    @blueprint.post("/api/keys")
    def grant_key() -> ResponseReturnValue:
        """A further link to a seat, the stage or the console; `fresh` makes the old ones worthless.

        Of the console's the one that asks for it stays, so that whoever loses this answer is not locked out.
        """
        state = context.facilitator()
        wish = body(bodies.KeyBody)
        role = Role(wish["role"])
        seat = SeatId(wish["seat"]) if wish["seat"] else None
        if wish["fresh"]:
            revoke = CommandId(f"{wish['id'][:56]}-revoke")
            said = f"{role} {seat}".encode()
            but = keys.hashed(bearer() or "") if role is Role.FACILITATOR else None
            granted(context.workshops.submit(state.id, FACILITATOR, c.RevokeKeys(role, seat, but), revoke, said))
        key = keys.new_key(role)
        context.grant(state.id, c.GrantKey(role, keys.hashed(key), seat))
        return context.link(context.workshops.state(state.id), key, Actor(role, seat)), 201

    @blueprint.post("/api/qr")
    def qr() -> ResponseReturnValue:
        """A text as a QR code: its size in modules, and one path that draws it."""
        context.host_or_facilitator()
        return qr_path(body(bodies.QrBody)["text"])

    return blueprint


def qr_path(text: str) -> dict[str, Any]:
    """A QR code as SVG path data, without its quiet zone of four modules."""
    code = segno.make(text, error="m", micro=False)
    drawing = BytesIO()
    code.save(drawing, kind="svg", border=0, xmldecl=False, svgns=False, omitsize=True, nl=False)
    path = drawing.getvalue().decode().partition(' d="')[2].partition('"')[0]
    return {"size": code.symbol_size(border=0)[0], "path": path}
