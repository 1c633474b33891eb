"""Every file that leaves the room, by name: for whom it is, and how it is made. A new one is one more row here.

Making one takes long, and touches nothing but the state that it is given: run it off the hub.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timezone

from server.game.ids import Millis, SeatId
from server.game.people import Role
from server.game.state import Workshop
from server.reports import debrief, export, tables
from server.reports.manager_page import manager_page
from server.reports.papers import press
from server.reports.papers.full_report import full_report
from server.reports.papers.own_card import own_card
from server.reports.papers.own_page import own_page
from server.reports.papers.up_report import up_report
from server.reports.papers.work_aid import work_aid
from server.reports.rep_card import rep_card
from server.reports.upward import upward
from server.reports.words import Words


@dataclass(frozen=True, slots=True)
class Order:
    """What a file is made from: the workshop as the reader's language says it, and whose file it is, if anybody's."""

    state: Workshop
    seat: SeatId | None
    words: Words
    zone: timezone
    now: Millis

    @property
    def opened(self) -> datetime:
        return tables.moment(self.state.opened_at, self.zone)

    @property
    def today(self) -> date:
        return tables.moment(self.now, self.zone).date()

    @property
    def own(self) -> SeatId:
        assert self.seat is not None
        return self.seat


@dataclass(frozen=True, slots=True)
class File:
    """`role` is who may have it: the facilitator, or whoever sits on a seat, who gets their own. `ready` says when."""

    kind: str
    role: Role
    make: Callable[[Order], bytes]
    ready: Callable[[Workshop, SeatId | None], bool] = lambda _state, _seat: True


PDF = "application/pdf"
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


def _debrief(order: Order) -> debrief.Report:
    return debrief.report(order.state, order.today.isoformat())


def _tables(order: Order) -> tuple[tables.Table, ...]:
    return tables.tables(_debrief(order), order.zone)


def _work_aid(order: Order) -> bytes:
    paper = work_aid(_debrief(order), order.words, order.opened.date(), order.today)
    return press.pdf("work_aid", paper, order.opened)


def _report(order: Order) -> bytes:
    paper = full_report(_debrief(order), order.words, order.zone, order.today)
    return press.pdf("report", paper, order.opened)


def _upward(order: Order) -> bytes:
    paper = up_report(upward(order.state, order.today.isoformat()), order.words, order.opened.date())
    return press.pdf("upward", paper, order.opened)


def _own_card(order: Order) -> bytes:
    card = rep_card(order.state, order.own)
    paper = own_card(card, order.state.pack.awards, order.words, order.opened.date())
    return press.pdf("own", paper, order.opened)


def _own_page(order: Order) -> bytes:
    page = manager_page(order.state, order.own)
    paper = own_page(page, order.state.pack.awards, order.words, order.opened.date())
    return press.pdf("own", paper, order.opened)


def _is_coached(state: Workshop, seat: SeatId | None) -> bool:
    """A manager's page is printed once the four boxes of its coaching card are filled."""
    return seat is not None and manager_page(state, seat).complete


def _workbook(order: Order) -> bytes:
    return export.as_xlsx(_tables(order), order.state.pack.currency, order.opened)


def _csv(name: str) -> Callable[[Order], bytes]:
    return lambda order: export.as_csv(next(one for one in _tables(order) if one.name == name))


FILES: Mapping[str, File] = {
    "work-aid.pdf": File(PDF, Role.FACILITATOR, _work_aid),
    "workshop-report.pdf": File(PDF, Role.FACILITATOR, _report),
    "report-to-pass-on.pdf": File(PDF, Role.FACILITATOR, _upward),
    "workshop.xlsx": File(XLSX, Role.FACILITATOR, _workbook),
    "workshop.zip": File("application/zip", Role.FACILITATOR, lambda order: export.as_zip(_tables(order))),
    "workshop.json": File("application/json", Role.FACILITATOR, lambda order: export.as_json(_tables(order))),
    **{f"{one.name}.csv": File("text/csv", Role.FACILITATOR, _csv(one.name)) for one in tables.outlines()},
    "my-card.pdf": File(PDF, Role.REP, _own_card),
    "my-page.pdf": File(PDF, Role.MANAGER, _own_page, _is_coached),
}
