"""Coming in, being called by a name, sitting in a team, leaving and coming back."""

import pytest

from server.game import commands as c
from server.game.errors import Reason, Rejected
from server.game.evolve import replay
from server.game.people import DOOR, FACILITATOR, Actor, Role
from server.game.plan import Phase
from tests.support.given import Story, key, opening
from tests.support.looks import encoded


def joins(name: str, story: Story | None = None, role: Role = Role.REP) -> Rejected | str:
    """The name that somebody gets who joins with this one, or the refusal."""
    story = story or Story()
    try:
        story.does(DOOR, c.TakeSeat(role, name, key(f"{name} {len(story.state.seats)}")))
    except Rejected as no:
        return no
    return tuple(story.state.seats.values())[-1].name


# Names


@pytest.mark.parametrize(
    "name",
    [
        "Su",
        "X",
        "Zoë",
        "Ægir",
        "Łukasz",
        "李雷",
        "みさき",
        "Иван",
        "محمد",
        "דניאל",
        "प्रिया",
        "สมชาย",
        "Kim 2",
        "O'Neil",
        "Jean-Luc",
    ],
)
def test_a_name_comes_in_any_script(name):
    assert name == joins(name)


@pytest.mark.parametrize(("given", "kept"), [("  Kim ", "Kim"), ("Kim\tLee", "Kim Lee"), ("Kim \n  Lee", "Kim Lee")])
def test_a_name_is_trimmed(given, kept):
    assert kept == joins(given)


@pytest.mark.parametrize("name", ["", " ", "\t\n", "\u00a0"])
def test_a_name_is_not_empty(name):
    assert Reason.NAME_EMPTY == joins(name).reason


@pytest.mark.parametrize("name", ["😀", "🎉🎉🎉", "!!!", "...", "👩‍👩‍👧", "—", "♥"])
def test_a_name_has_a_letter_or_a_digit(name):
    assert Reason.NAME_EMPTY == joins(name).reason


def test_a_name_may_carry_an_emoji():
    assert "Kim 🎉" == joins("Kim 🎉")


@pytest.mark.parametrize("name", ["K", "K" * 24, "é" * 24, "e\u0301" * 24])
def test_a_name_has_one_to_twenty_four_signs(name):
    assert isinstance(joins(name), str)


@pytest.mark.parametrize("name", ["K" * 25, "é" * 25, "李" * 25])
def test_a_name_has_no_more_than_twenty_four_signs(name):
    assert Reason.NAME_LONG == joins(name).reason


@pytest.mark.parametrize(
    "sign",
    [
        "\u200b",
        "\u200e",
        "\u200f",
        "\u202a",
        "\u202e",
        "\u2066",
        "\u2069",
        "\u2060",
        "\ufeff",
        "\u00ad",
        "\u061c",
        "\x00",
        "\x1b",
    ],
    ids=ascii,
)
def test_invisible_and_direction_signs_are_removed(sign):
    assert "Kim" == joins(f"K{sign}im{sign}")


@pytest.mark.parametrize(
    "name",
    ["\u200b", "\u2060", "\ufeff", "\u00ad", "\u2800", "\u200d", "\u034f", "\u3164", "\u115f", "\u1160", "\uffa0"],
    ids=ascii,
)
def test_a_name_that_nobody_can_see_is_refused(name):
    assert Reason.NAME_EMPTY == joins(name).reason


def test_piled_up_accents_are_taken_down():
    assert 5 == len(joins("Z" + "\u0351\u0352\u0353\u0354\u0355" * 3 + "im"))


@pytest.mark.parametrize(
    "twin",
    ["Kim", "kim", "KIM", " Kim ", "K im", "Ｋｉｍ", "K\u200bim", "K\u00adim", "K\u200dim", "Kim\u034f", "Kim\ufe0f"],
    ids=ascii,
)
def test_two_people_are_not_called_the_same(twin):
    story = Story()
    story.joins("Kim")

    assert Reason.NAME_TAKEN == joins(twin, story).reason


def test_a_name_that_is_taken_comes_with_a_free_one():
    story = Story()
    story.joins("Kim")
    story.joins("Kim B")

    no = joins("Kim", story)

    assert ("name", "Kim C") == (no.field, no.hint)
    assert "Kim C" == joins(no.hint, story)


def test_the_free_name_of_a_long_one_is_not_too_long():
    story = Story()
    story.joins("K" * 24)

    assert isinstance(joins(joins("K" * 24, story).hint, story), str)


