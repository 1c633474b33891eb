"""The tables: whole, typed, and nothing in them that the report does not tell."""

from collections.abc import Mapping
from datetime import UTC, date, datetime, timedelta

import pytest

from server.game import commands as c
from server.game.plan import Phase
from server.game.state import Disclosure
from server.reports.debrief import report
from server.reports.tables import Cell, Kind, Table, outlines, tables, zone_of
from tests.support.days import AWKWARD, AWKWARD_MANAGERS, Day

TODAY = "2027-03-02"

TYPES = {
    Kind.TEXT: str,
    Kind.WHOLE: int,
    Kind.NUMBER: float,
    Kind.MONEY: float,
    Kind.SCORE: int,
    Kind.DAY: date,
    Kind.TIME: datetime,
    Kind.FLAG: bool,
}
BEFORE_THE_LAST_FLIP = (Phase.RULE, Phase.PREDICT, Phase.CROWD, Phase.CHAIR, Phase.PANEL)


@pytest.fixture(scope="module")
def day():
    return Day(4).plays_all()


def of(day: Day, name: str) -> Table:
    return next(one for one in tables(report(day.state, TODAY)) if one.name == name)


def rows(day: Day, name: str) -> list[Mapping[str, Cell]]:
    """The rows of one table, each with the names of its columns."""
    table = of(day, name)
    return [dict(zip((column.name for column in table.columns), row, strict=True)) for row in table.rows]


def words(day: Day) -> str:
    """Every text in every table."""
    return "\n".join(
        cell for table in tables(report(day.state, TODAY)) for row in table.rows for cell in row if type(cell) is str
    )


# Whole and typed


def test_every_table_of_a_played_day_has_rows(day):
    assert [] == [one.name for one in tables(report(day.state, TODAY)) if not one.rows]


@pytest.mark.parametrize("name", [one.name for one in outlines()])
def test_every_cell_is_of_the_kind_of_its_column(day, name):
    table = of(day, name)
    cells = [(column, cell) for row in table.rows for column, cell in zip(table.columns, row, strict=True)]

    assert [] == [(at.name, cell) for at, cell in cells if cell is not None and type(cell) is not TYPES[at.kind]]


def test_names_of_columns_are_not_used_twice():
    assert [] == [one.name for one in outlines() if len({column.name for column in one.columns}) < len(one.columns)]


def test_a_workshop_that_has_not_begun_has_its_agenda_and_cases_only():
    filled = {one.name for one in tables(report(Day(2).state, TODAY)) if one.rows}

    assert {"workshop", "cases", "agenda", "measures"} == filled


def test_times_are_those_of_the_zone_that_was_asked_for(day):
    begun = [
        next(iter(table.rows))[4]
        for zone in (UTC, zone_of(120))
        for table in tables(report(day.state, TODAY), zone)
        if table.name == "agenda"
    ]

    assert timedelta(hours=2) == begun[1].replace(tzinfo=None) - begun[0].replace(tzinfo=None)


# What was ruled


def test_a_ruling_stands_with_its_words_its_price_and_its_place_from_one():
    day = Day(1)
    day.goes_to(Phase.RULE, day.state.pack.cases[0].id)
    day.rules("Bo", 2, 3, reasons=("reason1", "reason4"))
    day.goes_to(Phase.SCORE)
    (held,) = (row for row in rows(day, "rulings") if row["manager"] == "Bo")

    assert (3, "Option 2 of full-0", 50.0, 4, "authority step 3", "Reason 1; Reason 4") == (
        held["level"],
        held["ruling"],
        held["cost"],
        held["authority_level"],
        held["authority"],
        held["reasons"],
    )


def test_both_votes_of_every_manager_are_there(day):
    votes = {(row["vote"], row["manager"]) for row in rows(day, "rulings")}

    assert {(vote, name) for vote in ("first", "second") for name in day.managers} == votes


