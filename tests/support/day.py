"""A short day over the wire, so that screens can be looked at in every phase of it.

Whoever looks sits beside a phone on the wire: the same seat has two tabs, and each question is answered on the screen.
"""

import re
from collections.abc import Iterator, Sequence
from typing import Any

from playwright.sync_api import expect

from tests.support.phones import WirePhone
from tests.support.screens import Console, Manager, Phone, Rep, Room, S, Screen, Screens, Stage, wording

REP = {
    "lobby": ["rep.in"],
    "welcome": ["rep.welcome"],
    "read": ["rep.read"],
    "rule": ["rep.you_would"],
    "predict": ["rep.will_rule"],
    "lock": ["rep.locked"],
    "crowd": ["rep.crowd"],
    "chair 0": ["rep.chair_turn"],
    "chair 1": ["rep.chair_ruled"],
    "panel": ["rep.others_flip"],
    "praise": ["rep.praise", "rep.praise_mine"],
    "impact": ["round.impact"],
    "discuss": ["rep.discuss"],
    "align": ["rep.now_would"],
    "capture": ["rep.capture"],
    "score": ["rep.score"],
    "board": ["round.board"],
    "break": ["round.break"],
    "awards": ["round.awards", "rep.award_mine"],
    "debrief": ["round.debrief.0"],
    "closed": ["rep.closed"],
}
"""What a rep's phone says at each place: the texts of its heading, by phase, or by phase and beat."""
MANAGER = {
    **REP,
    "lobby": ["manager.hello"],
    "rule": ["manager.rule"],
    "predict": ["manager.they_predict_you", "manager.they_predict"],
    "chair 0": ["manager.your_moment", "rep.chair_turn"],
    "chair 1": ["manager.done", "rep.chair_turn"],
    "praise": ["manager.praise_title"],
    "align": ["manager.again"],
    "closed": ["manager.closed"],
}
PRAISE = {"when": "the line was long", "did": "named the fee before the client did", "so_that": "nobody was surprised"}
WORDING = "Once a year we give back half, and say why. Whoever asks a second time is put through to the branch."
COMMITMENT = "If a fee is disputed, then I say the rule before anything else."
ACTING = 12
"""So many reps answer; the others only sit there."""


