"""A manager's page as a paper, as the page tells it (web/screens/my-page/main.js), with the filled coaching card."""

from collections.abc import Iterator, Sequence
from datetime import date
from functools import partial

from server.game.case import AwardWords
from server.game.measures.summary import Figure
from server.reports.manager_page import ManagerPage, OwnRuling
from server.reports.papers.figures import Said, Write, figure, said
from server.reports.papers.marks import label, mark
from server.reports.papers.own import Cue, OwnPaper, Ruled, Section, awards, plan
from server.reports.papers.work_aid import Fact
from server.reports.words import Words

BOXES = ("happened", "mattered", "alternative", "next_call")


def own_page(page: ManagerPage, called: Sequence[AwardWords], words: Words, opened: date) -> OwnPaper:
    given = page.praise
    return OwnPaper(
        language=words.language,
        kind=words("mine.title"),
        title=page.name,
        about=f"{page.title} · {words.day(opened)}",
        private=words("mine.only_you"),
        so_far="" if page.closed else words("mine.so_far"),
        awards=awards(page.awards, called, words),
        sections=(
            Section(
                words("mine.coaching"),
                boxes=tuple(Fact(words(f"mine.box_{box}"), getattr(page.coaching, box)) for box in BOXES),
            ),
            plan(page.plans, words),
            Section(
                words("mine.beside"),
                figures=tuple(_beside(page, words)),
                note=words("mine.ends", low=page.low_error, high=page.high_error),
            ),
            Section(words("mine.read"), figures=tuple(_read(page, words))),
            Section(
                words("mine.rulings"),
                says=() if page.rulings else (words("mine.no_rulings"),),
                rulings=tuple(_ruled(one, words) for one in page.rulings),
            ),
            Section(
                words("mine.praise"),
                says=(words("mine.praise_given", n=given.lines, m=given.people, k=given.reps),),
                cues=tuple(Cue(one.text, one.by) for one in page.thanks),
            ),
        ),
        foot=page.title,
    )


def _figure(name: str, held: Figure, write: Write, words: Words) -> Said:
    return figure(name, held, write, "", words)


def _beside(page: ManagerPage, words: Words) -> Iterator[Said]:
    measures, must = page.measures, page.measures.must
    steps = partial(words.signed, digits=1)
    yield _figure("tilt", measures.tilt, steps, words)
    yield _figure("who_tilt", measures.authority, steps, words)
    yield _figure("own_consensus", measures.false_consensus, lambda value: words.signed(value * 100), words)
    told = (
        words("measure.must.says", value=must.handed_over, n=must.cases) if must.cases else words("measure.must.none")
    )
    yield said("must", words, told, thin=not must.cases)
    yield said("twins", words, *_twins(page, words), thin=not measures.twins)


def _twins(page: ManagerPage, words: Words) -> Iterator[str]:
    titles = {one.step: one.title for one in page.rulings}
    for pair in page.measures.twins:
        key = "measure.twins.says" if pair.moved else "measure.twins.same"
        one, other = titles.get(pair.first, ""), titles.get(pair.second, "")
        yield words(key, one=one, other=other, value=words.signed(pair.moved))
    if not page.measures.twins:
        yield words("measure.twins.none")


def _read(page: ManagerPage, words: Words) -> Iterator[Said]:
    measures = page.measures
    yield _figure("gap", measures.gap, partial(words.signed, digits=1), words)
    yield _figure("readability", measures.readability, words.hundredths, words)
    yield _figure("skill", measures.skill, partial(words.number, digits=2), words)


def _ruled(one: OwnRuling, words: Words) -> Ruled:
    levels = [option.level for option in one.options]
    moved = one.second is not None and one.second != one.level
    more = [f"{words('round.line_authority')}: {label(one.authority_options, one.authority)}"]
    if one.dial is not None:
        after = "" if one.dial_after is None else f" – {one.dial_after}"
        more.append(words("mine.dial", value=f"{one.dial}{after}"))
    return Ruled(
        title=one.title,
        mark=mark(one.level, levels),
        what=label(one.options, one.level),
        then_mark=mark(one.second, levels) if moved and one.second is not None else 0,
        then=label(one.options, one.second) if moved else "",
        more=tuple(more),
    )