def test_a_void_round_and_one_that_was_left_out_are_named():
    day = Day(3)
    first, _, third = (step.id for step in day.state.desk.agenda if step.is_round)
    day.plays_case()
    day.leads(c.VoidRound(first, on=True))
    day.leads(c.CutStep(third, cut=True))

    assert ["void", "to_come", "left_out"] == [row["fate"] for row in rows(day, "cases")]


@pytest.mark.parametrize("phase", BEFORE_THE_LAST_FLIP)
def test_nothing_of_a_running_round_is_told(phase):
    day = Day(1)
    day.goes_to(Phase.RULE, day.state.pack.cases[0].id)
    for name in day.managers:
        day.rules(name, 3, reasons=("reason2",))
    for name in day.reps:
        day.rules(name, 2)
    if phase is not Phase.RULE:
        day.goes_to(Phase.PREDICT)
        for name in day.reps:
            day.predicts(name, 2)
    day.goes_to(phase)

    assert [[]] * 5 == [rows(day, name) for name in ("rulings", "predictions", "own_rulings", "conditions", "pairs")]
    assert "Reason 2" not in words(day)


# Who is named


def test_no_rep_is_named_anywhere():
    day = Day(2, reps=AWKWARD).plays_all()

    assert [] == [name for name in AWKWARD if name in words(day)]


def test_a_masked_manager_is_nowhere_named():
    day = Day(2, managers=AWKWARD_MANAGERS, disclosures={"=1+1 Cy": Disclosure.MASKED})
    day.plays_all()
    mask = day.state.seats[day.seat("=1+1 Cy")].mask
    seen = {row["manager"] for row in rows(day, "rulings")}

    assert (True, False) == (mask in seen, "=1+1 Cy" in seen)


def test_a_manager_in_sums_is_counted_and_nowhere_listed():
    day = Day(2, disclosures={"Bo": Disclosure.SUM}).plays_all()
    mask = day.state.seats[day.seat("Bo")].mask
    listed = {row["manager"] for name in ("rulings", "conditions", "pairs") for row in rows(day, name)}

    assert ({1}, set()) == ({row["in_sums"] for row in rows(day, "cases")}, listed & {"Bo", mask})


def test_what_people_wrote_to_one_another_is_in_no_table(day):
    texts = [part for text in day.state.texts.values() for part in text.parts]

    assert texts
    assert [] == [part for part in texts if part in words(day)]


# Groups


def test_reps_are_counted_from_five_on(day):
    counted = [row for name in ("predictions", "own_rulings") for row in rows(day, name)]

    assert {5} == {row["of"] for row in counted}
    assert sum(row["reps"] for row in counted) == sum(
        {(row["case"], row.get("vote"), row["question"], "vote" in row): row["of"] for row in counted}.values()
    )


def test_fewer_than_five_are_not_counted():
    day = Day(2, reps=("Kim", "Lou", "Max", "Nia")).plays_all()
    cases = rows(day, "cases")

    assert ([], []) == (rows(day, "predictions"), rows(day, "own_rulings"))
    assert {None} == {row[name] for row in cases for name in ("predicted", "predicted_level", "hits")}


# Figures


def test_every_measure_is_there_the_ones_for_files_too(day):
    measured = {row["measure"] for row in rows(day, "measures")}

    assert {"alpha", "ac2", "fleiss", "conger", "noise", "own", "change", "transfer", "gap"} <= measured


def test_a_figure_that_does_not_exist_says_why(day):
    assert [] == [row for row in rows(day, "measures") if (row["value"] is None) != (row["why_none"] is not None)]


def test_a_kappa_takes_twenty_shared_cases():
    day = Day(20, managers=("Ana", "Bo")).plays_all()
    (pair,) = rows(day, "pairs")
    (fewer,) = rows(Day(2, managers=("Ana", "Bo")).plays_all(), "pairs")

    assert (20, None, None, "too_few") == (pair["cases"], pair["why_none"], fewer["kappa"], fewer["why_none"])
    assert -1 <= pair["kappa"] <= 1
