"""An answer causes its ack and nothing else: counted frame by frame, and version by version."""

import pytest

from tests.support.table import Phone, Table

NOBODY: list[str] = []


@pytest.fixture
def table(shared_server):
    with Table(shared_server, reps=("Kim", "Lou"), observers=("Guest",)) as table:
        table.goes_to("rule")
        yield table


def events(heard: dict[str, list[tuple[str, object]]]) -> dict[str, list[str]]:
    """What came to whom, without the data; those who heard nothing are left out."""
    return {name: [event for event, _ in frames] for name, frames in heard.items() if frames}


def differing(before: object, after: object, path: str = "") -> set[str]:
    """The fields in which two views differ."""
    if isinstance(before, dict) and isinstance(after, dict):
        return {
            one
            for field in before.keys() | after.keys()
            for one in differing(before.get(field), after.get(field), f"{path}.{field}".lstrip("."))
        }
    return set() if before == after else {path}


# A rep answers


def test_a_reps_ruling_is_heard_by_console_and_stage_alone(table):
    marks = table.marks()
    table.rules("Kim")
    table.counts(1)

    assert {"console": ["view"], "stage": ["view"]} == events(table.since(marks))


def test_a_reps_prediction_is_heard_by_console_and_stage_alone(table):
    table.rules("Ana", "Bo", "Kim")
    table.goes_to("predict")
    marks = table.marks()
    table["Kim"].does("predict", step=table.step, level=1, authority=1, certainty="sure", spread="same", n=1)
    table.counts(1)

    assert {"console": ["view"], "stage": ["view"]} == events(table.since(marks))


def test_the_stage_hears_the_count_and_nothing_more_of_an_answer(table):
    before = table.stage.shared
    table.rules("Kim")
    table.counts(1)

    assert {"answered.done"} == differing(before, table.stage.shared)


def test_an_answer_that_is_not_whole_is_heard_by_nobody(table):
    marks = table.marks()
    table["Kim"].does("rule", step=table.step, level=1, authority=None, n=1)

    assert {} == events(table.since(marks))


def test_an_answer_that_is_changed_is_heard_by_nobody(table):
    table.rules("Kim")
    table.counts(1)
    marks = table.marks()
    table["Kim"].does("rule", step=table.step, level=2, authority=0, n=2)

    assert {} == events(table.since(marks))


def test_a_refused_answer_is_heard_by_nobody(table):
    marks = table.marks()
    table["Kim"].refused("rule", step=table.step, level=17, authority=1, n=1)

    assert {} == events(table.since(marks))


def test_answers_that_come_together_are_told_together(table):
    """Counts are bundled: however the answers fall, console and stage hear no more often than there are answers."""
    marks = table.marks()
    table.rules("Kim", "Lou", "Ana", "Bo")
    table.counts(4)
    heard = events(table.since(marks))

    assert (True, True) == (1 <= len(heard["stage"]) <= 4, len(heard["console"]) <= 4)


# Another tab


def test_another_tab_of_the_same_seat_sees_the_answer(table):
    second = table.sits("Kim's tab", table["Kim"].key)
    table["Kim"].does("rule", step=table.step, level=2, authority=0, n=1)
    second.sees(lambda phone: phone.own["choice"] is not None, "the answer")

    assert (2, 0) == (second.own["choice"]["level"], second.own["choice"]["authority"])


def test_another_tab_makes_no_difference_to_anybody_else(table):
    table.sits("Kim's tab", table["Kim"].key)
    marks = table.marks()
    table["Kim"].does("rule", step=table.step, level=2, authority=0, n=1)
    table.counts(1)

    assert {"console", "stage", "Kim", "Kim's tab"} == events(table.since(marks)).keys()


def test_whoever_comes_back_sees_the_answer_that_was_given(table):
    table["Kim"].does("rule", step=table.step, level=2, authority=0, n=1)
    again = table.sits("Kim again", table["Kim"].key)

    assert 2 == again.own["choice"]["level"]


# A manager seals


def test_a_sealed_ruling_is_heard_by_its_manager_console_and_stage(table):
    marks = table.marks()
    table.rules("Ana")
    table.counts(1)

    assert {"console": ["view"], "stage": ["view"], "Ana": ["view"]} == events(table.since(marks))


