"""Who must not know what: markers are looked for in every view, and histories that differ in a secret look alike."""

from collections.abc import Callable, Iterator
from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from server.game import commands as c
from server.game.case import CasePack, Ladder, Option, Rung
from server.game.decide import decide
from server.game.errors import Rejected
from server.game.events import is_quiet
from server.game.evolve import evolve
from server.game.people import Role
from server.game.permissions import KINDS
from server.game.plan import ROUND, Phase
from server.game.state import Certainty, Disclosure, Spread, Workshop
from server.game.views import own_view, shared_view
from tests.support.counts import usually
from tests.support.given import Story
from tests.support.looks import SCREENS, encoded, leaves, phones
from tests.support.moments import actors, places
from tests.support.packs import case, cases_pack, one_case, pack, translated
from tests.support.payloads import some_payload

MANAGERS = ("Ana", "Bo", "Cy")
REPS = ("Kim", "Lou", "Max", "Nia", "Oli")


# Markers: each secret is a number or a word that stands nowhere else


def marked() -> CasePack:
    """One case whose levels are 501 to 506, with authority from 701 to 706."""
    plain = pack(case("the-case"), case("the-next"))
    authority = Ladder("authority", "low", "high", tuple(Rung(f"a{n}", 700 + n, f"who {n}") for n in range(1, 7)))
    options = tuple(Option(500 + n, f"what {n}", 0) for n in range(1, 7))
    return replace(
        plain,
        ladders=(plain.ladders[0], authority),
        cases=tuple(replace(one, options=options) for one in plain.cases),
    )


RULED = {"Ana": {501, 701, "Reason 1"}, "Bo": {502, 702, "Reason 2"}, "Cy": {503, 703, "Reason 3"}}
CHOSEN = {504, 704, "Reason 4"}
PREDICTED = {505, 705}
AGAIN = {506, 706}
LINE = "quixotic zebra"
MARKERS = set().union(*RULED.values(), CHOSEN, PREDICTED, AGAIN, {LINE})

LISTS = ("options", "authority", "reasons", "crowd.levels", "crowd.authority")
"""Where every view lists all that can be chosen, by the end of the path."""


def markers_in(view: object) -> set[object]:
    """The secrets that a view holds."""
    found = set()
    for path, value in leaves(view):
        listed = any(f".{part}." in f".{path}." for part in LISTS[:2]) and not path.endswith("authority")
        listed = listed or path.startswith("reasons.") or any(part in path for part in LISTS[3:])
        bare = value.removeprefix("fr: ") if isinstance(value, str) else value
        if not listed and isinstance(bare, int | float | str) and bare in MARKERS:
            found.add(bare)
    return found


def acted_out() -> Iterator[tuple[Story, set[object]]]:
    """A whole workshop, step by step, with what the room may know at each."""
    story = Story(MANAGERS, pack=marked(), translations=(translated(marked()),))
    story.joins(*REPS)
    known: set[object] = set()

    def told(*secrets: set[object]) -> tuple[Story, set[object]]:
        known.update(*secrets)
        return story, known

    story.goes_to(Phase.READ)
    story.puts_in_chair("Ana")
    story.leads(c.ChooseOrder(story.step, (story.seat("Cy"), story.seat("Bo"))))
    yield told()
    story.next()
    for place, name in enumerate(MANAGERS, start=1):
        story.rules(name, 500 + place, 700 + place, reasons=(f"reason{place}",))
        story.does(story.actor(name), c.Expect(story.step, place - 1))
        yield told()
    story.prepares("Ana", LINE)
    for name in REPS:
        story.rules(name, 504, 704, reasons=("reason4",))
        yield told()
    story.next()
    yield told()
    for name in REPS:
        story.predicts(name, 505, 705)
        yield told()
    for phase in (Phase.LOCK, Phase.CROWD, Phase.CHAIR):
        story.goes_to(phase)
        yield told()
    story.next()
    yield told({501, 701, LINE, 505})  # crowd against chair: you expected 505
    story.next()
    yield told()
    story.next()
    yield told({503, 703})
    story.next()
    yield told({502, 702})
    for phase in (Phase.PRAISE, Phase.IMPACT):
        story.goes_to(phase)
        yield told()
    story.next()
    yield told({"Reason 1", "Reason 2", "Reason 3"})
    story.goes_to(Phase.ALIGN)
    for name in MANAGERS:
        story.revotes(name, 506, 706)
        yield told()
    story.next()
    yield told(AGAIN)
    story.goes_to(Phase.SCORE)
    yield told()
    while story.phase is not Phase.CLOSED:
        story.skip_step()
        yield told()


