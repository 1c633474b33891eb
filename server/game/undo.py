"""What a command changed on the desk, and how to put just that back.

A change is a path: a field of the desk, a key in it, and for the plan of a round a field of that. The course counts as
its place, its clock and its pause. Whatever anybody else changed since stays as it is.
"""

from collections.abc import Iterator, Mapping
from dataclasses import fields, replace
from typing import Any

from server.game.ids import Millis
from server.game.state import Course, Desk, Mark, RoundPlan, Timer

Path = tuple[str, ...]

PLACE: Path = ("course", "place")
TIMER: Path = ("course", "timer")
PAUSE: Path = ("course", "pause")


def changes(before: Desk, after: Desk) -> tuple[Path, ...]:
    """The paths at which two desks differ."""
    return (*_course_changes(before.course, after.course), *_other_changes(before, after))


def _course_changes(before: Course, after: Course) -> Iterator[Path]:
    if before.move != after.move:
        yield PLACE
        return
    if before.timer != after.timer:
        yield TIMER
    if before.pause != after.pause:
        yield PAUSE


def _other_changes(before: Desk, after: Desk) -> Iterator[Path]:
    for name in (field.name for field in fields(Desk) if field.name != "course"):
        was, now = getattr(before, name), getattr(after, name)
        if was == now:
            continue
        if isinstance(was, frozenset):
            yield from ((name, item) for item in sorted(was ^ now))
        elif isinstance(was, Mapping):
            for key in sorted({*was, *now}):
                yield from ((name, key, *rest) for rest in _entry_changes(was.get(key), now.get(key)))
        else:
            yield (name,)


def _entry_changes(was: Any, now: Any) -> Iterator[Path]:
    if was == now:
        return
    if isinstance(now, RoundPlan):
        was = was or RoundPlan()
        yield from (
            (field.name,) for field in fields(RoundPlan) if getattr(was, field.name) != getattr(now, field.name)
        )
    else:
        yield ()


def put_back(desk: Desk, mark: Mark, at: Millis) -> Desk:
    """The desk with everything that the marked command changed as it was before."""
    for path in mark.paths:
        if path[0] != "course":
            desk = replace(desk, **{path[0]: _back(getattr(desk, path[0]), getattr(mark.desk, path[0]), path[1:])})
    return replace(desk, course=_course_back(desk.course, mark, at))


def _back(now: Any, was: Any, path: Path) -> Any:
    if not path:
        return was
    key, *rest = path
    if isinstance(now, frozenset):
        return now | {key} if key in was else now - {key}
    if rest:
        held, old = now.get(key, RoundPlan()), was.get(key, RoundPlan())
        return {**now, key: replace(held, **{rest[0]: getattr(old, rest[0])})}
    without = {one: value for one, value in now.items() if one != key}
    return {**without, key: was[key]} if key in was else without


def _course_back(now: Course, mark: Mark, at: Millis) -> Course:
    """The place before the mark, with the time that its clock had left; or, while we are there, its clock alone."""
    then = mark.desk.course
    if PLACE in mark.paths:
        lost = 0 if then.pause else at - mark.at
        timer = then.timer and replace(then.timer, ends=Millis(then.timer.ends + lost))
        return replace(then, timer=timer, move=now.move + 1)
    if now.move != then.move:
        return now
    if PAUSE in mark.paths and then.pause is None:
        return resumed(now, at)
    timer = _timer_back(now, mark, at) if TIMER in mark.paths else now.timer
    return replace(now, timer=timer, pause=then.pause if PAUSE in mark.paths else now.pause)


def _timer_back(now: Course, mark: Mark, at: Millis) -> Timer | None:
    """The clock before the mark. If the command stopped it, it gets back the time that it stood."""
    then = mark.desk.course.timer
    ran_on = now.timer is not None and now.timer.ends > mark.at
    if then is None or ran_on or mark.desk.course.pause is not None:
        return then
    return replace(then, ends=Millis(then.ends + at - mark.at))


def resumed(course: Course, at: Millis) -> Course:
    """After a pause the clock goes on with the time that it had left."""
    if course.pause is None or course.timer is None:
        return replace(course, pause=None)
    waited = at - course.pause.at
    return replace(course, pause=None, timer=replace(course.timer, ends=Millis(course.timer.ends + waited)))
