"""The server about itself: whether it lives and can serve, its figures, its clock, and what it keeps."""

from flask import Blueprint, Response
from flask.typing import ResponseReturnValue

from server import metrics
from server.routes.context import Context, as_json
from server.service.ready import Ready


def about(context: Context, ready: Ready) -> Blueprint:
    blueprint = Blueprint("about", __name__)

    @blueprint.get("/healthz")
    def health() -> ResponseReturnValue:
        return {"ok": True}

    @blueprint.get("/readyz")
    def is_ready() -> ResponseReturnValue:
        """Whether people may be sent here. 503 while the server leaves or cannot save."""
        why_not = ready.why_not()
        return ({"ok": False, "why": why_not}, 503) if why_not else {"ok": True}

    @blueprint.get("/metrics")
    def figures() -> ResponseReturnValue:
        context.host_only()
        return Response(metrics.page(), content_type=metrics.CONTENT_TYPE)

    @blueprint.get("/api/now")
    def what_time_is_it() -> ResponseReturnValue:
        """The server's clock, for a phone to see how far its own is off and how quick the line is."""
        return {"now": context.now()}

    @blueprint.get("/api/kept")
    def kept() -> ResponseReturnValue:
        """How long names and whole workshops are kept, for everybody to read."""
        return as_json(context.periods)

    return blueprint
