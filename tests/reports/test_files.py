"""No file tells what is not its reader's: words to look for in every file, and days that no file can tell apart."""

import io
import json
from datetime import UTC
from zipfile import ZipFile

import msgspec
import pytest
from python_calamine import CalamineWorkbook

from server.game import commands as c
from server.game.ids import SeatId
from server.game.people import Role
from server.game.plan import Phase
from server.game.state import Disclosure
from server.reports.files import FILES, Order
from server.reports.papers import press
from tests.support.days import Day
from tests.support.texts import words

MANAGERS = ("Annabel", "Borislav", "Cyrilla", "Desmond")
REPS = ("Kimberly", "Louise", "Maximilian", "Nia-Marie", "Oliver", "Philippa")
OF_THE_ROOM = [name for name, file in FILES.items() if file.role is Role.FACILITATOR]


@pytest.fixture(autouse=True)
def plain_papers(monkeypatch):
    """A paper is read as what goes into it: nothing else can be on it."""
    monkeypatch.setattr(press, "pdf", lambda template, paper, made_at: msgspec.json.encode(paper))


def made(day: Day, name: str, who: str | None = None) -> bytes:
    seat = None if who is None else SeatId(day.seat(who))
    return FILES[name].make(Order(day.state, seat, words(), UTC, day.now))


def text(day: Day, name: str, who: str | None = None) -> str:
    """Every word that stands in a file."""
    body = made(day, name, who)
    if name.endswith(".xlsx"):
        book = CalamineWorkbook.from_filelike(io.BytesIO(body))
        return json.dumps([book.get_sheet_by_name(sheet).to_python() for sheet in book.sheet_names], default=str)
    if name.endswith(".zip"):
        with ZipFile(io.BytesIO(body)) as packed:
            return "".join(packed.read(one).decode() for one in packed.namelist())
    return body.decode()


def marked_day() -> Day:
    """A day on which every private thing holds a word of its own."""
    day = Day(4, REPS, MANAGERS, disclosures={"Borislav": Disclosure.MASKED, "Cyrilla": Disclosure.SUM})
    day.leads(c.KeepNote(day.state.pack.cases[0].id, "facilitatorsnote"))
    day.plays_case()
    day.plays_case()
    day.goes_to(Phase.IMPACT)
    for name in REPS:
        day.writes(name, f"unreleased of {name.lower()}")
    day.thanks("Kimberly", "Annabel", "thanksword for you")
    day.releases_all()
    day.thanks("Louise", "Borislav", "heldthanks for you")
    for name in MANAGERS:
        boxes = [f"coaching{box}{name.lower()}" for box in range(4)]
        day.does(day.actor(name), c.KeepCoaching(*boxes))
    day.plays_all()
    return day


@pytest.fixture(scope="module")
def day():
    return marked_day()


PRIVATE = ("facilitatorsnote", "thanksword", "heldthanks", "coaching", "commitword", "unreleased")


# Words to look for


@pytest.mark.parametrize("name", OF_THE_ROOM)
def test_no_file_of_the_room_names_a_rep_or_holds_what_was_private(day, name):
    said = text(day, name)

    assert [] == [word for word in (*REPS, *(word for word in PRIVATE if word != "unreleased")) if word in said]


@pytest.mark.parametrize("name", OF_THE_ROOM)
def test_no_file_of_the_room_names_who_did_not_want_to_be_named(name):
    """Lines are owned by whom the room named, so here by somebody who did."""
    day = Day(2, REPS, MANAGERS, disclosures={"Borislav": Disclosure.MASKED, "Cyrilla": Disclosure.SUM})
    day.plays_case()
    said = text(day, name)
    sum_mask = day.state.seats[SeatId(day.seat("Cyrilla"))].mask

    assert [] == [word for word in ("Borislav", "Cyrilla", sum_mask) if word in said]


