"""``python -m server.bots``: plays a whole workshop on a server, every seat over the public wire."""

import argparse
import os
import signal
import sys
from typing import NoReturn

from server.bots import words
from server.bots.people import FacilitatorBot, ManagerBot, RepBot
from server.bots.wire import Server

LONGEST = 3600.0
"""Seconds after which a demo ends in any case."""


def main() -> None:
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--url", required=True)
    options.add_argument("--pack", default="retail-bank")
    options.add_argument("--reps", type=int, default=len(words.REPS))
    options.add_argument("--managers", type=int, default=len(words.MANAGERS))
    options.add_argument("--pace", type=float, default=1.5, help="seconds for each step")
    wanted = options.parse_args()
    signal.signal(signal.SIGTERM, _leave)
    server = Server(wanted.url, os.environ.get("UPTOYOU_HOST_KEY", ""))
    opened = server.open_workshop(wanted.pack, "Demo", words.MANAGERS[: wanted.managers])
    links = {(link["role"], link["seat"]): link for link in opened["links"]}
    print(f"code {opened['code']}")
    print(f"console {wanted.url}/console#key={links['facilitator', None]['key']}")
    print(f"stage {wanted.url}/stage#key={links['stage', None]['key']}", flush=True)
    managers = [link for (role, _), link in links.items() if role == "manager"]
    seated = [ManagerBot(wanted.url, link["key"], link["name"], wanted.pace) for link in managers]
    for number in range(wanted.reps):
        name = words.REPS[number % len(words.REPS)] + ("" if number < len(words.REPS) else f" {number}")
        RepBot(wanted.url, server.take_seat(opened["join"], name), name, wanted.pace)
    print(f"seated {len(seated) + wanted.reps}", flush=True)
    leader = FacilitatorBot(wanted.url, server.console(opened["code"]), wanted.pace)
    finished = leader.over.wait(LONGEST)
    print("over" if finished else "unfinished", flush=True)
    os._exit(0 if finished else 1)


def _leave(_: int, __: object) -> NoReturn:
    sys.stdout.flush()
    os._exit(0)


main()
