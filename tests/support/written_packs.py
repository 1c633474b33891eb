"""A small pack as its author would write it, to be broken in one place at a time."""

from pathlib import Path

HEAD = """\
format: 2

pack:
  id: small-shop
  version: "1.0"
  title: Small shop
  locale: en
  currency: EUR
  industry: small shops
  licence: CC0-1.0
  owner: Tests
  reviewed_on: 2026-03-31
  summary: For tests.

contract:
  - Nobody is shamed.
  - Nobody is ranked last.

glossary:
  - term: goodwill
    meaning: Something that we do not owe.

ladders:
  - id: service
    low_error: stingy
    high_error: too generous
    options:
      - id: no
        label: decline
      - id: part
        label: partial
      - id: all
        label: grant
  - id: authority
    low_error: under-escalated
    high_error: over-escalated
    options:
      - id: decide
        label: decide yourself
      - id: hand-over
        label: hand over

reasons:
  - id: history
    label: history with us
  - id: amount
    label: the amount
  - id: fault
    label: our fault
  - id: law
    label: the law

deliveries:
  - id: plain
    title: Plainly
    hint: Say it.
  - id: weather
    title: The weather
    hint: Like a forecast.
    openers:
      - And now the weather.

cues:
  - id: cue-opener
    kind: opener
    text: Thank you.
  - id: cue-joke
    kind: joke
    text: See appendix.
  - id: cue-bridge
    kind: bridge
    text: What is ours?
  - id: cue-rescue
    kind: rescue
    text: Let us move on.

vague_praise:
  - great job

masks:
  - the Otter
  - the Heron
  - the Badger
  - the Lynx
  - the Finch
  - the Mole
  - the Hare
  - the Swan

team_names:
  - Harbour
  - Market
  - Bridge
  - Mill
  - Garden
  - Station
  - Tower
  - Square
"""

CASE = """\
id: {id}
title: The {id} case
family: {family}
channel: counter
minutes: 6
form: {form}
text: A client of fifteen years wants the fee back.
facts:
  - Two fees were waived this year.
ladder: service
options:
  - level: 0
    label: Keep the fee
    cost: 0
  - level: 1
    label: Refund half
    cost: 10
  - level: 2
    label: Refund it all
    cost: 20.5
tension: Loyalty or pattern?
depends_on:
  - the client said sorry
  - the queue is long
debrief:
  - What would the client tell a friend?
"""

FAMILIES = ("exception", "escalation", "commercial", "internal", "emotional", "stale_rule")

PACK = {
    "pack.yaml": HEAD,
    "cases/00-warm-up.yaml": CASE.format(id="warm-up", family="exception", form="practice"),
    **{
        f"cases/0{number}-{family}.yaml": CASE.format(id=family.replace("_", "-"), family=family, form="A")
        for number, family in enumerate(FAMILIES, start=1)
    },
}
"""Every file of a pack without a fault or a warning."""

FIRST = "cases/01-exception.yaml"
LAST = "cases/06-stale_rule.yaml"


def write(folder: Path, files: dict[str, str | bytes] | None = None) -> Path:
    """Write a pack into the folder `small-shop`; gives that folder."""
    pack = folder / "small-shop"
    for name, text in (PACK if files is None else files).items():
        file = pack / name
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_bytes(text if isinstance(text, bytes) else text.encode())
    return pack


def changed(file: str, old: str, new: str) -> dict[str, str | bytes]:
    """The pack with one text put in another's place, once."""
    text = PACK[file]
    assert old in text, f"{file} has no {old!r}"
    return {**PACK, file: text.replace(old, new, 1)}


def line_of(files: dict[str, str | bytes], file: str, part: str) -> int:
    """The first line of a file that holds this, from 1."""
    text = files[file]
    assert isinstance(text, str)
    return next(number for number, line in enumerate(text.splitlines(), start=1) if part in line)
