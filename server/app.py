"""The wiring: builds everything from the settings and hands each part what it needs. No logic."""

from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from logging import getLogger
from threading import Event
from typing import Any

import msgspec
from flask import Flask, request
from flask.typing import ResponseReturnValue
from flask_socketio import SocketIO
from werkzeug.exceptions import HTTPException
from werkzeug.routing import BaseConverter

from server import engine, metrics, paths
from server.config import Config
from server.content.apart import Intake
from server.content.own import OwnPacks
from server.content.shelf import Shelf
from server.realtime import polling, transport
from server.realtime.fanout import Fanout
from server.realtime.gateway import Gateway
from server.realtime.presence import Presence
from server.routes import bodies, headers, trust
from server.routes.about import about
from server.routes.assets import Assets
from server.routes.bodies import ApiError
from server.routes.console import console
from server.routes.context import Context
from server.routes.door import door
from server.routes.downloads import downloads
from server.routes.host import host
from server.routes.outcomes import outcomes
from server.routes.packs import Bench, packs
from server.routes.pages import pages
from server.service.address import Address
from server.service.clock import Clock, wall_clock
from server.service.live import Live
from server.service.ready import Ready
from server.service.retention import Periods, Retention
from server.service.seats import LONG_CODE, SHORT_CODE, Seats
from server.service.tries import Tries
from server.service.workshops import Workshops
from server.store.base import Commit, EventLog, StoreFailed
from server.store.board import Exchange

log = getLogger(__name__)

LAST_WORDS = 0.1
"""Seconds for the last answers to leave."""
LOOK_EVERY = 10
"""Seconds between two looks at the network."""
REST_EVERY = 30
"""Seconds between two looks at which workshops nobody needs."""
SWAP_EVERY = 1
"""Seconds between two notes to the other workers about who is connected."""


class Json:
    """The two calls that python-socketio makes, answered by msgspec."""

    dumps = staticmethod(lambda data, **_: msgspec.json.encode(data).decode())
    loads = staticmethod(lambda text, **_: msgspec.json.decode(text))


class Digits(BaseConverter):
    """A room code in a path."""

    regex = r"\d{6,8}"


@dataclass(frozen=True, slots=True)
class App:
    """A server that is ready: its WSGI program, and what runs beside it."""

    wsgi: Callable[..., Any]
    start: Callable[[], None]
    stop: Callable[[], None]
    address: Address


def build(config: Config, store: EventLog, address: Address, host_key: str, exchange: Exchange | None = None) -> App:
    """Everything but the store and the port, which can fail and so come from outside.

    `exchange` hands a note to the other workers, where there are any, and gives theirs.
    """
    now = wall_clock()
    assets = Assets(paths.WEB, polls=config.polling)
    seats = Seats(LONG_CODE if config.public_url else SHORT_CODE, store.refresh)
    presence = Presence(now)
    flask = Flask(__name__, static_folder=None)
    guard = trust.Trust(address, host_key, {config.host})
    wire = (polling.Polling if config.polling else transport.Transport)(engine, Gateway.EVENTS)
    socketio = _socketio(flask, wire, guard)

    def changed(commit: Commit) -> None:
        seats.learn(commit)
        if commit.replaces:
            presence.forget(commit.workshop)
        fanout.changed(commit)

    def saving(saves: bool) -> None:
        fanout.saving(saves)

    live = Live(store, seats.know, changed, now)
    workshops = Workshops(store, live, now, saving)
    fanout = Fanout(wire, workshops.state, presence.absences, lambda: address.url, store.epoch, now, assets.digest)
    live.load()
    tries = Tries(engine.sleep)
    Gateway(workshops, seats, tries, fanout, presence, assets.reason).attach(socketio)
    periods = Periods(config.keep_names_hours, config.keep_days)
    retention = Retention(store, live, workshops, periods, now)
    ready = Ready(store)
    context = Context(
        workshops=workshops,
        gists=lambda: [live.gist(known.id) for known in live],
        seats=seats,
        tries=tries,
        shelf=Shelf(config.content, engine.native, OwnPacks(config.data / "packs")),
        address=address,
        trust=guard,
        moved=fanout.moved,
        periods=periods,
        now=now,
        native=engine.native,
        history=store.read,
    )
    _routes(flask, assets, context, ready)
    metrics.WORKSHOPS.set_function(live.in_play)
    metrics.QUEUE.set_function(workshops.waiting)
    written = Event()

    def write() -> None:
        workshops.run()
        written.set()

    chores = [
        Clock(workshops, live, presence.present, now).tick,
        wire.tend,
        retention.tick,
        metrics.LagMeter().tick,
        _look(address, fanout),
        _rest(live, fanout, presence),
    ]
    if exchange is not None:
        chores.append(_swap(exchange, presence, fanout))

    def start() -> None:
        engine.spawn(write)
        engine.spawn(fanout.run)
        for chore in chores:
            engine.spawn(_again, chore)

    def stop() -> None:
        """Tell the screens, save what waits, and let its answers out."""
        ready.leaving = True
        fanout.going_away()
        workshops.stop()
        written.wait()
        fanout.stop()
        engine.sleep(LAST_WORDS)

    admitted = wire.guarded(flask, guard.address_of)
    return App(headers.with_headers(trust.guarded(admitted, guard)), start, stop, address)