OWN = {
    **{name: secrets | AGAIN | ({LINE} if name == "Ana" else set()) for name, secrets in RULED.items()},
    **dict.fromkeys(REPS, CHOSEN | PREDICTED),
}


@pytest.mark.parametrize("role", SCREENS)
def test_no_ruling_is_on_a_shared_screen_before_its_reveal(role):
    for story, known in acted_out():
        assert markers_in(shared_view(story.state, role)) <= known
        assert markers_in(shared_view(story.state.said_in("fr"), role)) <= known


@pytest.mark.parametrize("name", [*MANAGERS, *REPS])
def test_no_phone_holds_a_secret_of_somebody_elses(name):
    for story, known in acted_out():
        assert markers_in(story.phone(name)) <= known | OWN[name]


def test_the_markers_are_found_once_they_are_told():
    """Else the two tests above would prove nothing."""
    seen = [markers_in(shared_view(story.state, Role.STAGE)) for story, _ in acted_out()]

    assert MARKERS - CHOSEN - PREDICTED <= set().union(*seen)


@pytest.mark.parametrize("name", [*MANAGERS, "Kim"])
def test_everybody_sees_the_own_answer(name):
    seen = [markers_in(story.phone(name)) for story, _ in acted_out()]

    assert {secret for secret in OWN[name] if isinstance(secret, int)} <= set().union(*seen)


def test_what_a_rep_would_do_is_on_no_other_screen_ever():
    for story, _ in acted_out():
        for role in SCREENS:
            assert markers_in(shared_view(story.state, role)).isdisjoint(CHOSEN)
        for name in (*MANAGERS, "Lou"):
            assert name == "Lou" or markers_in(story.phone(name)).isdisjoint(CHOSEN)


# Two histories that differ in a secret only


class Twins:
    """Two workshops in which the same things happen, but for what is different between the two."""

    def __init__(self, *, managers: tuple[str, ...] = MANAGERS, cases: CasePack | None = None) -> None:
        self.one = Story(managers, pack=cases or one_case())
        self.other = Story(managers, pack=cases or one_case())
        self.both(lambda story: story.joins(*REPS))

    def both(self, happens: Callable[[Story], object]) -> None:
        happens(self.one)
        happens(self.other)

    def differ(self, happens: Callable[[Story, object], object], ours: object, theirs: object) -> None:
        happens(self.one, ours)
        happens(self.other, theirs)

    def look_alike(self, *, but: tuple[str, ...] = ()) -> None:
        """Every view is the same to the byte, but for the own phones of those who know the difference."""
        knowing = {self.one.seat(name) for name in but}
        ours, theirs = encoded(self.one.state), encoded(self.other.state)
        assert {who: seen for who, seen in ours.items() if who not in knowing} == {
            who: seen for who, seen in theirs.items() if who not in knowing
        }


LEVEL, AUTHORITY = st.integers(0, 3), st.integers(0, 3)
REASONS = st.lists(st.sampled_from(["reason1", "reason2", "reason3"]), max_size=2, unique=True).map(tuple)
A_RULING = st.tuples(LEVEL, AUTHORITY, REASONS, st.integers(0, 2), st.lists(st.integers(0, 2), max_size=2).map(tuple))
A_CHOICE = st.tuples(LEVEL, AUTHORITY, REASONS)
A_PREDICTION = st.tuples(LEVEL, AUTHORITY, st.sampled_from(Certainty), st.sampled_from(Spread))


def each(names: tuple[str, ...], what: st.SearchStrategy[tuple]) -> st.SearchStrategy[dict[str, tuple]]:
    return st.fixed_dictionaries(dict.fromkeys(names, what))


def rules(name: str) -> Callable[[Story, tuple], None]:
    def happens(story: Story, ruling: tuple) -> None:
        level, authority, reasons, expected, softer = ruling
        story.rules(name, level, authority, reasons=reasons)
        story.does(story.actor(name), c.Expect(story.step, expected))
        story.explains(name, softer)

    return happens


def chooses(name: str) -> Callable[[Story, tuple], None]:
    return lambda story, choice: story.rules(name, choice[0], choice[1], reasons=choice[2])


def predicts(name: str) -> Callable[[Story, tuple], None]:
    return lambda story, guess: story.predicts(name, *guess)


