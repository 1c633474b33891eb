"""A workshop in real browsers: a whole day, a reload in every phase, and what goes wrong on the way."""

import pytest
from playwright.sync_api import expect

from server.content.loader import load
from server.game.case import Case
from server.game.ids import CaseId
from tests.support.screens import (
    LOST_LINE,
    REFUSED,
    SMALL_PHONE,
    Cards,
    Console,
    Crowd,
    Manager,
    Rep,
    Report,
    Room,
    Screens,
    same_after_reload,
    t,
)
from tests.support.server import ROOT

PACK = load(ROOT / "game_content" / "retail-bank").pack
DECIDE, CHECK, CONSULT, HAND_OVER = (rung.label for rung in PACK.authority.options)
REASONS = [reason.label for reason in PACK.reasons]
MANAGERS = ("Ana", "Bo", "Cy")
CROWD = ("Lou", "Max", "Nia", "Oli", "Pam")
NOTES = [f"The clients of {name} ring twice." for name in CROWD]


def case(name: str) -> Case:
    return PACK.case(CaseId(name))


def labels(played: Case) -> list[str]:
    return [option.label for option in played.options]


UMBRELLA, FAX, WALK_IN, COINS = (
    case(name) for name in ("wet-umbrella", "fax-form", "walk-in-first", "suitcase-of-coins")
)
FEE, CHESS, RAISE = (case(name) for name in ("third-overdraft", "chess-partner", "pay-rise"))


