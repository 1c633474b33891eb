"""Whole days played in the core, to see what leaves the room: many cases, many people, names of every kind."""

from collections.abc import Mapping, Sequence
from hashlib import sha256

from server.game import commands as c
from server.game import rounds
from server.game.case import CasePack, Family, Form
from server.game.plan import Phase, StepKind
from server.game.state import Certainty, Closing, Disclosure, Spread
from tests.support.given import Story
from tests.support.packs import case, pack

AWKWARD = (
    "Smith, Ann",
    'Bo "Bobby" Ray',
    "Zoë 🎉 Quin",
    "ليلى",
    '=HYPERLINK("//x","y")',
    "W" * 24,
    "#import $x$ @ref",
    "<b>*Kim*_`</b>",
    "+49 Kai",
    "山田花子",
)
"""Names that a file, a table or a paper might take for something else."""
AWKWARD_MANAGERS = ("Ray, Bob", 'El "Jefe"', "=1+1 Cy", "M" * 24, "عمر", "🦊 Fox")
CLOSINGS = (Closing.WRITTEN, Closing.BAND, Closing.DIFFER, Closing.OPEN)

DEEDS = (
    "named the fee before the customer found it",
    "let the caller finish, then asked one question",
    "said what you could do before what you could not",
    "wrote down the promise and read it back",
    "kept your voice low when his rose",
    "rang back at four, as you had said",
    "looked up the rule instead of guessing",
    "fetched a colleague and stayed on the line",
    "thanked her for telling us",
    "offered two ways out and let him choose",
    "noticed that she had paid twice",
)


def day_pack(cases: int) -> CasePack:
    """A pack of so many full cases, of all families in turn."""
    return pack(*(case(f"full-{n}", family=tuple(Family)[n % 6]) for n in range(cases)))


class Day(Story):
    """A workshop in which every case is a full round, and everybody answers everything that is asked."""

    def __init__(
        self,
        cases: int = 4,
        reps: Sequence[str] = ("Kim", "Lou", "Max", "Nia", "Oli"),
        managers: Sequence[str] = ("Ana", "Bo", "Cy"),
        pack: CasePack | None = None,
        disclosures: Mapping[str, Disclosure] | None = None,
    ) -> None:
        super().__init__(managers, pack or day_pack(cases))
        self.reps, self.managers = tuple(reps), tuple(managers)
        self.played = 0
        self.joins(*reps)
        for name, how in (disclosures or {}).items():
            self.discloses(name, how)
        self._plans(cases)

    def _plans(self, cases: int) -> None:
        """An agenda of so many full rounds."""
        steps = [step for step in self.state.desk.agenda if step.kind is StepKind.CASE]
        for step in steps:
            self.leads(c.ChangeStep(step.id, 13, flash=False))
        known = {step.case for step in steps}
        more = [one.id for one in self.state.pack.cases if one.form is not Form.PRACTICE and one.id not in known]
        last = steps[-1].id
        for one in more[: max(0, cases - len(steps))]:
            self.leads(c.AddStep(StepKind.CASE, 13, last, one))
            last = next(step.id for step in self.state.desk.agenda if step.case == one)

    def plays_all(self) -> "Day":
        """Every case, up to the end of the day."""
        while self.phase is not Phase.CLOSED:
            if self.phase is Phase.READ and self.state.step.kind is StepKind.CASE:
                self.plays_case()
            self.goes_on()
        return self

    def goes_on(self) -> None:
        if self.phase is Phase.LOCK:
            self.clock()
            return
        if self.phase is Phase.CAPTURE and self.step not in self.state.desk.lines:
            self.leaves_open()
        if self.phase is Phase.RULE:
            self.seals_missing()
        self.next()

    def plays_case(self) -> None:
        """The next round, answered by all. What people do follows from its number and their place."""
        number, self.played = self.played, self.played + 1
        self.goes_to(Phase.READ)
        levels = rounds.case_of(self.state, self.step).levels
        reasons = [tag.id for tag in self.state.pack.reasons]
        depends = len(rounds.case_of(self.state, self.step).depends_on)

        def level(place: int) -> int:
            return levels[(place * (number + 1) + number // 2) % len(levels)]

        self.goes_to(Phase.RULE)
        for place, name in enumerate(self.reps):
            self.rules(name, level(place), place % 4, reasons=(reasons[place % len(reasons)],), quotable=True)
        for place, name in enumerate(self.managers):
            self.rules(name, level(place), (place + number) % 4, reasons=(reasons[(place + number) % len(reasons)],))
        self.goes_to(Phase.PREDICT)
        for place, name in enumerate(self.reps):
            sure = tuple(Certainty)[place % 3]
            self.predicts(name, level(place + 1), place % 4, sure, tuple(Spread)[place % 3])
        for place, name in enumerate(self.managers):
            self.does(self.actor(name), c.Expect(self.step, place % len(self.managers)))
            if depends:
                self.explains(name, softer=(place % depends,))
        self.goes_to(Phase.PRAISE)
        for place, name in enumerate(self.managers if number < len(DEEDS) else ()):
            to = self.reps[(place + number * len(self.managers)) % len(self.reps)]
            did = f"{DEEDS[(place + number) % len(DEEDS)]} {sha256(f'{place} {number}'.encode()).hexdigest()[:8]}"
            self.praises(name, to, did, "it got loud", "everybody calmed down")
        for name in self.reps:
            self.writes(name, f"Callers come back to me about it, seat {self.reps.index(name)} of case {number}.")
        self.releases_all()
        self.goes_to(Phase.DISCUSS)
        self.next()
        if self.phase is Phase.ALIGN:
            for place, name in enumerate(self.managers):
                self.revotes(name, levels[1] if place else levels[min(2, len(levels) - 1)])
            for name in self.reps:
                self.revotes(name, levels[1])
        self.goes_to(Phase.CAPTURE)
        self.closes(number, levels)

    def closes(self, number: int, levels: Sequence[int]) -> None:
        wording = f"Line {number}: give back half once a year, and say that it is once a year."
        match CLOSINGS[number % 4]:
            case Closing.OPEN:
                self.leaves_open("We need the lawyer first.")
            case Closing.DIFFER:
                self.leads(c.CloseCase(self.step, Closing.DIFFER, wording="Ask who is in charge today."))
            case closing:
                owner = self.managers[number % len(self.managers)]
                band = (levels[1], levels[0], levels[-1] if closing is Closing.BAND else levels[1])
                self.leads(c.CloseCase(self.step, closing, *band, 1, wording, owner, "2027-03-01"))
