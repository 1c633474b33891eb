"""Plain HTTP for tests: exactly the headers that are given, and the answer as it came."""

import gzip
import json as js
from dataclasses import dataclass
from http.client import HTTPConnection
from typing import Any

from tests.support.server import PATIENCE, RunningServer


@dataclass(frozen=True)
class Answer:
    """`headers` by their names in small letters; `body` as it came over the wire."""

    status: int
    headers: dict[str, str]
    body: bytes

    @property
    def plain(self) -> bytes:
        return gzip.decompress(self.body) if self.headers.get("content-encoding") == "gzip" else self.body

    @property
    def text(self) -> str:
        return self.plain.decode()

    @property
    def json(self) -> Any:
        return js.loads(self.plain)

    @property
    def reason(self) -> str:
        """The reason of a refusal, which has one shape."""
        assert {"error"} == self.json.keys(), self.text
        error = self.json["error"]
        assert {"reason", "text"} <= error.keys() <= {"reason", "text", "field", "hint"}, error
        assert all(isinstance(part, str) and part for part in error.values()), error
        return str(error["reason"])


def ask(
    server: RunningServer,
    path: str,
    body: Any = None,
    *,
    method: str = "",
    key: str = "",
    raw: bytes | None = None,
    **headers: str,
) -> Answer:
    """One request. A `body` is sent as JSON, `raw` as it is; ``x_y="z"`` is the header ``X-Y: z``."""
    content = raw if raw is not None else None if body is None else js.dumps(body).encode()
    given = {name.replace("_", "-").lower(): value for name, value in headers.items()}
    if content is not None:
        given = {"content-type": "application/json", "content-length": str(len(content)), **given}
    if key:
        given["authorization"] = f"Bearer {key}"
    connection = HTTPConnection("127.0.0.1", server.port, timeout=PATIENCE)
    try:
        connection.putrequest(
            method or ("GET" if content is None else "POST"), path, "host" in given, skip_accept_encoding=True
        )
        for name, value in given.items():
            connection.putheader(name, value)
        connection.endheaders(content)
        answer = connection.getresponse()
        return Answer(answer.status, {name.lower(): value for name, value in answer.getheaders()}, answer.read())
    finally:
        connection.close()
