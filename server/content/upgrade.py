"""Packs that were written for an older form, brought up to the present one.

Each step takes the values of a `pack.yaml` in one form and gives those of the next. It takes out or renames what it is
sure of, so that every value keeps its place in the file; what it cannot read is left for the check to tell.
"""

from collections.abc import Callable, Mapping
from typing import Any

from server.content.schema import FORMAT

FIRST = 1
"""The form of a pack that names none."""

Values = dict[str, Any]


def upgraded(head: Values) -> Values:
    """The head of a pack in the present form. A newer form, or one that is no number, stays as it is."""
    form = head.get("format", FIRST)
    if type(form) is not int or form not in STEPS:
        return head
    for number in range(form, FORMAT):
        head = {**STEPS[number](head), "format": number + 1}
    return head


def is_newer(head: Values) -> bool:
    form = head.get("format", FIRST)
    return type(form) is int and form > FORMAT


def _without_ladder_levels(head: Values) -> Values:
    """2: the steps of a ladder count by their place, so they carry no level any more."""
    ladders = head.get("ladders")
    return {**head, "ladders": list(map(_counted, ladders))} if isinstance(ladders, list) else head


def _counted(ladder: Any) -> Any:
    steps = ladder.get("options") if isinstance(ladder, dict) else None
    if not isinstance(steps, list) or not all(isinstance(step, dict) for step in steps):
        return ladder
    if [step.get("level") for step in steps] != list(range(len(steps))):
        return ladder
    return {**ladder, "options": [{key: value for key, value in step.items() if key != "level"} for step in steps]}


STEPS: Mapping[int, Callable[[Values], Values]] = {1: _without_ladder_levels}
"""From each older form to the next."""
