"""A manager's link, or the console's, is opened on another device: consoles are told, and nobody else."""

from collections.abc import Iterator
from pathlib import Path
from secrets import token_hex

import pytest

from server.game.limits import STRANGE_DEVICES
from tests.support.asking import ask
from tests.support.phones import WirePhone
from tests.support.server import RunningServer
from tests.support.table import Phone, Table, refusal


@pytest.fixture
def table(shared_server: RunningServer) -> Iterator[Table]:
    """Everybody is at the table, each on a device without a mark."""
    with Table(shared_server) as table:
        yield table


def asked_about(console: WirePhone) -> list[tuple[str, int]]:
    """Whom the console asks about, and how many devices that are new."""
    return [(one["name"], one["strange"]) for one in console.shared["devices"]]


def asks_about(console: WirePhone, *asked: tuple[str, int]) -> None:
    """Wait until the console asks about these, and no others."""
    console.sees(lambda phone: asked_about(phone) == list(asked), f"questions about {asked}")


def heard(table: Table, marks: dict[str, int]) -> dict[str, list[str]]:
    """What came to whom, without who is connected; those who heard nothing are left out."""
    told = {name: [event for event, _ in frames] for name, frames in table.since(marks).items()}
    return {name: kept for name, events in told.items() if (kept := [one for one in events if one != "presence"])}


def key_of(table: Table, name: str) -> str:
    return table[name].key


# When the console asks


def test_a_second_device_is_told_to_the_console_alone_and_once(table):
    marks = table.marks()
    with Phone(table.server.url, key_of(table, "Ana"), device="tablet"):
        asks_about(table.console, ("Ana", 1))
        said = heard(table, marks)

    assert {"console": ["view"]} == said


def test_a_reload_a_second_tab_and_a_new_line_are_no_news(table):
    for name in ("Ana", "console"):
        marks = table.marks()
        with Phone(table.server.url, key_of(table, name)), Phone(table.server.url, key_of(table, name)):
            pass
        assert {} == heard(table, marks), name


@pytest.mark.parametrize("who", ["Kim", "stage"])
def test_reps_and_stages_change_their_devices_freely(table, who):
    marks = table.marks()
    with Phone(table.server.url, key_of(table, who), device="tablet"):
        pass

    assert {} == heard(table, marks)


def test_a_second_console_is_told_to_the_one_that_is_open(table):
    with Phone(table.server.url, key_of(table, "console"), device="tablet"):
        asks_about(table.console, ("", 1))


def test_every_console_is_told(table):
    helper = ask(table.server, f"/api/workshops/{table.workshop.code}/console", {}).json["key"]
    second = table.sits("second console", helper)
    with Phone(table.server.url, key_of(table, "Ana"), device="tablet"):
        asks_about(table.console, ("Ana", 1))
        asks_about(second, ("Ana", 1))


def test_a_console_that_is_opened_later_is_told_too(table):
    with Phone(table.server.url, key_of(table, "Ana"), device="tablet"):
        pass
    with Phone(table.server.url, key_of(table, "console")) as again:
        asks_about(again, ("Ana", 1))


def test_a_link_that_is_used_without_its_page_is_told_as_well(table):
    page = "/api/manager-page"
    ask(table.server, page, key=key_of(table, "Ana"))
    assert [] == asked_about(table.console)

    ask(table.server, page, key=key_of(table, "Ana"), device="tablet")
    asks_about(table.console, ("Ana", 1))


def test_a_phone_that_the_facilitator_let_back_in_is_no_news(table):
    wish = {"id": token_hex(16), "name": "Ana"}
    key = table.server.post(f"/api/workshops/{table.workshop.code}/claims", wish)["key"]
    table.console.sees(lambda phone: bool(phone.shared["claims"]), "the claim")
    table.console.does("answer_claim", claim=table.console.shared["claims"][0]["id"], allow=True)
    marks = table.marks()
    with Phone(table.server.url, key, device="new phone"):
        pass

    assert {} == heard(table, marks)


@pytest.mark.parametrize("mark", ["x" * 5000, 7, None, ["tablet"], {"mark": 1}], ids=repr)
def test_whatever_a_device_says_is_its_mark(shared_server, mark):
    """Without one, too, it is a device: nobody stays unseen by saying nothing."""
    opened = shared_server.open_workshop("Ana")
    with WirePhone(shared_server.url, opened.key("facilitator")) as console:
        with WirePhone(shared_server.url, opened.key("manager", "m1"), device="phone"):
            pass
        assert "" == refusal(shared_server.url, {"key": opened.key("manager", "m1"), "device": mark})
        asks_about(console, ("Ana", 1))


# What the facilitator says


def test_the_question_goes_when_it_is_answered_and_undo_does_not_bring_it_back(table):
    table.console.does("veil", on=True)
    with Phone(table.server.url, key_of(table, "Ana"), device="tablet"):
        asks_about(table.console, ("Ana", 1))
        table.console.does("trust_devices", role="manager", seat="m1", expect=1)
        asks_about(table.console)
        table.console.does("undo")
        table.console.sees(lambda phone: not phone.shared["veiled"], "the stage again")

    assert [] == asked_about(table.console)


