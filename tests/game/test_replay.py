"""A log that is folded at once comes to what its facts make one by one."""

from random import Random

import pytest

from server.game.events import ChoiceMade, Event, Predicted, RulingSealed, StageVeiled
from server.game.evolve import evolve, fold, replay
from server.game.ids import SeatId, StepId
from server.game.plan import Phase
from server.game.state import Choice, Prediction, Ruling
from tests.support.given import Story
from tests.support.log_contract import stories


@pytest.mark.parametrize("day", [0, 1], ids=["a smooth day", "an odd day"])
def test_at_every_cut_the_state_and_the_rest_come_to_the_same_end(day):
    story = stories()[day]
    state = replay(story.log[:1])
    for cut, event in enumerate(story.log[1:], start=1):
        assert story.state == fold(state, story.log[cut:]), f"after {cut} facts"
        state = evolve(state, event)


def test_a_long_run_of_answers_is_what_each_of_them_makes():
    story = Story()
    story.joins(*(f"Rep {number}" for number in range(30)))
    story.goes_to(Phase.RULE)
    chance = Random(1)
    answers = [_answer(story.step, chance) for _ in range(5000)]
    one_by_one = story.state
    for answer in answers:
        one_by_one = evolve(one_by_one, answer)
    at_once = fold(story.state, answers)

    assert one_by_one == at_once
    assert [*one_by_one.rounds[story.step].choices] == [*at_once.rounds[story.step].choices]


def test_a_fold_leaves_the_state_before_it_as_it_was():
    story = Story()
    story.joins("Kim")
    story.goes_to(Phase.RULE)
    before, copied = story.state, repr(story.state)
    fold(before, [_answer(story.step, Random(2)) for _ in range(50)])

    assert copied == repr(before)


def test_a_log_without_an_opening_is_no_workshop():
    for facts in ((), (StageVeiled(on=True),)):
        with pytest.raises(TypeError, match="begins with WorkshopOpened"):
            replay(facts)


def _answer(step: StepId, chance: Random) -> Event:
    seat = SeatId(f"p{chance.randrange(30)}")
    match chance.randrange(8):
        case 0:
            return RulingSealed(step, SeatId("m1"), Ruling(chance.randrange(3), 1))
        case 1:
            return StageVeiled(on=chance.random() < 0.5)
        case 2 | 3 | 4:
            return Predicted(step, seat, Prediction(chance.randrange(3)))
        case _:
            return ChoiceMade(step, seat, Choice(chance.randrange(3), 1))
