"""A screen without WebSockets: it fetches what waits for it, and posts what it says, one plain request at a time."""

import json
import os
import time
from typing import Any

from tests.support.asking import Answer, ask
from tests.support.phones import AGAIN
from tests.support.server import RunningServer

SEPARATOR = "\x1e"


class Poller:
    """An open line; `joins` shows the key of its seat too."""

    def __init__(self, server: RunningServer, key: str, *, joins: bool = True) -> None:
        self.server = server
        self.key = key
        self.id = ""
        self._heard: list[str] = []
        opened = self.fetches()
        assert 200 == opened.status, opened.text
        self._heard.extend(opened.text.split(SEPARATOR))
        self.id = json.loads(self.hears("0")[1:])["sid"]
        if joins:
            self.posts("40" + json.dumps({"key": key}))
            self.hears("40")

    @property
    def path(self) -> str:
        return "/socket.io/?EIO=4&transport=polling" + (f"&sid={self.id}" if self.id else "")

    def fetches(self, **headers: str) -> Answer:
        return ask(self.server, self.path, key=self.key, **headers)

    def posts(self, *packets: str, **headers: str) -> Answer:
        return ask(self.server, self.path, raw=SEPARATOR.join(packets).encode(), key=self.key, **headers)

    def hears(self, start: str) -> str:
        """The next packet that begins so; what came before it is kept. Answers pings on the way."""
        while not (found := [packet for packet in self._heard if packet.startswith(start)]):
            answer = self.fetches()
            assert 200 == answer.status, f"the line ended before {start}"
            came = answer.text.split(SEPARATOR)
            self._heard += came
            if "2" in came:
                self.posts("3")
        self._heard.remove(found[0])
        return found[0]

    def does(self, kind: str, **fields: Any) -> dict[str, Any]:
        """Send a command; gives the ack. Like a real phone it sends the same again when it is told to."""
        command = {"id": os.urandom(16).hex(), "kind": kind, **fields}
        while True:
            self.posts(f'421["command",{json.dumps(command)}]')
            (ack,) = json.loads(self.hears("431")[len("431") :])
            assert isinstance(ack, dict)
            if ack.get("reason") != "retry":
                return ack
            time.sleep(AGAIN)

    def sees(self) -> dict[str, Any]:
        """The next view."""
        view: dict[str, Any] = json.loads(self.hears('42["view"')[2:])[1]
        return view

    @property
    def is_open(self) -> bool:
        return self.posts("3").status == 200
