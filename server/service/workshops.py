"""The heart: decide a command on the state so far, append its facts, and let the log tell everybody.

All commands pass one queue. Those that wait together are decided in order, each on the state that the ones before it
would leave, and saved in one go; the answer follows the save. Nothing is told before it is saved.
"""

from collections.abc import Callable, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from enum import StrEnum
from hashlib import sha256
from logging import INFO, getLogger
from queue import Empty, Queue
from threading import Lock

from server import metrics
from server.game import permissions
from server.game.commands import Command
from server.game.decide import decide
from server.game.errors import Rejected
from server.game.events import Event
from server.game.evolve import fold
from server.game.ids import Millis, WorkshopId
from server.game.people import CLOCK, DOOR, Actor
from server.game.state import Workshop
from server.service.live import Live, Snapshot
from server.store.base import CommandId, Commit, EventLog, StoreFailed, VersionConflict

log = getLogger(__name__)

MOST_AT_ONCE = 64
"""Commands saved in one go."""
TRIES = 5
"""How often a batch is decided again because another writer was first."""


class Status(StrEnum):
    APPLIED = "applied"
    DUPLICATE = "duplicate"
    """This very command was accepted before."""
    OTHER_BODY = "other_body"
    """A command with this id was accepted before, and it said something else."""
    REJECTED = "rejected"
    RETRY = "retry"
    """It could not be saved, or the workshop is being deleted; send the same again."""


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of a command. `commit` holds its facts where it had any; `refusal` says why it was refused."""

    status: Status
    commit: Commit | None = None
    refusal: Rejected | None = None


@dataclass(slots=True)
class _Draft:
    """A workshop as the commits of this batch would leave it."""

    held: Snapshot
    state: Workshop
    version: int
    fresh: dict[CommandId, Commit]
    ended: bool = False


def _held() -> Lock:
    lock = Lock()
    lock.acquire()
    return lock


@dataclass(slots=True, eq=False)
class _Wish:
    workshop: WorkshopId
    actor: Actor
    command: Command | tuple[Event, ...]
    """A command to decide; or the facts themselves, which take the place of all that was before."""
    id: CommandId
    digest: str
    version: int | None = None
    """Where the facts belong; None for wherever the history ends."""
    at: Millis | None = None
    """When the facts were made; None for now."""
    rests_on_unsaved: bool = False
    """Whether it was decided on the facts of others in its batch."""
    outcome: Outcome | None = None
    bug: Exception | None = None
    done: Lock = field(default_factory=_held)
    """Held until the outcome is there. An event does the same at seven times the price."""


class Workshops:
    """One queue and one writer for all workshops of this process."""

    def __init__(
        self, log: EventLog, live: Live, now: Callable[[], Millis], saving: Callable[[bool], None] = lambda _: None
    ) -> None:
        """`saving` is told when the log cannot be written any more, and when it can again."""
        self._log = log
        self._live = live
        self._now = now
        self._saving = saving
        self._saves = True
        self._stopped = False
        self._queue: Queue[_Wish | None] = Queue()

    # Asking

    def submit(self, workshop: WorkshopId, actor: Actor, command: Command, id: CommandId, body: bytes = b"") -> Outcome:
        """Decide a command and save what follows from it. Returns when it is durable, or refused.

        `body` is what the sender sent, as far as it must be the same when the command comes again.
        """
        return self._ask(_Wish(workshop, actor, command, id, digest(actor, body)))

    def open(self, workshop: WorkshopId, facts: tuple[Event, ...], id: CommandId) -> Outcome:
        """Begin a workshop with these facts."""
        try:
            self._live.follow(workshop)
        except StoreFailed:
            return Outcome(Status.RETRY)
        return self._ask(_Wish(workshop, DOOR, facts, id, "", version=1))

    def tell_anew(self, last: Commit, facts: tuple[Event, ...]) -> Outcome:
        """Put a history in the place of the one that ends with this commit. RETRY when it has grown since."""
        version = last.version + 1
        id = CommandId(f"anew-{version}")
        return self._ask(_Wish(last.workshop, CLOCK, facts, id, "", version, last.at))

    def delete(self, workshop: WorkshopId) -> Outcome:
        """The end of a workshop: everything of it goes."""
        return self._ask(_Wish(workshop, CLOCK, (), CommandId("end"), ""))

    def _ask(self, wish: _Wish) -> Outcome:
        if self._stopped:
            return Outcome(Status.RETRY)
        with suppress(KeyError, StoreFailed):
            self.state(wish.workshop)  # what is at rest is read by whoever asks, and keeps nobody else waiting
        self._queue.put(wish)
        wish.done.acquire()
        if wish.bug is not None:
            raise wish.bug
        assert wish.outcome is not None
        return wish.outcome

    # Writing

    def run(self) -> None:
        """Serve the queue until `stop`. Runs in a thread of its own, and only once."""
        while batch := self._drain():
            self._serve(batch)

    def stop(self) -> None:
        """Let `run` return once all that was asked before is answered. What comes later is to be sent again."""
        self._stopped = True
        self._queue.put(None)

    def _drain(self) -> list[_Wish]:
        """All wishes that wait, at most `MOST_AT_ONCE`; empty when it is time to stop."""
        first = self._queue.get()
        batch = [] if first is None else [first]
        while batch and len(batch) < MOST_AT_ONCE:
            try:
                wish = self._queue.get_nowait()
            except Empty:
                break
            if wish is None:
                self._queue.put(None)
                break
            batch.append(wish)
        return batch

    def _serve(self, batch: Sequence[_Wish]) -> None:
        """Answer each wish of a batch, whatever happens. One workshop's fault does not take the others with it."""
        try:
            self._save(batch)
        except Exception as bug:  # (the writer must outlive whatever happens to one batch)
            parts = _by_workshop(batch)
            if len(parts) > 1:
                for part in parts:
                    self._serve(part)
                return
            log.exception("a batch of %d commands failed in workshop %s", len(batch), batch[0].workshop)
            for wish in batch:
                wish.bug = wish.bug or bug
        finally:
            for wish in batch:
                if wish.done.locked():  # others were answered as a part
                    _note(wish)
                    wish.done.release()

    def _save(self, batch: Sequence[_Wish]) -> None:
        for _ in range(TRIES):
            try:
                commits = self._decide(batch)
                if self._refuses_on_old_news(batch):
                    continue
                with metrics.APPEND.time():
                    self._log.append(commits)
            except VersionConflict:
                continue
            except StoreFailed:
                log.exception("%d commands could not be saved", len(batch))
                self._tell_saving(False)
                break
            else:
                self._tell_saving(self._saves or bool(commits))
                return
        self._give_up(batch)

    def _refuses_on_old_news(self, batch: Sequence[_Wish]) -> bool:
        """What others have done since may make a refused command right. While that is not known, it is not refused."""
        refused = [wish for wish in batch if _is_refused(wish)]
        try:
            return bool(refused) and self._log.refresh()
        except StoreFailed:
            for wish in refused:
                wish.outcome = wish.bug = None
            raise

    def _tell_saving(self, saves: bool) -> None:
        if saves is not self._saves:
            self._saves = saves
            self._saving(saves)

    def _give_up(self, batch: Sequence[_Wish]) -> None:
        """What had facts to save, or rests on such facts, is to be sent again; other refusals and repeats stand."""
        for wish in batch:
            if wish.outcome is None or wish.outcome.status is Status.APPLIED or wish.rests_on_unsaved:
                wish.outcome = Outcome(Status.RETRY)

    def _decide(self, batch: Sequence[_Wish]) -> list[Commit]:
        """The commits that follow from a batch, each decided on the state that the ones before it leave."""
        drafts: dict[WorkshopId, _Draft] = {}
        commits: list[Commit] = []
        for wish in batch:
            wish.outcome = wish.bug = None
            try:
                wish.outcome = self._decide_one(wish, drafts)
            except Rejected as refusal:
                wish.outcome = Outcome(Status.REJECTED, refusal=refusal)
            except StoreFailed:
                raise
            except Exception as bug:  # (one wish's fault must not take the others with it)
                log.exception("deciding %s failed in workshop %s", type(wish.command).__name__, wish.workshop)
                wish.bug = bug
            if wish.outcome and wish.outcome.status is Status.APPLIED and wish.outcome.commit:
                commits.append(wish.outcome.commit)
        return commits

    def _decide_one(self, wish: _Wish, drafts: dict[WorkshopId, _Draft]) -> Outcome:
        now = self._now()
        if wish.version == 1 and isinstance(wish.command, tuple):
            return Outcome(Status.APPLIED, _commit(wish, 1, wish.command, now))
        draft = drafts.get(wish.workshop)
        if draft is None:
            try:
                held = self._live[wish.workshop]
            except KeyError:
                return Outcome(Status.RETRY)
            draft = drafts[wish.workshop] = _Draft(held, held.state, held.version, {})
        if draft.ended or wish.version not in (None, draft.version + 1):
            return Outcome(Status.RETRY)
        if isinstance(wish.command, tuple):
            return Outcome(Status.APPLIED, _write_down(wish, wish.command, draft, now))
        before = draft.fresh.get(wish.id)
        if before is None and wish.id in draft.held.seen:
            before = self._log.find(wish.workshop, wish.id)
        else:
            wish.rests_on_unsaved = bool(draft.fresh)
        if before is not None:
            return Outcome(Status.DUPLICATE if before.digest == wish.digest else Status.OTHER_BODY, before)
        events = decide(draft.state, wish.actor, wish.command, now)
        if not events:
            return Outcome(Status.APPLIED)
        return Outcome(Status.APPLIED, _write_down(wish, events, draft, now))

    # Looking

    def waiting(self) -> int:
        """How many commands wait for the writer."""
        return self._queue.qsize()

    def state(self, workshop: WorkshopId) -> Workshop:
        """The workshop now. Raises KeyError for one that is not here, StoreFailed for one that cannot be read now."""
        return self._live[workshop].state


