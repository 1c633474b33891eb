"""Whoever is in the room can do what their seat may, and nothing else.

| Row | Attack | Test |
|---|---|---|
| A6, A47 | a command of another role, of the stage | `test_no_role_does_what_belongs_to_another` |
| A7 | somebody else's seat | `test_nobody_rules_for_another` |
| A7 | another workshop's objects | `test_another_workshops_things_are_unknown` |
| A8 | another namespace | `test_no_other_namespace_is_there` |
| A8 | a second seat for the same socket | `test_a_second_key_changes_no_seat` |
| A10 | a removed seat that goes on | `test_a_removed_seat_commands_no_more` |
| A9 | a forged audience | `test_whoever_says_to_be_somebody_else_is_sent_what_they_always_are` |
| A46 | the same id with another body | `test_an_id_that_came_before_says_nothing_else` |
| 4.7 | more commands than hands can give | `test_a_seat_that_sends_too_much_is_told_to_wait` |
| 4.7 | more screens than a seat has | `test_one_screen_too_many_closes_the_oldest` |

More of A9 and A10 is in `realtime/test_coming_in.py`.
"""

import json
from dataclasses import MISSING, fields
from enum import Enum
from random import Random
from typing import Any, get_args, get_type_hints

import pytest

from server.game.people import Role
from server.game.permissions import KINDS, TABLE
from server.realtime.messages import BY_SERVER, FROM_THE_WIRE
from tests.support.counts import usually
from tests.support.heart import W1
from tests.support.packs import cases_pack
from tests.support.raw import RawLine, command, text
from tests.support.table import Table
from tests.support.wired import Wired

OTHER_BODIES = usually(1_000, full=10_000)
FORGERIES = usually(100, full=1_000)
KINDS_SENT = [kind for kind, one in KINDS.items() if one in FROM_THE_WIRE]
PEOPLE = {Role.REP: "Kim", Role.MANAGER: "Ana", Role.STAGE: "stage", Role.FACILITATOR: "console"}


@pytest.fixture
def table(shared_server):
    with Table(shared_server) as table:
        yield table


def readable(kind: str) -> dict[str, Any]:
    """Fields that the schema takes."""
    hints = get_type_hints(KINDS[kind])
    needed = [one.name for one in fields(KINDS[kind]) if one.default is MISSING and one.name not in BY_SERVER]
    return {name: _value(hints[name]) for name in needed}


def _value(hint: Any) -> Any:
    hint = getattr(hint, "__supertype__", hint)
    if type(None) in get_args(hint):
        return None
    if isinstance(hint, type) and issubclass(hint, Enum):
        return next(iter(hint)).value
    return {bool: True, int: 0, str: "x"}.get(hint, [])


FOREIGN = {
    role: [
        kind
        for kind, command in KINDS.items()
        if command in FROM_THE_WIRE and not any(role in permit.roles for permit in TABLE[command])
    ]
    for role in PEOPLE
}


def test_the_stage_may_do_nothing_at_all():
    assert set(KINDS_SENT) == set(FOREIGN[Role.STAGE])


@pytest.mark.parametrize("role", PEOPLE)
def test_no_role_does_what_belongs_to_another(table, role):
    table.goes_to("rule")
    phone = table[PEOPLE[role]]
    marks = table.marks()
    reasons = {kind: phone.refused(kind, **readable(kind)) for kind in FOREIGN[role]}

    assert dict.fromkeys(FOREIGN[role], "not_yours") == reasons
    assert [] == [frames for frames in table.since(marks).values() if frames]


def test_nobody_rules_for_another(table):
    table.goes_to("rule")
    answer = {"step": table.step, "level": 1, "authority": 1, "n": 1}

    assert ["bad_message"] * 3 == [
        table["Kim"].refused("rule", **answer, **{field: table.seats["Lou"]}) for field in ("seat", "actor", "role")
    ]


def test_another_workshops_things_are_unknown(table, shared_server):
    with Table(shared_server, reps=("Eve", "Joe", "Pat")) as other:
        strange = other.seats["Pat"]
        assert strange not in table.seats.values()
        acks = [
            table.console.says("remove_seat", seat=strange),
            table.console.says("rename", seat=strange, name="Zed"),
        ]

        assert ["unknown_seat"] * 2 == [ack["reason"] for ack in acks]
        assert "Pat" == other["Pat"].own["name"]


@pytest.mark.parametrize("name", ["/admin", "/stage", "/*", "/%2f", "//"])
def test_no_other_namespace_is_there(table, name):
    with RawLine(table.server.port) as line:
        line.sends(text(f"40{name}," + json.dumps({"key": table["Kim"].key})))

        assert "Unable to connect" in line.hears("44")