def goes(phase: Phase) -> Callable[[Story], None]:
    return lambda story: story.goes_to(phase)


@settings(max_examples=usually(60, full=1_000))
@given(ours=each(MANAGERS, A_RULING), theirs=each(MANAGERS, A_RULING), alike=st.sets(st.sampled_from(MANAGERS)))
def test_before_the_reveal_nobody_can_tell_what_another_manager_ruled(ours, theirs, alike):
    theirs = {name: ours[name] if name in alike else ruling for name, ruling in theirs.items()}
    apart = tuple(name for name in MANAGERS if name not in alike)
    twins = Twins()
    twins.both(goes(Phase.RULE))
    for name in MANAGERS:
        twins.differ(rules(name), ours[name], theirs[name])
        twins.look_alike(but=apart)
    twins.differ(lambda story, line: story.prepares("Ana", line), "one line", "another line")
    apart = (*apart, "Ana")
    twins.both(goes(Phase.PREDICT))
    twins.look_alike(but=apart)
    for name in REPS:
        twins.both(lambda story, name=name: story.predicts(name, 1))
    for phase in (Phase.LOCK, Phase.CROWD, Phase.CHAIR):
        twins.both(goes(phase))
        twins.look_alike(but=apart)


FOUR = ("Ana", "Bo", "Cy", "Di")


@settings(max_examples=usually(60, full=1_000))
@given(ours=each(FOUR, A_RULING), theirs=each(FOUR, A_RULING), flipped=st.integers(0, 2))
def test_before_the_flip_nobody_can_tell_what_the_next_managers_ruled(ours, theirs, flipped):
    shown = FOUR[: flipped + 1]
    twins = Twins(managers=FOUR)
    twins.both(goes(Phase.READ))
    twins.both(lambda story: story.puts_in_chair("Ana"))
    twins.both(lambda story: story.leads(c.ChooseOrder(story.step, tuple(map(story.seat, FOUR[1:])))))
    twins.both(goes(Phase.RULE))
    for name in FOUR:
        twins.differ(rules(name), ours[name], ours[name] if name in shown else theirs[name])
    twins.both(goes(Phase.PREDICT))
    for name in REPS:
        twins.both(lambda story, name=name: story.predicts(name, 1))
    twins.both(goes(Phase.PANEL))
    for _ in range(flipped):
        twins.look_alike(but=FOUR)
        twins.both(lambda story: story.next())
    hidden = tuple(name for name in FOUR if name not in shown)
    for name in shown:
        hidden += (name,) if ours[name][2:] != theirs[name][2:] else ()
    twins.look_alike(but=hidden)


@settings(max_examples=usually(40, full=1_000))
@given(ours=each(REPS, A_CHOICE), theirs=each(REPS, A_CHOICE))
def test_nobody_can_ever_tell_what_a_rep_would_do(ours, theirs):
    """Not the facilitator, not the managers, not the colleagues; neither now nor at the end."""
    twins = Twins()
    twins.both(goes(Phase.RULE))
    for name in REPS:
        twins.differ(chooses(name), ours[name], theirs[name])
        twins.look_alike(but=REPS)
    for phase in (
        Phase.PREDICT,
        Phase.LOCK,
        Phase.CHAIR,
        Phase.PRAISE,
        Phase.DISCUSS,
        Phase.CAPTURE,
        Phase.SCORE,
        Phase.CLOSED,
    ):
        twins.both(goes(phase))
        twins.look_alike(but=REPS)


@settings(max_examples=usually(40, full=1_000))
@given(ours=A_CHOICE, theirs=A_CHOICE)
def test_a_rep_cannot_tell_what_another_rep_would_do(ours, theirs):
    twins = Twins()
    twins.both(goes(Phase.RULE))
    twins.differ(chooses("Kim"), ours, theirs)
    for phase in (Phase.RULE, Phase.PREDICT, Phase.DISCUSS, Phase.SCORE, Phase.CLOSED):
        twins.both(goes(phase))
        twins.look_alike(but=("Kim",))


@settings(max_examples=usually(40, full=1_000))
@given(ours=each(REPS, A_PREDICTION), theirs=each(REPS, A_PREDICTION))
def test_before_the_close_nobody_can_tell_what_a_rep_predicts(ours, theirs):
    twins = Twins()
    twins.both(goes(Phase.PREDICT))
    for name in REPS:
        twins.differ(predicts(name), ours[name], theirs[name])
        twins.look_alike(but=REPS)
    twins.both(goes(Phase.LOCK))
    twins.look_alike(but=REPS)