def digest(actor: Actor, body: bytes) -> str:
    """Stands for who sent what, so that an id that comes twice with something else is seen."""
    return sha256(f"{actor.role}|{actor.seat}|".encode() + body).hexdigest()[:32]


def _is_refused(wish: _Wish) -> bool:
    return wish.bug is not None or (wish.outcome is not None and wish.outcome.status is Status.REJECTED)


def _by_workshop(batch: Sequence[_Wish]) -> list[list[_Wish]]:
    parts: dict[WorkshopId, list[_Wish]] = {}
    for wish in batch:
        parts.setdefault(wish.workshop, []).append(wish)
    return list(parts.values())


def _note(wish: _Wish) -> None:
    """Count a command, and write down what became of it: by its ids and its kind, never what it said."""
    kind = "facts" if isinstance(wish.command, tuple) else permissions.kind(type(wish.command))
    outcome, commit, refusal = "failed", None, None
    if wish.outcome is not None and wish.bug is None:
        outcome, commit, refusal = wish.outcome.status.value, wish.outcome.commit, wish.outcome.refusal
    metrics.COMMANDS.labels(kind, outcome).inc()
    if not log.isEnabledFor(INFO):
        return
    told = {"workshop": wish.workshop, "command": wish.id, "kind": kind, "outcome": outcome}
    if commit is not None:
        told["version"] = str(commit.version)
    if refusal is not None:
        told["reason"] = refusal.reason.value
    log.info("command", extra=told)


def _write_down(wish: _Wish, events: tuple[Event, ...], draft: _Draft, now: Millis) -> Commit:
    """The commit of these facts, and the draft as it is after it."""
    commit = _commit(wish, draft.version + 1, events, wish.at or now)
    draft.state, draft.version, draft.ended = fold(draft.state, events), commit.version, not events
    draft.fresh[wish.id] = commit
    return commit


def _commit(wish: _Wish, version: int, events: tuple[Event, ...], now: Millis) -> Commit:
    return Commit(wish.workshop, version, wish.id, wish.digest, wish.actor, now, events)
