"""Files to take along, one at a time and off the hub: phones that play meanwhile do not wait for them."""

from threading import Lock

from flask import Blueprint, Response, request
from flask.typing import ResponseReturnValue

from server.game import roster
from server.reports.files import FILES, Order
from server.reports.papers.press import NoPress
from server.reports.tables import zone_of
from server.reports.words import Words
from server.routes.assets import FALLBACK, Assets
from server.routes.bodies import ApiError
from server.routes.context import Context, reader


def downloads(context: Context, assets: Assets) -> Blueprint:
    blueprint = Blueprint("downloads", __name__)
    turn = Lock()

    @blueprint.get("/api/downloads/<name>")
    def download(name: str) -> ResponseReturnValue:
        """A file by its name in `reports/files.py`, in the reader's language; `?zone=` is minutes ahead of UTC."""
        ticket, state = context.ticket()
        file, seat = FILES.get(name), ticket.actor.seat
        if file is None:
            raise ApiError(404, "not_found")
        if ticket.actor.role is not file.role:
            raise ApiError(403, "not_yours")
        if seat is not None and not roster.is_here(state, seat):
            raise ApiError(403, "removed")
        if not file.ready(state, seat):
            raise ApiError(409, "not_complete")
        language = reader() if reader() in assets.languages else FALLBACK
        words = Words(language, assets.texts(language))
        zone = zone_of(request.args.get("zone", 0, type=int))
        order = Order(state.said_in(reader()), seat, words, zone, context.now())
        try:
            with turn:
                made = context.native(file.make, order)
        except NoPress:
            raise ApiError(501, "no_press") from None
        return Response(made, mimetype=file.kind, headers={"Content-Disposition": f'attachment; filename="{name}"'})

    return blueprint