def test_a_fresh_link_cuts_off_the_other_device_and_answers_the_question(table):
    with Phone(table.server.url, key_of(table, "Ana"), device="tablet") as other:
        asks_about(table.console, ("Ana", 1))
        wish = {"id": token_hex(16), "role": "manager", "seat": "m1", "fresh": True}
        fresh = ask(table.server, "/api/keys", wish, key=key_of(table, "console")).json["key"]
        asks_about(table.console)
        assert (True, True) == (other.was_cut_off(), table["Ana"].was_cut_off())
    del table.people["Ana"]
    marks = table.marks()
    with Phone(table.server.url, fresh, device="phone"):
        pass

    assert {} == heard(table, marks)


def test_another_device_does_not_speak_for_itself(table):
    with Phone(table.server.url, key_of(table, "console"), device="tablet") as other:
        asks_about(other, ("", 1))
        answer = {"role": "facilitator", "seat": None, "expect": 1}
        assert "strange_device" == other.refused("trust_devices", **answer)
        table.console.does("trust_devices", **answer)
        asks_about(other)


def test_nobody_else_says_whose_devices_are_whose(table):
    with Phone(table.server.url, key_of(table, "Ana"), device="tablet") as other:
        assert "not_yours" == other.refused("trust_devices", role="manager", seat="m1", expect=1)


def test_a_client_does_not_say_itself_where_it_speaks(table):
    with Phone(table.server.url, key_of(table, "console"), device="tablet") as other:
        answer = {"role": "facilitator", "seat": None, "expect": 1, "device": "laptop"}
        assert "bad_message" == other.refused("trust_devices", **answer)


# How many


def test_a_managers_link_opens_on_three_devices_until_the_facilitator_answers(table):
    key = key_of(table, "Ana")
    for number in range(STRANGE_DEVICES):
        assert "" == refusal(table.server.url, {"key": key, "device": f"copy {number}"})
    one_more = {"key": key, "device": "one more"}
    assert "many_devices" == refusal(table.server.url, one_more)
    refused = ask(table.server, "/api/me", key=key, device="one more")
    assert (403, "many_devices") == (refused.status, refused.reason)
    assert "" == refusal(table.server.url, {"key": key})

    asks_about(table.console, ("Ana", STRANGE_DEVICES))
    table.console.does("trust_devices", role="manager", seat="m1", expect=STRANGE_DEVICES)
    assert "" == refusal(table.server.url, one_more)


def test_the_console_opens_on_any_number_of_devices(table):
    devices = [f"copy {number}" for number in range(STRANGE_DEVICES + 2)]

    assert [""] * len(devices) == [
        refusal(table.server.url, {"key": key_of(table, "console"), "device": one}) for one in devices
    ]
    asks_about(table.console, ("", STRANGE_DEVICES))


# The console, closed everywhere else


def test_all_consoles_are_closed_but_the_one_that_asks(table):
    """As the page does it: a key of its own first, and with that the end of all others."""
    wish = {"role": "facilitator", "seat": None}
    mine = ask(table.server, "/api/keys", {"id": token_hex(16), **wish}, key=key_of(table, "console")).json["key"]
    with (
        Phone(table.server.url, key_of(table, "console"), device="tablet") as other,
        Phone(table.server.url, mine, device="laptop") as here,
    ):
        asks_about(here, ("", 1))
        answer = ask(table.server, "/api/keys", {"id": token_hex(16), "fresh": True, **wish}, key=mine, device="laptop")
        assert (201, True, True) == (answer.status, other.was_cut_off(), table.console.was_cut_off())
        here.does("veil", on=True)
        asks_about(here)

    assert "not_seated" == refusal(table.server.url, {"key": key_of(table, "console")})


# After a restart


def test_a_restart_forgets_no_device_and_no_question(tmp_path: Path) -> None:
    server = RunningServer(tmp_path)
    opened = server.open_workshop("Ana", "Bo")
    facilitator, ana, bo = opened.key("facilitator"), opened.key("manager", "m1"), opened.key("manager", "m2")
    with WirePhone(server.url, facilitator, device="laptop") as console:
        for key, device in ((ana, "phone"), (bo, "phone"), (ana, "tablet")):
            assert "" == refusal(server.url, {"key": key, "device": device})
        asks_about(console, ("Ana", 1))
    server.kill()
    server.start()
    with WirePhone(server.url, facilitator, device="laptop") as console:
        for key, device in ((ana, "phone"), (bo, "phone"), (ana, "tablet")):
            assert "" == refusal(server.url, {"key": key, "device": device})
        assert [("Ana", 1)] == asked_about(console)
        console.does("trust_devices", role="manager", seat="m1", expect=1)
        assert "" == refusal(server.url, {"key": bo, "device": "tablet"})
        asks_about(console, ("Bo", 1))
    server.stop()