@settings(max_examples=usually(40, full=1_000))
@given(ours=each(REPS, A_PREDICTION), people=st.integers(1, 4), theirs=each(REPS, A_PREDICTION))
def test_a_crowd_under_five_stays_unknown(ours, people, theirs):
    twins = Twins()
    twins.both(goes(Phase.PREDICT))
    for name in REPS[:people]:
        twins.differ(predicts(name), ours[name], theirs[name])
    for phase in (Phase.LOCK, Phase.CHAIR, Phase.PANEL, Phase.PRAISE, Phase.DISCUSS):
        twins.both(goes(phase))
        for role in (Role.STAGE, Role.REP, Role.MANAGER):
            assert shared_view(twins.one.state, role) == shared_view(twins.other.state, role)


@settings(max_examples=usually(40, full=1_000))
@given(kim=st.tuples(A_CHOICE, A_PREDICTION), lou=st.tuples(A_CHOICE, A_PREDICTION))
def test_managers_cannot_tell_two_reps_apart_by_their_answers(kim, lou):
    """Kim and Lou change places in everything that they answer."""
    twins = Twins()
    twins.both(goes(Phase.RULE))
    for name, ours, theirs in (("Kim", kim, lou), ("Lou", lou, kim)):
        twins.differ(chooses(name), ours[0], theirs[0])
    _managers_see_the_same(twins)
    twins.both(goes(Phase.PREDICT))
    for name, ours, theirs in (("Kim", kim, lou), ("Lou", lou, kim)):
        twins.differ(predicts(name), ours[1], theirs[1])
    for name in REPS[2:]:
        twins.both(lambda story, name=name: story.predicts(name, 1))
    twins.differ(lambda story, name: story.writes(name, "I dread the call."), "Kim", "Lou")
    for phase in (
        Phase.PREDICT,
        Phase.LOCK,
        Phase.CROWD,
        Phase.CHAIR,
        Phase.PANEL,
        Phase.PRAISE,
        Phase.IMPACT,
        Phase.SCORE,
    ):
        twins.both(goes(phase))
        _managers_see_the_same(twins)


def _managers_see_the_same(twins: Twins) -> None:
    assert twins.one.managers_screen == twins.other.managers_screen
    for name in MANAGERS:
        assert twins.one.phone(name) == twins.other.phone(name)


@settings(max_examples=usually(30, full=1_000))
@given(
    ours=each(MANAGERS, A_RULING),
    theirs=each(MANAGERS, A_RULING),
    left=st.sampled_from([Phase.RULE, Phase.PREDICT, Phase.LOCK, Phase.CHAIR]),
)
def test_nobody_can_ever_tell_what_was_ruled_in_a_round_that_was_broken_off(ours, theirs, left):
    twins = Twins(cases=cases_pack(full=2))
    twins.both(goes(Phase.RULE))
    for name in MANAGERS:
        twins.differ(rules(name), ours[name], theirs[name])
    twins.both(goes(left))
    twins.both(lambda story: story.skip_step())
    while twins.one.phase is not Phase.CLOSED:
        twins.look_alike(but=MANAGERS)
        twins.both(lambda story: story.skip_step())
    twins.look_alike()


@settings(max_examples=usually(30, full=1_000))
@given(
    ours=each(MANAGERS, A_RULING),
    theirs=each(MANAGERS, A_RULING),
    left=st.sampled_from([Phase.RULE, Phase.PREDICT, Phase.LOCK, Phase.CHAIR]),
)
def test_back_tells_nobody_what_was_ruled_in_a_round_that_was_broken_off(ours, theirs, left):
    twins = Twins(cases=cases_pack(full=2))
    twins.both(goes(Phase.RULE))
    for name in MANAGERS:
        twins.differ(rules(name), ours[name], theirs[name])
    twins.both(goes(left))
    twins.both(lambda story: story.skip_step())
    try:
        twins.both(lambda story: story.back())
    except Rejected:
        return
    twins.look_alike(but=MANAGERS)