@pytest.mark.timeout(180)
def test_a_whole_day(screens: Screens) -> None:
    start = screens.start()
    start.opens(PACK.title, *MANAGERS)
    console = screens.becomes(start, Console, "console")
    stage = screens.stage_from(console)
    code = console.code
    ana, bo, cy = managers = [
        screens.manager(console.shows_link(t("console.link_manager", name=name)), name) for name in MANAGERS
    ]
    ines = screens.rep(code, "Ines", reduced_motion="reduce")
    jo = screens.rep(code, "Jo", color_scheme="dark")
    kim = screens.rep(code, "Kim", **SMALL_PHONE)
    reps = [ines, jo, kim]
    crowd = screens.crowd(code, *CROWD)
    for phone in (*reps, *managers):
        phone.says_hello()
    stage.shows("Ines", "Pam", t("stage.people", n=8))
    console.shows(t("console.lobby_reps", n=8, lit=3), t("console.lobby_managers", n=3, lit=3))

    console.goes_on("next_step.welcome")
    console.cuts(UMBRELLA.title, WALK_IN.title, COINS.title, CHESS.title)
    stage.shows(t("stage.welcome"), PACK.contract[0])
    for phone in (*reps, *managers):
        phone.asks("rep.welcome")
    ana.shows(t("manager.disclosure"))

    # A flash round: Ana sits in the chair, and reveals from her phone.
    decline, scan, app, refund = labels(FAX)
    console.goes_on("next_step.case", title=FAX.title)
    stage.shows(FAX.title, FAX.facts[0])
    ines.asks("rep.read")
    ines.shows(FAX.title, FAX.facts[0], t("round.in_chair", name="Ana"))
    ana.shows(t("manager.you_chair"))
    console.goes_on("next.rule")
    stage.counts(0, 11)
    ines.rules(scan, DECIDE)
    ines.gives_reasons(REASONS[0], REASONS[1])
    jo.rules(app, CONSULT)
    kim.rules(refund, CHECK)
    ana.seals(decline, CONSULT, REASONS[2])
    bo.seals(scan, DECIDE)
    cy.seals(refund, HAND_OVER)
    crowd.rules(0, 1, 2)
    stage.counts(11, 11)
    console.goes_on("next.predict", name="Ana")
    ines.predicts(decline, CONSULT)
    jo.predicts(app, CONSULT, "hunch", "same")
    kim.predicts(scan, CHECK, "fairly", "neighbours")
    crowd.predicts(0, 1, 2)
    ines.writes_note("I promise what another branch takes back.")
    crowd.writes_notes(*NOTES[:4])
    delivery = next(one for one in PACK.deliveries if len(one.openers) > 1)
    ana.will_tell(delivery.title, "And now the news from the fax machine.")
    ana.expects(1)
    bo.is_softer_if(FAX.depends_on[0])
    stage.counts(8, 8)
    console.goes_on("next.lock")
    stage.shows(t("stage.lock"))
    ines.asks("rep.locked")
    stage.shows(t("stage.crowd", name="Ana"))  # the lock opens by itself
    ines.asks("rep.crowd", name="Ana")
    console.goes_on("next.chair_first", name="Ana")
    stage.shows(delivery.title)
    stage.hides("news from the fax machine")
    ana.reveals()
    stage.shows("And now the news from the fax machine.")
    stage.has_rulings(Ana=decline)
    ines.asks("rep.chair_ruled", name="Ana")
    ines.shows(decline, t("rep.hit"), t("rep.points_private"))
    console.goes_on("next.panel_first")
    flips_the_others(console, 2)
    stage.has_rulings(Ana=decline, Bo=scan, Cy=refund)
    expect(stage.dial()).to_be_visible()

    console.goes_on("next.praise")
    bo.praises("Ines", "the client began to shout", "offered to ring her back within the hour", "she felt heard")
    ines.thanks("Ana", "You told us why.")
    stage.shows(t("stage.praise_wait"))
    console.releases("offered to ring her back")
    stage.shows("Ines", "offered to ring her back within the hour")
    ines.asks("rep.praise_mine")
    ines.shows("offered to ring her back within the hour")
    console.releases("You told us why.")
    console.goes_on("next.impact")
    ines.asks("round.impact")
    stage.hides(NOTES[0])
    console.releases_all(5)
    stage.shows(NOTES[0], "I promise what another branch takes back.")
    kim.shows(NOTES[0])
    console.goes_on("next.discuss")
    stage.shows(FAX.tension, t("round.softer_by", names="Bo"))
    ines.shows(FAX.debrief[0])
    console.goes_on("next.score")
    stage.shows(t("stage.score"))
    ines.asks("rep.score")
    ines.shows(t("rep.so_far"))

    console.goes_on("next_step.board")
    stage.shows(FAX.title, t("round.alignment"))
    ines.asks("round.board")
    console.goes_on("next_step.break")
    stage.shows(t("round.break_until"))
    ana.shows(t("manager.thanks"), "You told us why.")

    # A full round: Bo sits in the chair, the managers change their minds, and a line is written.
    keep, half, back, waive = labels(FEE)
    console.goes_on("next_step.case", title=FEE.title)
    console.goes_on("next.rule")
    play_to_the_chair(console, "Bo", reps, managers, crowd, (keep, half, waive), half)
    bo.reveals()
    stage.has_rulings(Bo=half)
    console.goes_on("next.panel_first")
    flips_the_others(console, 2)
    console.goes_on("next.praise")
    console.goes_on("next.impact")
    stage.shows(t("round.few_notes"))
    console.goes_on("next.discuss")
    stage.shows(FEE.tension)
    console.goes_on("next.align")
    ana.votes_again(half, CHECK)
    bo.votes_again(half, CHECK)
    cy.votes_again(back, CHECK)
    ines.votes_again(half, CHECK)
    crowd.votes_again(1)
    stage.counts(3, 3)
    console.goes_on("next.capture")
    stage.shows(t("stage.capture"), half)
    console.closes_case("written", "Once a year we give back half, and say why.", owner="Bo", review_on="2031-03-01")
    for screen in (stage, ines, ana):
        screen.shows("Once a year we give back half, and say why.", "Bo")
    console.goes_on("next.score")
    stage.shows(t("round.alignment"))

    # Another one: Cy sits in the chair, the facilitator reveals, and all agree to differ.
    console.goes_on("next_step.case", title=RAISE.title)
    console.goes_on("next.rule")
    glad, plans, _, plan = labels(RAISE)
    play_to_the_chair(console, "Cy", reps, managers, crowd, (glad, plans, plan), glad)
    console.reveals("next.chair_more", name="Cy")
    stage.has_rulings(Cy=plan)
    cy.asks("manager.done")
    console.goes_on("next.panel_first")
    flips_the_others(console, 2)
    for phase in ("praise", "impact", "discuss", "align"):
        console.goes_on(f"next.{phase}")
    ana.asks("manager.again")
    console.goes_on("next.capture")
    console.closes_case("differ", "Ask Cy before you offer a plan.")
    for screen in (stage, ines, ana):
        screen.shows(t("round.closing.differ"), "Ask Cy before you offer a plan.")
    console.goes_on("next.score")

    console.goes_on("next_step.awards")
    stage.shows(t("round.awards"))
    console.goes_on_until("next.awards", "next_step.debrief")
    console.goes_on("next_step.debrief")
    for question in range(6):
        stage.shows(t(f"round.debrief.{question}"))
        ines.asks(f"round.debrief.{question}")
        if question < 5:
            console.goes_on("next.debrief")
    ines.commits("If a fee is disputed, then I say the rule first.")
    ana.commits("If I rule, then I say why.")
    console.goes_on("next_step.close")
    stage.shows(t("stage.closed"))
    ines.asks("rep.closed", name="Ines")
    ines.touches(ines.page.get_by_role("link", name=t("rep.card_open")))
    ines.shows(
        t("card.score", n=3),
        t("card.reading"),
        "offered to ring her back within the hour",
        "If a fee is disputed, then I say the rule first.",
    )
    ana.asks("manager.closed", name="Ana")
    ana.shows("You told us why.")

    report = screens.page(Report, "report", console.follows("console.report"))
    report.shows(FAX.title, FEE.title, RAISE.title, "Once a year we give back half, and say why.")
    report.shows("2031", t("round.closing.differ"), NOTES[0])
    report.has_ruling("Ana", decline)
    report.shows(t("measure.title"), t("measure.thin", n=3), t("report.method_link"), t("measure.transfer.none"))
    report.hides("NaN", "undefined")
    report.hides(t("report.so_far"), "Ines ring", UMBRELLA.facts[0])
    console.opens("links")
    cards = screens.page(Cards, "cards", console.follows("console.print"))
    half = len(code) // 2  # six digits, or eight where many workshops are
    cards.shows(f"{code[:half]} {code[half:]}", t("cards.recovery"), *MANAGERS)
    expect(cards.codes_to_scan()).to_have_count(4)