@pytest.mark.parametrize("role", [Role.REP, Role.OBSERVER])
def test_nobody_is_called_like_a_manager(role):
    assert Reason.NAME_TAKEN == joins("Ana", role=role).reason


def test_the_name_of_somebody_removed_is_free():
    story = Story()
    story.joins("Kim")
    story.leads(c.RemoveSeat(story.seat("Kim")))

    assert "Kim" == joins("Kim", story)


def test_the_facilitator_renames():
    story = Story()
    story.joins("Kim")
    story.leads(c.Rename(story.seat("Kim"), " Kim Lee "))

    assert "Kim Lee" == story.phone("Kim").name
    assert ["Kim Lee"] == [guest.name for guest in story.stage.guests]


def test_a_new_name_is_not_somebody_elses():
    story = Story()
    story.joins("Kim", "Lou")

    assert Reason.NAME_TAKEN == story.why_not(FACILITATOR, c.Rename(story.seat("Kim"), "lou"))


def test_the_case_of_the_own_name_can_be_changed():
    story = Story()
    story.joins("kim")
    story.leads(c.Rename(story.seat("kim"), "Kim"))

    assert "Kim" == story.phone("kim").name


# Opening


@pytest.mark.parametrize(
    ("managers", "reason"),
    [
        ((), Reason.EMPTY),
        (tuple("ABCDEFGHI"), Reason.TOO_MANY),
        (("Ana", " ana "), Reason.NAME_TAKEN),
        (("Ana", "🎉"), Reason.NAME_EMPTY),
        (("Ana", "B" * 25), Reason.NAME_LONG),
    ],
)
def test_a_workshop_opens_with_one_to_eight_managers_told_apart(managers, reason):
    with pytest.raises(Rejected) as no:
        opening(managers)

    assert (reason, "managers") == (no.value.reason, no.value.field)


@pytest.mark.parametrize("count", [1, 8])
def test_one_to_eight_managers_have_their_seats(count):
    story = Story(tuple("ABCDEFGH"[:count]))

    assert count == len(story.stage.managers)


def test_a_manager_joins_later():
    story = Story()
    story.leads(c.AddManager("Di"))

    assert ["Ana", "Bo", "Cy", "Di"] == [guest.name for guest in story.stage.managers]


def test_a_ninth_manager_is_refused():
    story = Story(tuple("ABCDEFGH"))

    assert story.refused(FACILITATOR, c.AddManager("Ike"))


def test_a_manager_who_joins_later_wears_a_mask_of_their_own():
    story = Story(tuple("ABCDEFG"))
    story.leads(c.AddManager("Hal"))

    assert 8 == len({seat.mask for seat in story.state.seats.values()})


@pytest.mark.parametrize(("given", "title"), [(" Our Tuesday ", "Our Tuesday"), ("", "Test pack")])
def test_a_workshop_has_its_own_title_or_its_packs(given, title):
    assert title == replay(opening(title=given)).title


# Seats


def test_somebody_with_the_code_takes_a_seat_as_a_rep():
    story = Story()
    story.joins("Kim")

    assert Actor(Role.REP, story.seat("Kim")) == story.state.keys[key("Kim")]


@pytest.mark.parametrize("role", [Role.MANAGER, Role.FACILITATOR, Role.STAGE, Role.DOOR, Role.CLOCK])
def test_nobody_comes_in_by_the_code_as_anything_but_rep_or_observer(role):
    story = Story()

    no = story.refused(DOOR, c.TakeSeat(role, "Kim", key("Kim")))

    assert (Reason.NOT_YOURS, "role") == (no.reason, no.field)


def test_seats_are_never_given_twice():
    story = Story()
    story.joins("Kim")
    story.leads(c.RemoveSeat(story.seat("Kim")))
    story.joins("Lou")

    assert story.seat("Kim") != story.seat("Lou")


def test_the_test_tap_lights_the_name_on_the_stage():
    story = Story()
    story.joins("Kim", "Lou")
    story.does(story.actor("Kim"), c.Hello())

    assert [("Kim", True), ("Lou", False)] == [(guest.name, guest.lit) for guest in story.stage.guests]


def test_a_closed_workshop_takes_nobody_in():
    story = Story()
    story.goes_to(Phase.CLOSED)

    assert Reason.NOT_NOW == joins("Kim", story).reason


def test_a_room_is_full_at_four_hundred():
    story = Story(("Ana",))
    story.joins(*(f"Rep {n}" for n in range(399)))

    assert Reason.FULL == joins("Kim", story).reason