@settings(max_examples=usually(30, full=1_000))
@given(ours=each(MANAGERS, A_RULING), theirs=each(MANAGERS, A_RULING), case_of_law=st.booleans())
def test_points_tell_nothing_of_those_who_have_not_flipped(ours, theirs, case_of_law):
    twins = Twins(cases=one_case(must_escalate=case_of_law))
    twins.both(goes(Phase.READ))
    twins.both(lambda story: story.puts_in_chair("Ana"))
    twins.both(goes(Phase.RULE))
    twins.differ(rules("Ana"), ours["Ana"], ours["Ana"])
    for name in ("Bo", "Cy"):
        twins.differ(rules(name), ours[name], theirs[name])
    twins.both(goes(Phase.PREDICT))
    for name in REPS:
        twins.both(lambda story, name=name: story.predicts(name, 1))
    twins.both(goes(Phase.CHAIR))
    twins.both(lambda story: story.reveals("Ana"))

    for name in REPS:
        assert twins.one.phone(name) == twins.other.phone(name)


@settings(max_examples=usually(30, full=1_000))
@given(ours=LEVEL, theirs=LEVEL)
def test_nobody_can_tell_a_second_vote_before_it_is_closed(ours, theirs):
    twins = Twins()
    twins.both(lambda story: story.plays({"Ana": 0, "Bo": 3, "Cy": 3}, until=Phase.ALIGN))
    twins.differ(lambda story, level: story.revotes("Ana", level), ours, theirs)

    twins.look_alike(but=("Ana",))


def test_a_held_stage_tells_no_second_vote_before_it_is_closed():
    twins = Twins(cases=cases_pack(full=1, flash=1))
    twins.both(lambda story: story.plays({"Ana": 1}, case="flash-1"))
    twins.both(goes(Phase.BOARD))
    twins.both(lambda story: story.leads(c.HoldStage(on=True)))
    twins.both(lambda story: story.plays({"Ana": 0, "Bo": 3, "Cy": 3}, case="full-1", until=Phase.ALIGN))
    twins.differ(lambda story, level: story.revotes("Ana", level), 0, 3)

    twins.look_alike(but=("Ana",))


@settings(max_examples=usually(20, full=1_000))
@given(ours=A_RULING, theirs=A_RULING)
def test_a_proxy_is_as_secret_as_a_ruling(ours, theirs):
    twins = Twins()
    twins.both(goes(Phase.RULE))
    twins.differ(lambda story, ruling: story.stands_in("Bo", ruling[0], ruling[1]), ours, theirs)
    for phase in (Phase.RULE, Phase.PREDICT, Phase.LOCK, Phase.CHAIR):
        twins.both(goes(phase))
        twins.look_alike(but=("Bo",))


# That somebody acted


@pytest.mark.parametrize("name", MANAGERS)
def test_no_phone_changes_because_another_manager_seals(name):
    story = Story(MANAGERS, pack=one_case())
    story.joins(*REPS)
    story.goes_to(Phase.RULE)
    before = _phones_but(story.state, story.seat(name))
    story.rules(name, 2)

    assert before == _phones_but(story.state, story.seat(name))


@pytest.mark.parametrize("phase", [Phase.RULE, Phase.PREDICT])
def test_no_phone_changes_because_another_rep_answers(phase):
    story = Story(MANAGERS, pack=one_case())
    story.joins(*REPS)
    story.goes_to(phase)
    before = _phones_but(story.state, story.seat("Kim"))
    story.rules("Kim", 2) if phase is Phase.RULE else story.predicts("Kim", 2)

    assert before == _phones_but(story.state, story.seat("Kim"))


def _phones_but(state: Workshop, seat: str | None) -> dict[str, bytes]:
    """What all phones show, but for one seat's own part."""
    staff = (Role.FACILITATOR.value, Role.STAGE.value, seat)
    return {who: seen for who, seen in encoded(state).items() if who not in staff}


@pytest.mark.parametrize("what", KINDS)
def test_quiet_facts_change_no_phone_but_their_authors(what):
    """Quiet facts are not sent to all reps at once, so what they change there would come late."""
    loud = []
    for place, (state, now) in places().items():
        before = encoded(state)
        for actor in actors(state):
            try:
                events = decide(state, actor, some_payload(state, actor, what), now)
            except Rejected:
                continue
            if not events or not all(is_quiet(event) for event in events):
                continue
            after = state
            for event in events:
                after = evolve(after, event)
            seen = encoded(after)
            hush = ("facilitator", "stage", "manager", actor.seat)
            loud += [
                f"{place}: {actor.role.value} changes {who}"
                for who in before
                if who not in hush and before[who] != seen[who]
            ]

    assert [] == loud


def a_round(until: Phase) -> Story:
    story = Story(MANAGERS, pack=one_case())
    story.joins(*REPS)
    story.goes_to(until)
    return story