def play_to_the_chair(
    console: Console,
    chair: str,
    reps: list[Rep],
    managers: list[Manager],
    crowd: Crowd,
    ruled: tuple[str, str, str],
    predicted: str,
) -> None:
    """All rule and predict, and the chair is about to tell."""
    for manager, give in zip(managers, ruled, strict=True):
        manager.seals(give, CHECK)
    for rep in reps:
        rep.rules(predicted, DECIDE)
    crowd.rules(1, 2)
    console.goes_on("next.predict", name=chair)
    for rep in reps:
        rep.predicts(predicted, CHECK)
    crowd.predicts(0, 1)
    console.goes_on("next.lock")
    console.goes_on("next.crowd")
    console.goes_on("next.chair_first", name=chair)


def flips_the_others(console: Console, count: int) -> None:
    for _ in range(count):
        console.reveals("next.panel_more")


@pytest.mark.full
@pytest.mark.timeout(180)
def test_every_screen_can_be_reloaded_in_every_phase(screens: Screens) -> None:
    room = Room(screens, *MANAGERS, crowd=CROWD)
    room.plays_only(FEE.id, then=("board", "break"))
    console, stage, ana = room.console(), room.stage(), room.manager("Ana")
    ines = room.rep("Ines")
    bo, cy = room.wired("Bo"), room.wired("Cy")
    keep, half, *_ = labels(FEE)

    def reload_all() -> None:
        same_after_reload(console, stage, ines, ana)

    ines.says_hello()
    ana.says_hello()
    reload_all()
    console.goes_on("next_step.welcome")
    ines.asks("rep.welcome")
    reload_all()
    console.goes_on("next_step.case")
    ines.asks("rep.read")
    reload_all()
    console.goes_on("next.rule")
    ines.asks("rep.you_would")
    ines.picks(half)
    ines.asks("rep.who_decides")
    reload_all()
    ines.asks("rep.who_decides")
    ines.picks(DECIDE)
    ines.has_ruled(half, DECIDE)
    ines.gives_reasons(REASONS[3])
    ana.seals(keep, CONSULT, REASONS[4])
    room.crowd.rules(1, 2)
    bo.does("rule", step=bo.place["step"], level=1, authority=1, n=1)
    cy.does("rule", step=cy.place["step"], level=3, authority=1, n=1)
    stage.counts(9, 9)
    reload_all()
    ines.has_ruled(half, DECIDE)
    ana.has_sealed(keep, CONSULT)
    console.goes_on("next.predict", name="Ana")
    ines.predicts(keep, CONSULT)
    ines.writes_note("I keep some fees and give back others.")
    ana.expects(0)
    ana.is_softer_if(FEE.depends_on[1])
    room.crowd.predicts(0, 1)
    room.crowd.writes_notes(*NOTES[:4])
    stage.counts(6, 6)
    reload_all()
    ines.has_predicted(keep, CONSULT)
    console.goes_on("next.lock")
    console.presses("console.add_time")
    console.may_undo("add_time")
    stage.shows(t("stage.lock"))
    reload_all()
    console.goes_on("next.crowd")
    stage.shows(t("stage.crowd", name="Ana"))
    reload_all()
    console.goes_on("next.chair_first", name="Ana")
    ana.asks("manager.your_moment")
    reload_all()
    ana.reveals()
    stage.has_rulings(Ana=keep)
    ines.shows(t("rep.hit"))
    reload_all()
    console.goes_on("next.panel_first")
    stage.shows(t("stage.panel"))
    reload_all()
    console.reveals("next.panel_more")
    reload_all()
    console.reveals("next.panel_more")
    expect(stage.dial()).to_be_visible()
    reload_all()
    console.goes_on("next.praise")
    ana.praises("Ines", "", "asked what the fee was for before she said anything", "")
    console.releases("asked what the fee was for")
    ines.asks("rep.praise_mine")
    reload_all()
    console.goes_on("next.impact")
    console.releases_all(5)
    stage.shows(NOTES[0])
    reload_all()
    console.goes_on("next.discuss")
    stage.shows(FEE.tension)
    reload_all()
    console.goes_on("next.align")
    ines.votes_again(half, CHECK)
    ana.votes_again(half, CHECK)
    stage.counts(1, 3)
    console.waits_for(2)
    reload_all()
    ines.shows(half, CHECK)
    ana.asks("manager.again_sealed")
    console.goes_on("next.capture")
    console.closes_case("band", "Half, and the rest with a reason.", owner="Ana")
    ines.shows("Half, and the rest with a reason.")
    reload_all()
    console.goes_on("next.score")
    ines.shows(t("rep.so_far"))
    reload_all()
    console.goes_on("next_step.board")
    ines.asks("round.board")
    stage.shows(FEE.title, t("round.alignment"))
    reload_all()
    console.goes_on("next_step.break")
    stage.shows(t("round.break_until"))
    reload_all()
    console.goes_on("next_step.awards")
    stage.shows(t("stage.awards_wait"))
    reload_all()
    console.goes_on("next.awards")
    stage.hides(t("stage.awards_wait"))
    reload_all()
    console.skips()
    ines.asks("round.debrief.0")
    ines.commits("If the fee is new, then I ask first.")
    reload_all()
    console.skips()
    ines.asks("rep.closed", name="Ines")
    ines.shows("If the fee is new, then I ask first.")
    reload_all()


