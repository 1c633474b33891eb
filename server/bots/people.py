"""How bots play: each with a leaning of its own, so that there is something to see."""

import random
import threading
import time
from typing import Any

from server.bots import words
from server.bots.wire import Phone

NOTES_SHARE = 0.4
CERTAINTIES = ("hunch", "fairly", "sure")
SPREADS = ("same", "neighbours", "far")


def near(levels: list[int], leaning: float, chance: random.Random) -> int:
    """A level around a leaning: 0 for the low end of the ladder, 1 for the high one."""
    aim = leaning * (len(levels) - 1) + chance.gauss(0, 0.6)
    return levels[min(len(levels) - 1, max(0, round(aim)))]


class Bot:
    """A seat that acts once for each thing that it is asked."""

    def __init__(self, url: str, key: str, name: str, pace: float) -> None:
        self.chance = random.Random(name)  # noqa: S311 (a demo wants the same play each time)
        self.leaning = self.chance.random()
        self.pace = pace
        self.done: set[str] = set()
        self.phone = Phone(url, key, self.act)

    def act(self, phone: Phone) -> None:
        raise NotImplementedError

    def once(self, what: str) -> bool:
        """Whether this is the first time for `what`."""
        if what in self.done:
            return False
        self.done.add(what)
        return True

    def hesitate(self) -> None:
        time.sleep(self.chance.uniform(0.1, 0.8) * self.pace)

    @staticmethod
    def levels(phone: Phone) -> tuple[list[int], list[int]]:
        """The levels of the case and of the authority ladder."""
        case = phone.shared["round"]["case"]
        return [one["level"] for one in case["options"]], [one["level"] for one in case["authority"]]


class RepBot(Bot):
    def act(self, phone: Phone) -> None:
        step = phone.step
        if phone.may("hello") and not phone.own["hello"] and self.once("hello"):
            self.hesitate()
            phone.send("hello")
        if phone.may("rule") and phone.own["choice"] is None and self.once(f"rule {step}"):
            self._rule(phone)
        if phone.may("predict") and phone.own["prediction"] is None and self.once(f"predict {step}"):
            self._predict(phone)
        if phone.may("write_note") and self.chance.random() < NOTES_SHARE and self.once(f"note {step}"):
            phone.send("write_note", step=step, text=self.chance.choice(words.NOTES), signed=self.chance.random() < 0.3)
        if phone.phase == "board" and phone.may("thank") and self.chance.random() < 0.2 and self.once("thank"):
            manager = self.chance.choice(phone.shared["managers"])
            phone.send("thank", to=manager["id"], text=self.chance.choice(words.THANKS))
        if phone.may("commit") and self.once("commit"):
            phone.send("commit", text=self.chance.choice(words.COMMITMENTS))

    def _rule(self, phone: Phone) -> None:
        self.hesitate()
        levels, authority = self.levels(phone)
        reasons = [one["id"] for one in phone.shared["reasons"]]
        phone.send(
            "rule",
            step=phone.step,
            level=near(levels, self.leaning, self.chance),
            authority=self.chance.choice(authority[:3]),
            reasons=self.chance.sample(reasons, 2),
            quotable=self.chance.random() < 0.5,
            n=1,
        )

    def _predict(self, phone: Phone) -> None:
        self.hesitate()
        levels, authority = self.levels(phone)
        phone.send(
            "predict",
            step=phone.step,
            level=near(levels, 0.5, self.chance),
            authority=self.chance.choice(authority),
            certainty=self.chance.choice(CERTAINTIES),
            spread=self.chance.choice(SPREADS) if phone.shared["round"]["asks_spread"] else None,
            n=1,
        )


