"""For the host: whoever sits at the machine, or holds the host key. Opening workshops, and where phones find us."""

from secrets import token_hex
from typing import Any

from flask import Blueprint, Response
from flask.typing import ResponseReturnValue

from server.content.errors import ContentError
from server.game import commands as c
from server.game.errors import Rejected
from server.game.ids import SeatId, WorkshopId
from server.game.people import Actor, Role
from server.game.rules.opening import open_workshop
from server.routes import bodies
from server.routes.bodies import ApiError, body, granted
from server.routes.context import Context, as_json, reader
from server.service import seats as keys
from server.service.gist import Gist, gist
from server.store import carry
from server.store.base import CommandId


def host(context: Context) -> Blueprint:
    blueprint = Blueprint("host", __name__)

    @blueprint.get("/api/packs")
    def packs() -> ResponseReturnValue:
        context.host_only()
        return as_json(context.shelf.offers(reader()))

    @blueprint.get("/api/workshops")
    def workshops() -> ResponseReturnValue:
        """The workshops on this server, latest first."""
        context.host_only()
        return as_json([_summary(one) for one in sorted(context.gists(), key=lambda one: -one.opened_at)])

    @blueprint.post("/api/workshops")
    def open_one() -> ResponseReturnValue:
        """A new workshop with all its links. Their keys are told once and kept only as hashes."""
        context.host_only()
        return _open(context, body(bodies.OpenBody)), 201

    @blueprint.post("/api/workshops/<digits:code>/console")
    def enter(code: str) -> ResponseReturnValue:
        """The host comes back to a workshop: a further key to its console."""
        context.host_only()
        state = context.by_code(code)
        key = keys.new_key(Role.FACILITATOR)
        context.grant(state.id, c.GrantKey(Role.FACILITATOR, keys.hashed(key)))
        return context.link(state, key, Actor(Role.FACILITATOR)), 201

    @blueprint.get("/api/workshops/<digits:code>/export")
    def export(code: str) -> ResponseReturnValue:
        """The log of a workshop up to now, one commit a line. It holds every ruling: sitting here is not enough."""
        context.host_key_only()
        return Response(carry.lines(context.history(context.by_code(code).id)), mimetype="application/x-ndjson")

    @blueprint.post("/api/workshops/<digits:code>/delete")
    def delete(code: str) -> ResponseReturnValue:
        """Delete a workshop now, with everything that belongs to it. Nothing brings it back."""
        state = context.by_code(code)
        context.host_or_its_facilitator(state)
        granted(context.workshops.delete(state.id))
        return {"deleted": True}

    @blueprint.get("/api/address")
    def address() -> ResponseReturnValue:
        """Where phones find this server, and where else they might."""
        context.host_or_facilitator()
        return _address(context)

    @blueprint.post("/api/address")
    def choose_address() -> ResponseReturnValue:
        context.host_or_facilitator()
        if not context.address.choose(body(bodies.AddressBody)["ip"]):
            raise ApiError(409, "unknown_address", "ip")
        context.moved()
        return _address(context)

    return blueprint


def _open(context: Context, wish: dict[str, Any]) -> dict[str, Any]:
    try:
        held = context.shelf.take(wish["pack"])
    except KeyError:
        raise ApiError(404, "unknown_pack", "pack") from None
    except ContentError as error:
        raise ApiError(409, "broken_pack", "pack", str(error.problems[0])) from None
    pack, translations = held.said_in(reader())
    names = tuple(name for name in wish["managers"] if name.strip())
    workshop = WorkshopId(token_hex(8))
    actors = [
        Actor(Role.FACILITATOR),
        Actor(Role.STAGE),
        *(Actor(Role.MANAGER, SeatId(f"m{number}")) for number in range(1, len(names) + 1)),
    ]
    given = [(keys.new_key(actor.role), actor) for actor in actors]
    recovery = keys.new_recovery()
    try:
        facts = open_workshop(
            id=workshop,
            code=context.seats.new_code(),
            title=wish["title"],
            pack=pack,
            digest=held.digest,
            managers=names,
            seed=token_hex(16),
            keys=tuple((keys.hashed(key), actor.role, actor.seat) for key, actor in given),
            recovery=keys.hashed(recovery),
            now=context.now(),
            translations=translations,
        )
    except Rejected as refusal:
        bodies.refuse(refusal)
    granted(context.workshops.open(workshop, facts, CommandId(f"open-{workshop}")))
    state = context.workshops.state(workshop)
    links = [context.link(state, key, actor) for key, actor in given]
    return {
        **_summary(gist(state)),
        "recovery": recovery,
        "url": context.address.url,
        "join": context.join(state),
        "links": links,
    }


def _address(context: Context) -> ResponseReturnValue:
    context.address.look()
    return as_json(
        {
            "url": context.address.url,
            "ip": context.address.ip,
            "public": context.address.is_public,
            "choices": context.address.choices,
        }
    )


def _summary(one: Gist) -> dict[str, Any]:
    return {
        "code": one.code,
        "title": one.title,
        "pack": one.pack,
        "opened_at": one.opened_at,
        "phase": one.phase,
        "people": one.people,
        "managers": one.managers,
    }