@pytest.mark.timeout(180)
def test_phones_come_back_and_come_late(screens: Screens) -> None:
    room = Room(screens, *MANAGERS, crowd=CROWD)
    room.plays_only(FAX.id, FEE.id)
    console, stage = room.console(permissions=["clipboard-read", "clipboard-write"]), room.stage()
    ines, jo, kim = (room.rep(name) for name in ("Ines", "Jo", "Kim"))
    ana = room.manager("Ana")
    _, scan, app, refund = labels(FAX)
    console.goes_on("next_step.welcome")
    console.goes_on("next_step.case")
    console.goes_on("next.rule")
    jo.rules(app, CONSULT)
    kim.rules(refund, CHECK)
    stage.counts(2, 11)

    # A phone loses the line while it answers.
    ines.asks("rep.you_would")
    with ines.log.forgiving(*LOST_LINE):
        ines.page.context.set_offline(True)
        ines.is_cut_off()
        ines.picks(scan)
        ines.picks(DECIDE)
        ines.asks("rep.ruled")
        ines.shows(t("round.sending"))
        stage.counts(2, 11)
        ines.page.context.set_offline(False)
        ines.is_back()
    ines.has_ruled(scan, DECIDE)
    stage.counts(3, 11)

    # A new phone takes an old seat: by the code on the console, and by saying who it is.
    jo_again = screens.rep_by_link(console.copies_link_for_new_phone("Jo"), "Jo")
    jo_again.has_ruled(app, CONSULT)
    door = screens.door(room.code)
    with door.log.forgiving(REFUSED):
        door.says("Kim")
        door.alerts(t("join.taken", name="Kim"))
        door.presses("join.that_is_me", name="Kim")
        door.shows(t("join.asking", name="Kim"))
        console.lets_in("Kim")
        kim_again = screens.enters(door, "Kim")
    kim_again.has_ruled(refund, CHECK)
    for phone in (jo_again, kim_again):
        phone.page.reload()
        phone.asks("rep.ruled")
    stage.counts(3, 11)

    # Who comes while rulings are open is in at once; who comes later, from the next case on.
    lea = screens.rep(room.code, "Lea")
    lea.rules(scan, CHECK)
    stage.counts(4, 12)
    ana.seals(scan, CHECK)
    console.goes_on("next.predict", name="Ana")
    lea.predicts(scan, CHECK)
    late = screens.rep(room.code, "Mia")
    late.shows(t("rep.joins_next"))
    console.goes_on("next.lock")
    console.goes_on("next.chair_first", name="Ana")
    late.shows(t("rep.joins_next"))
    stage.shows(t("stage.people", n=10))
    room.leads("skip_step")
    late.asks("rep.read")
    console.goes_on("next.rule")
    late.rules(labels(FEE)[1], DECIDE)
    stage.counts(1, 13)