def test_a_delivery_that_everybody_sees_at_the_chairs_turn_is_not_chosen_quietly():
    story = a_round(Phase.CHAIR)
    before = story.reps_screen
    events = story.does(story.actor(story.chair), c.Prepare(story.step, "weather", ""))

    assert before == story.reps_screen or not all(is_quiet(event) for event in events)


def test_the_fifth_note_which_makes_enough_of_them_is_not_written_quietly():
    story = a_round(Phase.IMPACT)
    for name in REPS[:4]:
        story.writes(name, "I dread the call.")
    before = story.reps_screen
    events = story.does(story.actor("Oli"), c.WriteNote(story.step, "I dread the call."))

    assert before == story.reps_screen or not all(is_quiet(event) for event in events)


def test_an_absent_manager_who_rules_moves_no_chair_quietly():
    story = a_round(Phase.READ)
    story.leads(c.MarkAbsent(story.seat("Ana"), absent=True))
    story.next()
    before = story.reps_screen
    story.rules("Ana", 1)

    assert before == story.reps_screen


# Masks


def test_the_order_of_masks_says_nothing_about_who_wears_them():
    """Names are listed in the order in which managers came; masks must not be."""
    for faces in (_faces_voting_again, _faces_of_a_reason, _faces_of_a_condition):
        assert len({faces(seed) for seed in "abcdefgh"}) > 1


def _masked(seed: str) -> Story:
    story = Story(FOUR, pack=one_case(), seed=seed)
    story.joins(*REPS)
    for name in FOUR:
        story.discloses(name, Disclosure.MASKED)
    story.goes_to(Phase.RULE)
    for place, name in enumerate(FOUR):
        story.rules(name, place, reasons=("reason1",))
        story.explains(name, softer=(0,))
    story.goes_to(Phase.ALIGN)
    for name in FOUR:
        story.revotes(name, 1)
    story.goes_to(Phase.CAPTURE)
    return story


def _wearers(story: Story, masks: list[str]) -> tuple[str, ...]:
    by_mask = {seat.mask: seat.name for seat in story.state.seats.values() if seat.mask}
    return tuple(by_mask[mask] for mask in masks)


def _faces_voting_again(seed: str) -> tuple[str, ...]:
    story = _masked(seed)
    return _wearers(story, [token.face.name for token in story.stage.round.second.tokens])


def _faces_of_a_reason(seed: str) -> tuple[str, ...]:
    story = _masked(seed)
    return _wearers(story, [face.name for face in story.stage.round.talk.reasons[0].by])


def _faces_of_a_condition(seed: str) -> tuple[str, ...]:
    story = _masked(seed)
    return _wearers(story, [face.name for face in story.stage.round.talk.conditions[0].softer])


def test_no_view_of_the_room_puts_a_name_beside_its_mask():
    story = _masked("a")
    for role in (Role.STAGE, Role.REP, Role.MANAGER):
        room = [value for path, value in leaves(shared_view(story.state, role)) if path.startswith("round.")]
        assert not set(FOUR) & set(room)


# Whole views


@pytest.mark.parametrize("place", places())
def test_every_view_goes_over_the_wire(place):
    state, _ = places()[place]

    assert len(SCREENS) + len(state.seats) == len(encoded(state))


@pytest.mark.parametrize("place", places())
def test_no_room_but_the_console_holds_what_is_private_to_it(place):
    state, _ = places()[place]
    private = ("Private notes on", state.recovery, state.seed, *state.keys)
    for role in (Role.STAGE, Role.REP, Role.MANAGER):
        text = encoded(state)[role.value].decode()
        assert not [secret for secret in private if secret in text and secret != "seed"]


@pytest.mark.parametrize("role", [Role.DOOR, Role.CLOCK])
def test_neither_door_nor_clock_look_at_anything(role):
    with pytest.raises(ValueError, match="looks at nothing"):
        shared_view(Story().state, role)


def test_a_phone_in_no_round_holds_no_answer():
    story = Story(MANAGERS, pack=one_case())
    story.joins(*REPS)
    story.plays({"Ana": 0, "Bo": 3, "Cy": 3}, guesses=dict.fromkeys(REPS, 1), until=Phase.SCORE)
    story.next()

    for phone in phones(story.state):
        own = own_view(story.state, phone)
        assert not any(getattr(own, part, None) for part in ("choice", "prediction", "ruling", "revote", "telling"))


def test_all_phases_of_a_round_are_among_the_places_looked_at():
    assert set(ROUND) <= {state.course.phase for state, _ in places().values()}