class Day:
    """One case, a board and a break, from the lobby to the close. The first manager sits in the chair."""

    def __init__(self, screens: Screens, case: str, managers: Sequence[str], reps: Sequence[str]) -> None:
        self.screens = screens
        self.room = Room(screens, *managers)
        self.room.plays_only(case, then=("board", "break"))
        self._keys = {name: self.room.opened.take_seat(name)["key"] for name in reps}
        self.reps = [screens.wire(self._keys[name]) for name in reps[:ACTING]]
        self.managers = [self.room.wired(name) for name in managers]
        self.looking: list[Screen] = []
        self._rep_screens: list[Rep] = []
        self._manager_screens: list[Manager] = []

    # Who looks

    def console(self, **look: Any) -> Console:
        return self._looks(self.room.console(**look))

    def stage(self, **look: Any) -> Stage:
        return self._looks(self.room.stage(**look))

    def rep(self, name: str, **look: Any) -> Rep:
        """The screen of somebody who sits there; who answers here must not be among the first on the wire."""
        screen = self._looks(self.screens.rep_by_link(f"/play#key={self._keys[name]}", name, **look))
        self._rep_screens.append(screen)
        return screen

    def manager(self, name: str, **look: Any) -> Manager:
        screen = self._looks(self.room.manager(name, **look))
        self._manager_screens.append(screen)
        return screen

    def _looks(self, screen: S) -> S:
        self.looking.append(screen)
        return screen

    # What happens

    @property
    def leader(self) -> WirePhone:
        return self.room.leader

    def moments(self) -> Iterator[str]:
        """Every place, and every question on the phones, once all screens are there."""
        while True:
            place = self.leader.place
            phase, beat = place["phase"], place["beat"]
            self._all_at(phase, beat)
            yield f"{phase} {beat}"
            if phase == "closed":
                return
            yield from self._acts(phase)
            self.room.leads("skip_step" if phase == "debrief" else "next")
            self.leader.sees(lambda phone, move=place["move"]: phone.place["move"] > move, "the next place")

    def _all_at(self, phase: str, beat: int) -> None:
        tokens = len((self.leader.shared["stage"]["round"] or {}).get("tokens", ()))
        for screen in self.looking:
            match screen:
                case Stage():
                    expect(screen.page.locator(f"main.stage-{phase}")).to_be_visible()
                case Console():
                    expect(screen.page.locator(f"main.console-{phase}")).to_be_visible()
                case Phone():
                    _says(screen, MANAGER if isinstance(screen, Manager) else REP, phase, beat)
            if phase in ("panel", "discuss") or (phase == "chair" and isinstance(screen, Stage)):
                expect(screen.main.locator(".token:not(.token-ghost)")).to_have_count(tokens)

    def _acts(self, phase: str) -> Iterator[str]:
        """What a phase is for, and what there is to see meanwhile."""
        acts = {
            "lobby": self._lobby,
            "rule": self._rule,
            "predict": self._predict,
            "praise": self._praise,
            "impact": self._impact,
            "align": self._align,
            "capture": self._capture,
            "debrief": self._debrief,
        }
        if phase in acts:
            yield from acts[phase](self.leader.place["step"])

    def _lobby(self, _: str) -> Iterator[str]:
        for phone in (*self.reps[1:], *self.managers[1:]):
            phone.does("hello")
        yield "lobby, lit"

    def _rule(self, step: str) -> Iterator[str]:
        for place, phone in enumerate(self._others()):
            _at(phone, "rule").does("rule", step=step, level=place % 4, authority=place % 3, n=1)
        self._pick("rep.who_decides", "manager.authority")
        yield "rule, who decides"
        self._pick("rep.ruled", "manager.seal_title")
        yield "rule, seal"
        for screen in self._manager_screens:
            screen.presses("manager.seal")
            screen.asks("manager.sealed")
            screen.is_saved()
        yield "rule, done"

    def _predict(self, step: str) -> Iterator[str]:
        chair = self.managers[0]
        delivery = chair.shared["deliveries"][-1]["id"]
        chair.does("prepare", step=step, delivery=delivery, line="And now the weather: mild, with some mercy.")
        for place, phone in enumerate(self.managers):
            phone.does("explain", step=step, softer=[place % 2], firmer=[2])
        rest = {"certainty": "fairly", "spread": "far", "n": 1}
        for place, phone in enumerate(self._other_reps()):
            _at(phone, "predict").does("predict", step=step, level=place % 3, authority=1, **rest)
            phone.does("write_note", step=step, text=f"Client number {place} rings twice. " * 6, signed=False)
        for question in ("rep.will_decide", "rep.how_sure", "rep.how_far", "rep.predicted"):
            self._pick(question)
            yield f"predict, {question}"

    def _praise(self, _: str) -> Iterator[str]:
        for place, phone in enumerate(self.managers):
            phone.does("praise", to=_at(phone, "praise").shared["ledger"][place]["id"], **PRAISE)
        yield from self._releases("praise")

    def _impact(self, _: str) -> Iterator[str]:
        yield from self._releases("impact")

    def _align(self, step: str) -> Iterator[str]:
        for place, phone in enumerate(self._others()):
            _at(phone, "align").does("revote", step=step, level=1 + place % 2, authority=1, n=1)
        self._pick("rep.who_decides", "manager.authority")
        yield "align, who decides"
        self._pick("rep.second_in", "manager.again_sealed")
        yield "align, done"

    def _capture(self, step: str) -> Iterator[str]:
        view = self.leader.shared
        line = {**view["steering"]["draft"], "wording": WORDING, "review_on": "2031-03-01"}
        self.leader.does("close_case", step=step, closing="band", **line, owner=view["seats"][0]["name"])
        for screen in self.looking:
            screen.shows(WORDING)
        yield "capture, written"

    def _debrief(self, _: str) -> Iterator[str]:
        for phone in self.reps[:2]:
            _at(phone, "debrief").does("commit", text=COMMITMENT)
        yield "debrief, committed"

    def _pick(self, rep: str, manager: str | None = None) -> None:
        """On the screens that look, pick the last option; the phone goes on to this."""
        for screen in self._rep_screens:
            _picks(screen, rep)
        if manager is not None:
            for screen in self._manager_screens:
                _picks(screen, manager)

    def _releases(self, moment: str) -> Iterator[str]:
        """All that was written waits, and is let out."""
        held = [text["id"] for text in self.leader.shared["gate"] if not text["released"]]
        yield f"{moment}, held"
        for text in held:
            self.leader.does("release_text", text=text)
        yield f"{moment}, released"

    def _other_reps(self) -> list[WirePhone]:
        looking = {screen.who for screen in self._rep_screens}
        return [phone for phone in self.reps if phone.own["name"] not in looking]

    def _others(self) -> list[WirePhone]:
        looking = {screen.who for screen in self._manager_screens}
        return [*(phone for phone in self.managers if phone.own["name"] not in looking), *self._other_reps()]


def _at(phone: WirePhone, phase: str) -> WirePhone:
    phone.comes_to(phase)
    return phone


def _says(screen: Phone, headings: dict[str, list[str]], phase: str, beat: int) -> None:
    keys = headings.get(f"{phase} {beat}") or headings[phase]
    said = re.compile("|".join(wording(key).pattern for key in keys))
    expect(screen.page.get_by_role("heading", level=1)).to_have_text(said)


def _picks(screen: Phone, then: str) -> None:
    """Pick the last option; the phone goes on to this."""
    screen.main.get_by_role("radio").last.click()
    screen.asks(then)
