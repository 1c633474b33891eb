"""Whole workshops from one log to another, by way of a file: one commit a line."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace

from server.game.events import WorkshopOpened
from server.game.evolve import replay
from server.game.ids import WorkshopId
from server.store import codec
from server.store.base import Commit, EventLog, StoreUnreadable


class Unknown(Exception):
    """There is no such workshop in this log."""


@dataclass(frozen=True, slots=True)
class Carried:
    """One workshop on its way, and what people call it."""

    workshop: WorkshopId
    code: str
    title: str

    def __str__(self) -> str:
        return f"{self.code} ({self.title})" if self.title else self.code


def held(log: EventLog) -> tuple[dict[WorkshopId, Sequence[Commit]], list[str]]:
    """Every workshop of a log; and which ones are damaged, in words. Raises StoreFailed."""
    whole: dict[WorkshopId, Sequence[Commit]] = {}
    damaged: list[str] = []
    for workshop in log.workshops():
        try:
            commits = log.commits(workshop)
            about(commits)
        except StoreUnreadable as damage:
            damaged.append(str(damage))
        else:
            whole[workshop] = commits
    return whole, damaged


def chosen(whole: dict[WorkshopId, Sequence[Commit]], wanted: Sequence[str]) -> list[Sequence[Commit]]:
    """The workshops with these ids or room codes; all of them when none is named. Raises Unknown."""
    named = {name: commits for one, commits in whole.items() for name in (one, about(commits).code)}
    for name in wanted:
        if name not in named:
            raise Unknown(name)
    return [named[name] for name in dict.fromkeys(about(named[one]).workshop for one in wanted)] or list(whole.values())


def lines(commits: Iterable[Commit]) -> Iterator[bytes]:
    for commit in commits:
        yield codec.write(commit) + b"\n"


def workshops(text: Iterable[bytes]) -> list[Sequence[Commit]]:
    """The workshops in these lines, each whole and replayed once. Raises StoreUnreadable with the line."""
    read: dict[WorkshopId, list[Commit]] = {}
    for number, line in enumerate(text, start=1):
        try:
            commit = codec.read(line)
        except StoreUnreadable as error:
            raise StoreUnreadable(f"line {number}: {error}") from error
        commits = read.setdefault(commit.workshop, [])
        commits.append(commit)
        expected = commits[0].version + len(commits) - 1
        if commit.version != expected:
            raise StoreUnreadable(f"line {number}: version {expected} of workshop {commit.workshop} is missing")
    for commits in read.values():
        _replay(commits)
    return [_counted_from_one(commits) for commits in read.values()]


def _counted_from_one(commits: Iterable[Commit]) -> Sequence[Commit]:
    """A history that was told anew begins above 1, and in another log with 1 again."""
    return tuple(replace(commit, version=version) for version, commit in enumerate(commits, start=1))


def _replay(commits: Sequence[Commit]) -> None:
    """Raises StoreUnreadable when these facts are no workshop."""
    _opening(commits)
    try:
        replay(event for commit in commits for event in commit.events)
    except Exception as error:
        raise StoreUnreadable(f"workshop {commits[0].workshop} cannot be replayed ({error!r})") from error


def _opening(commits: Sequence[Commit]) -> WorkshopOpened:
    first = commits[0].events[0] if commits and commits[0].events else None
    if not isinstance(first, WorkshopOpened) or first.id != commits[0].workshop:
        raise StoreUnreadable(f"workshop {commits[0].workshop if commits else ''} does not begin with its opening")
    return first


def about(commits: Sequence[Commit]) -> Carried:
    """What people call this workshop. Raises StoreUnreadable when it does not begin with its opening."""
    opening = _opening(commits)
    return Carried(opening.id, opening.code, opening.title)