@pytest.mark.parametrize("who", REPS)
def test_a_card_names_no_other_rep_and_holds_nothing_of_theirs(day, who):
    said = text(day, "my-card.pdf", who)
    others = [name for name in REPS if name != who]

    assert who in said
    assert [] == [
        word for word in (*others, "coaching", "facilitatorsnote", "thanksword", "heldthanks") if word in said
    ]


@pytest.mark.parametrize("who", MANAGERS)
def test_a_managers_page_holds_their_coaching_card_and_nobody_elses(day, who):
    said = text(day, "my-page.pdf", who)
    others = [f"coaching{box}{name.lower()}" for name in MANAGERS if name != who for box in range(4)]

    assert f"coaching0{who.lower()}" in said
    assert [] == [word for word in (*others, "facilitatorsnote") if word in said]
    assert (who == "Annabel") == ("thanksword" in said)


# Days that cannot be told apart


def a_day(choices: tuple[int, ...], coaching: str = "", seed_rep: int = 0) -> Day:
    """One case; reps choose so, and all predict the same."""
    day = Day(1, REPS, MANAGERS)
    day.goes_to(Phase.RULE, day.state.pack.cases[0].id)
    for name, level in zip(REPS, choices, strict=True):
        day.rules(name, level, level, reasons=(f"reason{1 + level % 4}",))
    for place, name in enumerate(MANAGERS):
        day.rules(name, place)
    day.goes_to(Phase.PREDICT)
    for name in REPS:
        day.predicts(name, 1)
    day.goes_to(Phase.SCORE)
    if coaching:
        day.does(day.actor("Annabel"), c.KeepCoaching(coaching, coaching, coaching, coaching))
    return day


@pytest.mark.parametrize("name", OF_THE_ROOM)
def test_no_file_of_the_room_tells_which_rep_chose_what(name):
    one, other = a_day((0, 1, 1, 2, 2, 3)), a_day((3, 2, 1, 1, 2, 0))

    assert made(one, name) == made(other, name)


def test_no_card_tells_what_another_rep_chose():
    one, other = a_day((0, 1, 1, 2, 2, 3)), a_day((0, 2, 1, 1, 3, 2))

    assert made(one, "my-card.pdf", "Kimberly") == made(other, "my-card.pdf", "Kimberly")
    assert made(one, "my-card.pdf", "Louise") != made(other, "my-card.pdf", "Louise")


@pytest.mark.parametrize("who", MANAGERS)
def test_no_managers_page_tells_what_any_rep_chose(who):
    one, other = a_day((0, 1, 1, 2, 2, 3)), a_day((3, 3, 3, 3, 3, 3))

    assert made(one, "my-page.pdf", who) == made(other, "my-page.pdf", who)


@pytest.mark.parametrize("name", OF_THE_ROOM)
def test_no_file_of_the_room_tells_what_a_manager_wrote_for_themselves(name):
    one, other = a_day((0, 1, 1, 2, 2, 3), "one word"), a_day((0, 1, 1, 2, 2, 3), "another word")

    assert made(one, name) == made(other, name)


@pytest.mark.parametrize("name", OF_THE_ROOM)
@pytest.mark.parametrize("phase", [Phase.RULE, Phase.PREDICT, Phase.CROWD, Phase.CHAIR])
def test_no_file_tells_a_ruling_that_the_stage_has_not_shown(name, phase):
    def sealed(level: int) -> Day:
        day = Day(1, REPS, MANAGERS)
        day.goes_to(Phase.RULE, day.state.pack.cases[0].id)
        for place, manager in enumerate(MANAGERS):
            day.rules(manager, (level + place) % 4, level, reasons=(f"reason{level + 1}",))
        if phase is not Phase.RULE:
            day.goes_to(Phase.PREDICT)
            for rep in REPS:
                day.predicts(rep, 1)
            day.goes_to(phase)
        return day

    assert made(sealed(0), name) == made(sealed(3), name)
