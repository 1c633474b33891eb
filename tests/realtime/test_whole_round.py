"""A round over the wire, from the first ruling to the settled dial."""

from tests.support.phones import WirePhone
from tests.support.server import RunningServer


def test_a_round_is_played_over_the_wire(shared_server: RunningServer) -> None:
    workshop = shared_server.open_workshop("Ana", "Bo")
    url = shared_server.url
    with (
        WirePhone(url, workshop.key("facilitator")) as console,
        WirePhone(url, workshop.key("stage")) as stage,
        WirePhone(url, workshop.key("manager", "m1")) as ana,
        WirePhone(url, workshop.key("manager", "m2")) as bo,
    ):
        reps = [WirePhone(url, workshop.take_seat(f"Rep {number}")["key"]) for number in range(5)]

        def goes_on(phase: str) -> None:
            console.does("next", expect=console.place["move"], confirmed=True)
            console.comes_to(phase)

        for phase in ("welcome", "read", "rule"):
            goes_on(phase)
        step = console.place["step"]
        ana.does("rule", step=step, level=0, authority=1, n=1)
        bo.does("rule", step=step, level=1, authority=1, n=1)
        for rep in reps:
            rep.does("rule", step=step, level=1, authority=0, n=1)
        console.sees(lambda phone: phone.shared["stage"]["answered"] == {"done": 7, "expected": 7}, "all in")
        goes_on("predict")
        for rep in reps:
            rep.comes_to("predict")
            rep.does("predict", step=step, level=0, authority=1, certainty="sure", spread="neighbours", n=1)
        goes_on("lock")
        stage.comes_to("crowd")
        console.comes_to("crowd")
        goes_on("chair")
        ana.comes_to("chair", 0)
        ana.does("reveal", step=step)
        stage.comes_to("chair", 1)
        console.comes_to("chair", 1)
        assert [token["face"]["name"] for token in stage.shared["round"]["tokens"]] == ["Ana"]
        goes_on("panel")
        console.does("next", expect=console.place["move"], confirmed=True)
        stage.comes_to("panel", 1)
        assert stage.shared["round"]["result"]["dial"] is not None
        for rep in reps:
            rep.sees(lambda phone: phone.own["points"] is not None and phone.own["points"]["spread"] == 10, "points")
            rep.leaves()
