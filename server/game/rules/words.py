"""What people write, and the facilitator's gate before it: nothing written reaches another screen unreleased."""

from difflib import SequenceMatcher
from typing import assert_never

from server.game import limits
from server.game.commands import (
    Commit,
    KeepCoaching,
    KeepNote,
    Praise,
    ReleaseText,
    SetTextAside,
    Thank,
    WordCommand,
    WriteNote,
)
from server.game.errors import Reason, Rejected
from server.game.events import CoachingKept, Event, NoteKept, TextReleased, TextSetAside, TextWritten
from server.game.ids import SeatId, TextId
from server.game.people import Actor, Role
from server.game.rules import checks
from server.game.state import Coaching, Text, TextKind, Workshop


def decide(state: Workshop, actor: Actor, command: WordCommand) -> tuple[Event, ...]:
    match command:
        case WriteNote(step, text, signed):
            checks.this_round(state, step)
            return _write(state, actor, TextKind.NOTE, (checks.text(text),), signed=signed)
        case Thank(to, text):
            checks.seat(state, to, Role.MANAGER)
            return _write(state, actor, TextKind.THANKS, (checks.text(text),), to)
        case Commit(text):
            return _write(state, actor, TextKind.COMMITMENT, (checks.text(text),))
        case Praise():
            return _praise(state, actor, command)
        case ReleaseText(text):
            _known(state, text, state.desk.released)
            return (TextReleased(text),)
        case SetTextAside(text):
            _known(state, text, state.desk.set_aside)
            return (TextSetAside(text),)
        case KeepNote(case, text):
            if case not in {one.id for one in state.pack.cases}:
                raise Rejected(Reason.UNKNOWN_CASE, "case")
            if len(text) > limits.LONGEST_NOTE:
                raise Rejected(Reason.TOO_LONG, "text")
            return (NoteKept(case, text),)
        case KeepCoaching(happened, mattered, alternative, next_call):
            card = Coaching(
                checks.text(happened, "happened", empty=True),
                checks.text(mattered, "mattered", empty=True),
                checks.text(alternative, "alternative", empty=True),
                checks.text(next_call, "next_call", empty=True),
            )
            return (CoachingKept(checks.own_seat(actor.seat), card),)
        case _:
            assert_never(command)


def _write(
    state: Workshop,
    actor: Actor,
    kind: TextKind,
    parts: tuple[str, ...],
    to: SeatId | None = None,
    signed: bool = False,
) -> tuple[Event, ...]:
    author, step = checks.own_seat(actor.seat), state.course.step
    text = TextId(f"x{len(state.texts) + 1}")
    return (TextWritten(Text(text, kind, author, step, parts, to, signed)),)


def _praise(state: Workshop, actor: Actor, command: Praise) -> tuple[Event, ...]:
    """Praise says what somebody did; the same line sent around is none."""
    checks.seat(state, command.to, Role.REP)
    when = checks.text(command.when, "when", limits.LONGEST_PART, empty=True)
    did = checks.text(command.did, "did", limits.LONGEST_PART, empty=True)
    so_that = checks.text(command.so_that, "so_that", limits.LONGEST_PART, empty=True)
    if is_vague(state, did):
        raise Rejected(Reason.BEHAVIOUR_MISSING, "did")
    line = " ".join((when, did, so_that))
    for text in state.texts.values():
        if text.kind is TextKind.PRAISE and text.author == actor.seat and alike(line, " ".join(text.parts)):
            raise Rejected(Reason.PRAISE_REPEATED, "did")
    return _write(state, actor, TextKind.PRAISE, (when, did, so_that), command.to)


def is_vague(state: Workshop, did: str) -> bool:
    """Whether this says nothing that a person did, such as "great job", in any language of the room."""
    packs = (state.pack, *state.translations.values())
    return _bare(did) in {"", *(_bare(phrase) for pack in packs for phrase in pack.vague_praise)}


def alike(line: str, other: str) -> bool:
    """Whether two lines are the same for more than four fifths (Ratcliff and Obershelp's measure)."""
    matcher = SequenceMatcher(None, line.casefold(), other.casefold(), autojunk=False)
    return matcher.real_quick_ratio() > limits.TOO_ALIKE and matcher.ratio() > limits.TOO_ALIKE


def _bare(phrase: str) -> str:
    return "".join(sign for sign in phrase.casefold() if sign.isalnum())


def _known(state: Workshop, text: TextId, there_already: frozenset[TextId]) -> None:
    known = text in state.texts and state.texts[text].kind is not TextKind.COMMITMENT
    if not known or text in there_already:
        raise Rejected(Reason.UNKNOWN_TEXT, "text")