def test_a_second_key_changes_no_seat(table):
    """A line that has a seat shows the console's key, and still is the rep's."""
    with RawLine(table.server.port, table["Kim"].key) as line:
        line.sends(text("40" + json.dumps({"key": table.workshop.key("facilitator")})))
        line.hears("44")
        line.sends(command("lock_room", 7, on=True))

        assert "not_yours" in line.hears("437")


def test_a_removed_seat_commands_no_more(table):
    table.goes_to("rule")
    with RawLine(table.server.port, table["Kim"].key) as line:
        table.console.does("remove_seat", seat=table.seats["Kim"])
        line.floods([command("rule", 9, step=table.step, level=1, authority=1, n=1)])
        heard = [data for _, data in line.frames()]

    assert not any(b'"ok":true' in data for data in heard)


def test_an_id_that_came_before_says_nothing_else(table):
    table.goes_to("rule")
    answer = {"step": table.step, "level": 1, "authority": 1, "n": 1}
    table["Kim"].does("rule", id="the-very-same-id", **answer)
    others = [{**answer, "level": 0}, {**answer, "n": 2}, {**answer, "quotable": True}]

    assert ["bad_message"] * 3 == [table["Kim"].refused("rule", id="the-very-same-id", **one) for one in others]
    assert table["Kim"].says("rule", id="the-very-same-id", **answer)["ok"]
    assert "bad_message" == table["Lou"].refused("rule", id="the-very-same-id", **answer)


@pytest.fixture
def play():
    """The same server without its sockets, for what is tried thousands of times."""
    return Wired(("Ana", "Bo"), ("Kim", "Lou"), cases_pack(full=1))


def test_nothing_else_is_said_by_an_id_that_came_before(play):
    """By nobody, of any kind, and however it is put."""
    chance, start = Random(46), len(play.frames)
    said = {"id": "the-very-same-id", "kind": "hello"}
    assert {"ok": True} == play._gateway.command("Kim", said)
    commits = play._log.commits(W1)
    for number in range(OTHER_BODIES):
        kind = chance.choice(KINDS_SENT)
        name = chance.choice(["Lou", "Ana", "Bo", "facilitator"]) if kind == "hello" else chance.choice(play.open)
        fields = readable(kind) | {name: number for name in ("n", "level", "count") if name in readable(kind)}
        ack = play._gateway.command(name, {**said, "kind": kind, **fields})

        assert ("bad_message", "id") == (ack["reason"], ack["field"])
    assert {"ok": True} == play._gateway.command("Kim", said)
    assert commits == play._log.commits(W1)
    assert start == len(play.frames)


FORGED = (None, True, "facilitator", "m1", ["m1"], {"role": "facilitator", "seat": None}, "w1:facilitator:", 1)


def test_whoever_says_to_be_somebody_else_is_sent_what_they_always_are(play):
    """As they come in, and as they ask to hear it again."""
    chance = Random(9)

    def sent_for(forgery):
        play.goes("Kim")
        start = len(play.frames)
        play.comes("Kim", forgery)
        play._gateway.resync("Kim", forgery)
        return play.frames[start:]

    honest = sent_for({})
    assert {"Kim"} == {name for name, _ in honest}
    for _ in range(FORGERIES):
        names = chance.sample(["audience", "role", "seat", "actor", "room", "workshop", "can", "name", "view"], 3)

        assert honest == sent_for({name: chance.choice(FORGED) for name in names})


# How much


def test_a_seat_that_sends_too_much_is_told_to_wait(table):
    """And what it sends again later is taken."""
    table.goes_to("rule")
    with RawLine(table.server.port, table["Kim"].key) as line:
        for number in range(40):
            line.sends(command("rule", number, step=table.step, level=1, authority=1, n=number + 1))
        acks = [json.loads(line.hears("43").lstrip("0123456789"))[0] for _ in range(40)]

    assert [True] * 20 == [ack["ok"] for ack in acks[:20]]
    assert {"retry"} == {ack["reason"] for ack in acks if not ack["ok"]}
    assert table["Kim"].says("rule", step=table.step, level=2, authority=1, n=99)["ok"]


def test_one_who_sends_too_much_slows_nobody_else(table):
    table.goes_to("rule")
    with RawLine(table.server.port, table["Kim"].key) as line:
        line.sends(command("rule", 1, step=table.step, level=1, authority=1, n=1) * 40)
        ack = table["Lou"].socket.call(
            "command",
            {"id": "0123456789abcdef", "kind": "rule", "step": table.step, "level": 1, "authority": 1, "n": 1},
        )

    assert {"ok": True} == ack


def test_one_screen_too_many_closes_the_oldest(table):
    first = table["Kim"]
    tabs = [table.sits(f"Kim's tab {number}", first.key) for number in range(3)]
    assert not first.cut.is_set()
    with RawLine(table.server.port, first.key):
        assert first.was_cut_off()
        assert [False] * 3 == [tab.cut.is_set() for tab in tabs]
