"""Scripts in names and texts: every screen shows them as the text that they are."""

import pytest

from tests.support.counts import usually
from tests.support.screens import Room, Screens

CASE = "third-overdraft"
DOES = "window.hacked=1"
SHAPES = (
    "<script>{}</script>",
    "<img src=x onerror={}>",
    "<svg onload={}>",
    '"><b onmouseover={}>x',
    "'-{}-'",
    "${{{}}}",
    "{{{{constructor.constructor('{}')()}}}}",
    "</textarea><script>{}</script>",
    "<iframe srcdoc='<script>parent.{}</script>'>",
    "<a href=javascript:{}>x</a>",
    "<style>*{{display:none}}</style>{}",
    "<meta http-equiv=refresh content=0;javascript:{}>",
    "<math><mtext><img src=x onerror={}></mtext></math>",
    "<!--><script>{}</script>-->",
    "%3Cscript%3E{}%3C/script%3E",
    "&lt;script&gt;{}&lt;/script&gt;",
)
CLOTHES = ("{}", "x{}", "{} y", "A{}B", " {}", "1{}", "{}\t", "{}!", "({})", "[{}]", "`{}`", "#{}", "{}//")
PAYLOADS = tuple(cloth.format(shape.format(DOES)) for cloth in CLOTHES for shape in SHAPES)
MOST = usually(15, full=200)
LIVE = "script, iframe, style, meta, [onerror], [onload], [onmouseover], [srcdoc], a[href^=javascript]"
NOTES = 3
"""So many one rep may write in a round."""


@pytest.mark.timeout(usually(120, full=600))
def test_a_script_in_a_name_or_a_text_is_shown_and_never_run(screens: Screens) -> None:
    payloads = PAYLOADS[:MOST]
    room = Room(screens, "<b>Ana</b>", "Bo")
    room.plays_only(CASE)
    writers = [screens.wire(room.opened.take_seat(f"<i>{number}</i>")["key"]) for number in range(-(-MOST // NOTES))]
    stage, console, rep = room.stage(), room.console(), room.rep("Ines <u>")
    stage.shows("<b>Ana</b>", "Ines <u>")
    room.goes_to("rule")
    for manager in ("<b>Ana</b>", "Bo"):
        room.wired(manager).does("rule", step=room.leader.place["step"], level=0, authority=1, n=1)
    room.goes_to("impact")
    for number, payload in enumerate(payloads):
        writer = writers[number // NOTES]
        writer.comes_to("impact")
        writer.does("write_note", step=room.leader.place["step"], text=payload)
    room.leader.sees(lambda one: len(one.shared["gate"]) == len(payloads), "all notes")
    for text in room.leader.shared["gate"]:
        room.leader.does("release_text", text=text["id"])
    rep.asks("round.impact")
    rep.shows(DOES)
    stage.shows(DOES)
    for screen in (stage, console, rep):
        assert screen.page.evaluate("window.hacked") is None
        assert 0 == screen.page.locator(f"#app :is({LIVE})").count()