def _socketio(flask: Flask, wire: transport.Transport, guard: trust.Trust) -> SocketIO:
    """Socket.IO on our own transport: one event after the other from each socket."""
    socketio = SocketIO(
        flask,
        async_mode=engine.NAME,
        async_handlers=False,
        manage_session=False,
        transports=list(wire.ways),
        allow_upgrades=False,
        json=Json,
        serializer=wire.packet,
        cors_allowed_origins=guard.knows_origin,
        ping_interval=transport.PING_EVERY,
        ping_timeout=transport.PING_WAIT,
        max_http_buffer_size=transport.LARGEST,
        http_compression=False,
        monitor_clients=False,
    )
    wire.attach(socketio.server)
    return socketio


def _routes(flask: Flask, assets: Assets, context: Context, ready: Ready) -> None:
    flask.url_map.converters["digits"] = Digits
    for blueprint in (
        pages(assets),
        host(context),
        door(context),
        console(context),
        outcomes(context),
        downloads(context, assets),
        packs(context, Bench(Intake(engine.sleep), engine.native)),
        about(context, ready),
    ):
        flask.register_blueprint(blueprint)

    @flask.before_request
    def own_pages_only() -> None:
        """A page of another site must not act in the name of whoever has it open."""
        if not context.trust.knows_origin(request.headers.get("Origin"), request.environ):
            raise ApiError(403, "foreign_page")

    @flask.errorhandler(ApiError)
    def refused(error: ApiError) -> ResponseReturnValue:
        language = request.accept_languages.best_match(assets.languages) or ""
        return bodies.answer(error, assets.reason(error.reason, language))

    @flask.errorhandler(HTTPException)
    def missing(error: HTTPException) -> ResponseReturnValue:
        return refused(ApiError(error.code or 500, bodies.reason_of(error)))

    @flask.errorhandler(StoreFailed)
    def away(_: StoreFailed) -> ResponseReturnValue:
        return refused(ApiError(503, "retry"))

    @flask.errorhandler(Exception)
    def failed(_: Exception) -> ResponseReturnValue:
        log.exception("a request failed")
        return refused(ApiError(500, "server_error"))


def _again(act: Callable[[], float]) -> None:
    """Call something for ever, sleeping as long as it says in between. A fault is logged and does not end it."""
    while True:
        try:
            nap = act()
        except Exception:
            log.exception("%s failed", act)
            nap = 1.0
        engine.sleep(nap)


def _look(address: Address, fanout: Fanout) -> Callable[[], float]:
    """Watch the network: when this machine's address changes, every code is drawn anew."""

    def look() -> float:
        if engine.native(address.look):
            log.info("phones find this server at %s now", address.url)
            fanout.moved()
        return LOOK_EVERY

    return look


def _rest(live: Live, fanout: Fanout, presence: Presence) -> Callable[[], float]:
    """Let go of the workshops that nobody needs now. They are read again for whoever comes."""

    def rest() -> float:
        for workshop in live.rest(fanout.is_watched):
            presence.forget(workshop)
        return REST_EVERY

    return rest


def _swap(exchange: Exchange, presence: Presence, fanout: Fanout) -> Callable[[], float]:
    """Tell the other workers who is connected here, and hear who is there."""

    def swap() -> float:
        with suppress(StoreFailed):  # (the log says that the store is away)
            for workshop in presence.hear(exchange(presence.note())):
                fanout.noticed(workshop)
        return SWAP_EVERY

    return swap