def test_a_locked_room_is_closed():
    story = Story()
    story.leads(c.LockRoom(on=True))

    assert Reason.LOCKED == joins("Kim", story).reason


# Observers


def watched() -> Story:
    story = Story()
    story.joins("Kim", "Lou")
    story.joins("Guest", role=Role.OBSERVER)
    return story


def test_an_observer_is_none_of_the_people_in_the_room():
    story = watched()

    assert (2, ["Kim", "Lou"]) == (story.stage.people, [guest.name for guest in story.stage.guests])


def test_an_observer_sits_in_no_team():
    story = watched()
    story.next()

    assert 2 == sum(team.size for team in story.console.teams)
    assert story.phone("Guest").team is None


def test_an_observer_is_not_in_the_ledger_of_praise():
    story = watched()
    story.goes_to(Phase.PRAISE)

    assert {"Kim", "Lou"} == {row.name for row in story.managers_screen.ledger}


def test_an_observer_sees_the_room_and_does_nothing_but_wave():
    story = watched()
    can = story.can("Guest")
    story.goes_to(Phase.PRAISE)

    assert ({"hello"}, set()) == (can, story.can("Guest"))


def test_an_observer_gets_no_points():
    story = watched()
    story.goes_to(Phase.CLOSED)

    assert story.phone("Guest").score is None


# Teams


def test_all_reps_are_dealt_into_so_many_teams():
    story = Story()
    story.joins(*(f"Rep {n}" for n in range(11)))
    story.leads(c.DrawTeams(4))

    assert [2, 3, 3, 3] == sorted(team.size for team in story.console.teams)


@pytest.mark.parametrize("count", [0, -1, 4])
def test_there_are_no_more_teams_than_reps(count):
    story = Story()
    story.joins("Kim", "Lou", "Max")

    assert Reason.TOO_MANY == story.why_not(FACILITATOR, c.DrawTeams(count))


def test_a_rep_is_moved_to_another_team():
    story = Story()
    story.joins("Kim", "Lou")
    story.leads(c.DrawTeams(2))
    other = "t1" if story.phone("Kim").team == "Team 2" else "t2"
    story.leads(c.MoveSeat(story.seat("Kim"), other))

    assert story.phone("Kim").team == story.phone("Lou").team


@pytest.mark.parametrize(("name", "team", "field"), [("Kim", "t9", "team"), ("Ana", "t1", "seat")])
def test_only_reps_are_moved_and_only_into_teams_that_are_there(name, team, field):
    story = Story()
    story.joins("Kim", "Lou")
    story.leads(c.DrawTeams(2))

    assert field == story.refused(FACILITATOR, c.MoveSeat(story.seat(name), team)).field


def test_the_stage_shows_the_teams_at_the_welcome():
    story = Story()
    story.joins("Kim", "Lou")
    story.next()

    assert {"Kim", "Lou"} == {name for team in story.stage.teams for name in team.members}


def test_teams_dealt_once_stay():
    story = Story()
    story.joins(*(f"Rep {n}" for n in range(9)))
    story.next()
    before = {row.name: row.team for row in story.console.seats}
    story.goes_to(Phase.READ)

    assert before == {row.name: row.team for row in story.console.seats}


# Leaving and coming back


def test_whoever_was_removed_can_come_back():
    story = Story()
    story.joins("Kim")
    story.leads(c.RemoveSeat(story.seat("Kim")))
    story.leads(c.RestoreSeat(story.seat("Kim")))
    story.does(story.actor("Kim"), c.Hello())

    assert story.phone("Kim").hello


def test_whoever_comes_back_keeps_the_answers():
    story = Story()
    story.joins("Kim")
    story.goes_to(Phase.RULE)
    story.rules("Kim", 2)
    story.leads(c.RemoveSeat(story.seat("Kim")))
    story.leads(c.RestoreSeat(story.seat("Kim")))

    assert 2 == story.phone("Kim").choice.level


def test_nobody_comes_back_under_a_name_that_somebody_has_taken():
    story = Story()
    story.joins("Kim")
    kim = story.seat("Kim")
    story.leads(c.RemoveSeat(kim))
    joins("Kim", story)

    assert story.refused(FACILITATOR, c.RestoreSeat(kim))


def test_only_whoever_was_removed_comes_back():
    story = Story()
    story.joins("Kim", "Lou")
    story.leads(c.RemoveSeat(story.seat("Lou")))

    assert Reason.UNKNOWN_SEAT == story.why_not(FACILITATOR, c.RestoreSeat(story.seat("Kim")))


