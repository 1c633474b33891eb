"""How the rules say no. A refusal tells the sender what to do and never tells a secret."""

from enum import StrEnum


class Reason(StrEnum):
    """Stable codes. The text that people read stands in the language files under ``reason.<code>``."""

    NOT_YOURS = "not_yours"
    """This role never does that."""
    NOT_NOW = "not_now"
    """Not in this phase."""
    STALE = "stale"
    """The workshop moved on before this press arrived."""
    CONFIRM = "confirm"
    """This step reveals something, so it wants a second press."""
    NOTHING_AHEAD = "nothing_ahead"
    NOTHING_BEHIND = "nothing_behind"
    NOTHING_TO_UNDO = "nothing_to_undo"
    ALREADY_REVEALED = "already_revealed"
    """Predictions never reopen after a reveal."""
    CHAIR_NOT_SEALED = "chair_not_sealed"
    LINE_MISSING = "line_missing"
    """A full round ends with a line, or with a reason why there is none."""
    LINE_STANDS = "line_stands"
    """A case that was closed is changed as a new version."""
    NO_LINE_YET = "no_line_yet"
    """There is nothing to change: the round runs, or was never closed."""
    NO_NAME_SHOWN = "no_name_shown"
    """A manager behind a mask or in sums only has no name to release."""
    NO_TIMER = "no_timer"
    PAUSED = "paused"
    NOT_PAUSED = "not_paused"
    LOCKED = "locked"
    RUSH = "rush"
    """Too many typed the room code at once."""
    FULL = "full"
    NAME_EMPTY = "name_empty"
    NAME_LONG = "name_long"
    NAME_TAKEN = "name_taken"
    REMOVED = "removed"
    MANY_DEVICES = "many_devices"
    """A link is open on as many devices as nobody was asked about."""
    STRANGE_DEVICE = "strange_device"
    """A console on a further device does not speak for itself."""
    UNKNOWN_SEAT = "unknown_seat"
    UNKNOWN_TEAM = "unknown_team"
    UNKNOWN_STEP = "unknown_step"
    UNKNOWN_CASE = "unknown_case"
    UNKNOWN_TEXT = "unknown_text"
    UNKNOWN_CLAIM = "unknown_claim"
    UNKNOWN_OPTION = "unknown_option"
    UNKNOWN_REASON = "unknown_reason"
    UNKNOWN_CONDITION = "unknown_condition"
    UNKNOWN_DELIVERY = "unknown_delivery"
    OTHER_ROUND = "other_round"
    """The answer belongs to a round that is over."""
    NEXT_ROUND = "next_round"
    """Whoever came late answers from the next case on."""
    SEALED = "sealed"
    """A sealed ruling stays as it is."""
    NOT_SEALED = "not_sealed"
    PASS_SPENT = "pass_spent"
    NOT_IN_CHAIR = "not_in_chair"
    CANNOT_CHAIR = "cannot_chair"
    ALREADY_SHOWN = "already_shown"
    PLAIN_ONLY = "plain_only"
    TOO_LONG = "too_long"
    EMPTY = "empty"
    TOO_MANY = "too_many"
    BEHAVIOUR_MISSING = "behaviour_missing"
    """Praise says what the person did."""
    PRAISE_REPEATED = "praise_repeated"
    BAND_WRONG = "band_wrong"
    OWNER_MISSING = "owner_missing"
    WHY_MISSING = "why_missing"
    STEP_BEGUN = "step_begun"
    BAD_ORDER = "bad_order"


class Rejected(Exception):
    """The rules say no.

    `field` names the part of the command that was at fault, where there is one; `hint` is a value that would be
    accepted, such as a free name.
    """

    def __init__(self, reason: Reason, field: str | None = None, hint: str | None = None) -> None:
        super().__init__(reason.value)
        self.reason = reason
        self.field = field
        self.hint = hint