def test_the_stage_hears_the_count_and_nothing_more_of_a_sealed_ruling(table):
    before = table.stage.shared
    table.rules("Ana")
    table.counts(1)

    assert {"answered.done"} == differing(before, table.stage.shared)


def test_the_console_hears_that_a_ruling_is_in_and_not_which(table):
    before = table.console.shared
    table.rules("Ana", level=3, authority=2)
    table.counts(1)
    changed = differing(before, table.console.shared)

    assert (
        {"stage.answered.done", "seats"}
        <= changed
        <= {
            "stage.answered.done",
            "seats",
            "steering.candidates",
            "steering.order",
            "steering.stand_ins",
            "can",
            "next.why_not",
        }
    )


def test_a_manager_hears_nothing_of_what_a_colleague_prepares(table):
    table.rules("Ana", "Bo")
    table.counts(2)
    marks = table.marks()
    table["Ana"].does("expect", step=table.step, count=1)
    table["Ana"].does("explain", step=table.step, softer=[0], firmer=[1])
    heard = events(table.since(marks))

    assert {"Ana"} == heard.keys() - {"console"}


# Versions


def versions(phone: Phone, start: int, part: str) -> list[int]:
    return [data[part]["version"] for event, data in phone.frames[start:] if event == "view" and part in data]


def test_a_version_moves_by_one_with_each_change(table):
    table.rules("Ana", "Bo", "Kim", "Lou")
    table.counts(4)
    table.goes_to("predict")

    for name, phone in table.people.items():
        for part in ("shared", "own"):
            seen = versions(phone, 0, part)
            assert seen == list(range(seen[0], seen[0] + len(seen))) if seen else not phone.own, (name, part)


def test_a_reps_version_tells_nothing_of_what_managers_do(table):
    """Two managers rule and prepare; the reps' next version is just the one after their last."""
    before = {name: table[name].versions["shared"] for name in ("Kim", "Lou", "Guest")}
    table.rules("Ana", "Bo")
    table["Ana"].does("expect", step=table.step, count=1)
    table["Ana"].does("explain", step=table.step, softer=[0])
    table["Ana"].does("prepare", step=table.step, delivery="plain", line="")
    table.counts(2)
    table.next()

    assert {name: version + 1 for name, version in before.items()} == {
        name: table[name].versions["shared"] for name in ("Kim", "Lou", "Guest")
    }


def test_a_managers_version_tells_nothing_of_what_reps_answer(table):
    table.rules("Ana", "Bo")
    table.counts(2)
    before = table["Ana"].versions["shared"]
    table.rules("Kim", "Lou")
    table.counts(4)
    table.next()

    assert before + 1 == table["Ana"].versions["shared"]


def test_an_ack_says_that_it_was_saved_and_nothing_else(table):
    table.rules("Ana", "Kim")

    assert [{"ok": True}, {"ok": True}] == [table["Ana"].acks[-1], table["Kim"].acks[-1]]


# A change of phase


def test_a_change_of_place_is_heard_by_everybody_once(table):
    table.rules("Ana", "Bo", "Kim", "Lou")
    table.counts(4)
    marks = table.marks()
    table.next()
    heard = events(table.since(marks))

    assert {"console": 1, "stage": 1} == {name: len(heard[name]) for name in ("console", "stage")}
    assert {"Ana": 2, "Bo": 2, "Kim": 2, "Lou": 2} == {name: len(heard[name]) for name in ("Ana", "Bo", "Kim", "Lou")}


def test_the_chairs_ruling_comes_to_everybody_in_the_same_words(table):
    table.rules("Ana", "Bo", level=2)
    table.rules("Kim", "Lou")
    table.goes_to("chair")
    chair = next(name for name in ("Ana", "Bo") if table[name].own["in_chair"])
    table[chair].does("reveal", step=table.step)
    for phone in table.people.values():
        phone.sees(lambda one: one.place["beat"] == 1, "the reveal")
    shown = {
        name: phone.shared.get("round", phone.shared.get("stage", {}).get("round"))
        for name, phone in table.people.items()
    }
    shown["console"] = table.console.shared["stage"]["round"]

    assert 1 == len({str(one["tokens"]) for one in shown.values()})
    assert [(chair, 2)] == [(token["face"]["name"], token["level"]) for token in shown["Kim"]["tokens"]]