def test_nobody_is_removed_twice():
    story = Story()
    story.joins("Kim")
    story.leads(c.RemoveSeat(story.seat("Kim")))

    assert Reason.UNKNOWN_SEAT == story.why_not(FACILITATOR, c.RemoveSeat(story.seat("Kim")))


def test_whoever_was_removed_is_not_on_the_stage():
    story = Story()
    story.joins("Kim", "Lou")
    story.leads(c.RemoveSeat(story.seat("Kim")))

    assert ["Lou"] == [guest.name for guest in story.stage.guests]


# A new phone


def claimed() -> Story:
    """Kim's old phone is dead; a new one says that it is Kim's."""
    story = Story()
    story.joins("Kim")
    story.does(DOOR, c.ClaimSeat(story.seat("Kim"), key("new phone")))
    return story


def test_a_new_phone_waits_for_the_facilitator():
    story = claimed()

    assert key("new phone") not in story.state.keys
    assert ["Kim"] == [claim.name for claim in story.console.claims]


@pytest.mark.parametrize("allow", [True, False])
def test_the_facilitator_lets_a_new_phone_in_or_not(allow):
    story = claimed()
    story.leads(c.AnswerClaim(story.console.claims[0].id, allow))

    assert allow == (key("new phone") in story.state.keys)
    assert () == story.console.claims


def test_a_new_phone_has_the_seat_it_claimed_and_no_other():
    story = claimed()
    story.leads(c.AnswerClaim(story.console.claims[0].id, allow=True))

    assert Actor(Role.REP, story.seat("Kim")) == story.state.keys[key("new phone")]


def test_a_claim_is_answered_once():
    story = claimed()
    claim = story.console.claims[0].id
    story.leads(c.AnswerClaim(claim, allow=False))

    assert Reason.UNKNOWN_CLAIM == story.why_not(FACILITATOR, c.AnswerClaim(claim, allow=True))


def test_no_more_than_twenty_phones_wait():
    story = Story()
    for number in range(20):
        story.does(DOOR, c.ClaimSeat(story.seat("Ana"), key(f"phone {number}")))

    assert Reason.TOO_MANY == story.why_not(DOOR, c.ClaimSeat(story.seat("Ana"), key("one more")))


def test_nobody_claims_the_seat_of_somebody_removed():
    story = Story()
    story.joins("Kim")
    story.leads(c.RemoveSeat(story.seat("Kim")))

    assert Reason.UNKNOWN_SEAT == story.why_not(DOOR, c.ClaimSeat(story.seat("Kim"), key("new phone")))


# Keys


def test_the_facilitator_gives_a_manager_a_key():
    story = Story()
    story.leads(c.GrantKey(Role.MANAGER, key("Ana's link"), story.seat("Ana")))

    assert Actor(Role.MANAGER, story.seat("Ana")) == story.state.keys[key("Ana's link")]


def test_a_co_facilitator_gets_a_key():
    story = Story()
    story.leads(c.GrantKey(Role.FACILITATOR, key("the other console")))

    assert FACILITATOR == story.state.keys[key("the other console")]


@pytest.mark.parametrize(
    ("role", "name"),
    [
        (Role.MANAGER, "Kim"),
        (Role.REP, "Ana"),
        (Role.REP, None),
        (Role.STAGE, "Ana"),
        (Role.CLOCK, None),
        (Role.DOOR, None),
    ],
)
def test_a_key_fits_the_seat_it_is_for(role, name):
    story = Story()
    story.joins("Kim")

    assert story.refused(FACILITATOR, c.GrantKey(role, key("odd"), story.seat(name) if name else None))


def test_a_revoked_key_is_worthless():
    story = Story()
    story.joins("Kim")
    story.leads(c.RevokeKeys(Role.REP, story.seat("Kim")))

    assert key("Kim") not in story.state.keys


def test_revoking_one_persons_keys_leaves_the_others():
    story = Story()
    story.joins("Kim", "Lou")
    story.leads(c.RevokeKeys(Role.REP, story.seat("Kim")))

    assert {key("Lou"), key("stage"), key("facilitator")} <= story.state.keys.keys()


def test_the_console_does_not_lock_itself_out():
    assert Reason.NOT_YOURS == Story().why_not(FACILITATOR, c.RevokeKeys(Role.FACILITATOR))


def test_no_view_holds_a_key():
    story = claimed()
    for seen in encoded(story.state).values():
        assert key("Kim").encode() not in seen
        assert key("new phone").encode() not in seen
