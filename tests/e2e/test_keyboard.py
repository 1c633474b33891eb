"""A whole round without a mouse or a finger: everything is reached, and the focus is always where the eye is led."""

import pytest
from playwright.sync_api import expect

from server.content.loader import load
from tests.support.keyboard import KeyConsole, KeyManager, KeyRep
from tests.support.screens import LAPTOP, Room, Screens, t
from tests.support.server import ROOT

PACK = load(ROOT / "game_content" / "retail-bank").pack
FEE = next(case for case in PACK.cases if case.id == "third-overdraft")
KEEP, HALF, BACK, _ = (option.label for option in FEE.options)
DECIDE, CHECK, *_ = (rung.label for rung in PACK.authority.options)
REASONS = [reason.label for reason in PACK.reasons]
CROWD = ("Lou", "Max", "Nia", "Oli", "Pam")
WORDING = "Once a year we give back half, and say why."


@pytest.mark.timeout(180)
def test_a_round_is_played_by_keyboard_alone(screens: Screens) -> None:
    room = Room(screens, "Ana", "Bo", crowd=CROWD)
    room.plays_only(FEE.id)
    seat = room.opened.take_seat("Ines")
    console = screens.page(KeyConsole, "console", **LAPTOP).goes_to(f"/console#key={room.opened.key('facilitator')}")
    ines = screens.page(KeyRep, "Ines", **LAPTOP).goes_to(f"/play#key={seat['key']}")
    ana = screens.page(KeyManager, "Ana", **LAPTOP).goes_to(f"/manager#key={room.opened.key('manager', 'm1')}")
    bo = room.wired("Bo")

    def goes_on(key: str, **slots: object) -> None:
        console.goes_on(key, **slots)
        console.sees_focus()

    def all_at(rep: str, manager: str, **slots: object) -> None:
        for phone, key in ((ines, rep), (ana, manager)):
            phone.asks(key, **slots)
            phone.is_at_its_heading()

    ines.says_hello()
    ana.says_hello()
    goes_on("next_step.welcome")
    all_at("rep.welcome", "rep.welcome")
    goes_on("next_step.case")
    all_at("rep.read", "rep.read")
    goes_on("next.rule")
    all_at("rep.you_would", "manager.rule")
    ines.rules(BACK, CHECK)
    ines.gives_reasons(REASONS[2])
    ana.seals(KEEP, DECIDE, REASONS[0])
    ana.is_at_its_heading()
    room.crowd.rules(0, 1)
    bo.does("rule", step=bo.place["step"], level=2, authority=1, n=1)
    goes_on("next.predict", name="Ana")
    all_at("rep.will_rule", "manager.they_predict_you")
    ines.predicts(KEEP, CHECK)
    ines.writes_note("I keep some fees and give back others.")
    ana.will_tell(PACK.deliveries[1].title, "And now the weather.")
    ana.expects(1)
    ana.is_softer_if(FEE.depends_on[0])
    room.crowd.predicts(0, 1)
    room.crowd.writes_notes("They ring twice.", "They ask for Bo.", "They wait for June.", "They shout.")
    goes_on("next.lock")
    all_at("rep.locked", "rep.locked")
    goes_on("next.crowd")
    all_at("rep.crowd", "rep.crowd")
    goes_on("next.chair_first", name="Ana")
    all_at("rep.chair_turn", "manager.your_moment")
    ana.reveals()
    all_at("rep.chair_ruled", "manager.done")
    goes_on("next.panel_first")
    all_at("rep.others_flip", "rep.others_flip")
    console.reveals("next.panel_more")
    goes_on("next.praise")
    all_at("rep.praise", "manager.praise_title")
    ana.praises("Ines", "the client was tired", "named the fee before she did", "nobody was surprised")
    ines.thanks("Ana", "You told us why.")
    console.releases("named the fee before she did")
    ines.asks("rep.praise_mine")
    goes_on("next.impact")
    all_at("round.impact", "round.impact")
    console.releases_all(6)
    ines.shows("They ring twice.")
    goes_on("next.discuss")
    all_at("rep.discuss", "rep.discuss")
    ana.presses("manager.cue_other")
    goes_on("next.align")
    all_at("rep.now_would", "manager.again")
    ines.votes_again(HALF, CHECK)
    ana.votes_again(HALF, CHECK)
    goes_on("next.capture")
    all_at("rep.capture", "rep.capture")
    console.closes_case("differ", WORDING)
    ines.shows(WORDING)
    goes_on("next.score")
    all_at("rep.score", "rep.score")
    expect(ines.main).to_contain_text(t("rep.so_far"))