class ManagerBot(Bot):
    def act(self, phone: Phone) -> None:
        step = phone.step
        if phone.may("hello") and not phone.own["hello"] and self.once("hello"):
            phone.send("hello")
        if phone.may("rule") and phone.own["ruling"] is None and self.once(f"rule {step}"):
            self._rule(phone)
        if phone.may("prepare") and phone.own["telling"] is None and self.once(f"telling {step}"):
            delivery = self.chance.choice(phone.shared["deliveries"])
            line = self.chance.choice(delivery["openers"] or words.LINES) if delivery["id"] != "plain" else ""
            phone.send("prepare", step=step, delivery=delivery["id"], line=line)
        if phone.may("expect") and phone.own["expected"] is None and self.once(f"expect {step}"):
            phone.send("expect", step=step, count=self.chance.randint(0, phone.shared["colleagues"]))
        if phone.may("explain") and phone.own["conditions"] is None and self.once(f"explain {step}"):
            places = range(len(phone.shared["depends_on"]))
            softer, firmer = self.chance.sample(places, 2)
            phone.send("explain", step=step, softer=[softer], firmer=[firmer])
        if phone.may("reveal") and self.once(f"reveal {step}"):
            time.sleep(self.pace)
            phone.send("reveal", step=step)
        if phone.may("revote") and phone.own["revote"] is None and self.once(f"revote {step}"):
            self._revote(phone)
        if phone.phase in ("predict", "praise", "break") and phone.may("praise") and self.once(f"{phone.phase} {step}"):
            self._praise(phone)

    def _rule(self, phone: Phone) -> None:
        self.hesitate()
        levels, authority = self.levels(phone)
        reasons = [one["id"] for one in phone.shared["reasons"]]
        phone.send(
            "rule",
            step=phone.step,
            level=near(levels, self.leaning, self.chance),
            authority=self.chance.choice(authority),
            reasons=self.chance.sample(reasons, 2),
            n=1,
        )

    def _revote(self, phone: Phone) -> None:
        """After the talk most move a little towards the middle."""
        levels, authority = self.levels(phone)
        middle = near(levels, 0.5 + (self.leaning - 0.5) * 0.3, self.chance)
        phone.send("revote", step=phone.step, level=middle, authority=self.chance.choice(authority[1:3]), n=1)

    def _praise(self, phone: Phone) -> None:
        waiting = phone.shared["ledger"][:6]
        if waiting:
            when, did, so_that = self.chance.choice(words.PRAISE)
            phone.send("praise", to=self.chance.choice(waiting)["id"], when=when, did=did, so_that=so_that)


class FacilitatorBot(Bot):
    """Leads through the whole agenda: waits for answers a while, releases what is written, closes every case."""

    def __init__(self, url: str, key: str, pace: float) -> None:
        self.over = threading.Event()
        self.looked = (-1, 0.0)
        super().__init__(url, key, "facilitator", pace)
        threading.Thread(target=self._nudge, daemon=True).start()

    def act(self, phone: Phone) -> None:
        view = phone.shared
        for text in view["gate"]:
            if not text["released"] and not text["set_aside"] and self.once(text["id"]):
                phone.send("release_text", text=text["id"])
        if phone.phase == "capture" and view["steering"]["line"] is None and self.once(f"close {phone.step}"):
            phone.send("close_case", step=phone.step, **self._closing(view))
        if phone.phase == "closed":
            self.over.set()

    def _closing(self, view: dict[str, Any]) -> dict[str, Any]:
        draft = view["steering"]["draft"]
        owner = self.chance.choice([seat["name"] for seat in view["seats"] if seat["role"] == "manager"])
        wording = self.chance.choice(words.WORDINGS)
        if draft is None or draft["high"] - draft["low"] > 1:
            return {"closing": "differ", "wording": wording}
        closing = "written" if draft["high"] == draft["low"] else "band"
        return {"closing": closing, **draft, "wording": wording, "owner": owner, "review_on": "2027-03-01"}

    def _nudge(self) -> None:
        """Press Next when the room is ready, or has been waited for long enough."""
        while not self.over.is_set():
            time.sleep(self.pace / 4)
            if self.phone.shared:
                self._press(self.phone.shared)

    def _press(self, view: dict[str, Any]) -> None:
        place = view["place"]
        if place["move"] != self.looked[0]:
            self.looked = (place["move"], time.monotonic())
            return
        waited = time.monotonic() - self.looked[1]
        answered = view["stage"]["answered"]
        missing = answered is not None and answered["done"] < answered["expected"]
        patience = self.pace * (6 if missing or (place["phase"] == "chair" and place["beat"] == 0) else 1)
        if waited < patience or view["next"] is None or view["next"]["why_not"]:
            return
        self.phone.send("next", expect=place["move"], confirmed=True)