@pytest.mark.timeout(180)
def test_whatever_the_facilitator_did_can_be_taken_back(screens: Screens) -> None:
    room = Room(screens, "Ana", "Bo", crowd=CROWD)
    room.plays_only(FEE.id)
    console, stage, ines = room.console(), room.stage(), room.rep("Ines")
    ana, bo = room.manager("Ana"), room.manager("Bo")
    keep, half, *_ = labels(FEE)
    console.goes_on("next_step.welcome")
    console.goes_on("next_step.case")

    console.switches("veil", on=True)
    stage.shows("Up to You")
    stage.hides(FEE.title)
    console.switches("veil", on=False)
    stage.shows(FEE.title)
    console.switches("hold", on=True)
    console.goes_on("next.rule")
    ines.asks("rep.you_would")
    console.shows(t("console.held"))
    stage.shows(FEE.facts[0])
    stage.hides(t("stage.rule"))
    console.switches("hold", on=False)
    stage.counts(0, 8)

    console.switches("lock", on=True)
    stage.shows(t("stage.locked"))
    door = screens.door(room.code)
    door.shows(t("join.locked"))
    with door.log.forgiving(REFUSED):
        door.says("Zoe")
        door.alerts(t("reason.locked"))
    console.switches("lock", on=False)
    door.says("Zoe")
    screens.enters(door, "Zoe").asks("rep.you_would")
    stage.counts(0, 9)

    console.pauses()
    for phone in (ines, ana):
        phone.alerts(t("common.paused"))
    stage.shows(t("common.paused"))
    console.resumes()
    expect(ines.page.get_by_role("alert")).to_be_hidden()

    # A wrong Next: back, and every answer is still there.
    ines.rules(half, DECIDE)
    ana.seals(half, CHECK)
    bo.seals(keep, CHECK)
    console.goes_on("next.predict", name="Ana")
    ines.asks("rep.will_rule", name="Ana")
    console.goes_back()
    ines.has_ruled(half, DECIDE)
    ana.has_sealed(half, CHECK)
    stage.counts(3, 9)
    console.goes_on("next.predict", name="Ana")
    ines.predicts(half, CHECK, spread="same")
    console.goes_on("next.lock")
    console.goes_on("next.chair_first", name="Ana")

    # Two quick presses count once: nothing is revealed by a slip of the hand.
    console.slips("next.chair_more", name="Ana")
    expect(console.next("press_again")).to_be_visible()
    ana.asks("manager.your_moment")
    stage.has_rulings()
    console.goes_on("press_again")
    stage.has_rulings(Ana=half)
    console.undoes("next", about=t("phase.chair"))
    ana.asks("manager.your_moment")
    stage.has_rulings()
    ana.reveals()
    stage.has_rulings(Ana=half)
    console.goes_on("next.panel_first")
    console.reveals("next.panel_more", name="Bo")
    stage.has_rulings(Ana=half, Bo=keep)
