"""Who is let in, what they are sent first, and who is shown out."""

import pytest

from tests.support.table import Phone, Table, refusal


@pytest.fixture
def table(shared_server):
    with Table(shared_server, observers=("Guest",)) as table:
        yield table


# The door


@pytest.mark.parametrize(
    "auth",
    [
        None,
        {},
        {"key": None},
        {"key": ""},
        {"key": "r_wrong"},
        {"key": 7},
        {"key": ["x"]},
        {"key": {"$ne": None}},
        {"token": "x"},
        [],
        "x",
        {"key": "x" * 5000},
        {"key": "\x00"},
    ],
    ids=repr,
)
def test_nobody_comes_in_without_a_key(shared_server, auth):
    assert "not_seated" == refusal(shared_server.url, auth)


def test_a_key_that_is_nearly_right_lets_nobody_in(shared_server):
    key = shared_server.open_workshop("Ana").key("facilitator")

    assert ["not_seated"] * 4 == [
        refusal(shared_server.url, {"key": one}) for one in (key[:-1], key + "x", key.upper(), f" {key}")
    ]


def test_the_host_key_is_no_seat(shared_server):
    key = shared_server.output().partition("#key=")[2].split()[0]

    assert "not_seated" == refusal(shared_server.url, {"key": key})


def test_a_key_in_the_address_lets_nobody_in(shared_server):
    key = shared_server.open_workshop("Ana").key("facilitator")

    assert "not_seated" == refusal(f"{shared_server.url}?key={key}&auth={key}", None)


def test_a_key_that_waits_for_the_facilitator_lets_nobody_in(table):
    body = {"id": "0123456789abcdef", "name": "Kim"}
    key = table.server.post(f"/api/workshops/{table.workshop.code}/claims", body)["key"]

    assert "not_seated" == refusal(table.server.url, {"key": key})


# The first view


@pytest.mark.parametrize(
    ("who", "own"),
    [("console", False), ("stage", False), ("Ana", True), ("Kim", True), ("Guest", True)],
)
def test_whoever_comes_in_is_sent_the_whole_view_at_once(table, who, own):
    parts = {part for view in table[who].views for part in ("shared", "own") if part in view}

    assert ({"shared", "own"} if own else {"shared"}) == parts


def test_every_view_names_its_epoch_and_the_time(table):
    views = [view for phone in table.people.values() for view in phone.views]

    assert 1 == len({view["epoch"] for view in views})
    assert all(isinstance(view["now"], int) and view["now"] > 1_600_000_000_000 for view in views)


def test_a_view_is_whole(table):
    """What comes at the connect is what another screen of the same role came to by following."""
    table.goes_to("rule")
    late = table.sits("second stage", table.workshop.key("stage"))

    assert table.stage.shared == late.shared


def test_an_own_part_is_its_owners(table):
    assert ["Ana", "Bo", "Kim", "Lou", "Guest"] == [
        table[name].own["name"] for name in ("Ana", "Bo", "Kim", "Lou", "Guest")
    ]


def test_console_and_stage_are_told_the_way_in(table):
    url = table.server.get("/api/address")["url"]

    assert {"console": [url], "stage": [url], "Ana": [], "Bo": [], "Kim": [], "Lou": [], "Guest": []} == {
        name: [data["url"] for event, data in phone.frames if event == "place"] for name, phone in table.people.items()
    }


def test_two_workshops_do_not_hear_of_each_other(table, shared_server):
    with Table(shared_server, reps=("Eve",)) as other:
        marks = table.marks()
        other.goes_to("rule")
        other.rules("Ana", "Eve")

        assert {name: [] for name in table.people} == {
            name: [event for event, _ in frames if event == "view"] for name, frames in table.since(marks).items()
        }


# Hearing it again


@pytest.mark.parametrize("who", ["console", "stage", "Ana", "Kim", "Guest"])
def test_whoever_missed_something_is_sent_the_whole_view_again(table, who):
    phone = table[who]
    before = len(phone.views)
    phone.resyncs()
    parts = {"shared", "own"} if phone.own else {"shared"}
    phone.sees(lambda one: parts <= {part for data in one.views[before:] for part in data}, "both parts")
    again = {part: data[part]["body"] for data in phone.views[before:] for part in parts if part in data}

    assert {part: getattr(phone, part) for part in parts} == again


def test_hearing_it_again_moves_no_version(table):
    phone = table["Kim"]
    before, start = dict(phone.versions), len(phone.views)
    phone.resyncs()
    phone.sees(lambda one: any("own" in data for data in one.views[start:]), "the view again")
    seen = {part: data[part]["version"] for data in phone.views[start:] for part in before if part in data}

    assert before == seen


def test_hearing_it_again_disturbs_nobody_else(table):
    marks = table.marks()
    for _ in range(3):
        table["Kim"].resyncs()
    heard = table.since(marks)

    assert {"Kim"} == {name for name, frames in heard.items() if frames}


@pytest.mark.parametrize("data", [{"audience": "facilitator"}, {"role": "facilitator", "seat": "m1"}, "m1", [1]])
def test_nobody_hears_again_what_is_for_others(table, data):
    phone = table["Kim"]
    start = len(phone.views)
    phone.socket.emit("resync", data)
    phone.sees(lambda one: any("own" in data for data in one.views[start:]), "the view again")

    assert {"Kim"} == {data["own"]["body"]["name"] for data in phone.views[start:] if "own" in data}
    assert all("gate" not in data["shared"]["body"] for data in phone.views[start:] if "shared" in data)


def test_the_tick_names_the_versions_that_each_screen_should_have(table):
    """Ticks come every five seconds: the one test that waits for one."""
    table.goes_to("rule")
    table.rules("Ana", "Kim")
    table.counts(2)
    for phone, start in [(phone, len(phone.frames)) for phone in table.people.values()]:
        phone.sees(lambda one, start=start: "tick" in [event for event, _ in one.frames[start:]], "a tick")
    ticks = {
        name: next(data for event, data in reversed(phone.frames) if event == "tick")
        for name, phone in table.people.items()
    }

    assert {name: phone.versions for name, phone in table.people.items()} == {
        name: {part: tick[part] for part in ("shared", "own")} for name, tick in ticks.items()
    }
    assert {phone.views[0]["epoch"] for phone in table.people.values()} == {tick["epoch"] for tick in ticks.values()}


# Being shown out


def test_a_seat_that_is_removed_is_cut_off(table):
    table.console.does("remove_seat", seat=table.seats["Kim"])

    assert table["Kim"].was_cut_off()


def test_every_tab_of_a_seat_that_is_removed_is_cut_off(table):
    second = table.sits("Kim's tab", table["Kim"].key)
    table.console.does("remove_seat", seat=table.seats["Kim"])

    assert (True, True) == (table["Kim"].was_cut_off(), second.was_cut_off())


def test_a_seat_that_was_removed_does_not_come_back(table):
    table.console.does("remove_seat", seat=table.seats["Kim"])
    table["Kim"].was_cut_off()

    assert "removed" == refusal(table.server.url, {"key": table["Kim"].key})


def test_a_seat_that_was_restored_comes_back_as_it_was(table):
    table.goes_to("rule")
    table["Kim"].does("rule", step=table.step, level=2, authority=0, n=1)
    table.console.does("remove_seat", seat=table.seats["Kim"])
    table["Kim"].was_cut_off()
    table.console.does("restore_seat", seat=table.seats["Kim"])
    with Phone(table.server.url, table["Kim"].key) as again:
        assert ("Kim", 2) == (again.own["name"], again.own["choice"]["level"])


def test_a_removal_leaves_the_others_connected(table):
    table.console.does("remove_seat", seat=table.seats["Kim"])
    table["Kim"].was_cut_off()
    del table.people["Kim"]
    table.goes_to("welcome")

    assert [] == [name for name, phone in table.people.items() if phone.cut.is_set()]


def fresh_link(table, role, seat=None):
    wish = {"id": "fresh-link-0123456789", "role": role, "seat": seat, "fresh": True}
    return table.server.post("/api/keys", wish, table.workshop.key("facilitator"))["key"]


@pytest.mark.parametrize(("who", "role", "seat"), [("stage", "stage", None), ("Ana", "manager", "m1")])
def test_a_link_that_was_revoked_is_cut_off_and_does_not_come_back(table, who, role, seat):
    fresh_link(table, role, seat)

    assert (True, "not_seated") == (table[who].was_cut_off(), refusal(table.server.url, {"key": table[who].key}))


def test_the_fresh_link_comes_in_where_the_old_one_was(table):
    key = fresh_link(table, "manager", "m1")
    with Phone(table.server.url, key) as again:
        assert "Ana" == again.own["name"]


# Presence


def lost(phone: Phone) -> dict[str, int | None]:
    """What the console was last told of it; nothing before that."""
    return next((data["lost"] for event, data in reversed(phone.frames) if event == "presence"), {})


def test_the_console_is_told_who_is_connected(table):
    seats = set(table.seats.values())
    table.console.sees(lambda phone: {seat for seat, at in lost(phone).items() if at is None} == seats, "everybody")

    assert dict.fromkeys(seats) == lost(table.console)


def test_the_console_is_told_who_was_lost(table):
    table["Kim"].leaves()
    seat = table.seats["Kim"]
    table.console.sees(lambda phone: lost(phone).get(seat) is not None, "Kim lost")

    assert {seat} == {one for one, at in lost(table.console).items() if at is not None}


def test_a_seat_with_another_tab_is_not_lost(table):
    table.sits("Kim's tab", table["Kim"].key)
    marks = table.marks()
    table["Kim"].leaves()
    del table.people["Kim"]
    table.console.sees(lambda phone: "presence" in [event for event, _ in phone.frames[marks["console"] :]], "news")

    assert lost(table.console)[table.seats["Kim"]] is None


def test_presence_is_told_to_the_console_alone(table):
    table.joins("Max")
    table["Max"].leaves()
    seat = table.seats["Max"]
    table.console.sees(lambda phone: lost(phone).get(seat) is not None, "Max lost")
    del table.people["Max"]
    table.marks()

    assert {"console"} == {
        name for name, phone in table.people.items() if "presence" in [event for event, _ in phone.frames]
    }
